/// The counters of one account as its transfers give them, as far as they were added up.
struct LedgerRecount: Sendable {
    /// The account as it was stored when last looked at.
    private(set) var account: LedgerAccount
    /// Transfers up to here count for the trial balance.
    let horizon: Int64
    /// What all the transfers add up to.
    private(set) var expected = LedgerSums.zero
    /// What those after the horizon contribute to it.
    private(set) var beyond = LedgerSums.zero
    private var debits = Side()
    private var credits = Side()

    /// How far one side has come.
    private struct Side {
        var sequence: Int64 = 0
        /// Transfers up to the horizon.
        var count: Int64 = 0
        var isComplete = false
    }

    init(account: LedgerAccount, horizon: Int64) {
        self.account = account
        self.horizon = horizon
    }

    /// Whether both sides were added up to their ends in the snapshot that also gave the account.
    var isComplete: Bool { debits.isComplete && credits.isComplete }
    /// Transfers up to the horizon that debit the account.
    var debitCount: Int64 { debits.count }
    /// Transfers up to the horizon that credit the account.
    var creditCount: Int64 { credits.count }

    /// The recount after one more page of each side, all in the snapshot `tx`.
    func continued(limit: Int, _ tx: any ReadTransaction) throws(CoreError) -> LedgerRecount {
        var next = self
        guard let stored = try tx.ledger.accounts([account.id]).first else {
            throw CoreError(.ledgerDamaged, "The account \(account.id) of the ledger is gone.")
        }
        next.account = stored
        next.debits = try next.continued(.debit, debits, limit, tx)
        next.credits = try next.continued(.credit, credits, limit, tx)
        return next
    }

    private mutating func continued(
        _ side: LedgerSide, _ start: Side, _ limit: Int, _ tx: any ReadTransaction
    ) throws(CoreError) -> Side {
        let page = try tx.ledger.postings(to: account.id, on: side, after: start.sequence, limit: limit)
        var end = start
        for posting in page {
            let sums = LedgerSums(posting, on: side)
            expected.add(sums)
            if posting.sequence > horizon { beyond.add(sums) } else { end.count += 1 }
            end.sequence = posting.sequence
        }
        end.isComplete = page.count < limit
        return end
    }
}

extension LedgerSums {
    /// What one posting adds to the counters of its side.
    init(_ posting: LedgerPosting, on side: LedgerSide) {
        let amount = Balance(posting.amount, minus: .zero)
        let released = Balance(.zero, minus: posting.pendingAmount ?? .zero)
        let (pending, posted): (Balance, Balance) =
            switch posting.kind {
            case .single: (.zero, amount)
            case .pending: (amount, .zero)
            case .post: (released, amount)
            case .void: (released, .zero)
            }
        self = .zero
        switch side {
        case .debit: (debitsPending, debitsPosted) = (pending, posted)
        case .credit: (creditsPending, creditsPosted) = (pending, posted)
        }
    }
}
