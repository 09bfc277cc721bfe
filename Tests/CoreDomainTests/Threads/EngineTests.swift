import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@Suite struct EngineTests {
    @Test func anIngredientRunsAsARecipe() async throws {
        let jobs = try await JobWorld()
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("scriptorium:flow:echo", ["value": ["a": 1]]))
        #expect(job["status"] == "completed")
        #expect(job["result"] == ["value": ["a": 1]])
        #expect(job["progress"]?.doubleValue == 1)
        #expect(job["cost"] == nil)
    }

    @Test func stepsRunInTheOrderOfTheirDependencies() async throws {
        let jobs = try await JobWorld()
        try await jobs.publish(
            "test:recipe:chain", inputs: ["x": ["type": "integer"]],
            steps: [
                echo("c", ["from": "$.steps.b.output.value"]),
                echo("a", ["from": "$.inputs.x"]),
                echo("b", ["template": "<{{steps.a.output.value}}>"]),
            ],
            outputs: ["y": ["from": "$.steps.c.output.value"]])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:recipe:chain", ["x": 7]))
        #expect(job["result"] == ["y": "<7>"])
        let steps = try await jobs.steps(job["job_id"]?.stringValue ?? "")
        #expect(steps.map { $0["step"]?.stringValue } == ["a", "b", "c"])
    }

    @Test func independentStepsRunAtOnce() async throws {
        let gate = Gate()
        let probe = Probe()
        let jobs = try await JobWorld(natives: [
            probe.native { _, context in
                await gate.arriveAndWait(for: 2)
                return StepOutput(.string(context.path))
            }
        ])
        try await jobs.publish(
            "test:recipe:pair", steps: [call("a"), call("b")],
            outputs: ["a": ["from": "$.steps.a.output"], "b": ["from": "$.steps.b.output"]])
        try await jobs.world.engine.start()
        // Would wait for ever if one began only after the other's end.
        let job = try await jobs.finish(try await jobs.run("test:recipe:pair"))
        #expect(job["result"] == ["a": "a", "b": "b"])
    }

    @Test func aStepRunsOverAListInLanes() async throws {
        let running = Mutex(0)
        let most = Mutex(0)
        let probe = Probe()
        let jobs = try await JobWorld(natives: [
            probe.native { input, _ in
                let now = running.withLock { count in
                    count += 1
                    return count
                }
                most.withLock { $0 = max($0, now) }
                for _ in 0..<20 { await Task.yield() }
                running.withLock { $0 -= 1 }
                return StepOutput(["twice": .integer((input["n"]?.int64Value ?? 0) * 2)])
            }
        ])
        try await jobs.publish(
            "test:recipe:fan", inputs: ["list": ["type": "array"]],
            steps: [
                call(
                    "fan", ["n": ["from": "item"], "at": ["from": "index"]],
                    ["for_each": "inputs.list", "max_items": 20, "concurrency": 3])
            ],
            outputs: ["all": ["from": "$.steps.fan.output"]])
        try await jobs.world.engine.start()
        let list = JSONValue.array((0..<12).map { .integer($0) })
        let job = try await jobs.finish(try await jobs.run("test:recipe:fan", ["list": list]))
        #expect(job["result"]?["all"] == .array((0..<12).map { ["twice": .integer($0 * 2)] }))
        #expect(most.withLock { $0 } <= 3)
        #expect(Set(probe.calls.map(\.path)) == Set((0..<12).map { "fan.~\($0)" }))
    }

    @Test func anEmptyListIsDoneAtOnce() async throws {
        let jobs = try await JobWorld(natives: [Probe().native { _, _ in StepOutput(1) }])
        try await jobs.publish(
            "test:recipe:fan", inputs: ["list": ["type": "array"]],
            steps: [call("fan", [:], ["for_each": "inputs.list"])], outputs: ["all": ["from": "$.steps.fan.output"]])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:recipe:fan", ["list": []]))
        #expect(job["result"] == ["all": []])
    }

    @Test func aListThatIsTooLongFailsTheStep() async throws {
        let jobs = try await JobWorld(natives: [Probe().native { _, _ in StepOutput(1) }])
        try await jobs.publish(
            "test:recipe:fan", inputs: ["list": ["type": "array"]],
            steps: [call("fan", [:], ["for_each": "inputs.list", "max_items": 2])],
            outputs: ["all": ["from": "$.steps.fan.output"]])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:recipe:fan", ["list": [1, 2, 3]]))
        #expect(job["status"] == "failed")
        #expect(job["error"]?["step"] == "fan")
        #expect(job["error_message"]?.stringValue?.contains("which are 2") == true)
    }

    @Test func aStepWhoseConditionIsFalseIsSkipped() async throws {
        let probe = Probe()
        let jobs = try await JobWorld(natives: [probe.native { _, _ in StepOutput("done") }])
        try await jobs.publish(
            "test:recipe:maybe", inputs: ["go": ["type": "boolean"]],
            steps: [call("a", [:], ["when": "inputs.go"]), echo("b", ["from": "$.steps.a.output"])],
            outputs: ["b": ["from": "$.steps.b.output.value"], "status": ["from": "$.steps.a.status"]])
        try await jobs.world.engine.start()
        let skipped = try await jobs.finish(try await jobs.run("test:recipe:maybe", ["go": false]))
        #expect(skipped["result"] == ["b": nil, "status": "skipped"])
        #expect(probe.calls.isEmpty)
        let done = try await jobs.finish(try await jobs.run("test:recipe:maybe", ["go": true]))
        #expect(done["result"] == ["b": "done", "status": "completed"])
    }

    @Test(
        arguments: [
            ("skip", JSONValue.null), (["default": "instead"], "instead"),
        ] as [(JSONValue, JSONValue)])
    func aFailureMayBeHandled(_ handling: JSONValue, _ expected: JSONValue) async throws {
        let jobs = try await JobWorld(natives: [
            Probe().native { _, _ in throw CoreError(.stepFailed, "It broke.") }
        ])
        try await jobs.publish(
            "test:recipe:careful", steps: [call("a", [:], ["on_error": handling])],
            outputs: ["a": ["from": "$.steps.a.output"], "status": ["from": "$.steps.a.status"]])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:recipe:careful"))
        #expect(job["status"] == "completed")
        #expect(job["result"] == ["a": expected, "status": "failed"])
    }

    @Test func anIngredientsLimitHoldsAcrossJobs() async throws {
        let running = Mutex(0)
        let most = Mutex(0)
        let jobs = try await JobWorld(natives: [
            Probe().native(concurrency: 2) { _, _ in
                let now = running.withLock { count in
                    count += 1
                    return count
                }
                most.withLock { $0 = max($0, now) }
                for _ in 0..<20 { await Task.yield() }
                running.withLock { $0 -= 1 }
                return StepOutput(1)
            }
        ])
        try await jobs.world.engine.start()
        var ids: [String] = []
        for _ in 0..<12 { ids.append(try await jobs.run("test:probe:call")) }
        for id in ids { #expect(try await jobs.finish(id)["status"] == "completed") }
        #expect(most.withLock { $0 } == 2)
    }

    @Test func theInputOfAStepIsHeldAgainstItsSchema() async throws {
        let jobs = try await JobWorld()
        try await jobs.publish(
            "test:recipe:wrong", inputs: ["ms": ["type": "string"]],
            steps: [
                ["id": "w", "ingredient": "scriptorium:flow:wait", "input": ["milliseconds": ["from": "inputs.ms"]]]
            ],
            outputs: ["w": ["from": "$.steps.w.output"]])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:recipe:wrong", ["ms": "soon"]))
        #expect(job["status"] == "failed")
        #expect(job["error"]?["reason"] == "INPUT_INVALID")
        #expect(job["error"]?["step"] == "w")
    }

    @Test func anOutputThatIsTooLargeFailsTheStep() async throws {
        let jobs = try await JobWorld(natives: [
            Probe().native { _, _ in StepOutput(.string(String(repeating: "x", count: 9 * 1_024 * 1_024))) }
        ])
        try await jobs.world.engine.start()
        let job = try await jobs.finish(try await jobs.run("test:probe:call"))
        #expect(job["error"]?["reason"] == "PAYLOAD_TOO_LARGE")
    }
}

/// A step that echoes a value.
func echo(_ id: String, _ value: JSONValue) -> JSONValue {
    ["id": .string(id), "ingredient": "scriptorium:flow:echo", "input": ["value": value]]
}

/// A step that calls the probe.
func call(_ id: String, _ input: JSONValue = [:], _ more: JSONObject = [:]) -> JSONValue {
    var step: JSONObject = ["id": .string(id), "ingredient": "test:probe:call", "input": input]
    for (name, value) in more { step[name] = value }
    return .object(step)
}

/// Lets tasks wait until so many of them have come.
actor Gate {
    private var count = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func arriveAndWait(for expected: Int) async {
        count += 1
        if count >= expected {
            for continuation in waiting { continuation.resume() }
            waiting = []
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }
}
