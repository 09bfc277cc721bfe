import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// How long a thread is left alone that the store keeps from going on.
@Suite(.timeLimit(.minutes(15))) struct PauseTests {
    @Test func thePausesDoubleUpToALongestOne() async throws {
        let jobs = try await JobWorld()
        let id = try await jobs.run("scriptorium:flow:echo", ["value": 1], ["ttl_seconds": 86_400])
        try await jobs.damage(id)
        try await jobs.world.engine.start()
        for pause in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            let now = jobs.world.clock.monotonic()
            try await jobs.until { jobs.world.clock.nextDeadline == now + .seconds(pause) }
            jobs.world.clock.advance(by: .seconds(pause))
        }
        #expect(try await jobs.job(id)["status"] == "pending")
    }

    @Test func theyBeginAnewOnceTheThreadWasCarriedOn() async throws {
        let losses = Counter()
        let jobs = try await JobWorld(wrapping: { store in
            HookedStore(
                store,
                afterWrite: {
                    if losses.takeOne() { throw CoreError(.outcomeUnknown, "The answer was lost.", retry: .sameKey) }
                })
        })
        let id = try await jobs.run("scriptorium:flow:wait", ["milliseconds": 60_000, "value": 7])
        let clock = jobs.world.clock
        for (deadline, pause) in [(0, 1), (60, 1)] {
            losses.add()
            if deadline == 0 { try await jobs.world.engine.start() }
            clock.advance(by: .seconds(deadline) - clock.monotonic())
            try await jobs.until { clock.nextDeadline == .seconds(deadline + pause) }
            clock.advance(by: .seconds(pause))
            if deadline == 0 { try await jobs.until { clock.nextDeadline == .seconds(60) } }
        }
        #expect(losses.count == 0)
        #expect(try await jobs.finish(id)["result"]?["value"] == 7)
    }
}
