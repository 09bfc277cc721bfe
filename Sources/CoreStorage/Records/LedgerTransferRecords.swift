public import CoreDomain

extension LedgerRecords {
    private static let columns =
        """
        sequence, id, debit, credit, amount, currency, kind, purpose, pending, expires_at, thread, step, reference, at
        """
    private static let find = SQLStatement(
        "SELECT \(columns) FROM transfers WHERE id = ?1", knowsUnsent: true)
    private static let findResolution = SQLStatement(
        "SELECT \(columns) FROM transfers WHERE pending = ?1", knowsUnsent: true)
    private static let newestSequence = SQLStatement("SELECT COALESCE(MAX(sequence), 0) FROM transfers")
    private static let touching = SQLStatement(
        """
        SELECT \(columns) FROM (
            SELECT \(columns) FROM transfers WHERE debit = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3
        ) AS debited
        UNION ALL
        SELECT \(columns) FROM (
            SELECT \(columns) FROM transfers WHERE credit = ?1 AND sequence < ?2 ORDER BY sequence DESC LIMIT ?3
        ) AS credited
        ORDER BY sequence DESC LIMIT ?3
        """)
    private static let next = SQLStatement(
        "SELECT \(columns) FROM transfers WHERE sequence > ?1 ORDER BY sequence LIMIT ?2")
    private static let expiredAt = SQLStatement(
        """
        SELECT \(columns) FROM transfers WHERE sequence IN (
            SELECT sequence FROM transfer_expiries WHERE expires_at <= ?1 ORDER BY expires_at, sequence LIMIT ?2
            /*lock: FOR UPDATE SKIP LOCKED*/
        ) ORDER BY expires_at, sequence
        """)
    private static let insertNew = """
        INSERT INTO transfers (\(columns)) VALUES ((SELECT COALESCE(MAX(sequence), 0) + 1 FROM transfers),
        ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        """
    private static let insertPresumed = SQLStatement(insertNew)
    private static let insertUnlessKnown = SQLStatement(insertNew + " ON CONFLICT (id) DO NOTHING")
    private static let insertExpiry = SQLStatement(
        "INSERT INTO transfer_expiries (expires_at, sequence) SELECT ?1, sequence FROM transfers WHERE id = ?2")
    private static let removeExpiry = SQLStatement(
        """
        DELETE FROM transfer_expiries
        WHERE expires_at = ?1 AND sequence = (SELECT sequence FROM transfers WHERE id = ?2)
        """)
    /// Behind every organization's events: this turn is everybody's, so it is taken last of all.
    private static let place = [UInt8](repeating: 0xff, count: 17)

    var presumesNew: Bool { session.presumesNew }

    func transfer(_ id: Identifier) throws(CoreError) -> Transfer? {
        if let unsent = session.unsentTransfers.transfer(id) { return unsent }
        return try session.first(Self.find, [.identifier(id)])
    }

    func resolution(of pending: Identifier) throws(CoreError) -> Transfer? {
        if let unsent = session.unsentTransfers.resolution(of: pending) { return unsent }
        return try session.first(Self.findResolution, [.identifier(pending)])
    }

    func lastSequence() throws(CoreError) -> Int64 {
        try session.first(Self.newestSequence, [], as: SequenceRow.self)?.sequence ?? 0
    }

    func transfers(
        touching account: Identifier, before sequence: Int64, limit: Int
    ) throws(CoreError) -> [Transfer] {
        try session.query(
            Self.touching, [.identifier(account), .int64(sequence), .int64(Int64(limit))], as: Transfer.self)
    }

    func transfers(after sequence: Int64, limit: Int) throws(CoreError) -> [Transfer] {
        try session.query(Self.next, [.int64(sequence), .int64(Int64(limit))], as: Transfer.self)
    }

    func expired(at time: Timestamp, limit: Int) throws(CoreError) -> [Transfer] {
        try session.query(Self.expiredAt, [.timestamp(time), .int64(Int64(limit))], as: Transfer.self)
    }

    func insert(_ transfer: Transfer, ending pending: Transfer?) throws(CoreError) -> Bool {
        try session.takeTurn(.ledger, place: Self.place)
        if session.isShared {
            // Looked for even where nothing is presumed, so that the order in which rows are taken is always the same.
            let isKnown =
                try session.presumesNew
                ? session.unsentTransfers.transfer(transfer.id) != nil : self.transfer(transfer.id) != nil
            if isKnown { return false }
            try session.runLast(Self.insertPresumed, transfer.values, place: Self.place)
            session.unsentTransfers.add(transfer)
        } else {
            guard try session.change(Self.insertUnlessKnown, transfer.values) > 0 else { return false }
        }
        if let expiresAt = transfer.expiresAt {
            try session.runLast(
                Self.insertExpiry, [.timestamp(expiresAt), .identifier(transfer.id)], place: Self.place)
        }
        if let pending, let expiresAt = pending.expiresAt {
            // The pending transfer may be one that this transaction has made, and that has no sequence before the end.
            try session.runLast(
                Self.removeExpiry, [.timestamp(expiresAt), .identifier(pending.id)], place: Self.place)
        }
        return true
    }
}

private struct SequenceRow: SQLDecodable {
    let sequence: Int64
    init(row: any SQLRow) throws(CoreError) { sequence = try row.int64(0) }
}

extension SQLRow {
    /// The kind that a word, the pending transfer and the time of expiry beside it tell.
    func transferKind(_ column: Int, pending: Int, expiresAt: Int) throws(CoreError) -> Transfer.Kind {
        switch try word(column, as: Transfer.Kind.Word.self) {
        case .single: .single
        case .pending: .pending(expiresAt: try optionalTimestamp(expiresAt))
        case .post: .post(pending: try identifier(pending))
        case .void: .void(pending: try identifier(pending))
        }
    }
}

extension Transfer {
    fileprivate var values: [SQLValue] {
        [
            .identifier(id), .identifier(debit), .identifier(credit), .amount(amount),
            .text(currency.code), .text(kind.word.rawValue), .text(purpose.rawValue),
            kind.endedID.map { .identifier($0) } ?? .null, .optionalTimestamp(expiresAt),
            thread.map { .identifier($0) } ?? .null, step.map { .text($0) } ?? .null,
            reference.map { .text($0) } ?? .null, .timestamp(at),
        ]
    }
}

extension Transfer: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            id: try row.identifier(1), debit: try row.identifier(2), credit: try row.identifier(3),
            amount: try row.amount(4), currency: try row.currency(5),
            kind: try row.transferKind(6, pending: 8, expiresAt: 9), purpose: try row.word(7),
            thread: try row.optionalIdentifier(10), step: try row.optionalText(11),
            reference: try row.optionalText(12), at: try row.timestamp(13), sequence: try row.int64(0))
    }
}
