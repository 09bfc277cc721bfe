import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// What a caller, an ingredient or a store may do to a job, and what it must not come to.
@Suite struct HardshipTests {
    @Test func aValueTooDeepToBeReadAgainFailsTheStepAndNothingElse() async throws {
        let jobs = try await JobWorld(natives: [
            Probe().native { input, _ in
                var value = input["x"] ?? .null
                for _ in 0..<400 { value = [value] }
                return StepOutput(value)
            }
        ])
        try await jobs.publish(
            "test:recipe:deep",
            steps: [call("a", ["x": 1]), call("b", ["x": ["from": "$.steps.a.output"]])],
            outputs: ["b": ["from": "$.steps.b.output"]])
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:recipe:deep")
        let job = try await jobs.finish(id)
        #expect(job["error"]?["reason"] == "PAYLOAD_TOO_LARGE")
        #expect(job["error"]?["step"] == "b")
        #expect(try await jobs.steps(id).count == 2)
    }

    @Test func aLongComplaintOfAnIngredientIsCut() async throws {
        let jobs = try await JobWorld(natives: [
            Probe().native { _, _ in throw CoreError(.stepFailed, String(repeating: "x", count: 2_000_000)) }
        ])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:probe:call"))
        #expect(job["error_message"]?.stringValue?.count == 4_096)
        _ = try await jobs.world.perform("jobs.list", [:], jobs.world.call(.bearer(jobs.token)))
    }

    @Test func anAtomicStepThatIsRefusedLeavesNoEffect() async throws {
        let atomic = NativeIngredient(
            IngredientDefinition(
                id: "test:probe:note", version: "1.0.0", kind: .atomic, handler: "test:probe:note", effect: .atomic),
            .transaction { _, _, tx in
                try tx.settings.set("test.note", [1])
                return StepOutput(.string(String(repeating: "x", count: 9 * 1_024 * 1_024)))
            })
        let jobs = try await JobWorld(natives: [atomic])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:probe:note"))
        #expect(job["error"]?["reason"] == "PAYLOAD_TOO_LARGE")
        #expect(try await jobs.world.store.read { try $0.settings.value("test.note") } == nil)
    }

    @Test func aJobWhoseTimeIsOverMakesNoMoreCalls() async throws {
        let probe = Probe()
        let jobs = try await JobWorld(natives: [probe.native { _, _ in StepOutput(1) }])
        let id = try await jobs.run("test:probe:call", [:], ["ttl_seconds": 10])
        jobs.world.clock.advance(by: .seconds(3_600))
        try await jobs.world.engine.start()
        #expect(try await jobs.finish(id)["error"]?["reason"] == "THREAD_EXPIRED")
        try await jobs.idle()
        #expect(probe.calls.isEmpty)
    }

    @Test func whatWasDoneOnceIsKeptWhenTheStoreRefusesForAWhile() async throws {
        let probe = Probe()
        let refusals = Counter()
        let jobs = try await JobWorld(
            natives: [
                probe.native(effect: .once) { _, _ in
                    for _ in 0..<3 { refusals.add() }
                    return StepOutput("done")
                }
            ],
            wrapping: { store in
                HookedStore(store) {
                    guard refusals.takeOne() else { return }
                    throw CoreError(.databaseFull, "The disk is full.", retry: .later(after: .zero))
                }
            })
        try await jobs.world.engine.start()
        let id = try await jobs.run("test:probe:call")
        for left in [2, 1, 0] {
            try await jobs.until { !probe.calls.isEmpty && refusals.count == left && jobs.world.clock.sleeperCount > 1 }
            jobs.world.clock.advance(by: .seconds(1))
        }
        let job = try await jobs.finish(id)
        #expect(job["result"] == "done")
        #expect(probe.calls.count == 1)
    }

    @Test func aStreamThatWasCancelledGivesNothingMore() async throws {
        let jobs = try await JobWorld()
        try await jobs.world.engine.start()
        for number in 0..<20 {
            _ = try await jobs.finish(try await jobs.run("scriptorium:flow:echo", ["value": .integer(Int64(number))]))
        }
        let stream = try await jobs.world.dispatcher.stream(
            "jobs.watch", ["after": 0], after: nil, jobs.world.call(.bearer(jobs.token)))
        let reader = Task {
            while !Task.isCancelled { await Task.yield() }
            return await reason { try await stream.next(patience: .seconds(1)) }
        }
        reader.cancel()
        #expect(await reader.value == .cancelled)
    }
}
