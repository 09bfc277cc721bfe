import CoreLanguage

/// The operations on the ledger.
public struct Books: Sendable {
    private let entropy: any Entropy
    private let pageTokens: PageTokens
    private let ledger = Ledger()

    /// Books whose transfers get their ids from `entropy`.
    public init(entropy: any Entropy, pageTokens: PageTokens) {
        self.entropy = entropy
        self.pageTokens = pageTokens
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        [
            .transaction(
                "ledger.credit", "Credit money that came in from outside to an account.", access: .operator,
                idempotency: .optional, handle: credit),
            .read(
                "ledger.balance", "Show the balances of the caller's account.", access: .member(.accountRead),
                handle: balance),
            .read(
                "ledger.transfers", "List the transfers of the caller's account, the newest first.",
                access: .member(.accountRead), handle: transfers),
            .read(
                "ledger.trial_balance", "Show the totals of every currency over all accounts.", access: .operator,
                handle: trialBalance),
            .survey(
                "ledger.verify", "Work every balance out anew from the transfers, and compare.", access: .operator,
                handle: verify),
        ]
    }

    @Sendable func credit(
        _ input: CreditInput, _: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> AccountBalances {
        let organization = try organization(input.account, tx)
        guard let house = try tx.principals.findOperator()?.home else {
            throw CoreError(.internalError, "The store has no operator.")
        }
        let treasury = try ledger.open(.treasury, house, input.currency, tx)
        let available = try ledger.open(.available, organization, input.currency, tx)
        let request = TransferRequest(
            id: try entropy.identifier(at: tx.now), debit: treasury.id, credit: available.id, amount: input.amount,
            currency: input.currency, purpose: .funding, reference: input.reference)
        try ledger.post([request], tx)
        return try balances(of: organization, tx.snapshot)
    }

    /// The organization that an id names, by itself or by a principal whose home it is.
    private func organization(_ id: Identifier, _ tx: any WriteTransaction) throws(CoreError) -> Identifier {
        if let home = try tx.principals.find(id)?.home { return home }
        if let organization = try tx.organizations.find(id) { return organization.id }
        throw CoreError(.notFound, "There is no account or organization \(id).")
    }

    @Sendable func balance(
        _: Nothing, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> AccountBalances {
        try balances(of: try caller.memberOrganization(), tx)
    }

    private func balances(
        of organization: Identifier, _ tx: any ReadTransaction
    ) throws(CoreError) -> AccountBalances {
        let accounts = try ledger.accounts(of: organization, tx).filter { $0.purpose == .available }
        let none = AccountBalance(currency: .usdc, available: .zero, pending: .zero, posted: .zero)
        return AccountBalances(balances: accounts.isEmpty ? [none] : accounts.map { AccountBalance($0) })
    }

    @Sendable func transfers(
        _ input: TransferListInput, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> TransferList {
        let organization = try caller.memberOrganization()
        let list = AccountTransfers(organization: organization, tokens: pageTokens)
        return try list.page(PageRequest(limit: Int(input.limit), token: input.cursor), tx)
    }

    @Sendable func verify(
        _: Nothing, _: Caller, _ store: any Store
    ) async throws(CoreError) -> LedgerVerificationReport {
        LedgerVerificationReport(try await LedgerVerification(store: store).run())
    }

    @Sendable func trialBalance(
        _: Nothing, _: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> TrialBalanceReport {
        TrialBalanceReport(try ledger.trialBalance(tx))
    }
}

extension Caller {
    fileprivate func memberOrganization() throws(CoreError) -> Identifier {
        guard let organization else { throw CoreError(.internalError, "A member has no organization.") }
        return organization
    }
}
