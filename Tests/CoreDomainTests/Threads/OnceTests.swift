import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

/// Calls that must not be made twice, where no crash comes in between.
@Suite(.timeLimit(.minutes(15))) struct OnceTests {
    private func world(
        _ probe: Probe, effect: EffectClass = .once,
        _ answer: @escaping @Sendable (StepContext) async throws -> StepOutput
    ) async throws -> JobWorld {
        let jobs = try await JobWorld(natives: [
            probe.native(effect: effect, timeoutSeconds: 5) { _, context in try await answer(context) }
        ])
        try await jobs.publish(
            "test:recipe:once", steps: [call("a", [:], ["retry": ["max_attempts": 3, "backoff_seconds": 0]])],
            outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        return jobs
    }

    @Test func aFailureThatDoesNotKnowWhatWasDoneIsNotRepeated() async throws {
        let probe = Probe()
        let jobs = try await world(probe) { _ in throw CoreError(.busy, "Cut off.", retry: .sameKey) }
        let job = try await jobs.finish(try await jobs.run("test:recipe:once"))
        #expect(job["error"]?["reason"] == "BUSY")
        #expect(probe.calls.count == 1)
    }

    @Test func theSameFailureOfWhatMayBeDoneTwiceIsRepeated() async throws {
        let probe = Probe()
        let jobs = try await world(probe, effect: .idempotent) { context in
            if context.attempt < 3 { throw CoreError(.busy, "Cut off.", retry: .sameKey) }
            return StepOutput("done")
        }
        let job = try await jobs.finish(try await jobs.run("test:recipe:once"))
        #expect(job["result"]?["a"] == "done")
        #expect(probe.calls.count == 3)
    }

    @Test func aFailureWithoutEffectIsRepeatedWithAnIntentOfItsOwn() async throws {
        let probe = Probe()
        let jobs = try await world(probe) { context in
            if context.attempt < 3 { throw CoreError(.busy, "Refused.", retry: .later(after: .zero)) }
            return StepOutput("done")
        }
        let job = try await jobs.finish(try await jobs.run("test:recipe:once"))
        #expect(job["result"]?["a"] == "done")
        #expect(probe.calls.map(\.attempt) == [1, 2, 3])
        #expect(try await jobs.history().count { $0.kind == .stepIntended } == 3)
    }

    @Test func whatTookTooLongIsInDoubt() async throws {
        let probe = Probe()
        let jobs = try await world(probe) { _ in
            try await Task.sleep(for: .seconds(1_000))
            return StepOutput(1)
        }
        let id = try await jobs.run("test:recipe:once")
        try await jobs.until { probe.calls.count == 1 && jobs.world.clock.nextDeadline == .seconds(5) }
        jobs.world.clock.advance(by: .seconds(5))
        #expect(try await jobs.finish(id)["error"]?["reason"] == "STEP_IN_DOUBT")
        #expect(probe.calls.count == 1)
    }
}
