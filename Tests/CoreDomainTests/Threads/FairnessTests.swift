import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

/// One account may not hold up the others, and what only waits takes no place.
@Suite struct FairnessTests {
    /// An ingredient whose calls last until the gate is opened.
    private final class Gate: Sendable {
        private let isOpen = Mutex(false)
        let probe = Probe("test:gate:wait")

        var native: NativeIngredient {
            probe.native { [self] input, _ in
                while !isOpen.withLock({ $0 }), !Task.isCancelled { try await Task.sleep(for: .milliseconds(1)) }
                return StepOutput(input)
            }
        }

        func open() { isOpen.withLock { $0 = true } }
    }

    @Test func anAccountWithManyJobsLeavesRoomForAnother() async throws {
        let gate = Gate()
        var limits = EngineLimits()
        limits.threads = 4
        limits.threadsPerOrganization = 3
        let jobs = try await JobWorld(natives: [gate.native], limits: limits)
        let (other, _) = try await jobs.world.account("b")
        try await jobs.world.engine.start()
        for _ in 0..<20 { _ = try await jobs.run("test:gate:wait") }
        try await jobs.until { gate.probe.calls.count == 3 }
        let id = try await jobs.run("scriptorium:flow:echo", ["value": 1], as: other)
        try await jobs.until {
            let job = try await jobs.world.perform(
                "jobs.get", ["job_id": .string(id)], jobs.world.call(.bearer(other)))
            return job["status"] == "completed"
        }
        #expect(gate.probe.calls.count == 3)
        gate.open()
        try await jobs.idle()
        #expect(gate.probe.calls.count == 20)
    }

    @Test func heavyThreadsWaitForEachOther() async throws {
        let gate = Gate()
        var limits = EngineLimits()
        limits.bytes = 100_000
        limits.loads = 1
        let jobs = try await JobWorld(natives: [gate.native], limits: limits)
        try await jobs.world.engine.start()
        let input: JSONValue = ["text": .string(String(repeating: "x", count: 60_000))]
        for _ in 0..<6 { _ = try await jobs.run("test:gate:wait", input) }
        try await jobs.until { gate.probe.calls.count >= 2 }
        for _ in 0..<200 { await Task.yield() }
        #expect(gate.probe.calls.count <= 3)
        gate.open()
        try await jobs.idle()
        #expect(gate.probe.calls.count == 6)
    }

    @Test func aWaitTakesNoPlace() async throws {
        var limits = EngineLimits()
        limits.threads = 1
        let jobs = try await JobWorld(limits: limits)
        try await jobs.world.engine.start()
        var waiting: [String] = []
        for _ in 0..<30 {
            waiting.append(try await jobs.run("scriptorium:flow:wait", ["milliseconds": 1_800_000, "value": 7]))
        }
        let quick = try await jobs.finish(try await jobs.run("scriptorium:flow:echo", ["value": 1]))
        #expect(quick["status"] == "completed")
        try await jobs.idle()
        #expect(try await jobs.job(waiting[29])["status"] == "processing")
        #expect(try await jobs.steps(waiting[29]).first?["status"] == "waiting")
        try await jobs.until { jobs.world.clock.nextDeadline != nil }
        jobs.world.clock.advance(by: .seconds(1_800))
        for id in waiting { #expect(try await jobs.finish(id)["result"]?["value"] == 7) }
    }

    @Test func aWaitIsPassedOnceHoweverOftenTheProgramStarts() async throws {
        let jobs = try await JobWorld()
        try await jobs.world.engine.start()
        let id = try await jobs.run("scriptorium:flow:wait", ["milliseconds": 60_000, "value": 7])
        try await jobs.until { try await jobs.steps(id).first?["status"] == "waiting" }
        try await jobs.stop()
        jobs.world.clock.advance(by: .seconds(40))
        try await jobs.world.engine.start()
        try await jobs.until { jobs.world.clock.nextDeadline != nil }
        #expect(try await jobs.job(id)["status"] == "processing")
        jobs.world.clock.advance(by: .seconds(20))
        let job = try await jobs.finish(id)
        #expect(job["result"]?["value"] == 7)
        #expect(try await jobs.steps(id).first?["duration_ms"] == 60_000)
    }

    @Test func aWaitMayTakeNoLongerThanItsStep() async throws {
        let jobs = try await JobWorld()
        try await jobs.publish(
            "test:recipe:slow",
            steps: [
                [
                    "id": "a", "ingredient": "scriptorium:flow:wait", "input": ["milliseconds": 60_000],
                    "timeout_seconds": 5, "retry": ["max_attempts": 1],
                ]
            ], outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:slow")
        try await jobs.until { try await jobs.steps(id).first?["status"] == "waiting" }
        try await jobs.until { jobs.world.clock.nextDeadline != nil }
        jobs.world.clock.advance(by: .seconds(5))
        #expect(try await jobs.finish(id)["error"]?["reason"] == "STEP_TIMED_OUT")
    }

    @Test func aJobThatWaitsCanBeCancelled() async throws {
        let jobs = try await JobWorld()
        try await jobs.world.engine.start()
        let id = try await jobs.run("scriptorium:flow:wait", ["milliseconds": 60_000])
        try await jobs.until { try await jobs.steps(id).first?["status"] == "waiting" }
        #expect(try await jobs.cancel(id)["status"] == "cancelled")
        try await jobs.idle()
        #expect(try await jobs.job(id)["status"] == "cancelled")
    }

    @Test func aJobThatWaitsExpires() async throws {
        let jobs = try await JobWorld()
        try await jobs.world.engine.start()
        let id = try await jobs.run("scriptorium:flow:wait", ["milliseconds": 86_400_000], ["ttl_seconds": 60])
        try await jobs.until { try await jobs.steps(id).first?["status"] == "waiting" }
        try await jobs.until { jobs.world.clock.nextDeadline != nil }
        jobs.world.clock.advance(by: .seconds(60))
        #expect(try await jobs.finish(id)["error"]?["reason"] == "THREAD_EXPIRED")
    }
}
