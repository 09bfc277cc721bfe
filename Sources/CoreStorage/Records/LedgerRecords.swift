public import CoreDomain

struct LedgerRecords: LedgerRepository {
    let session: any SQLSession

    // MARK: Accounts

    private static let accountColumns =
        """
        id, organization, purpose, currency, balance_limit, created_at,
        debits_pending, debits_posted, credits_pending, credits_posted
        """
    private static let findAccount = SQLStatement(
        "SELECT \(accountColumns) FROM ledger_accounts WHERE id = ?1")
    private static let findAccountOf = SQLStatement(
        """
        SELECT \(accountColumns) FROM ledger_accounts
        WHERE organization = ?1 AND purpose = ?2 AND currency = ?3
        """)
    private static let accountsOf = SQLStatement(
        "SELECT \(accountColumns) FROM ledger_accounts WHERE organization = ?1 ORDER BY purpose, currency")
    private static let firstAccounts = SQLStatement(
        "SELECT \(accountColumns) FROM ledger_accounts ORDER BY id LIMIT ?1")
    private static let nextAccounts = SQLStatement(
        "SELECT \(accountColumns) FROM ledger_accounts WHERE id > ?1 ORDER BY id LIMIT ?2")
    private static let insertAccount = SQLStatement(
        """
        INSERT INTO ledger_accounts (\(accountColumns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (id) DO NOTHING
        """)
    private static let updateAccount = SQLStatement(
        """
        UPDATE ledger_accounts
        SET debits_pending = ?2, debits_posted = ?3, credits_pending = ?4, credits_posted = ?5 WHERE id = ?1
        """)

    func accounts(_ ids: [Identifier]) throws(CoreError) -> [LedgerAccount] {
        var accounts: [LedgerAccount] = []
        accounts.reserveCapacity(ids.count)
        for id in ids {
            if let account = try session.first(Self.findAccount, [.identifier(id)], as: LedgerAccount.self) {
                accounts.append(account)
            }
        }
        return accounts
    }

    func account(
        _ purpose: LedgerAccount.Purpose, of organization: Identifier, in currency: Currency
    ) throws(CoreError) -> LedgerAccount? {
        try session.first(
            Self.findAccountOf, [.identifier(organization), .text(purpose.rawValue), .text(currency.code)])
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

    func update(_ account: LedgerAccount) throws(CoreError) {
        try session.run(
            Self.updateAccount,
            [
                .identifier(account.id), .amount(account.debitsPending), .amount(account.debitsPosted),
                .amount(account.creditsPending), .amount(account.creditsPosted),
            ])
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
