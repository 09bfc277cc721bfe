/// One account of the ledger: four counters of one currency, changed by transfers alone.
public struct LedgerAccount: Hashable, Sendable {
    /// What an account is for. An organization has at most one for each purpose and currency.
    public enum Purpose: String, Hashable, Sendable, CaseIterable {
        /// What a customer may spend. A liability: credits raise it, and it is never overdrawn.
        case available
        /// What was earned. Credits raise it.
        case revenue
        /// Money that came in from outside and is held. An asset: debits raise it.
        case treasury
        /// What work by others costs. Debits raise it.
        case expense
        /// What is owed to those others. A liability: credits raise it.
        case payable
        /// What was paid to them in advance. An asset: debits raise it.
        case prepaid

        /// The side that raises the balance.
        public var normalSide: LedgerSide {
            switch self {
            case .available, .revenue, .payable: .credit
            case .treasury, .expense, .prepaid: .debit
            }
        }

        /// The limit of a new account.
        public var limit: Limit {
            switch self {
            case .available: .debitsWithinCredits
            case .revenue, .treasury, .expense, .payable, .prepaid: .none
            }
        }
    }

    /// What the counters may not do, checked before each transfer.
    public enum Limit: String, Hashable, Sendable, CaseIterable {
        /// Anything.
        case none
        /// Pending and posted debits stay within the posted credits.
        case debitsWithinCredits = "debits_within_credits"
        /// Pending and posted credits stay within the posted debits.
        case creditsWithinDebits = "credits_within_debits"
    }

    public let id: Identifier
    public let organization: Identifier
    public let purpose: Purpose
    public let currency: Currency
    public let limit: Limit
    public let createdAt: Timestamp
    public internal(set) var counters: LedgerCounters

    /// An account with these facts.
    public init(
        id: Identifier, organization: Identifier, purpose: Purpose, currency: Currency, limit: Limit,
        createdAt: Timestamp, counters: LedgerCounters = .zero
    ) {
        self.id = id
        self.organization = organization
        self.purpose = purpose
        self.currency = currency
        self.limit = limit
        self.createdAt = createdAt
        self.counters = counters
    }

    public var debitsPending: Amount { counters.debitsPending }
    public var debitsPosted: Amount { counters.debitsPosted }
    public var creditsPending: Amount { counters.creditsPending }
    public var creditsPosted: Amount { counters.creditsPosted }

    /// What is posted, counted from the normal side: credits less debits for a liability or revenue, debits less credits
    /// for an asset or expense.
    public var balance: Balance {
        switch purpose.normalSide {
        case .credit: Balance(creditsPosted, minus: debitsPosted)
        case .debit: Balance(debitsPosted, minus: creditsPosted)
        }
    }

    /// What may still be debited within the posted credits: they less the posted and the pending debits, at least zero.
    public var available: Amount { counters.unspent(on: .debit) }
}

/// One of the two sides of an account.
public enum LedgerSide: String, Hashable, Sendable, CaseIterable {
    case debit
    case credit

    /// The other side.
    public var opposite: LedgerSide { self == .debit ? .credit : .debit }
}
