import CoreDomain

extension StoreConformance {
    static let ledgerHolds: [StoreConformance] = [
        StoreConformance("ledger: what is held cannot be spent") { store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            let refusal = TransferRefusal.exceedsCredits(
                required: LedgerSample.amount(3), available: LedgerSample.amount(2))
            try await sample.expect(
                [sample.hold(1, 8), sample.hold(2, 3), sample.move(3, sample.alice, sample.bob, 3)],
                [.created, .refused(refusal), .refused(refusal)], "a hold and more")
            try await sample.expectCounters(of: sample.alice, [8, 0, 0, 10], "the debited account")
            try await sample.expectCounters(of: sample.revenue, [0, 0, 8, 0], "the credited account")
            let account = try await store.read { tx in try tx.ledger.accounts([sample.alice]) }.first
            try expectEqual(account?.available, LedgerSample.amount(2), "available")
            try expectEqual(account?.balance, Balance(units: 10), "the balance")
            let treasury = try await store.read { tx in try tx.ledger.accounts([sample.treasury]) }.first
            try expectEqual(treasury?.balance, Balance(units: 10), "the balance of the asset")
        },
        StoreConformance("ledger: a post moves what it names and releases the rest at once") { store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            try await sample.make([sample.hold(1, 8), sample.hold(2, 2)])
            try await sample.expect(
                [sample.post(3, 1, 9), sample.post(4, 1, 5), sample.move(5, sample.alice, sample.bob, 3)],
                [.refused(.postExceedsPending), .created, .created], "more, less, and the rest")
            try await sample.expectCounters(of: sample.alice, [2, 8, 0, 10], "the debited account")
            try await sample.expect([sample.post(6, 2, 0)], [.created], "nothing at all")
            try await sample.expectCounters(of: sample.alice, [0, 8, 0, 10], "after a post of nothing")
            try await sample.expectCounters(of: sample.revenue, [0, 0, 0, 5], "the credited account")
            try await sample.expectSound("the ledger")
        },
        StoreConformance("ledger: a void releases everything, and is kept with the whole amount") { store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            try await sample.make([sample.hold(1, 8), sample.hold(2, 2)])
            try await sample.expect(
                [sample.void(3, 1, 7), sample.void(4, 1, 8), sample.void(5, 2), sample.void(5, 2, 2)],
                [.refused(.pendingDiffers), .created, .created, .exists], "the voids")
            try await sample.expectCounters(of: sample.alice, [0, 0, 0, 10], "the account")
            let kept = try await store.read { tx in try tx.ledger.transfer(Sample.id(5)) }
            try expectEqual(kept?.amount, LedgerSample.amount(2), "the amount of the void")
        },
        StoreConformance("ledger: a hold ends once") { store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            try await sample.make([sample.hold(1, 4), sample.hold(2, 4), sample.post(3, 1, 4), sample.void(4, 2)])
            try await sample.expect(
                [
                    sample.post(5, 1, 4), sample.void(6, 1), sample.post(7, 2, 4), sample.void(8, 2),
                    sample.post(3, 1, 4), sample.void(4, 2),
                ],
                [
                    .refused(.pendingPosted), .refused(.pendingPosted), .refused(.pendingVoided),
                    .refused(.pendingVoided), .exists, .exists,
                ], "a second end")
        },
        StoreConformance("ledger: only a hold can be ended, by its own accounts and currency") { store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            try await sample.make([sample.hold(1, 4)])
            var other = sample.post(2, 1, 4)
            other.credit = sample.bob
            var swapped = sample.void(3, 1)
            swap(&swapped.debit, &swapped.credit)
            try await sample.expect(
                [other, swapped, sample.post(4, 1_000, 4), sample.void(5, 404), sample.void(6, 6)],
                [.pendingDiffers, .pendingDiffers, .pendingNotPending, .pendingUnknown, .pendingUnknown]
                    .map { .refused($0) }, "the refusals")
        },
        StoreConformance("ledger: a hold that ran out is released when it is touched, and that is kept") {
            store, clock in
            let sample = try await LedgerSample(store, funds: 10)
            let end = clock.now().adding(.seconds(5))
            try await sample.make([sample.hold(1, 4, until: end), sample.hold(2, 4, until: end)])
            clock.set(end.adding(.nanoseconds(-1)))
            try await sample.expect([sample.post(3, 1, 4)], [.created], "just before its time")
            clock.set(end)
            try await sample.expectCounters(of: sample.alice, [4, 4, 0, 10], "before it is touched")
            try await sample.expect(
                [sample.post(4, 2, 4), sample.void(5, 2), sample.hold(2, 4, until: end), sample.post(3, 1, 4)],
                [.refused(.pendingExpired), .refused(.pendingExpired), .exists, .exists], "at its time")
            try await sample.expectCounters(of: sample.alice, [0, 4, 0, 10], "after it was touched")
            let release = try await store.read { tx in try tx.ledger.resolution(of: Sample.id(2)) }
            try expectEqual(release?.purpose, .expiry, "the release")
            try expectEqual(release?.amount, LedgerSample.amount(4), "what was released")
            try await sample.expectSound("the ledger")
        },
        StoreConformance("ledger: a sweep releases what ran out, the first first, so many at once") { store, clock in
            let sample = try await LedgerSample(store, funds: 100)
            let start = clock.now()
            for (number, seconds): (UInt64, Int64) in [(1, 30), (2, 10), (3, 20), (4, 10)] {
                try await sample.make([sample.hold(number, 10, until: start.adding(.seconds(seconds)))])
            }
            try await sample.make([sample.hold(5, 10), sample.void(6, 4)])
            clock.advance(by: .seconds(25))
            let due = try await store.read { tx in try tx.ledger.expired(at: tx.now, limit: 9).map(\.id) }
            try expectEqual(due, [Sample.id(2), Sample.id(3)], "what ran out")
            for (limit, expected) in [(0, 0), (1, 1), (5, 1), (5, 0)] {
                let count = try await store.write { tx in try Ledger().expire(limit: limit, tx) }
                try expectEqual(count, expected, "released with a limit of \(limit)")
            }
            try await sample.expectCounters(of: sample.alice, [20, 0, 0, 100], "the account")
            try await sample.expectSound("the ledger")
        },
        StoreConformance("ledger: the release of a hold finds an id though the first is taken") { store, clock in
            let sample = try await LedgerSample(store, funds: 10)
            let hold = sample.hold(1, 4, until: clock.now().adding(.seconds(1)))
            var taken = sample.move(2, sample.alice, sample.bob, 1)
            taken.id = Identifier(high: ~hold.id.high, low: ~hold.id.low)
            try await sample.make([hold, taken])
            clock.advance(by: .seconds(1))
            try expectEqual(try await store.write { try Ledger().expire(limit: 9, $0) }, 1, "released")
            try await sample.expectCounters(of: sample.alice, [0, 1, 0, 10], "the account")
        },
    ]
}
