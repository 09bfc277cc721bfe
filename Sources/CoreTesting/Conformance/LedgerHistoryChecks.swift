import CoreDomain

extension StoreConformance {
    /// Random histories, on the store and on the model side by side.
    static let ledgerHistories: [StoreConformance] = [1, 2, 3, 4].map { seed in
        StoreConformance("ledger: a random history agrees with the model, seed \(seed)") { store, clock in
            try await LedgerHistoryRun(seed: seed, store: store, clock: clock).run(batches: 700)
        }
    }
}

/// One history.
struct LedgerHistoryRun {
    let seed: UInt64
    let store: any Store
    let clock: ManualClock

    func run(batches: Int) async throws {
        let accounts = try await openAccounts()
        var model = LedgerModel()
        for account in accounts { model.accounts[account.id] = Self.modelled(account) }
        var history = LedgerHistory(seed: seed, accounts: accounts)
        var words: Set<String> = []
        for step in 0..<batches {
            let place = "seed \(seed), step \(step)"
            clock.advance(by: .milliseconds(Int64(history.random.next() % 3_000)))
            if history.random.chance(oneIn: 25) {
                let limit = Int(history.random.next() % 4)
                let swept = try await store.write { tx in try Ledger().expire(limit: limit, tx) }
                try expectEqual(swept, model.sweep(at: clock.now(), limit: limit), "\(place): swept")
            }
            let requests = history.batch(at: clock.now(), model)
            let outcomes = try await store.write { tx in try Ledger().transfer(requests, tx) }
            let answers = model.submit(requests, at: clock.now())
            words.formUnion(answers.compactMap { $0.split(separator: " ").first.map(String.init) })
            try expectEqual(outcomes.map(Self.word), answers, "\(place): the outcomes")
            try await compare(accounts, model, place)
        }
        let report = try await LedgerVerification(store: store).run()
        try expect(report.isSound, "seed \(seed): the verification found \(report.findings)")
        try expectEqual(report.transferCount, Int64(model.count), "seed \(seed): transfers")
        try expect(model.count > batches, "seed \(seed): only \(model.count) transfers in \(batches) batches")
        let missing = Self.everyWord.subtracting(words)
        try expect(missing.isEmpty, "seed \(seed): never came to \(missing.sorted())")
    }

    /// Customers' accounts, one of each other kind, another currency, and one with the other limit.
    private func openAccounts() async throws -> [LedgerAccount] {
        guard let euro = Currency("EUR") else { return [] }
        return try await store.write { tx in
            var accounts: [LedgerAccount] = []
            for number: UInt64 in 1...3 {
                accounts.append(try Ledger().open(.available, Sample.id(number), .usdc, tx))
            }
            for purpose in [LedgerAccount.Purpose.treasury, .revenue, .payable] {
                accounts.append(try Ledger().open(purpose, Sample.id(9), .usdc, tx))
            }
            accounts.append(try Ledger().open(.treasury, Sample.id(9), euro, tx))
            accounts.append(try Ledger().open(.available, Sample.id(1), euro, tx))
            let capped = LedgerAccount(
                id: Sample.id(77), organization: Sample.id(9), purpose: .prepaid, currency: .usdc,
                limit: .creditsWithinDebits, createdAt: tx.now)
            try expect(try tx.ledger.insert(capped), "the id of an account is taken")
            return accounts + [capped]
        }
    }

    private static let everyWord: Set<String> = [
        "created", "exists", "exists_different", "linked_failed", "linked_chain_open", "same_account", "amount_zero",
        "expiry_passed", "account_unknown", "currency_differs", "pending_unknown", "pending_not_pending",
        "pending_differs", "post_exceeds_pending", "pending_posted", "pending_voided", "pending_expired", "overflow",
        "exceeds_credits", "exceeds_debits",
    ]

    private static func modelled(_ account: LedgerAccount) -> LedgerModel.Account {
        let limit =
            switch account.limit {
            case .none: "none"
            case .debitsWithinCredits: "debits"
            case .creditsWithinDebits: "credits"
            }
        return LedgerModel.Account(currency: account.currency.code, limit: limit)
    }

    private static func word(_ outcome: TransferOutcome) -> String {
        switch outcome {
        case .created: "created"
        case .exists: "exists"
        case .refused(.exceedsCredits(let required, let available)):
            "exceeds_credits \(required.units) of \(available.units)"
        case .refused(.exceedsDebits(let required, let available)):
            "exceeds_debits \(required.units) of \(available.units)"
        case .refused(let refusal): refusal.word
        }
    }

    private func compare(_ accounts: [LedgerAccount], _ model: LedgerModel, _ place: String) async throws {
        let ids = accounts.map(\.id)
        let (stored, balance, sequence) = try await store.read { tx in
            (try tx.ledger.accounts(ids), try Ledger().trialBalance(tx), try tx.ledger.lastSequence())
        }
        try expectEqual(stored.count, ids.count, "\(place): accounts")
        for account in stored {
            let expected = model.accounts[account.id]
            let found = [
                account.debitsPending.units, account.debitsPosted.units, account.creditsPending.units,
                account.creditsPosted.units,
            ]
            try expectEqual(
                found,
                [
                    expected?.debitsPending, expected?.debitsPosted, expected?.creditsPending, expected?.creditsPosted,
                ].compactMap(\.self), "\(place): the counters of \(account.id)")
        }
        try expect(balance.isBalanced, "\(place): \(balance)")
        try expectEqual(sequence, Int64(model.count), "\(place): the sequence")
    }
}
