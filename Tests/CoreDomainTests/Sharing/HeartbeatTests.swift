import CoreTesting
import Testing

@testable import CoreDomain

/// What a worker does for those that do not beat any more, and how its own lease is counted.
@Suite struct HeartbeatTests {
    private let clock = ManualClock()
    private let store: MemoryStore

    init() { store = MemoryStore(clock: clock) }

    private func id(_ number: UInt64) -> Identifier { Identifier(high: 3, low: number) }

    private func register(_ number: UInt64) async throws {
        let id = id(number)
        try await store.write { tx in
            try tx.workers.register(
                Worker(id: id, name: "a", startedAt: tx.now, leaseUntil: tx.now.adding(.seconds(15))))
        }
    }

    private func insert(_ count: UInt64, of worker: UInt64, from first: UInt64 = 0) async throws {
        let worker = id(worker)
        try await store.write { tx in
            for number in first..<first + count {
                try tx.threads.insert(
                    Thread(
                        id: Identifier(high: 4, low: number), organization: worker, principal: worker, kind: .recipe,
                        program: ProgramReference(digest: [], name: "a", version: "1"), createdAt: tx.now,
                        expiresAt: tx.now, reference: nil, epoch: 1,
                        status: .accepted(at: tx.now, held: nil, steps: 1, worker: worker)))
            }
        }
    }

    private func beat(_ number: UInt64) async throws -> Heartbeat.Outcome? {
        let beat = Heartbeat(worker: id(number), length: .seconds(15), deadKept: .seconds(600), releasesMax: 4)
        return try await store.write { tx in try beat.perform(tx) }
    }

    @Test func theThreadsOfTheDeadAreReleasedPieceByPiece() async throws {
        try await register(1)
        try await insert(6, of: 1)
        clock.advance(by: .seconds(10))
        try await register(2)
        let early = try await beat(2)
        #expect(early?.released == 0)
        #expect(early?.untilNextEnd == .seconds(5))
        clock.advance(by: .seconds(5))
        let first = try await beat(2)
        #expect(first?.released == 4)
        #expect(first?.untilNextEnd == nil)
        #expect(try await beat(2)?.released == 2)
        #expect(try await beat(2)?.released == 0)
        #expect(try await beat(1) == nil)
    }

    @Test func whatIsStoredInTheNameOfTheDeadIsReleasedForAsLongAsTheyAreRemembered() async throws {
        try await register(1)
        clock.advance(by: .seconds(15))
        try await register(2)
        #expect(try await beat(2)?.released == 0)
        clock.advance(by: .seconds(599))
        // A transaction that began before the worker was declared dead.
        try await insert(1, of: 1)
        #expect(try await beat(2)?.released == 1)
        #expect(try await store.read { try $0.workers.list() }.count == 2)
        clock.advance(by: .seconds(1))
        #expect(try await beat(2) != nil)
        #expect(try await store.read { try $0.workers.list() }.map(\.id) == [id(2)])
    }

    @Test func whatIsStoredInTheNameOfTheForgottenIsReleased() async throws {
        try await register(1)
        clock.advance(by: .seconds(15))
        try await register(2)
        #expect(try await beat(2)?.released == 0)
        clock.advance(by: .seconds(600))
        #expect(try await beat(2) != nil)
        #expect(try await store.read { try $0.workers.list() }.map(\.id) == [id(2)])
        try await insert(6, of: 1)
        try await insert(1, of: 2, from: 10)
        #expect(try await beat(2)?.released == 4)
        #expect(try await beat(2)?.released == 2)
        #expect(try await beat(2)?.released == 0)
        let own = try await store.read { try $0.threads.unfinished(of: self.id(2), after: nil, limit: 9).count }
        #expect(own == 1)
        // It is remembered as others that died now, and forgotten like them.
        clock.advance(by: .seconds(599))
        #expect(try await beat(2) != nil)
        #expect(try await store.read { try $0.workers.list() }.map(\.id) == [id(1), id(2)])
        clock.advance(by: .seconds(1))
        #expect(try await beat(2) != nil)
        #expect(try await store.read { try $0.workers.list() }.map(\.id) == [id(2)])
    }

    @Test func theDeadAreRememberedUntilNothingOfThemIsLeft() async throws {
        try await register(1)
        try await insert(6, of: 1)
        clock.advance(by: .seconds(15))
        try await register(2)
        #expect(try await beat(2)?.released == 4)
        clock.advance(by: .seconds(700))
        try await insert(2, of: 1, from: 10)
        #expect(try await beat(2)?.released == 4)
        #expect(try await store.read { try $0.workers.list() }.count == 2)
        #expect(try await beat(2)?.released == 0)
        #expect(try await store.read { try $0.workers.list() }.count == 1)
    }

    @Test func aLeaseIsCountedFromBeforeItWasAskedFor() {
        let lease = WorkerLease(length: .seconds(15), clock: clock)
        #expect(lease.worker == nil)
        #expect(!lease.covers(nil))
        clock.advance(by: .seconds(3))
        #expect(lease.begin(id(1), since: .seconds(1)) == .seconds(16))
        #expect(lease.covers(id(1)))
        #expect(!lease.covers(id(2)))
        clock.advance(by: .seconds(12))
        #expect(lease.renew(id(1), since: .seconds(14)) == .seconds(29))
        // An answer that comes late says nothing of an earlier time.
        #expect(lease.renew(id(1), since: .seconds(10)) == .seconds(29))
        #expect(lease.renew(id(2), since: .seconds(14)) == nil)
        clock.advance(by: .seconds(14))
        #expect(lease.worker == nil)
        #expect(lease.renew(id(1), since: .seconds(28)) == nil)
        #expect(lease.end(id(1)))
        #expect(!lease.end(id(1)))
    }

    @Test func aWorkerTakesOnWhatItHasRoomFor() {
        let lease = WorkerLease(clock: clock)
        _ = lease.begin(id(1), since: .zero)
        #expect(lease.worker(for: id(5)) == nil)
        let roomy = id(5)
        lease.ask { $0 == roomy }
        #expect(lease.worker(for: id(5)) == id(1))
        #expect(lease.worker(for: id(6)) == nil)
        clock.advance(by: .seconds(15))
        #expect(lease.worker(for: id(5)) == nil)
    }
}
