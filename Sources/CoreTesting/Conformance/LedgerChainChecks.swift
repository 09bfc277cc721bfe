import CoreDomain

extension StoreConformance {
    static let ledgerChains: [StoreConformance] = [
        StoreConformance("ledger: a chain succeeds whole or leaves nothing, and the rest of the batch alone") {
            store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            let refusal = TransferRefusal.exceedsCredits(
                required: LedgerSample.amount(12), available: LedgerSample.amount(9))
            try await sample.expect(
                [
                    sample.move(1, sample.alice, sample.bob, 1),
                    sample.hold(2, 6, linked: true), sample.hold(3, 6, linked: true), sample.hold(4, 0),
                    sample.hold(5, 4, linked: true), sample.hold(6, 4),
                    sample.move(7, sample.alice, sample.bob, 1),
                ],
                [
                    .created, .refused(.linkedFailed), .refused(refusal), .refused(.linkedFailed), .created, .created,
                    .created,
                ], "a chain that fails among others")
            try await sample.expectCounters(of: sample.alice, [8, 2, 0, 10], "the account")
            try await sample.expect(
                [sample.hold(2, 1)],
                [
                    .refused(
                        .exceedsCredits(
                            required: LedgerSample.amount(1), available: .zero))
                ], "an id of the chain that failed")
            try await sample.expectSound("the ledger")
        },
        StoreConformance("ledger: a chain that the batch leaves open is refused") { store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            try await sample.expect(
                [
                    sample.move(1, sample.alice, sample.bob, 1), sample.hold(2, 1, linked: true),
                    sample.hold(3, 1, linked: true),
                ], [.created, .refused(.linkedFailed), .refused(.linkedChainOpen)], "an open chain")
            try await sample.expect([sample.hold(4, 1, linked: true)], [.refused(.linkedChainOpen)], "alone")
            try await sample.expectCounters(of: sample.alice, [0, 1, 0, 10], "the account")
        },
        StoreConformance("ledger: a chain exists whole, and does not mix old and new") { store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            let chain = [sample.hold(1, 2, linked: true), sample.hold(2, 3, linked: true), sample.hold(3, 4)]
            try await sample.make(chain)
            try await sample.expect(chain, [.exists, .exists, .exists], "again")
            try await sample.expect(
                [sample.hold(1, 2, linked: true), sample.hold(4, 1)], [.exists, .refused(.linkedFailed)], "mixed")
            try await sample.expect(
                [sample.hold(1, 3, linked: true), sample.hold(2, 3)], [.refused(.existsDifferent), .exists], "altered")
            try await sample.expect(
                [sample.hold(5, 1, linked: true), sample.hold(5, 1)],
                [.refused(.linkedFailed), .refused(.existsDifferent)], "one id twice")
            try await sample.expectCounters(of: sample.alice, [9, 0, 0, 10], "the account")
        },
        StoreConformance("ledger: a chain may end a hold made before it in the batch, or in itself") { store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            try await sample.expect(
                [
                    sample.hold(1, 4), sample.post(2, 1, 3),
                    sample.hold(3, 4), sample.post(4, 3, 4, linked: true), sample.move(5, sample.alice, sample.bob, 1),
                    sample.hold(6, 2, linked: true), sample.void(7, 6, linked: true), sample.hold(8, 2),
                ], Array(repeating: .created, count: 8), "the batch")
            try await sample.expectCounters(of: sample.alice, [2, 8, 0, 10], "the account")
            try await sample.expect(
                [
                    sample.void(9, 8, linked: true), sample.post(10, 8, 1),
                    sample.post(11, 8, 1, linked: true), sample.move(12, sample.alice, sample.bob, 99),
                    sample.void(13, 8),
                ],
                [
                    .refused(.linkedFailed), .refused(.pendingVoided), .refused(.linkedFailed),
                    .refused(.exceedsCredits(required: LedgerSample.amount(99), available: .zero)), .created,
                ], "chains that were taken back leave the hold as it was")
            try await sample.expectSound("the ledger")
        },
        StoreConformance("ledger: a chain may spend what it brings") { store, _ in
            let sample = try await LedgerSample(store)
            try await sample.expect(
                [sample.move(1, sample.treasury, sample.alice, 5, linked: true), sample.hold(2, 5)],
                [.created, .created], "funded and held")
            try await sample.expect(
                [sample.hold(3, 5, linked: true), sample.move(4, sample.treasury, sample.alice, 5)],
                [
                    .refused(.exceedsCredits(required: LedgerSample.amount(5), available: .zero)),
                    .refused(.linkedFailed),
                ], "held before it is funded")
        },
        StoreConformance("ledger: a hold that ran out breaks its chain and is still released") { store, clock in
            let sample = try await LedgerSample(store, funds: 10)
            try await sample.make([sample.hold(1, 4, until: clock.now().adding(.seconds(1)))])
            clock.advance(by: .seconds(2))
            try await sample.expect(
                [sample.move(2, sample.alice, sample.bob, 1, linked: true), sample.post(3, 1, 4)],
                [.refused(.linkedFailed), .refused(.pendingExpired)], "the chain")
            try await sample.expectCounters(of: sample.alice, [0, 0, 0, 10], "the account")
            try await sample.expectSound("the ledger")
        },
    ]
}
