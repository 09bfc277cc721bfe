/// What an account of the ledger holds, as its owner sees it.
public struct AccountBalance: Message, Hashable {
    public let currency: Currency
    public let available: Amount
    public let pending: Amount
    public let posted: Balance

    init(currency: Currency, available: Amount, pending: Amount, posted: Balance) {
        self.currency = currency
        self.available = available
        self.pending = pending
        self.posted = posted
    }

    /// The balance of a customer's account.
    init(_ account: LedgerAccount) {
        self.init(
            currency: account.currency, available: account.available, pending: account.debitsPending,
            posted: account.balance)
    }

    public static let schema = ObjectSchema(
        "What an account holds of one currency.",
        AccountBalance.init(currency:available:pending:posted:),
        Field("currency", \.currency, .currency, "The currency."),
        Field("available", \.available, .amount, "What can be spent now."),
        Field("pending", \.pending, .amount, "What is held for work that was accepted."),
        Field("posted", \.posted, .balance, "What the account has, the held part included."))
}

/// The balances of an account.
public struct AccountBalances: Message, Hashable {
    public let balances: [AccountBalance]

    public static let schema = ObjectSchema(
        "The balances of an account.",
        AccountBalances.init(balances:),
        Field(
            "balances", \.balances, .array(of: .message, countMax: 1_000),
            "One entry for each currency; the default currency is there before anything was credited."))
}

/// What the operator credits to an account.
public struct CreditInput: Message, Hashable {
    public let account: Identifier
    public let amount: Amount
    public let currency: Currency
    public let reference: String?

    public static let schema = ObjectSchema(
        "What is credited, and to whom.",
        CreditInput.init(account:amount:currency:reference:),
        Field(
            "account", \.account, .identifier(.uuid),
            "The account: the id of an organization, or of a principal whose home is meant."),
        Field("amount", \.amount, .positiveAmount, "How much; more than zero."),
        Field("currency", \.currency, .currency, default: .usdc, "Of which currency."),
        Field(
            optional: "reference", \.reference, .line(count: 1...200),
            "A name that this has elsewhere, such as the number of a bank transfer."))
}

/// The totals of one currency.
public struct TrialBalanceLine: Message, Hashable {
    public let currency: Currency
    public let debitsPosted: Balance
    public let creditsPosted: Balance
    public let debitsPending: Balance
    public let creditsPending: Balance
    public let isBalanced: Bool

    public static let schema = ObjectSchema(
        "The totals of one currency over all accounts.",
        TrialBalanceLine.init(currency:debitsPosted:creditsPosted:debitsPending:creditsPending:isBalanced:),
        Field("currency", \.currency, .currency, "The currency."),
        Field("debits_posted", \.debitsPosted, .balance, "All debits that took effect."),
        Field("credits_posted", \.creditsPosted, .balance, "All credits that took effect."),
        Field("debits_pending", \.debitsPending, .balance, "All debits that are reserved."),
        Field("credits_pending", \.creditsPending, .balance, "All credits that are reserved."),
        Field("is_balanced", \.isBalanced, .bool, "Whether debits equal credits, posted and pending."))
}

/// The trial balance.
public struct TrialBalanceReport: Message, Hashable {
    public let isBalanced: Bool
    public let currencies: [TrialBalanceLine]

    init(isBalanced: Bool, currencies: [TrialBalanceLine]) {
        self.isBalanced = isBalanced
        self.currencies = currencies
    }

    /// The report of `balance`.
    public init(_ balance: TrialBalance) {
        self.init(
            isBalanced: balance.isBalanced,
            currencies: balance.lines.map { line in
                TrialBalanceLine(
                    currency: line.currency, debitsPosted: line.sums.debitsPosted,
                    creditsPosted: line.sums.creditsPosted, debitsPending: line.sums.debitsPending,
                    creditsPending: line.sums.creditsPending, isBalanced: line.isBalanced)
            })
    }

    public static let schema = ObjectSchema(
        "The totals of every currency over all accounts.",
        TrialBalanceReport.init(isBalanced:currencies:),
        Field("is_balanced", \.isBalanced, .bool, "Whether every currency is balanced."),
        Field("currencies", \.currencies, .array(of: .message, countMax: 1_000), "One entry for each currency."))
}
