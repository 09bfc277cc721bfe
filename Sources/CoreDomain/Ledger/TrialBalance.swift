/// The totals of every currency over all accounts.
public struct TrialBalance: Hashable, Sendable {
    /// The totals of one currency.
    public struct Line: Hashable, Sendable {
        public let currency: Currency
        public internal(set) var sums: LedgerSums

        /// Whether debits equal credits, posted and pending.
        public var isBalanced: Bool {
            sums.debitsPosted == sums.creditsPosted && sums.debitsPending == sums.creditsPending
        }
    }

    /// By currency.
    public private(set) var lines: [Line] = []

    /// A balance of nothing.
    public init() {}

    /// Whether every currency is balanced.
    public var isBalanced: Bool { lines.allSatisfy(\.isBalanced) }

    mutating func add(_ currency: Currency, _ sums: LedgerSums) {
        let index = lines.firstIndex { $0.currency >= currency } ?? lines.endIndex
        if index == lines.endIndex || lines[index].currency != currency {
            lines.insert(Line(currency: currency, sums: .zero), at: index)
        }
        lines[index].sums.add(sums)
    }
}

/// Four totals that may be larger than any account's, and in a damaged ledger below zero.
///
/// They wrap at 2¹²⁸ units, 3.4·10²⁰ of a currency: equal totals stay equal.
public struct LedgerSums: Hashable, Sendable {
    public internal(set) var debitsPending = Balance.zero
    public internal(set) var debitsPosted = Balance.zero
    public internal(set) var creditsPending = Balance.zero
    public internal(set) var creditsPosted = Balance.zero

    /// Nothing.
    public static let zero = LedgerSums()

    private init() {}

    /// The counters of one account.
    init(_ counters: LedgerCounters) {
        debitsPending = Balance(counters.debitsPending, minus: .zero)
        debitsPosted = Balance(counters.debitsPosted, minus: .zero)
        creditsPending = Balance(counters.creditsPending, minus: .zero)
        creditsPosted = Balance(counters.creditsPosted, minus: .zero)
    }

    mutating func add(_ other: LedgerSums) {
        debitsPending = debitsPending.wrapping(plus: other.debitsPending)
        debitsPosted = debitsPosted.wrapping(plus: other.debitsPosted)
        creditsPending = creditsPending.wrapping(plus: other.creditsPending)
        creditsPosted = creditsPosted.wrapping(plus: other.creditsPosted)
    }

    mutating func subtract(_ other: LedgerSums) {
        debitsPending = debitsPending.wrapping(minus: other.debitsPending)
        debitsPosted = debitsPosted.wrapping(minus: other.debitsPosted)
        creditsPending = creditsPending.wrapping(minus: other.creditsPending)
        creditsPosted = creditsPosted.wrapping(minus: other.creditsPosted)
    }
}

extension Balance {
    func wrapping(plus other: Balance) -> Balance { Balance(units: units &+ other.units) }
    func wrapping(minus other: Balance) -> Balance { Balance(units: units &- other.units) }
}
