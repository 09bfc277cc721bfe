import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

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
        let stopping = Task { await jobs.world.engine.stop() }
        try await jobs.until { jobs.world.clock.nextDeadline == .seconds(10) }
        jobs.world.clock.advance(by: .seconds(10))
        await stopping.value
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
        let stopping = Task { await jobs.world.engine.stop() }
        for _ in 0..<100 { await Task.yield() }
        isReleased.withLock { $0 = true }
        await stopping.value
        #expect(probe.calls.count == 1)
        try await jobs.world.engine.start()
        for id in ids { #expect(try await jobs.finish(id)["status"] == "completed") }
        #expect(probe.calls.count == 4)
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
        let thread = try #require(Identifier(id))
        let organization = jobs.organization
        try await jobs.world.memory.write { tx in
            let number = try tx.events.reserve(1, in: organization)
            let event = Event(
                organization: organization, organizationSequence: number, thread: thread, sequence: 2, at: tx.now,
                kind: .stepCompleted, path: "call", body: [:])
            try tx.events.append([JournalEntry(event, payload: [0xff])])
            var status = try #require(try tx.threads.status(thread))
            status.sequence = 2
            _ = try tx.threads.update(thread, from: 1, to: status)
        }
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
