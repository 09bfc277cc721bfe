import CoreDomain

/// Random requests from a seed: sensible ones, repetitions, and hostile ones.
struct LedgerHistory {
    var random: SeededRandom
    let accounts: [LedgerAccount]
    private var made: [TransferRequest] = []
    private var number: UInt64 = 0

    init(seed: UInt64, accounts: [LedgerAccount]) {
        random = SeededRandom(seed: seed)
        self.accounts = accounts
    }

    /// The next batch.
    mutating func batch(at now: Timestamp, _ model: LedgerModel) -> [TransferRequest] {
        let count = random.chance(oneIn: 3) ? 1 : Int(random.next() % 9) + 1
        var requests: [TransferRequest] = []
        let repetition = random.chance(oneIn: 12) ? Int(random.next() % UInt64(max(1, made.count))) : nil
        for _ in 0..<count {
            var request = next(at: now, model)
            request.isLinked = random.chance(oneIn: 5)
            requests.append(request)
        }
        if !random.chance(oneIn: 20) { requests[count - 1].isLinked = false }
        if let repetition {
            // A whole stretch of the past again, links included, as after a lost answer.
            let stretch = made[repetition...].prefix(count)
            if !stretch.isEmpty { requests = Array(stretch) }
        }
        made += requests
        return requests
    }

    private mutating func next(at now: Timestamp, _ model: LedgerModel) -> TransferRequest {
        if let old = made.randomElement(using: &random), random.chance(oneIn: 10) { return altered(old) }
        let debit = random.chance(oneIn: 4) ? accounts[3] : anyAccount()
        let credit = random.chance(oneIn: 40) ? debit : anyAccount(of: debit.currency)
        number += 1
        var request = TransferRequest(
            id: Identifier(high: random.next(), low: number), debit: debit.id, credit: credit.id,
            amount: amount(debit, model), currency: debit.currency, kind: .single,
            purpose: Transfer.Purpose.allCases.randomElement(using: &random) ?? .charge)
        if random.chance(oneIn: 30) { request.credit = Sample.id(999) }
        if random.chance(oneIn: 30) { request.currency = Currency("EUR") ?? .usdc }
        if random.chance(oneIn: 4) { request.step = "\(number % 7)" }
        if random.chance(oneIn: 9) { request.thread = Sample.id(number) }
        if random.chance(oneIn: 9) { request.reference = "r\(number)" }
        switch random.next() % 8 {
        case 0, 1, 2: break
        case 3, 4: request.kind = .pending(expiresAt: expiry(now))
        default: end(&request)
        }
        return request
    }

    /// Turns a request into a post or a void of something that was asked for before.
    private mutating func end(_ request: inout TransferRequest) {
        let pending = made.suffix(60).filter { if case .pending = $0.kind { true } else { false } }
        guard let target = (random.chance(oneIn: 15) ? made : pending).randomElement(using: &random) else { return }
        if !random.chance(oneIn: 20) {
            request.debit = target.debit
            request.credit = target.credit
            request.currency = target.currency
        }
        let isPost = random.chance(oneIn: 2)
        request.kind = isPost ? .post(pending: target.id) : .void(pending: target.id)
        switch random.next() % 6 {
        case 0: request.amount = .zero
        case 1: request.amount = target.amount.adding(Amount(units: 1) ?? .zero) ?? .max
        case 2: request.amount = isPost ? Amount(units: target.amount.units / 3) ?? .zero : target.amount
        default: request.amount = target.amount
        }
        if random.chance(oneIn: 40) { request.kind = .void(pending: request.id) }
    }

    private mutating func altered(_ old: TransferRequest) -> TransferRequest {
        var request = old
        switch random.next() % 10 {
        case 0: request.amount = request.amount.adding(Amount(units: 1) ?? .zero) ?? .zero
        case 1: swap(&request.debit, &request.credit)
        case 2: request.purpose = .correction
        case 3: request.step = "other"
        case 4: request.kind = .pending(expiresAt: nil)
        case 5: request.reference = "other"
        case 6: request.thread = Sample.id(998)
        default: break
        }
        return request
    }

    private mutating func anyAccount() -> LedgerAccount {
        accounts[Int(random.next() % UInt64(accounts.count))]
    }

    private mutating func anyAccount(of currency: Currency) -> LedgerAccount {
        for _ in 0..<4 {
            let account = anyAccount()
            if account.currency == currency { return account }
        }
        return anyAccount()
    }

    private mutating func expiry(_ now: Timestamp) -> Timestamp? {
        switch random.next() % 5 {
        case 0: nil
        case 1: now.adding(.seconds(Int64(random.next() % 4) - 2))
        default: now.adding(.seconds(Int64(random.next() % 60)))
        }
    }

    /// Amounts around what the account can spend, and at the ends of the range.
    private mutating func amount(_ debit: LedgerAccount, _ model: LedgerModel) -> Amount {
        let account = model.accounts[debit.id]
        let spent = (account?.debitsPosted ?? 0) + (account?.debitsPending ?? 0)
        let credited = account?.creditsPosted ?? 0
        let room = credited > spent ? credited - spent : 0
        let units: UInt128 =
            switch random.next() % 64 {
            case 0: 0
            case 1: Amount.max.units
            case 2: Amount.max.units - room
            case 3, 4: room
            case 5, 6: room + 1
            case 7: 1
            case 8...15: UInt128(random.next()) * UInt128(random.next() % 1_000_000_000)
            case 16...35 where room > 0: room / UInt128(random.next() % 20 + 1)
            default: UInt128(random.next() % 1_000) * 10_000_000_000_000_000
            }
        return Amount(units: units) ?? .max
    }
}
