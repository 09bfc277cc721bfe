import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// What the run that takes over knows of the one before: nothing but the journal.
@Suite(.timeLimit(.minutes(15))) struct TakingOverTests {
    /// Opened once; until then calls that wait for it last for ever.
    private final class Door: Sendable {
        private let state = Mutex(false)
        var isOpen: Bool { state.withLock { $0 } }
        func open() { state.withLock { $0 = true } }
        func wait() async throws {
            while !isOpen { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test func lanesThatWereDoneAreNeitherRunNorChargedAgain() async throws {
        let (probe, door) = (Probe(), Door())
        let jobs = try await JobWorld(natives: [
            probe.native(cost: try BillingTests.fixed("0.01")) { _, context in
                if context.path == "fan.~149" { try await door.wait() }
                return StepOutput(1)
            }
        ])
        // More lanes than events of a journal are read at once.
        try await jobs.publish(
            "test:recipe:fan", inputs: ["list": ["type": "array"]],
            steps: [call("fan", [:], ["for_each": "inputs.list", "max_items": 200])],
            outputs: ["all": ["from": "$.steps.fan.output"]])
        try await jobs.world.engine.start()
        let list = JSONValue.array(Array(repeating: 1, count: 150))
        let id = try await jobs.run("test:recipe:fan", ["list": list])
        try await jobs.until {
            let done = try await jobs.history().count { $0.kind == .stepCompleted }
            return done == 149 && probe.calls.count == 150
        }
        try await jobs.stop()
        door.open()
        try await jobs.world.engine.start()
        let job = try await jobs.finish(id)
        #expect(job["result"]?["all"]?.arrayValue?.count == 150)
        #expect(job["cost"]?["amount"] == "1.5")
        #expect(probe.calls.count == 151)
        #expect(try await jobs.balance() == ("8.5", "0"))
        try await expectBalanced(jobs)
    }

    @Test func attemptsAreCountedAndWaitedForAcrossAStart() async throws {
        let probe = Probe()
        let jobs = try await JobWorld(natives: [
            probe.native { _, _ in throw CoreError(.busy, "Never.", retry: .later(after: .zero)) }
        ])
        try await jobs.publish(
            "test:recipe:stubborn",
            steps: [call("a", [:], ["retry": ["max_attempts": 2, "backoff_seconds": 60]])],
            outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:stubborn")
        try await jobs.until { try await jobs.steps(id).first?["status"] == "waiting" }
        try await jobs.stop()
        jobs.world.clock.advance(by: .seconds(50))
        try await jobs.world.engine.start()
        try await jobs.until { jobs.world.clock.nextDeadline == .seconds(60) }
        try await jobs.idle()
        #expect(probe.calls.count == 1)
        jobs.world.clock.advance(by: .seconds(10))
        #expect(try await jobs.finish(id)["error"]?["reason"] == "BUSY")
        #expect(probe.calls.map(\.attempt) == [1, 2])
    }

    @Test func aWaitBesideACallDoesNotKeepTheCallFromBeingMadeAgain() async throws {
        let (probe, door) = (Probe(), Door())
        let jobs = try await JobWorld(natives: [
            probe.native { _, _ in
                try await door.wait()
                return StepOutput("done")
            }
        ])
        try await jobs.publish(
            "test:recipe:beside",
            steps: [
                ["id": "w", "ingredient": "scriptorium:flow:wait", "input": ["milliseconds": 600_000]], call("a"),
            ], outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:beside")
        try await jobs.until {
            let steps = try await jobs.steps(id)
            return steps.first?["status"] == "waiting" && probe.calls.count == 1
        }
        try await jobs.stop()
        door.open()
        try await jobs.world.engine.start()
        try await jobs.until { try await jobs.job(id)["steps_done"] == 1 }
        #expect(probe.calls.count == 2)
        #expect(try await jobs.job(id)["status"] == "processing")
    }

    @Test func aStartFindsEveryThreadHoweverManyRest() async throws {
        let jobs = try await JobWorld()
        let organization = jobs.organization
        let now = jobs.world.clock.now()
        try await jobs.world.memory.write { tx in
            for number in 1...1_000 as ClosedRange<UInt64> {
                var status = ThreadStatus.accepted(at: now, held: nil, steps: 1)
                status.wakeAt = now.adding(.seconds(3_600))
                try tx.threads.insert(
                    Thread(
                        id: Identifier(high: 0, low: number), organization: organization, principal: organization,
                        kind: .recipe, program: ProgramReference(digest: [], name: "test:recipe:none", version: "1"),
                        createdAt: now, expiresAt: now.adding(.seconds(7_200)), reference: nil, status: status))
            }
        }
        let id = try await jobs.run("scriptorium:flow:echo", ["value": 1])
        try await jobs.world.engine.start()
        #expect(try await jobs.finish(id)["status"] == "completed")
    }

    @Test func aStartTakesUpWhatTheStopBeforeCouldNotEnd() async throws {
        let (probe, door, cancellations) = (Probe(), Door(), Counter())
        let jobs = try await JobWorld(natives: [
            probe.native { input, _ in
                // Its cancellation tells that its run has stopped; it goes on all the same.
                while !Task.isCancelled, !door.isOpen { await Task.yield() }
                cancellations.add()
                while !door.isOpen { await Task.yield() }
                return StepOutput(input)
            }
        ])
        defer { door.open() }
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:probe:call")
        try await jobs.until { probe.calls.count == 1 }
        let stopped = jobs.beginStop()
        try await jobs.until { cancellations.count == 1 && jobs.world.clock.nextDeadline == .seconds(10) }
        jobs.world.clock.advance(by: .seconds(10))
        try await jobs.until { stopped.count == 1 }
        try await jobs.world.engine.start()
        door.open()
        #expect(try await jobs.finish(id)["status"] == "completed")
        #expect(probe.calls.count == 2)
    }

    @Test func aRetryBesideACallIsWaitedForAcrossAStart() async throws {
        let (probe, door) = (Probe(), Door())
        let jobs = try await JobWorld(natives: [
            probe.native { _, context in
                if context.path == "a" { throw CoreError(.busy, "Never.", retry: .later(after: .zero)) }
                try await door.wait()
                return StepOutput("done")
            }
        ])
        try await jobs.publish(
            "test:recipe:beside",
            steps: [call("a", [:], ["retry": ["max_attempts": 2, "backoff_seconds": 60]]), call("b")],
            outputs: ["b": ["from": "$.steps.b.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:beside")
        try await jobs.until {
            let kinds = try await jobs.history().map(\.kind)
            return kinds.contains(.stepRetrying) && probe.calls.count == 2
        }
        try await jobs.stop()
        try await jobs.world.engine.start()
        try await jobs.until { probe.calls.count == 3 }
        door.open()
        try await jobs.until { try await jobs.job(id)["steps_done"] == 1 }
        try await jobs.idle()
        #expect(probe.calls.map(\.path).sorted() == ["a", "b", "b"])
        jobs.world.clock.advance(by: .seconds(60))
        #expect(try await jobs.finish(id)["error"]?["step"] == "a")
        #expect(probe.calls.count == 4)
    }

    @Test func everyEventHasItsPlaceInBothOrders() async throws {
        let jobs = try await JobWorld(natives: [
            Probe().native(effect: .once) { _, context in
                if context.attempt == 1 { throw CoreError(.busy, "Later.", retry: .later(after: .zero)) }
                return StepOutput(1)
            }
        ])
        try await jobs.publish(
            "test:recipe:busy",
            steps: [
                call("a", [:], ["retry": ["max_attempts": 2, "backoff_seconds": 0]]), echo("b", 1), echo("c", 2),
            ], outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        var ids: [String] = []
        for _ in 0..<5 { ids.append(try await jobs.run("test:recipe:busy")) }
        ids.append(try await jobs.run("scriptorium:flow:wait", ["milliseconds": 60_000]))
        for id in ids.dropLast() { #expect(try await jobs.finish(id)["status"] == "completed") }
        _ = try await jobs.cancel(ids[5])
        let events = try await jobs.history()
        #expect(events.map(\.organizationSequence) == Array(1...Int64(events.count)))
        for id in ids {
            let own = events.filter { $0.thread == Identifier(id) }
            #expect(own.map(\.sequence) == Array(1...Int64(own.count)))
        }
        #expect(events.count { $0.thread == Identifier(ids[0]) } == 9)
    }
}
