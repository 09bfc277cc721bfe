import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@Suite struct RetryTests {
    @Test func aFailureThatMayPassIsTriedAgainAfterAWait() async throws {
        let probe = Probe()
        let jobs = try await JobWorld(natives: [
            probe.native { _, context in
                if context.attempt < 3 { throw CoreError(.busy, "Later.", retry: .later(after: .zero)) }
                return StepOutput("done")
            }
        ])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:probe:call")
        for (attempt, wait) in [(1, 15), (2, 30)] {
            try await jobs.until {
                let step = try await jobs.steps(id).first
                return step?["status"] == "waiting" && step?["attempt"] == .integer(Int64(attempt))
            }
            jobs.world.clock.advance(by: .seconds(wait) - .milliseconds(1))
            for _ in 0..<100 { await Task.yield() }
            #expect(probe.calls.count == attempt)
            jobs.world.clock.advance(by: .milliseconds(1))
            try await jobs.until { probe.calls.count == attempt + 1 }
        }
        let job = try await jobs.finish(id)
        #expect(job["result"] == "done")
        #expect(probe.calls.map(\.attempt) == [1, 2, 3])
        #expect(Set(probe.calls.map(\.idempotencyKey)) == ["\(id)/call"])
    }

    @Test func aFailureThatRemainsEndsTheJob() async throws {
        let probe = Probe()
        let jobs = try await JobWorld(natives: [
            probe.native(cost: .fixed(Money(amount: try Amount("1")))) { _, _ in
                throw CoreError(.busy, "Never.", retry: .later(after: .zero))
            }
        ])
        try await jobs.publish(
            "test:recipe:stubborn",
            steps: [call("a", [:], ["retry": ["max_attempts": 2, "backoff_seconds": 1]])],
            outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:stubborn")
        try await jobs.until { try await jobs.steps(id).first?["status"] == "waiting" }
        jobs.world.clock.advance(by: .seconds(1))
        let job = try await jobs.finish(id)
        #expect(job["status"] == "failed")
        #expect(job["error"] == ["reason": "BUSY", "message": "Never.", "step": "a"])
        #expect(probe.calls.count == 2)
        #expect(try await jobs.balance() == ("10", "0"))
    }

    @Test func aFailureForGoodIsNotTriedAgain() async throws {
        let probe = Probe()
        let jobs = try await JobWorld(natives: [
            probe.native { _, _ in throw CoreError(.inputInvalid, "No.") }
        ])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:probe:call"))
        #expect(job["status"] == "failed")
        #expect(probe.calls.count == 1)
    }

    @Test func aStrangerErrorTellsNothingOfItself() async throws {
        struct Stranger: Error { let secret = "hunter2" }
        let jobs = try await JobWorld(natives: [Probe().native { _, _ in throw Stranger() }])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:probe:call"))
        #expect(job["error"]?["reason"] == "INTERNAL")
        #expect(job.serializedString().contains("hunter2") == false)
    }

    @Test func aStepThatTakesTooLongIsCutOff() async throws {
        let probe = Probe()
        let clock = Mutex<(any Clock)?>(nil)
        let jobs = try await JobWorld(natives: [
            probe.native(timeoutSeconds: 5) { _, _ in
                let clock = clock.withLock { $0 }
                try await clock?.sleep(until: .seconds(1_000_000))
                return StepOutput(1)
            }
        ])
        clock.withLock { $0 = jobs.world.clock }
        try await jobs.publish(
            "test:recipe:slow", steps: [call("a", [:], ["retry": ["max_attempts": 1]])],
            outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:slow")
        try await jobs.until { probe.calls.count == 1 && jobs.world.clock.nextDeadline == .seconds(5) }
        jobs.world.clock.advance(by: .seconds(5))
        let job = try await jobs.finish(id)
        #expect(job["error"]?["reason"] == "STEP_TIMED_OUT")
    }

    @Test func aJobThatTakesTooLongExpiresAndCostsNothing() async throws {
        let probe = Probe()
        let price = CostModel.fixed(Money(amount: try Amount("2")))
        let jobs = try await JobWorld(natives: [
            probe.native(cost: price) { input, _ in
                if input["wait"]?.boolValue == true { try await Task.sleep(for: .seconds(1_000)) }
                return StepOutput(1)
            }
        ])
        try await jobs.publish(
            "test:recipe:slow",
            steps: [call("a"), call("b", ["wait": true, "after": ["from": "$.steps.a.output"]])],
            outputs: ["b": ["from": "$.steps.b.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:slow", [:], ["ttl_seconds": 60])
        try await jobs.until { probe.calls.count == 2 }
        #expect(try await jobs.balance() == ("6", "2"))
        jobs.world.clock.advance(by: .seconds(60))
        let job = try await jobs.finish(id)
        #expect(job["status"] == "failed")
        #expect(job["error"]?["reason"] == "THREAD_EXPIRED")
        #expect(try await jobs.balance() == ("10", "0"))
        try await jobs.idle()
    }
}
