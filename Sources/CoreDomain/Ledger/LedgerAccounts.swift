extension Ledger {
    /// The account of `organization` for this purpose and currency, opened if there is none.
    public func open(
        _ purpose: LedgerAccount.Purpose, _ organization: Identifier, _ currency: Currency, _ tx: any WriteTransaction
    ) throws(CoreError) -> LedgerAccount {
        if let account = try tx.ledger.account(purpose, of: organization, in: currency) { return account }
        let seed = Identifier(at: tx.now, random: Array(organization.bytes.suffix(Identifier.randomByteCount)))
        for offset in 0..<Self.accountIDsMax {
            let account = LedgerAccount(
                id: Identifier(high: seed.high, low: seed.low &+ offset), organization: organization,
                purpose: purpose, currency: currency, limit: purpose.limit, createdAt: tx.now)
            if try tx.ledger.insert(account) { return account }
        }
        throw CoreError(.internalError, "No id is free for an account of the ledger.")
    }

    /// The id of the same account, opened if there is none.
    func openedID(
        _ purpose: LedgerAccount.Purpose, _ organization: Identifier, _ currency: Currency, _ tx: any WriteTransaction
    ) throws(CoreError) -> Identifier {
        if let id = try tx.ledger.accountID(purpose, of: organization, in: currency) { return id }
        return try open(purpose, organization, currency, tx).id
    }

    /// Ids tried for one account before giving up; those of one organization made at one time count upwards.
    private static let accountIDsMax: UInt64 = 10_000

    /// Every account of an organization, by purpose and currency.
    public func accounts(
        of organization: Identifier, _ tx: any ReadTransaction
    ) throws(CoreError) -> [LedgerAccount] {
        try tx.ledger.accounts(of: organization)
    }

    /// The totals of every currency, which are equal on both sides.
    ///
    /// Reads every account; beside a server with very many, ``LedgerVerification`` does so in short snapshots.
    public func trialBalance(_ tx: any ReadTransaction) throws(CoreError) -> TrialBalance {
        var balance = TrialBalance()
        var last: Identifier?
        while true {
            let page = try tx.ledger.accounts(after: last, limit: Self.accountsPerPage)
            for account in page { balance.add(account.currency, LedgerSums(account.counters)) }
            guard page.count == Self.accountsPerPage, let end = page.last else { return balance }
            last = end.id
        }
    }

    static let accountsPerPage = 1_000
}
