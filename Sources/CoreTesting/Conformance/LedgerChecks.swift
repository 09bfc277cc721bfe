import CoreDomain

extension StoreConformance {
    /// What the ledger promises on every store.
    static let ledger: [StoreConformance] =
        ledgerAccounts + ledgerTransfers + ledgerHolds + ledgerChains + ledgerErrors + ledgerVerification
        + ledgerHistories

    static let ledgerAccounts: [StoreConformance] = [
        StoreConformance("ledger: an organization has one account for each purpose and currency") { store, clock in
            let opened = try await store.write { tx in
                let ledger = Ledger()
                return [
                    try ledger.open(.available, Sample.id(1), .usdc, tx),
                    try ledger.open(.available, Sample.id(1), LedgerSample.euro, tx),
                    try ledger.open(.revenue, Sample.id(1), .usdc, tx),
                    try ledger.open(.available, Sample.id(2), .usdc, tx),
                    try ledger.open(.available, Sample.id(1), .usdc, tx),
                ]
            }
            try expectEqual(opened[4], opened[0], "the account opened again")
            try expectEqual(Set(opened.map(\.id)).count, 4, "different accounts")
            try expectEqual(opened[0].limit, .debitsWithinCredits, "the limit of a customer's account")
            try expectEqual(opened[0].createdAt, clock.now(), "the time")
            let own = try await store.read { tx in try Ledger().accounts(of: Sample.id(1), tx) }
            try expectEqual(own, [opened[1], opened[0], opened[2]], "by purpose and currency")
        },
        StoreConformance("ledger: accounts are paged by id, and an id is used once") { store, clock in
            let ids = (1...5).map { Sample.id($0 * 10) }
            try await store.write { tx in
                for id in ids.reversed() {
                    let account = LedgerAccount(
                        id: id, organization: id, purpose: .payable, currency: .usdc, limit: .none,
                        createdAt: tx.now)
                    try expect(try tx.ledger.insert(account), "the id \(id) is taken")
                    try expect(try !tx.ledger.insert(account), "the id \(id) is not taken")
                }
            }
            let pages = try await store.read { tx in
                [
                    try tx.ledger.accounts(after: nil, limit: 2), try tx.ledger.accounts(after: ids[1], limit: 2),
                    try tx.ledger.accounts(after: ids[4], limit: 2),
                ].map { $0.map(\.id) }
            }
            try expectEqual(pages, [Array(ids[0...1]), Array(ids[2...3]), []], "the pages")
            try await expectFailure(.alreadyExists, "a second account") { () throws(CoreError) in
                try await store.write { tx in
                    _ = try tx.ledger.insert(
                        LedgerAccount(
                            id: Sample.id(99), organization: ids[0], purpose: .payable, currency: .usdc, limit: .none,
                            createdAt: clock.now()))
                }
            }
        },
        StoreConformance("ledger: the largest amount is kept, and a counter never goes beyond it") { store, _ in
            let sample = try await LedgerSample(store)
            let most = Amount.max.units
            try await sample.make([sample.move(1, sample.treasury, sample.alice, most)])
            try await sample.expectCounters(of: sample.alice, [0, 0, 0, most], "the largest amount")
            try await sample.expect(
                [
                    sample.move(2, sample.treasury, sample.alice, 1), sample.move(3, sample.bob, sample.alice, most),
                    sample.move(4, sample.alice, sample.bob, most),
                ], [.refused(.overflow), .refused(.overflow), .created], "one more unit")
        },
        StoreConformance("ledger: a batch has a largest size, and an empty one is fine") { store, _ in
            let sample = try await LedgerSample(store)
            try await sample.expect([], [], "an empty batch")
            let many = Array(
                repeating: sample.move(1, sample.treasury, sample.alice, 1), count: Ledger.requestsPerBatchMax)
            let outcomes = try await sample.outcomes(many)
            try expectEqual(outcomes.count { $0 == .exists }, many.count - 1, "the same transfer many times")
            try await expectFailure(.transferRefused, "one more") { () throws(CoreError) in
                try await sample.outcomes(many + [sample.move(2, sample.treasury, sample.alice, 1)])
            }
        },
    ]
}
