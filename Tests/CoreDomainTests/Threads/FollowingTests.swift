import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// Who follows jobs is told at once of what happens, and not only when its patience is over.
@Suite(.timeLimit(.minutes(15))) struct FollowingTests {
    private final class Log: Sendable {
        private let kinds = Mutex<[EventKind]>([])
        var all: [EventKind] { kinds.withLock { $0 } }
        func add(_ kind: EventKind) { kinds.withLock { $0.append(kind) } }
    }

    @Test func aFollowerIsToldOfEveryCommit() async throws {
        let gate = Gate()
        let jobs = try await JobWorld(natives: [
            Probe().native { _, _ in
                await gate.arriveAndWait(for: 2)
                return StepOutput(1)
            }
        ])
        let stream = try await jobs.world.dispatcher.stream(
            "jobs.watch", [:], after: nil, jobs.world.call(.bearer(jobs.token)))
        let log = Log()
        let reader = Task {
            // The clock stands still, so this patience has no end.
            while case .item(let item) = try await stream.next(patience: .seconds(1)) {
                log.add(try #require(EventKind(rawValue: item.output["event"]?.stringValue ?? "")))
            }
        }
        defer { reader.cancel() }
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:probe:call")
        try await jobs.until { log.all == [.threadCreated, .threadStarted] }
        await gate.arriveAndWait(for: 2)
        _ = try await jobs.finish(id)
        try await jobs.until { log.all.count == 4 }
        #expect(log.all == [.threadCreated, .threadStarted, .stepCompleted, .threadCompleted])
    }

    @Test func whatHappensWhileNobodyWaitsIsNotLost() async throws {
        let (changes, clock, owner) = (Changes(), ManualClock(), Identifier(high: 0, low: 1))
        let subscription = changes.subscribe(owner)
        subscription.lower()
        changes.notify(owner)
        let told = Counter()
        let waiting = Task { if try await subscription.wait(until: .seconds(1), clock) { told.add() } }
        defer { waiting.cancel() }
        for _ in 0..<2_000 where told.count == 0 { try await Task.sleep(for: .milliseconds(1)) }
        #expect(told.count == 1)
    }
}
