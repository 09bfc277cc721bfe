import CoreDomain

extension StoreConformance {
    static let ledgerErrors: [StoreConformance] = [
        StoreConformance("ledger: transfers that must be made are made together or not at all") { store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            // Even code that goes on after the refusal keeps nothing of the transfers.
            let reason = try await store.write { tx -> Reason? in
                do throws(CoreError) {
                    try Ledger().post([sample.hold(1, 6), sample.hold(2, 3), sample.hold(3, 4)], tx)
                    return nil
                } catch {
                    try tx.settings.set("refused", [1])
                    return error.reason
                }
            }
            try expectEqual(reason, .insufficientFunds, "the reason")
            try await sample.expectCounters(of: sample.alice, [0, 0, 0, 10], "the account")
            try expectEqual(try await store.read { try $0.settings.value("refused") }, [1], "the rest of the write")
        },
        StoreConformance("ledger: transfers that exist count as made, by themselves and as whole chains") { store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            let chain = [sample.hold(1, 1, linked: true), sample.hold(2, 1)]
            try await sample.make([sample.hold(3, 1)] + chain)
            try await sample.make(chain + [sample.hold(3, 1), sample.hold(4, 1)])
            try await sample.expectCounters(of: sample.alice, [4, 0, 0, 10], "the account")
            let refused = [
                [sample.hold(5, 1), sample.hold(1, 1, linked: true), sample.hold(6, 1)],
                [sample.hold(5, 1), sample.hold(4, 2)], [sample.hold(5, 1), sample.hold(6, 1, linked: true)],
                [sample.move(7, sample.alice, sample.alice, 1)],
            ]
            for requests in refused {
                try await expectFailure(.transferRefused, "\(requests.map(\.id.low))") { () throws(CoreError) in
                    try await sample.make(requests)
                }
            }
            try await sample.expectCounters(of: sample.alice, [4, 0, 0, 10], "the account afterwards")
        },
    ]
}
