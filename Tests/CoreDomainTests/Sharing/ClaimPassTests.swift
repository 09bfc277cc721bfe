import CoreTesting
import Testing

@testable import CoreDomain

/// What one pass claims of whose threads.
@Suite struct ClaimPassTests {
    private let clock = ManualClock()
    private let store: MemoryStore
    private let worker = Identifier(high: 9, low: 9)

    init() { store = MemoryStore(clock: clock) }

    /// Threads of an organization, ready or at rest until so many seconds from now.
    private func insert(_ count: UInt64, of organization: UInt64, restingFor seconds: Int64? = nil) async throws {
        let now = clock.now()
        try await store.write { tx in
            for number in 0..<count {
                var status = ThreadStatus.accepted(at: now, held: nil, steps: 1)
                status.wakeAt = seconds.map { now.adding(.seconds($0)) }
                let first: UInt64 = seconds == nil ? 0 : 1_000
                try tx.threads.insert(
                    Thread(
                        id: Identifier(high: organization, low: first + number),
                        organization: Identifier(high: 0, low: organization), principal: worker, kind: .recipe,
                        program: ProgramReference(digest: [], name: "a", version: "1"), createdAt: now,
                        expiresAt: now, reference: nil, status: status))
            }
        }
    }

    private func pass(
        _ room: Int, after last: UInt64? = nil, favoursDue: Bool = false,
        allowance: @escaping @Sendable (Identifier) -> Int = { _ in .max }
    ) async throws -> (counts: [UInt64: Int], outcome: ClaimPass.Outcome) {
        let pass = ClaimPass(
            worker: worker, room: room, last: last.map { Identifier(high: 0, low: $0) }, favoursDue: favoursDue,
            allowance: allowance)
        let outcome = try await store.write { tx in try pass.perform(tx) }
        let counts = Dictionary(grouping: outcome.threads) { $0.organization.low }.mapValues(\.count)
        #expect(Set(outcome.threads.map(\.id)).count == outcome.threads.count)
        return (counts, outcome)
    }

    @Test func organizationsHaveEqualSharesAndWhatOneLeavesTheOthersHave() async throws {
        try await insert(100, of: 1)
        try await insert(3, of: 2)
        try await insert(100, of: 3)
        let (counts, outcome) = try await pass(30)
        #expect(counts[2] == 3)
        #expect((13...14).contains(counts[1] ?? 0))
        #expect(counts.values.reduce(0, +) == 30)
        #expect(outcome.leftSome)
    }

    @Test func aPassGoesOnBehindTheLastOne() async throws {
        for organization: UInt64 in 1...5 { try await insert(10, of: organization) }
        let first = try await pass(2)
        #expect(first.counts == [1: 1, 2: 1])
        #expect(first.outcome.last?.low == 2)
        let second = try await pass(2, after: 2)
        #expect(second.counts == [3: 1, 4: 1])
        let third = try await pass(3, after: 4)
        #expect(third.counts == [5: 1, 1: 1, 2: 1])
        #expect(third.outcome.last?.low == 2)
    }

    @Test func nobodyIsLookedAtTwiceWhenTheTurnsBeginAgain() async throws {
        try await insert(10, of: 1)
        try await insert(10, of: 2)
        let (counts, _) = try await pass(4, after: 1)
        #expect(counts == [1: 2, 2: 2])
    }

    @Test func moreOrganizationsThanAreLookedAtComeLater() async throws {
        for organization: UInt64 in 1...20 { try await insert(100, of: organization) }
        let (counts, outcome) = try await pass(64)
        #expect(counts.count == 16)
        #expect(counts.values.reduce(0, +) == 64)
        #expect(outcome.last?.low == 16)
    }

    @Test func whatIsDueHasHalfOfTheRoomAndTheRestWhereNothingElseWaits() async throws {
        try await insert(100, of: 1)
        try await insert(100, of: 2, restingFor: -5)
        #expect(try await pass(20).counts == [1: 10, 2: 10])
        #expect(try await pass(1).counts == [1: 1])
        #expect(try await pass(1, favoursDue: true).counts == [2: 1])
        try await insert(0, of: 3)
        let left = try await pass(500)
        #expect(left.counts == [1: 89, 2: 89])
        #expect(!left.outcome.leftSome)
    }

    @Test func whatRestsIsLeftAlone() async throws {
        try await insert(5, of: 1, restingFor: 5)
        #expect(try await pass(20).counts.isEmpty)
        clock.advance(by: .seconds(5))
        #expect(try await pass(20).counts == [1: 5])
    }

    @Test func anOrganizationThatHasItsShareHereIsPassedOver() async throws {
        try await insert(100, of: 1)
        try await insert(100, of: 2)
        let (counts, outcome) = try await pass(20) { $0.low == 1 ? 2 : 5 }
        #expect(counts == [1: 2, 2: 5])
        #expect(outcome.leftSome)
        let none = try await pass(20) { _ in 0 }
        #expect(none.counts.isEmpty)
        #expect(none.outcome.leftSome)
    }
}
