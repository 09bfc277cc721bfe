import CoreDomain

extension StoreConformance {
    static let ledgerTransfers: [StoreConformance] = [
        StoreConformance("ledger: a transfer changes both accounts and is kept as it was asked for") { store, clock in
            let sample = try await LedgerSample(store, funds: 100)
            var request = sample.move(1, sample.alice, sample.revenue, 30)
            (request.thread, request.step, request.reference) = (Sample.id(50), "3.~12.1", "r\u{0}é")
            try await sample.make([request])
            try await sample.expectCounters(of: sample.alice, [0, 30, 0, 100], "the debited account")
            try await sample.expectCounters(of: sample.revenue, [0, 0, 0, 30], "the credited account")
            let found = try await store.read { tx in
                (
                    try tx.ledger.transfer(Sample.id(1)), try tx.ledger.lastSequence(),
                    try tx.ledger.transfer(Sample.id(2))
                )
            }
            try expectEqual(
                found.0,
                Transfer(
                    id: request.id, debit: request.debit, credit: request.credit, amount: request.amount,
                    currency: .usdc, kind: .single, purpose: .charge, thread: request.thread, step: request.step,
                    reference: request.reference, at: clock.now(), sequence: 2), "the transfer")
            try expectEqual(found.1, 2, "the newest sequence")
            try expectEqual(found.2, nil, "another id")
        },
        StoreConformance("ledger: a repetition exists, before any limit; an altered one is refused") { store, _ in
            let sample = try await LedgerSample(store, funds: 10)
            let request = sample.move(1, sample.alice, sample.bob, 10)
            try await sample.make([request])
            try await sample.expect([request, request], [.exists, .exists], "the same again")
            var altered = Array(repeating: request, count: 9)
            altered[0].amount = .zero
            altered[1].debit = sample.treasury
            altered[2].credit = sample.revenue
            altered[3].currency = LedgerSample.euro
            altered[4].kind = .pending(expiresAt: nil)
            altered[5].purpose = .refund
            altered[6].thread = Sample.id(1)
            altered[7].step = "1"
            altered[8].reference = "r"
            try await sample.expect(
                altered, Array(repeating: .refused(.existsDifferent), count: altered.count), "altered")
            try await sample.expectCounters(of: sample.alice, [0, 10, 0, 10], "the account")
        },
        StoreConformance("ledger: a refusal changes nothing and does not use the id up") { store, _ in
            let sample = try await LedgerSample(store)
            let request = sample.move(1, sample.alice, sample.bob, 10)
            try await sample.expect(
                [request],
                [.refused(.exceedsCredits(required: LedgerSample.amount(10), available: .zero))], "without funds")
            try await sample.expectCounters(of: sample.alice, [0, 0, 0, 0], "the account")
            try await sample.make([sample.move(2, sample.treasury, sample.alice, 10)])
            try await sample.expect([request], [.created], "with funds")
        },
        StoreConformance("ledger: what is wrong with a request is told in order") { store, clock in
            let sample = try await LedgerSample(store, funds: 10)
            var same = sample.move(1, sample.alice, sample.alice, 0)
            var nothing = sample.move(2, Sample.id(404), sample.bob, 0)
            var unknown = sample.move(3, sample.alice, Sample.id(404), 99)
            unknown.currency = LedgerSample.euro
            var mixed = sample.move(4, sample.alice, sample.euros, 99)
            var foreign = sample.move(5, sample.alice, sample.bob, 99)
            foreign.currency = LedgerSample.euro
            let past = sample.hold(6, 99, until: clock.now())
            let requests = [same, nothing, unknown, mixed, foreign, past]
            try await sample.expect(
                requests,
                [.sameAccount, .amountZero, .accountUnknown, .currencyDiffers, .currencyDiffers, .expiryPassed]
                    .map { .refused($0) }, "the refusals")
            (same.credit, same.amount) = (sample.bob, LedgerSample.amount(1))
            (nothing.debit, nothing.amount) = (sample.alice, LedgerSample.amount(1))
            mixed.credit = sample.bob
            mixed.amount = LedgerSample.amount(1)
            try await sample.expect([same, nothing, mixed], [.created, .created, .created], "mended")
        },
        StoreConformance("ledger: an account with the other limit takes no more credits than its debits") { store, _ in
            let sample = try await LedgerSample(store)
            let capped = Sample.id(70)
            try await store.write { tx in
                let account = LedgerAccount(
                    id: capped, organization: Sample.id(1), purpose: .prepaid, currency: .usdc,
                    limit: .creditsWithinDebits, createdAt: tx.now)
                try expect(try tx.ledger.insert(account), "the id is taken")
            }
            var hold = sample.move(2, sample.treasury, capped, 6)
            hold.kind = .pending(expiresAt: nil)
            let refusal = TransferRefusal.exceedsDebits(
                required: LedgerSample.amount(5), available: LedgerSample.amount(4))
            try await sample.expect(
                [
                    sample.move(1, capped, sample.treasury, 10), hold, sample.move(3, sample.treasury, capped, 5),
                    sample.move(4, sample.treasury, capped, 4),
                ], [.created, .created, .refused(refusal), .created], "the credits")
        },
        StoreConformance("ledger: transfers are listed by account, the newest first") { store, _ in
            let sample = try await LedgerSample(store, funds: 100)
            try await sample.make([
                sample.move(1, sample.alice, sample.revenue, 1), sample.move(2, sample.treasury, sample.bob, 1),
                sample.move(3, sample.alice, sample.bob, 1), sample.move(4, sample.bob, sample.alice, 1),
            ])
            let lists = try await store.read { tx in
                [
                    try tx.ledger.transfers(touching: sample.alice, before: .max, limit: 3),
                    try tx.ledger.transfers(touching: sample.alice, before: 4, limit: 3),
                    try tx.ledger.transfers(touching: sample.bob, before: .max, limit: 2),
                    try tx.ledger.transfers(touching: sample.euros, before: .max, limit: 9),
                ].map { $0.map(\.sequence) }
            }
            try expectEqual(lists, [[5, 4, 2], [2, 1], [5, 4], []], "the sequences")
        },
        StoreConformance("ledger: a reservation that was ended in the write that made it does not expire") {
            store, clock in
            let sample = try await LedgerSample(store, funds: 100)
            let time = clock.now().adding(.seconds(1))
            try await sample.make([
                sample.hold(1, 5, until: time, linked: true), sample.void(2, 1, linked: true),
                sample.hold(3, 6, until: time, linked: true), sample.post(4, 3, 2),
            ])
            try await sample.expect(
                [sample.hold(5, 7, until: time), sample.void(6, 5), sample.hold(7, 8, until: time)],
                [.created, .created, .created], "one by one")
            clock.advance(by: .seconds(2))
            try expectEqual(try await store.write { try Ledger().expire(limit: 9, $0) }, 1, "expired")
            try await sample.expectCounters(of: sample.alice, [0, 2, 0, 100], "the account")
            try await sample.expectSound("afterwards")
        },
        StoreConformance("ledger: a write that throws leaves nothing of it") { store, clock in
            let sample = try await LedgerSample(store, funds: 10)
            try await expectFailure(.cancelled, "the refusal") { () throws(CoreError) in
                try await store.write { tx in
                    try Ledger().post(
                        [sample.hold(1, 5, until: clock.now().adding(.seconds(1))), sample.void(2, 1)], tx)
                    try Ledger().post([sample.hold(3, 5, until: clock.now().adding(.seconds(1)))], tx)
                    throw CoreError(.cancelled, "no")
                }
            }
            try await sample.expectCounters(of: sample.alice, [0, 0, 0, 10], "the account")
            clock.advance(by: .seconds(2))
            try expectEqual(try await store.write { try Ledger().expire(limit: 9, $0) }, 0, "expired")
            try await sample.expectSound("afterwards")
        },
    ]
}
