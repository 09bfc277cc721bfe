import CoreDomain
import CorePlatform
import CoreStoragePostgres
import Testing

@testable import CoreTesting

/// What two servers on one database must not do to each other.
@Suite struct PostgresConcurrencyTests {
    @Test func noUpdateIsLostBetweenStores() async throws {
        let shared = try await SharedStores(3)
        _ = try await shared.all(0..<90) { number in
            try await shared[number].write { tx in
                let before = try tx.settings.value("count") ?? [0]
                try tx.settings.set("count", [before[0] + 1])
            }
        }
        #expect(try await shared[0].read { try $0.settings.value("count") } == [90])
        await shared.close()
    }

    @Test func oneAnswerIsStoredUnderAKey() async throws {
        let shared = try await SharedStores(2)
        let key = IdempotencyRecord.Key(organization: nil, operation: "a", keyDigest: [1])
        let answers = try await shared.all(0..<40) { number in
            try await shared[number].write { tx -> [UInt8] in
                if let record = try tx.idempotency.find(key) { return record.sealedAnswer }
                try tx.organizations.insert(Sample.organization(UInt64(number + 1), at: tx.now))
                let record = IdempotencyRecord(
                    key: key, fingerprint: [2], sealedAnswer: [UInt8(number)], expiresAt: tx.now.adding(.seconds(60)))
                try tx.idempotency.put(record, at: tx.now)
                return record.sealedAnswer
            }
        }
        #expect(Set(answers).count == 1)
        let made = try await shared[1].read { tx in
            try (1...40).filter { try tx.organizations.find(Sample.id(UInt64($0))) != nil }
        }
        #expect(made == [Int(answers[0][0]) + 1])
        await shared.close()
    }

    /// Write skew: each of two tokens may go as long as the other is left.
    @Test func theLastTokenIsKept() async throws {
        let shared = try await SharedStores(2)
        for round in 0..<UInt64(15) {
            let principal = Sample.id(100 + round)
            try await shared[0].write { tx in
                try tx.organizations.insert(Sample.organization(100 + round, at: tx.now))
                try tx.principals.insert(Sample.principal(100 + round, home: 100 + round, at: tx.now))
                for number in 0..<UInt64(2) {
                    try tx.credentials.insert(
                        Credential(
                            id: Sample.id(1_000 + round * 2 + number), digest: [UInt8(round), UInt8(number)],
                            principal: principal, createdAt: tx.now))
                }
            }
            let revoked = try await shared.all(0..<2) { number in
                let id = Sample.id(1_000 + round * 2 + UInt64(number))
                return try await shared[number].write { tx in
                    guard try tx.credentials.hasUsable(principal: principal, except: id, at: tx.now) else {
                        return false
                    }
                    try tx.credentials.revoke(id, at: tx.now)
                    return true
                }
            }
            #expect(revoked.filter(\.self).count == 1, "round \(round)")
        }
        await shared.close()
    }

    /// Whoever presents a token twice at once, to two servers, gets one in its place.
    @Test func aTokenIsReplacedOnce() async throws {
        let shared = try await SharedStores(2)
        for round in 0..<UInt64(15) {
            let principal = Sample.id(100 + round)
            @Sendable func credential(_ number: UInt64, at time: Timestamp) -> Credential {
                Credential(
                    id: Sample.id(1_000 + round * 10 + number), digest: [UInt8(round), UInt8(number)],
                    principal: principal, createdAt: time)
            }
            try await shared[0].write { tx in
                try tx.organizations.insert(Sample.organization(100 + round, at: tx.now))
                try tx.principals.insert(Sample.principal(100 + round, home: 100 + round, at: tx.now))
                try tx.credentials.insert(credential(0, at: tx.now))
            }
            let made = try await shared.all(0..<4) { number in
                try await shared[number].write { tx in
                    let held = try tx.credentials.find(digest: [UInt8(round), 0])?.credential
                    guard let held, held.isUsable(at: tx.now),
                        try tx.credentials.replace(held.id, at: tx.now, replacementKey: [UInt8(number)])
                    else { return false }
                    try tx.credentials.insert(credential(UInt64(number) + 1, at: tx.now))
                    return true
                }
            }
            #expect(made.filter(\.self).count == 1, "round \(round)")
            let (old, living) = try await shared[1].read { tx in
                let all = try tx.credentials.list(of: principal, before: .greatest, limit: 9)
                return (all.last, all.filter { $0.revokedAt == nil }.map(\.id))
            }
            let winner = try #require(made.firstIndex(of: true))
            #expect(old?.replacementKey == [UInt8(winner)], "round \(round)")
            #expect(living == [credential(UInt64(winner) + 1, at: .earliest).id], "round \(round)")
        }
        await shared.close()
    }

    /// Phantom holds: what is available is spent once, whoever holds it.
    @Test func holdsOfSeveralStoresStayWithinTheBalance() async throws {
        let shared = try await SharedStores(3)
        let sample = try await LedgerSample(shared[0], funds: 100)
        let outcomes = try await shared.all(0..<60) { number in
            try await shared[number].write { tx in
                try Ledger().transfer([sample.hold(UInt64(number + 1), 7)], tx)
            }
        }
        #expect(outcomes.flatMap(\.self).filter { $0 == .created }.count == 14)
        try await sample.expectCounters(of: sample.alice, [98, 0, 0, 100], "Alice's account")
        try await sample.expectCounters(of: sample.revenue, [0, 0, 98, 0], "the revenue")
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    @Test func aHoldIsEndedOnce() async throws {
        let shared = try await SharedStores(2)
        let sample = try await LedgerSample(shared[0], funds: 100)
        for round in 0..<UInt64(10) {
            try await sample.make([sample.hold(round + 1, 10)])
            let outcomes = try await shared.all(0..<4) { number in
                let id = 100 + round * 10 + UInt64(number)
                let end = number.isMultiple(of: 2) ? sample.post(id, round + 1, 4) : sample.void(id, round + 1)
                return try await shared[number / 2].write { tx in try Ledger().transfer([end], tx) }
            }
            #expect(outcomes.flatMap(\.self).filter { $0 == .created }.count == 1, "round \(round)")
        }
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    /// Transfers both ways at once would wait for each other if they locked in the order in which they name accounts.
    @Test func transfersInBothDirectionsAllSucceed() async throws {
        let shared = try await SharedStores(3)
        let sample = try await LedgerSample(shared[0], funds: 1_000)
        try await sample.make([sample.move(999, sample.treasury, sample.bob, 1_000)])
        let outcomes = try await shared.all(0..<120) { number in
            let (from, to) = number.isMultiple(of: 2) ? (sample.alice, sample.bob) : (sample.bob, sample.alice)
            return try await shared[number].write { tx in
                try Ledger().transfer([sample.move(UInt64(number + 1), from, to, 1)], tx)
            }
        }
        #expect(outcomes.flatMap(\.self).allSatisfy { $0 == .created })
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    @Test func theLedgerIsNumberedWithoutGaps() async throws {
        let shared = try await SharedStores(3)
        let sample = try await LedgerSample(shared[0], funds: 10_000)
        _ = try await shared.all(0..<90) { number in
            try await shared[number].write { tx in
                // Every third meets its double, and must not use a number up.
                let id = UInt64(number - (number % 3 == 2 ? 1 : 0)) + 1
                return try Ledger().transfer([sample.move(id, sample.alice, sample.revenue, 1)], tx)
            }
        }
        let sequences = try await shared[1].read { try $0.ledger.transfers(after: 0, limit: 1_000).map(\.sequence) }
        #expect(sequences == Array(1...61))
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    @Test func anUnlimitedAccountIsExactAtItsEnds() async throws {
        let shared = try await SharedStores(2)
        let sample = try await LedgerSample(shared[0])
        let (tenth, rest) = (Amount.max.units / 10, Amount.max.units % 10)
        func move(_ number: UInt64, _ units: UInt128) -> TransferRequest {
            sample.move(number, sample.treasury, sample.revenue, units)
        }
        let tenths = (0..<UInt64(10)).map { move($0 + 1, tenth) }
        for (number, request) in tenths.enumerated() {
            let outcome = try await shared[number].write { tx in try Ledger().transfer([request], tx) }
            #expect(outcome == [.created])
        }
        for (number, (units, expected)) in [
            (rest + 1, TransferOutcome.refused(.overflow)), (rest, .created), (1, .refused(.overflow)),
        ].enumerated() {
            let request = move(UInt64(20 + number), units)
            let outcome = try await shared[number].write { tx in try Ledger().transfer([request], tx) }
            #expect(outcome == [expected], "\(units)")
        }
        try await sample.expectCounters(of: sample.revenue, [0, 0, 0, Amount.max.units], "the revenue")
        await shared.close()
    }

    /// Two servers add to shards of their own; the sum is judged all the same.
    @Test func anUnlimitedAccountOverflowsNowhere() async throws {
        let shared = try await SharedStores(3)
        let sample = try await LedgerSample(shared[0])
        let tenth = Amount.max.units / 10
        let outcomes = try await shared.all(0..<14) { number in
            let request = sample.move(UInt64(number + 1), sample.treasury, sample.revenue, tenth)
            return try await shared[number].write { tx in try Ledger().transfer([request], tx) }
        }.flatMap(\.self)
        #expect(outcomes.filter { $0 == .created }.count == 10)
        #expect(outcomes.filter { $0 == .refused(.overflow) }.count == 4)
        try await sample.expectCounters(of: sample.revenue, [0, 0, 0, tenth * 10], "the revenue")
        await shared.close()
    }

    /// What one server added in one piece is seen by the next one that adds a little.
    @Test func aLittleMoreThanEverythingIsRefusedByTheNextServer() async throws {
        let shared = try await SharedStores(2)
        let sample = try await LedgerSample(shared[0])
        for (number, (units, expected)) in [
            (Amount.max.units, TransferOutcome.created), (1, .refused(.overflow)), (1, .refused(.overflow)),
        ].enumerated() {
            let request = sample.move(UInt64(number + 1), sample.treasury, sample.revenue, units)
            let outcome = try await shared[number].write { tx in try Ledger().transfer([request], tx) }
            #expect(outcome == [expected])
        }
        await shared.close()
    }

    /// A shard that has grown large is left as it is: what comes then goes to the account's own row, and is judged.
    @Test func aShardThatHasGrownLargeIsLeft() async throws {
        var settings = PostgresSettings()
        settings.writers = 1
        let shared = try await SharedStores(1, settings: settings)
        let sample = try await LedgerSample(shared[0])
        try await sample.make([sample.move(1, sample.treasury, sample.revenue, 1)])
        let large = "2000000000000000000000000000000"
        try await shared.execute("UPDATE ledger_shards SET debits_posted = \(large), credits_posted = \(large)")
        try await sample.make([sample.move(2, sample.treasury, sample.revenue, 1)])
        let count = try await RawConnection.holding([], at: shared.place).ask(
            "SELECT COUNT(*) FROM ledger_shards WHERE debits_posted = \(large) AND credits_posted = \(large)")
        #expect(count == "2")
        await shared.close()
    }

    @Test func eventsOfAnOrganizationAreNumberedWithoutGaps() async throws {
        let shared = try await SharedStores(3)
        _ = try await shared.all(0..<60) { number in
            try await shared[number].write { tx in
                try ThreadSample.append(1 + number % 3, to: UInt64(number + 1), organization: UInt64(number % 2), tx)
            }
        }
        for organization in 0..<UInt64(2) {
            let numbers = try await shared[0].read { tx in
                try tx.events.history(of: Sample.id(organization), after: 0, limit: 1_000).map(\.organizationSequence)
            }
            #expect(numbers == Array(1...60))
            let latest = try await shared[1].read { try $0.events.latest(of: Sample.id(organization)) }
            #expect(latest == 60)
        }
        await shared.close()
    }

    /// What was presumed wrongly costs nobody else anything.
    @Test func aStaleChangeIsRefusedAndItsNeighboursAreNot() async throws {
        let shared = try await SharedStores(1)
        try await ThreadSample.prepare(shared[0], ManualClock())
        try await shared[0].write { tx in
            for number in 0..<UInt64(50) {
                try tx.threads.insert(ThreadSample.thread(number, organization: 1, at: tx.now))
            }
        }
        let moved = try await shared.all(0..<50) { number in
            try await shared[0].write { tx in
                guard var before = try tx.threads.status(Sample.id(UInt64(number))) else { return false }
                var status = before
                status.sequence = 5
                if number % 10 == 3 { before.sequence = 4 }
                return try tx.threads.update(Sample.id(UInt64(number)), from: before, epoch: 0, to: status)
            }
        }
        #expect(moved == (0..<50).map { $0 % 10 != 3 })
        await shared.close()
    }
}
