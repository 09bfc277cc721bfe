/// One batch at work: judges request after request on the accounts in memory, and writes what passes.
struct LedgerBatch {
    let repository: any LedgerRepository
    private let rules: LedgerRules
    private var accounts: LedgerWorkingSet

    /// A batch over the accounts with these ids; `isExact` when it moves very large amounts.
    init(accounts ids: Set<Identifier>, isExact: Bool, _ tx: any WriteTransaction) throws(CoreError) {
        repository = tx.ledger
        rules = LedgerRules(now: tx.now)
        accounts = LedgerWorkingSet(try repository.accountsForChange(ids.sorted(), exactly: isExact))
    }

    /// Stores the counters of every account that changed.
    func storeAccounts() throws(CoreError) {
        for (account, before) in accounts.changed { try repository.update(account, from: before) }
    }

    // MARK: One request

    /// Makes one transfer by itself.
    mutating func single(_ request: TransferRequest) throws(CoreError) -> TransferOutcome {
        switch try judge(request, LedgerUnit(), presumes: repository.presumesNew) {
        case .success(let move):
            guard try repository.insert(move.transfer, ending: move.ended) else {
                return try known(request) ?? .refused(.existsDifferent)
            }
            accounts.apply(move)
            accounts.keep()
            return .created
        case .failure(let refusal):
            if let known = try known(request) { return known }
            try releaseExpired(request, after: refusal)
            return .refused(refusal)
        }
    }

    /// What becomes of a request whose id was used before; nil when it was not.
    func known(_ request: TransferRequest) throws(CoreError) -> TransferOutcome? {
        guard let transfer = try repository.transfer(request.id) else { return nil }
        return request.asks(for: transfer) ? .exists : .refused(.existsDifferent)
    }

    private func judge(
        _ request: TransferRequest, _ unit: LedgerUnit, presumes: Bool
    ) throws(CoreError) -> Result<LedgerMove, TransferRefusal> {
        if presumes, let move = try presumedMove(request, unit) { return .success(move) }
        let ended = try ended(by: request, unit)
        do throws(TransferRefusal) {
            return .success(try rules.move(request, accounts, ended))
        } catch {
            if error == .overflow, ended != nil {
                throw CoreError(.ledgerDamaged, "An account has less pending than its reservations amount to.")
            }
            return .failure(error)
        }
    }

    /// What the request does if nothing stored has ended what it ends: a second end is found out when it is stored.
    private func presumedMove(_ request: TransferRequest, _ unit: LedgerUnit) throws(CoreError) -> LedgerMove? {
        let ended = try ended(by: request, unit, isOpen: true)
        do throws(TransferRefusal) {
            return try rules.move(request, accounts, ended)
        } catch {
            return nil
        }
    }

    /// What a request ends; `isOpen` when it is presumed that nothing stored has ended it.
    private func ended(
        by request: TransferRequest, _ unit: LedgerUnit, isOpen: Bool = false
    ) throws(CoreError) -> LedgerRules.Ended? {
        guard let id = request.kind.endedID else { return nil }
        if let pending = unit.made[id] {
            return LedgerRules.Ended(pending: pending, resolution: unit.ended[id])
        }
        guard let pending = try repository.transfer(id) else {
            return LedgerRules.Ended(pending: nil, resolution: nil)
        }
        if let resolution = unit.ended[id] { return LedgerRules.Ended(pending: pending, resolution: resolution) }
        return LedgerRules.Ended(pending: pending, resolution: isOpen ? nil : try repository.resolution(of: id))
    }

    // MARK: Several that share one fate

    /// Makes transfers of which none exists yet, all or none; the outcomes of those that were judged. `presumes`:
    /// it is not looked up whether a reservation was ended before, so a refusal means nothing.
    mutating func unit(
        _ requests: [TransferRequest], presumes: Bool = false
    ) throws(CoreError) -> [TransferOutcome] {
        var unit = LedgerUnit()
        for (index, request) in requests.enumerated() {
            let refusal: TransferRefusal
            if unit.made[request.id] != nil {
                refusal = .existsDifferent
            } else {
                switch try judge(request, unit, presumes: presumes) {
                case .success(let move):
                    accounts.apply(move)
                    unit.add(move)
                    continue
                case .failure(let reason): refusal = reason
                }
            }
            accounts.takeBack()
            if !presumes { try releaseExpired(request, after: refusal) }
            var outcomes = [TransferOutcome](repeating: .refused(.linkedFailed), count: requests.count)
            outcomes[index] = .refused(totalled(refusal, request, requests))
            return outcomes
        }
        for move in unit.moves {
            if try repository.insert(move.transfer, ending: move.ended) { continue }
            // Presumed to be new, it is one of this very transaction; all of it is undone and looked at again.
            throw CoreError(.alreadyExists, "A transfer that was not expected exists.")
        }
        accounts.keep()
        return Array(repeating: .created, count: requests.count)
    }

    /// The refusal with the totals of the whole unit in the place of one request's. The accounts are as before it.
    private func totalled(
        _ refusal: TransferRefusal, _ request: TransferRequest, _ requests: [TransferRequest]
    ) -> TransferRefusal {
        let side: LedgerSide
        switch refusal {
        case .exceedsCredits: side = .debit
        case .exceedsDebits: side = .credit
        default: return refusal
        }
        let account = request.account(on: side)
        guard let place = accounts.place(of: account) else { return refusal }
        let required = requests.lazy.filter { $0.account(on: side) == account && $0.isNew }
            .reduce(Amount.zero) { $0.adding($1.amount) ?? .max }
        let available = accounts[place].counters.unspent(on: side)
        return side == .debit
            ? .exceedsCredits(required: required, available: available)
            : .exceedsDebits(required: required, available: available)
    }

    // MARK: Expiry

    /// Releases the reservation that a refused request found to have run out.
    private mutating func releaseExpired(
        _ request: TransferRequest, after refusal: TransferRefusal
    ) throws(CoreError) {
        guard refusal == .pendingExpired, let ended = try ended(by: request, LedgerUnit()), ended.resolution == nil,
            let pending = ended.pending
        else { return }
        try release(pending)
    }

    /// Voids a reservation that has run out.
    mutating func release(_ pending: Transfer) throws(CoreError) {
        guard let debit = accounts.place(of: pending.debit), let credit = accounts.place(of: pending.credit),
            let debitCounters = accounts[debit].counters.applying(LedgerEffect(released: pending.amount), on: .debit),
            let creditCounters = accounts[credit].counters.applying(LedgerEffect(released: pending.amount), on: .credit)
        else { throw CoreError(.ledgerDamaged, "An account has less pending than its reservations amount to.") }
        let move = LedgerMove(
            transfer: try insertRelease(of: pending), ended: pending, debitPlace: debit,
            debitCounters: debitCounters, creditPlace: credit, creditCounters: creditCounters)
        accounts.apply(move)
        accounts.keep()
    }

    /// Ids tried for one release before giving up.
    private static let releaseIDsMax: UInt64 = 1_000

    /// Writes the void under the first free id after the complement of the pending transfer's.
    private mutating func insertRelease(of pending: Transfer) throws(CoreError) -> Transfer {
        for offset in 0..<Self.releaseIDsMax {
            let transfer = Transfer(
                id: Identifier(high: ~pending.id.high, low: ~pending.id.low &+ offset), debit: pending.debit,
                credit: pending.credit, amount: pending.amount, currency: pending.currency,
                kind: .void(pending: pending.id), purpose: .expiry, thread: pending.thread, step: pending.step,
                reference: nil, at: rules.now)
            if try repository.insert(transfer, ending: pending) { return transfer }
        }
        throw CoreError(.internalError, "No id is free for the release of a reservation.")
    }
}

/// What a unit of requests has done so far, before any of it was written.
struct LedgerUnit {
    private(set) var moves: [LedgerMove] = []
    /// The transfers by id.
    private(set) var made: [Identifier: Transfer] = [:]
    /// What ended a pending transfer, by that one's id.
    private(set) var ended: [Identifier: Transfer] = [:]

    mutating func add(_ move: LedgerMove) {
        moves.append(move)
        made[move.transfer.id] = move.transfer
        if let pending = move.ended { ended[pending.id] = move.transfer }
    }
}
