import CoreDomain

/// The ledger once more, as plainly as can be: what the histories hold the real one against. It shares no rule with it.
struct LedgerModel {
    struct Account {
        let currency: String
        let limit: String
        var debitsPending: UInt128 = 0
        var debitsPosted: UInt128 = 0
        var creditsPending: UInt128 = 0
        var creditsPosted: UInt128 = 0
    }

    struct Entry {
        let request: TransferRequest
        let moved: UInt128
        /// "posted", "voided" or "expired", once a pending one has ended.
        var ending: String?
    }

    private static let most = UInt128(99_999_999_999_999) * 1_000_000_000_000_000_000 + 999_999_999_999_999_999

    var accounts: [Identifier: Account] = [:]
    var entries: [Identifier: Entry] = [:]
    /// Ids in the order of the ledger.
    var order: [Identifier] = []
    /// All transfers, those that expiry made included.
    var count = 0

    /// What the ledger must answer, in words.
    mutating func submit(_ requests: [TransferRequest], at now: Timestamp) -> [String] {
        var answers: [String] = []
        var chain: [TransferRequest] = []
        for request in requests {
            chain.append(request)
            if request.isLinked { continue }
            answers += submit(chain: chain, at: now)
            chain = []
        }
        if !chain.isEmpty {
            answers += chain.dropLast().map { _ in "linked_failed" } + ["linked_chain_open"]
        }
        return answers
    }

    private mutating func submit(chain: [TransferRequest], at now: Timestamp) -> [String] {
        if chain.contains(where: { entries[$0.id] != nil }) {
            return chain.map { request in
                guard let entry = entries[request.id] else { return "linked_failed" }
                return isSame(entry, request) ? "exists" : "exists_different"
            }
        }
        let before = self
        var ids: Set<Identifier> = []
        for (index, request) in chain.enumerated() {
            let isRepeated = !ids.insert(request.id).inserted
            let answer = isRepeated ? "exists_different" : attempt(request, at: now)
            if answer == "created" { continue }
            self = before
            if answer == "pending_expired", let id = ended(by: request.kind), entries[id]?.ending == nil { expire(id) }
            return chain.indices.map { place in
                place == index ? answer + total(chain, request, answer) : "linked_failed"
            }
        }
        return chain.map { _ in "created" }
    }

    /// For a limit: what the chain asks of the account, and what was there.
    private func total(_ chain: [TransferRequest], _ request: TransferRequest, _ answer: String) -> String {
        guard answer == "exceeds_credits" || answer == "exceeds_debits" else { return "" }
        let isDebit = answer == "exceeds_credits"
        let id = isDebit ? request.debit : request.credit
        var sum: UInt128 = 0
        for other in chain where (isDebit ? other.debit : other.credit) == id && ended(by: other.kind) == nil {
            sum = min(Self.most, sum + other.amount.units)
        }
        guard let account = accounts[id] else { return " ?" }
        let (limit, used) =
            isDebit
            ? (account.creditsPosted, account.debitsPosted + account.debitsPending)
            : (account.debitsPosted, account.creditsPosted + account.creditsPending)
        return " \(sum) of \(limit > used ? limit - used : 0)"
    }

    private func isSame(_ entry: Entry, _ request: TransferRequest) -> Bool {
        var (one, other) = (entry.request, request)
        one.isLinked = false
        other.isLinked = false
        // A void may name the whole amount or none.
        if case .void = one.kind, case .void = other.kind {
            if other.amount.units == entry.moved || other.amount.units == 0 { other.amount = one.amount }
        }
        return one == other
    }

    func ended(by kind: Transfer.Kind) -> Identifier? {
        switch kind {
        case .single, .pending: nil
        case .post(let id): id
        case .void(let id): id
        }
    }

    private mutating func attempt(_ request: TransferRequest, at now: Timestamp) -> String {
        let amount = request.amount.units
        if request.debit == request.credit { return "same_account" }
        if ended(by: request.kind) == nil, amount == 0 { return "amount_zero" }
        if case .pending(let time?) = request.kind, time <= now { return "expiry_passed" }
        guard var debit = accounts[request.debit], var credit = accounts[request.credit] else {
            return "account_unknown"
        }
        if debit.currency != request.currency.code || credit.currency != request.currency.code {
            return "currency_differs"
        }
        var released: UInt128 = 0
        if let id = ended(by: request.kind) {
            guard let entry = entries[id] else { return "pending_unknown" }
            guard case .pending(let expiry) = entry.request.kind else { return "pending_not_pending" }
            if entry.request.debit != request.debit || entry.request.credit != request.credit
                || entry.request.currency != request.currency
            {
                return "pending_differs"
            }
            released = entry.request.amount.units
            if case .void = request.kind, amount != 0, amount != released { return "pending_differs" }
            if case .post = request.kind, amount > released { return "post_exceeds_pending" }
            if let ending = entry.ending { return "pending_" + ending }
            if let expiry, expiry <= now { return "pending_expired" }
        }
        switch request.kind {
        case .single:
            debit.debitsPosted += amount
            credit.creditsPosted += amount
        case .pending:
            debit.debitsPending += amount
            credit.creditsPending += amount
        case .post(let id):
            debit.debitsPending -= released
            credit.creditsPending -= released
            debit.debitsPosted += amount
            credit.creditsPosted += amount
            entries[id]?.ending = "posted"
        case .void(let id):
            debit.debitsPending -= released
            credit.creditsPending -= released
            entries[id]?.ending = "voided"
        }
        if debit.debitsPending + debit.debitsPosted > Self.most { return "overflow" }
        if credit.creditsPending + credit.creditsPosted > Self.most { return "overflow" }
        if ended(by: request.kind) == nil {
            if debit.limit == "debits", debit.debitsPending + debit.debitsPosted > debit.creditsPosted {
                return "exceeds_credits"
            }
            if credit.limit == "credits", credit.creditsPending + credit.creditsPosted > credit.debitsPosted {
                return "exceeds_debits"
            }
        }
        accounts[request.debit] = debit
        accounts[request.credit] = credit
        var moved = amount
        if case .void = request.kind { moved = released }
        entries[request.id] = Entry(request: request, moved: moved)
        order.append(request.id)
        count += 1
        return "created"
    }

    private mutating func expire(_ id: Identifier) {
        guard let entry = entries[id] else { return }
        accounts[entry.request.debit]?.debitsPending -= entry.moved
        accounts[entry.request.credit]?.creditsPending -= entry.moved
        entries[id]?.ending = "expired"
        count += 1
    }

    /// Ends what has run out, the first to expire first.
    mutating func sweep(at now: Timestamp, limit: Int) -> Int {
        var expired: [(time: Timestamp, place: Int, id: Identifier)] = []
        for (place, id) in order.enumerated() {
            guard let entry = entries[id], entry.ending == nil, case .pending(let time?) = entry.request.kind,
                time <= now
            else { continue }
            expired.append((time, place, id))
        }
        let first = expired.sorted { ($0.time, $0.place) < ($1.time, $1.place) }.prefix(limit)
        for item in first { expire(item.id) }
        return first.count
    }
}
