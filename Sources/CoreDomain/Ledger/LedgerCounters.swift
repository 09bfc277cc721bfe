/// The running totals of one account.
public struct LedgerCounters: Hashable, Sendable {
    /// Debits that are reserved and not yet posted.
    public internal(set) var debitsPending: Amount
    /// Debits that took effect.
    public internal(set) var debitsPosted: Amount
    /// Credits that are reserved and not yet posted.
    public internal(set) var creditsPending: Amount
    /// Credits that took effect.
    public internal(set) var creditsPosted: Amount

    /// Counters that stand like this.
    public init(debitsPending: Amount, debitsPosted: Amount, creditsPending: Amount, creditsPosted: Amount) {
        self.debitsPending = debitsPending
        self.debitsPosted = debitsPosted
        self.creditsPending = creditsPending
        self.creditsPosted = creditsPosted
    }

    /// The counters of a new account.
    public static let zero = LedgerCounters(
        debitsPending: .zero, debitsPosted: .zero, creditsPending: .zero, creditsPosted: .zero)

    /// Counters of which only the differences count: far from both ends of what an amount can be.
    public static let somewhere = LedgerCounters(
        debitsPending: .somewhere, debitsPosted: .somewhere, creditsPending: .somewhere, creditsPosted: .somewhere)

    /// The reserved total of a side.
    public func pending(on side: LedgerSide) -> Amount { side == .debit ? debitsPending : creditsPending }

    /// The posted total of a side.
    public func posted(on side: LedgerSide) -> Amount { side == .debit ? debitsPosted : creditsPosted }

    /// What the posted total of the other side leaves for this one; at least zero.
    func unspent(on side: LedgerSide) -> Amount {
        let room = posted(on: side.opposite).subtracting(posted(on: side)) ?? .zero
        return room.subtracting(pending(on: side)) ?? .zero
    }

    /// The counters after `effect` on a side; nil when a total would not fit.
    ///
    /// Pending and posted of one side fit together, so that a reservation can always be posted.
    func applying(_ effect: LedgerEffect, on side: LedgerSide) -> LedgerCounters? {
        guard let pending = pending(on: side).subtracting(effect.released)?.adding(effect.reserved),
            let posted = posted(on: side).adding(effect.posted), pending.adding(posted) != nil
        else { return nil }
        var changed = self
        switch side {
        case .debit: (changed.debitsPending, changed.debitsPosted) = (pending, posted)
        case .credit: (changed.creditsPending, changed.creditsPosted) = (pending, posted)
        }
        return changed
    }

    /// What each of the four, pending and posted debits, pending and posted credits, has more than before.
    public func differences(from before: LedgerCounters) -> [Balance] {
        [
            Balance(debitsPending, minus: before.debitsPending), Balance(debitsPosted, minus: before.debitsPosted),
            Balance(creditsPending, minus: before.creditsPending), Balance(creditsPosted, minus: before.creditsPosted),
        ]
    }

    /// Whether a side stays within what the other has posted.
    func isWithin(_ limit: LedgerAccount.Limit, on side: LedgerSide) -> Bool {
        switch (limit, side) {
        case (.debitsWithinCredits, .debit), (.creditsWithinDebits, .credit):
            guard let total = pending(on: side).adding(posted(on: side)) else { return false }
            return total <= posted(on: side.opposite)
        default: return true
        }
    }
}

extension Amount {
    /// A tenth of the greatest amount.
    fileprivate static let somewhere = Amount(units: Amount.max.units / 10) ?? .zero

    /// Whether a batch of transfers of such amounts could take counters from somewhere to one of the ends.
    var isVeryLarge: Bool { self > Self.veryLarge }

    private static let veryLarge =
        Amount(
            units: somewhere.units / UInt128(2 * Ledger.requestsPerBatchMax)) ?? .zero
}

/// What a transfer does to a side of each of its accounts.
struct LedgerEffect: Hashable, Sendable {
    /// Added to the pending total.
    var reserved = Amount.zero
    /// Taken from the pending total.
    var released = Amount.zero
    /// Added to the posted total.
    var posted = Amount.zero
}
