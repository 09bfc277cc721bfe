public import CoreDomain

struct LedgerRecords: LedgerRepository {
    let session: any SQLSession

    // MARK: Accounts

    private static let columns =
        """
        id, organization, purpose, currency, balance_limit, created_at,
        debits_pending, debits_posted, credits_pending, credits_posted
        """
    /// Accounts with what others added to them apart.
    private static let accounts =
        """
        SELECT a.id, a.organization, a.purpose, a.currency, a.balance_limit, a.created_at,
        a.debits_pending /*shared: + COALESCE(s.debits_pending, 0)*/,
        a.debits_posted /*shared: + COALESCE(s.debits_posted, 0)*/,
        a.credits_pending /*shared: + COALESCE(s.credits_pending, 0)*/,
        a.credits_posted /*shared: + COALESCE(s.credits_posted, 0)*/
        FROM ledger_accounts a
        /*shared: LEFT JOIN LATERAL (SELECT SUM(debits_pending) AS debits_pending, SUM(debits_posted) AS debits_posted,
        SUM(credits_pending) AS credits_pending, SUM(credits_posted) AS credits_posted
        FROM ledger_shards WHERE account = a.id) s ON TRUE*/
        """
    private static let findAccount = SQLStatement("\(accounts) WHERE a.id = ?1")
    private static let findAccountOf = SQLStatement(
        "\(accounts) WHERE a.organization = ?1 AND a.purpose = ?2 AND a.currency = ?3")
    private static let accountsOf = SQLStatement(
        "\(accounts) WHERE a.organization = ?1 ORDER BY a.purpose, a.currency")
    private static let firstAccounts = SQLStatement("\(accounts) ORDER BY a.id LIMIT ?1")
    private static let nextAccounts = SQLStatement("\(accounts) WHERE a.id > ?1 ORDER BY a.id LIMIT ?2")
    private static let insertAccount = SQLStatement(
        """
        INSERT INTO ledger_accounts (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (id) DO NOTHING
        """)

    func accounts(_ ids: [Identifier]) throws(CoreError) -> [LedgerAccount] {
        try session.queries(Self.findAccount, ids.map { [.identifier($0)] }, as: LedgerAccount.self).flatMap(\.self)
    }

    func account(
        _ purpose: LedgerAccount.Purpose, of organization: Identifier, in currency: Currency
    ) throws(CoreError) -> LedgerAccount? {
        try session.first(
            Self.findAccountOf, [.identifier(organization), .text(purpose.rawValue), .text(currency.code)])
    }

    private static let findID = SQLStatement(
        "SELECT id FROM ledger_accounts WHERE organization = ?1 AND purpose = ?2 AND currency = ?3", isPermanent: true)

    private struct AccountID: SQLDecodable {
        let id: Identifier
        init(row: any SQLRow) throws(CoreError) { id = try row.identifier(0) }
    }

    func accountID(
        _ purpose: LedgerAccount.Purpose, of organization: Identifier, in currency: Currency
    ) throws(CoreError) -> Identifier? {
        try session.first(
            Self.findID, [.identifier(organization), .text(purpose.rawValue), .text(currency.code)], as: AccountID.self
        )?.id
    }

    func accounts(of organization: Identifier) throws(CoreError) -> [LedgerAccount] {
        try session.query(Self.accountsOf, [.identifier(organization)], as: LedgerAccount.self)
    }

    func accounts(after id: Identifier?, limit: Int) throws(CoreError) -> [LedgerAccount] {
        guard let id else {
            return try session.query(Self.firstAccounts, [.int64(Int64(limit))], as: LedgerAccount.self)
        }
        return try session.query(
            Self.nextAccounts, [.identifier(id), .int64(Int64(limit))], as: LedgerAccount.self)
    }

    func insert(_ account: LedgerAccount) throws(CoreError) -> Bool {
        let count = try session.change(
            Self.insertAccount,
            [
                .identifier(account.id), .identifier(account.organization), .text(account.purpose.rawValue),
                .text(account.currency.code), .text(account.limit.rawValue), .timestamp(account.createdAt),
                .amount(account.debitsPending), .amount(account.debitsPosted), .amount(account.creditsPending),
                .amount(account.creditsPosted),
            ])
        return count > 0
    }
}

extension LedgerAccount: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            id: try row.identifier(0), organization: try row.identifier(1), purpose: try row.word(2),
            currency: try row.currency(3), limit: try row.word(4), createdAt: try row.timestamp(5),
            counters: LedgerCounters(
                debitsPending: try row.amount(6), debitsPosted: try row.amount(7),
                creditsPending: try row.amount(8), creditsPosted: try row.amount(9)))
    }
}

extension SQLRow {
    func currency(_ column: Int) throws(CoreError) -> Currency {
        guard let currency = Currency(try text(column)) else { throw Self.damaged(column) }
        return currency
    }

    func optionalIdentifier(_ column: Int) throws(CoreError) -> Identifier? {
        isNull(column) ? nil : try identifier(column)
    }

    func optionalText(_ column: Int) throws(CoreError) -> String? {
        isNull(column) ? nil : try text(column)
    }
}
