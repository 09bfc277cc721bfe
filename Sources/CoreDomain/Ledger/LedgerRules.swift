/// The rules of a transfer, without a store: what is known goes in, a move or a refusal comes out.
struct LedgerRules {
    let now: Timestamp

    /// The pending transfer that a post or void names, as far as it is known.
    struct Ended {
        let pending: Transfer?
        let resolution: Transfer?
    }

    /// What `request` does to `accounts`; `ended` is what a post or void names.
    func move(
        _ request: TransferRequest, _ accounts: borrowing LedgerWorkingSet, _ ended: Ended?
    ) throws(TransferRefusal) -> LedgerMove {
        try checkForm(request)
        guard let debit = accounts.place(of: request.debit), let credit = accounts.place(of: request.credit) else {
            throw .accountUnknown
        }
        guard accounts[debit].currency == request.currency, accounts[credit].currency == request.currency else {
            throw .currencyDiffers
        }
        let pending = try checkPending(request, ended)
        let effect = Self.effect(of: request, ending: pending)
        guard let debitCounters = accounts[debit].counters.applying(effect, on: .debit),
            let creditCounters = accounts[credit].counters.applying(effect, on: .credit)
        else { throw .overflow }
        if pending == nil {
            try checkLimits(request, accounts[debit], debitCounters, accounts[credit], creditCounters)
        }
        let isVoid = if case .void = request.kind { true } else { false }
        return LedgerMove(
            transfer: request.transfer(amount: isVoid ? effect.released : request.amount, at: now),
            ended: pending, debitPlace: debit, debitCounters: debitCounters, creditPlace: credit,
            creditCounters: creditCounters)
    }

    private func checkForm(_ request: TransferRequest) throws(TransferRefusal) {
        if request.debit == request.credit { throw .sameAccount }
        switch request.kind {
        case .single:
            if request.amount.isZero { throw .amountZero }
        case .pending(let expiresAt):
            if request.amount.isZero { throw .amountZero }
            if let expiresAt, expiresAt <= now { throw .expiryPassed }
        case .post, .void: break
        }
    }

    /// The pending transfer that `request` may end; nil for one that ends none.
    private func checkPending(_ request: TransferRequest, _ ended: Ended?) throws(TransferRefusal) -> Transfer? {
        guard let ended else { return nil }
        guard let pending = ended.pending else { throw .pendingUnknown }
        guard case .pending(let expiresAt) = pending.kind else { throw .pendingNotPending }
        guard pending.debit == request.debit, pending.credit == request.credit, pending.currency == request.currency
        else { throw .pendingDiffers }
        if case .post = request.kind {
            if request.amount > pending.amount { throw .postExceedsPending }
        } else {
            guard request.amount.isZero || request.amount == pending.amount else { throw .pendingDiffers }
        }
        if let resolution = ended.resolution {
            throw Self.refusal(of: pending, after: resolution)
        }
        if let expiresAt, expiresAt <= now { throw .pendingExpired }
        return pending
    }

    /// What is said of a reservation that ended. Nobody but the ledger voids at or after the time of expiry.
    private static func refusal(of pending: Transfer, after resolution: Transfer) -> TransferRefusal {
        if case .post = resolution.kind { return .pendingPosted }
        if let expiresAt = pending.expiresAt, expiresAt <= resolution.at { return .pendingExpired }
        return .pendingVoided
    }

    private static func effect(of request: TransferRequest, ending pending: Transfer?) -> LedgerEffect {
        switch request.kind {
        case .single: LedgerEffect(posted: request.amount)
        case .pending: LedgerEffect(reserved: request.amount)
        case .post: LedgerEffect(released: pending?.amount ?? .zero, posted: request.amount)
        case .void: LedgerEffect(released: pending?.amount ?? .zero)
        }
    }

    private func checkLimits(
        _ request: TransferRequest, _ debit: LedgerAccount, _ debitCounters: LedgerCounters,
        _ credit: LedgerAccount, _ creditCounters: LedgerCounters
    ) throws(TransferRefusal) {
        if !debitCounters.isWithin(debit.limit, on: .debit) {
            throw .exceedsCredits(required: request.amount, available: debit.counters.unspent(on: .debit))
        }
        if !creditCounters.isWithin(credit.limit, on: .credit) {
            throw .exceedsDebits(required: request.amount, available: credit.counters.unspent(on: .credit))
        }
    }
}
