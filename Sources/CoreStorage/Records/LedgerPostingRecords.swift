public import CoreDomain

extension LedgerRecords {
    private static func postings(_ side: String) -> SQLStatement {
        SQLStatement(
            """
            SELECT t.sequence, t.kind, t.pending, t.expires_at, t.amount, p.amount FROM transfers t
            LEFT JOIN transfers p ON p.id = t.pending
            WHERE t.\(side) = ?1 AND t.sequence > ?2 ORDER BY t.sequence LIMIT ?3
            """)
    }
    private static let debitPostings = postings("debit")
    private static let creditPostings = postings("credit")

    func postings(
        to account: Identifier, on side: LedgerSide, after sequence: Int64, limit: Int
    ) throws(CoreError) -> [LedgerPosting] {
        try session.query(
            side == .debit ? Self.debitPostings : Self.creditPostings,
            [.identifier(account), .int64(sequence), .int64(Int64(limit))], as: LedgerPosting.self)
    }
}

extension LedgerPosting: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            sequence: try row.int64(0), kind: try row.transferKind(1, pending: 2, expiresAt: 3),
            amount: try row.amount(4), pendingAmount: row.isNull(5) ? nil : try row.amount(5))
    }
}
