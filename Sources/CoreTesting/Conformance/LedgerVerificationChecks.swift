import CoreDomain

extension StoreConformance {
    static let ledgerVerification: [StoreConformance] = [
        StoreConformance("ledger: a verification counts what there is") { store, clock in
            let empty = try await LedgerVerification(store: store).run()
            try expect(empty.isSound && empty.accountCount == 0 && empty.transferCount == 0, "nothing: \(empty)")
            let sample = try await LedgerSample(store, funds: 10)
            try await sample.make([sample.hold(1, 4), sample.hold(2, 4), sample.post(3, 1, 3)])
            let report = try await LedgerVerification(store: store).run()
            try expect(report.isSound, "the findings: \(report.findings)")
            try expectEqual([report.accountCount, report.transferCount, report.horizon], [5, 4, 4], "the counts")
            let lines = report.trialBalance.lines
            try expectEqual(lines.map(\.currency.code), ["EUR", "USDC"], "the currencies")
            try expectEqual(lines[1].sums.debitsPosted, Balance(units: 13), "the posted debits")
            try expectEqual(lines[1].sums.creditsPending, Balance(units: 4), "the pending credits")
            let balance = try await store.read { tx in try Ledger().trialBalance(tx) }
            try expectEqual(balance, report.trialBalance, "the trial balance")
        },
        StoreConformance("ledger: a verification finds a counter that was changed without a transfer") { store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            try await store.write { tx in
                guard let account = try tx.ledger.accounts([sample.alice]).first else { return }
                try tx.ledger.update(
                    LedgerAccount(
                        id: account.id, organization: account.organization, purpose: account.purpose,
                        currency: account.currency, limit: account.limit, createdAt: account.createdAt,
                        counters: LedgerCounters(
                            debitsPending: .zero, debitsPosted: .zero, creditsPending: .zero,
                            creditsPosted: LedgerSample.amount(11))), from: account.counters)
            }
            let report = try await LedgerVerification(store: store).run()
            try expectEqual(report.findingCount, 1, "the count of findings")
            try expectEqual(report.findings.first?.account, sample.alice, "the account")
            try expectEqual(report.findings.first?.subject, .creditsPosted, "the counter")
            try expectEqual(report.findings.first?.expected, "0.00000000000000001", "expected")
            try expectEqual(report.findings.first?.found, "0.000000000000000011", "found")
            try expect(!report.trialBalance.isBalanced, "the trial balance hides it")
        },
        StoreConformance("ledger: a verification beside writers raises no false alarm") { store, clock in
            let sample = try await LedgerSample(store, funds: 1_000_000)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task: UInt64 in 0..<4 {
                    group.addTask {
                        for number in 0..<150 {
                            let id = 10_000 * (task + 1) + UInt64(number) * 4
                            try await sample.make([
                                sample.hold(id, 3, until: clock.now().adding(.seconds(1_000))),
                                sample.hold(id + 1, 2), sample.post(id + 2, id, 2),
                                sample.move(id + 3, sample.alice, sample.bob, 1),
                            ])
                        }
                    }
                }
                group.addTask {
                    var seen: Int64 = 0
                    while seen < 2_401 {
                        let report = try await LedgerVerification(store: store).run()
                        try expect(report.isSound, "beside writers: \(report.findings)")
                        seen = report.transferCount
                    }
                }
                try await group.waitForAll()
            }
        },
    ]
}
