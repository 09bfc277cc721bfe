import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// How the engine stops, and what it does when the store keeps a thread from going on.
@Suite struct StoppingTests {
    @Test func aStopWaitsNoLongerThanItMay() async throws {
        let isReleased = Mutex(false)
        let probe = Probe()
        let jobs = try await JobWorld(natives: [
            probe.native { input, _ in
                // Deaf to its cancellation.
                while !isReleased.withLock({ $0 }) { await Task.yield() }
                return StepOutput(input)
            }
        ])
        defer { isReleased.withLock { $0 = true } }
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:probe:call")
        try await jobs.until { try await jobs.job(id)["status"] == "processing" }
        let stopping = jobs.beginStop()
        try await jobs.until { jobs.world.clock.nextDeadline == .seconds(10) }
        jobs.world.clock.advance(by: .seconds(10))
        try await jobs.until { stopping.count == 1 }
        #expect(try await jobs.job(id)["status"] == "processing")
    }

    @Test func whatWaitsForItsTurnIsNotBegunByAStop() async throws {
        let isReleased = Mutex(false)
        let probe = Probe()
        let jobs = try await JobWorld(natives: [
            probe.native(effect: .once, concurrency: 1) { input, _ in
                while !isReleased.withLock({ $0 }) { await Task.yield() }
                return StepOutput(input)
            }
        ])
        try await jobs.world.engine.start()
        var ids: [String] = []
        for _ in 0..<4 { ids.append(try await jobs.run("test:probe:call")) }
        try await jobs.until { probe.calls.count == 1 }
        let stopping = jobs.beginStop()
        for _ in 0..<100 { await Task.yield() }
        isReleased.withLock { $0 = true }
        try await jobs.until { stopping.count == 1 }
        #expect(probe.calls.count == 1)
        try await jobs.world.engine.start()
        for id in ids { #expect(try await jobs.finish(id)["status"] == "completed") }
        #expect(probe.calls.count == 4)
    }

    @Test func whatWaitsBesideACallThatIsWaitedForIsNotBegunEither() async throws {
        let released = Mutex<Set<String>>([])
        let probe = Probe()
        let jobs = try await JobWorld(natives: [
            probe.native(effect: .once, concurrency: 2) { input, context in
                while !released.withLock({ $0.contains(context.path) }) { await Task.yield() }
                return StepOutput(input)
            }
        ])
        defer { released.withLock { $0 = ["a", "b", "c"] } }
        try await jobs.publish(
            "test:recipe:three", steps: [call("a"), call("b"), call("c")],
            outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:three")
        try await jobs.until { probe.calls.count == 2 }
        let begun = probe.calls.map(\.path)
        let stopped = jobs.beginStop()
        try await jobs.until { jobs.world.clock.nextDeadline == .seconds(10) }
        // The slot of this one is free now, while the other one is still waited for.
        _ = released.withLock { $0.insert(begun[0]) }
        try await jobs.until { try await jobs.history().contains { $0.kind == .stepCompleted } }
        for _ in 0..<200 { await Task.yield() }
        #expect(probe.calls.count == 2)
        #expect(try await jobs.history().count { $0.kind == .stepIntended } == 2)
        released.withLock { $0 = ["a", "b", "c"] }
        try await jobs.until { stopped.count == 1 }
        try await jobs.world.engine.start()
        #expect(try await jobs.finish(id)["status"] == "completed")
        #expect(probe.calls.map(\.path).sorted() == ["a", "b", "c"])
    }

    @Test func aCallWhoseIntentIsStoredWhileTheEngineStopsIsMade() async throws {
        let probe = Probe()
        let jobs = try await JobWorld(
            natives: [probe.native(effect: .once) { _, _ in StepOutput("done") }], wrapping: { Interloper($0) })
        let interloper = try #require(jobs.world.store as? Interloper)
        let id = try await jobs.run("test:probe:call")
        let stopped = Mutex<Counter?>(nil)
        interloper.comeFirst {
            stopped.withLock { $0 = jobs.beginStop() }
            try await jobs.until { jobs.world.clock.nextDeadline == .seconds(10) }
        }
        try await jobs.world.engine.start()
        try await jobs.until { stopped.withLock { $0?.count } == 1 }
        #expect(probe.calls.count == 1)
        #expect(try await jobs.job(id)["result"] == "done")
    }

    @Test func whatAStopCutsOffIsInDoubtAndHasNotFailed() async throws {
        let (once, again) = (Probe(), Probe("test:probe:again"))
        let jobs = try await JobWorld(natives: [
            once.native(effect: .once) { _, _ in
                try await Task.sleep(for: .seconds(1_000))
                return StepOutput(1)
            },
            again.native { _, _ in
                try await Task.sleep(for: .seconds(1_000))
                return StepOutput(1)
            },
        ])
        try await jobs.publish(
            "test:recipe:pair",
            steps: [call("a"), ["id": "b", "ingredient": "test:probe:again", "input": [:]]],
            outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:pair")
        try await jobs.until { once.calls.count == 1 && again.calls.count == 1 }
        let stopped = jobs.beginStop()
        try await jobs.until { jobs.world.clock.nextDeadline == .seconds(10) }
        jobs.world.clock.advance(by: .seconds(10))
        try await jobs.until { stopped.count == 1 }
        try await jobs.idle()
        #expect(try await jobs.job(id)["status"] == "processing")
        #expect(try await jobs.history().map(\.kind) == [.threadCreated, .threadStarted, .stepIntended])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(id)
        #expect(job["error"]?["reason"] == "STEP_IN_DOUBT")
        #expect(job["error"]?["step"] == "a")
        #expect(once.calls.count == 1)
    }

    @Test func aCallThatIsCancelledBeforeItBeginsBeginsCancelled() async throws {
        let early = CancellableCall()
        early.cancel()
        #expect(try await early.run { Task.isCancelled })
        #expect(early.isCancelled)
    }

    @Test func aCallThatIsOverIsNotCancelledAfterwards() async throws {
        let late = CancellableCall()
        #expect(try await late.run { !Task.isCancelled })
        late.cancel()
        #expect(!late.isCancelled)
        #expect(!Task.isCancelled)
    }

    @Test func anAcceptanceWhoseAnswerWasLostIsCarriedOn() async throws {
        let losses = Counter()
        let jobs = try await JobWorld(wrapping: { store in
            HookedStore(
                store,
                afterWrite: {
                    if losses.takeOne() { throw CoreError(.outcomeUnknown, "The answer was lost.", retry: .sameKey) }
                })
        })
        try await jobs.world.engine.start()
        losses.add()
        let lost = await reason { try await jobs.run("scriptorium:flow:echo", ["value": 1]) }
        #expect(lost == .outcomeUnknown)
        try await jobs.until {
            let list = try await jobs.world.perform("jobs.list", [:], jobs.world.call(.bearer(jobs.token)))
            return list["jobs"]?[0]?["status"] == "completed"
        }
        #expect(losses.count == 0)
    }

    @Test func aThreadThatCannotBeReadIsLeftAloneAndEndsInItsTime() async throws {
        let jobs = try await JobWorld(natives: [
            Probe().native(cost: .fixed(Money(amount: try Amount("1")))) { _, _ in StepOutput(1) }
        ])
        let id = try await jobs.run("test:probe:call", [:], ["ttl_seconds": 3_600])
        try await jobs.damage(id)
        #expect(try await jobs.balance().pending == "1")
        try await jobs.world.engine.start()
        for pause in [1, 2, 4, 8] {
            let now = jobs.world.clock.monotonic()
            try await jobs.until { jobs.world.clock.nextDeadline == now + .seconds(pause) }
            jobs.world.clock.advance(by: .seconds(pause))
        }
        #expect(try await jobs.job(id)["status"] == "pending")
        try await jobs.until { jobs.world.clock.nextDeadline != nil }
        jobs.world.clock.advance(by: .seconds(3_600))
        #expect(try await jobs.finish(id)["error"]?["reason"] == "THREAD_EXPIRED")
        #expect(try await jobs.balance().pending == "0")
        try await jobs.idle()
    }

    @Test func stepsComeInPages() async throws {
        let jobs = try await JobWorld()
        try await jobs.publish(
            "test:recipe:many", inputs: ["items": ["type": "array"]],
            steps: [
                [
                    "id": "a", "ingredient": "scriptorium:flow:echo", "for_each": "$.inputs.items",
                    "input": ["value": ["from": "$.item"]],
                ]
            ], outputs: ["a": ["from": "$.steps.a.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:many", ["items": .array((0..<25).map { .integer($0) })])
        _ = try await jobs.finish(id)
        var (paths, cursor, pages): ([String], JSONValue, Int) = ([], .null, 0)
        repeat {
            var input: JSONObject = ["job_id": .string(id), "limit": 10]
            if cursor != .null { input["cursor"] = cursor }
            let page = try await jobs.world.perform("jobs.steps", .object(input), jobs.world.call(.bearer(jobs.token)))
            paths += page["steps"]?.arrayValue?.compactMap { $0["step"]?.stringValue } ?? []
            cursor = page["next_cursor"] ?? .null
            pages += 1
        } while cursor != .null
        #expect(Set(paths) == Set((0..<25).map { "a.~\($0)" }))
        #expect(paths.count == 25)
        #expect(pages == 3)
    }
}
