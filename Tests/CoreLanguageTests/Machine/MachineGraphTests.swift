import Testing

@testable import CoreLanguage

/// Graphs of recipes on the machine.
@Suite struct MachineGraphTests {
    static func step(
        _ id: String, after: [String] = [], when: Expression? = nil, each: ForEach? = nil, call: String = "echo",
        _ input: Expression = .value([:]), retry: RetryPolicy = .never, onError: FailureAction = .fail,
        timeout: Int64? = nil
    ) -> GraphStep {
        GraphStep(
            id: id, dependsOn: after, condition: when, forEach: each,
            body: IngredientCall(ingredient: call, version: "1.0.0", input: input), retry: retry,
            timeoutMilliseconds: timeout, onError: onError)
    }

    static func program(
        _ steps: [GraphStep], result: Expression, onUnhandled: Program.UnhandledError = .fail
    ) -> Program {
        Program(
            kind: .recipe, name: "test", version: "1.0.0", onUnhandled: onUnhandled, inputSchema: true,
            outputSchema: true, body: .graph(steps), result: result)
    }

    private static func thread(
        _ steps: [GraphStep], result: Expression = .value(.null), onUnhandled: Program.UnhandledError = .fail,
        inputs: JSONValue = [:], limits: MachineLimits = MachineLimits()
    ) throws -> TestThread {
        let program = try Program(decoding: program(steps, result: result, onUnhandled: onUnhandled).encode())
        return TestThread(try MachineCode(program), inputs: inputs, limits: limits)
    }

    @Test func stepsBeginWhenWhatTheyWaitForHasEnded() throws {
        var thread = try Self.thread(
            [
                Self.step(
                    "last", after: ["b", "c"], .members(["b": .name("steps.b.output"), "c": .name("steps.c.status")])),
                Self.step("c", after: ["a"]), Self.step("b", after: ["a"], .name("steps.a.output")),
                Self.step("a", .name("inputs")), Self.step("free"),
            ], result: .name("steps.last.output"), inputs: ["x": 1])
        try thread.tell(.start)
        #expect(thread.trace == [#"a ingredient echo@1.0.0 {"x":1}"#, "free ingredient echo@1.0.0 {}"])
        try thread.tell(.completed(StepPath.root.appending(step: "a"), 7))
        #expect(thread.trace.suffix(2) == ["c ingredient echo@1.0.0 {}", "b ingredient echo@1.0.0 7"])
        #expect(try thread.run() == .completed(["b": 7, "c": "completed"]))
        #expect(thread.trace.last == #"last ingredient echo@1.0.0 {"b":7,"c":"completed"}"#)
        #expect(thread.trace.count == 5)
    }

    @Test func aFalseConditionSkips() throws {
        var thread = try Self.thread(
            [
                Self.step("a", when: .value(false)), Self.step("b", after: ["a"], .name("steps.a")),
                Self.step("c", after: ["a"], when: .name("steps.a.status").isEqual(.value("skipped"))),
            ], result: .members(["b": .name("steps.b.output"), "c": .name("steps.c.status")]))
        #expect(
            try thread.run() == .completed(["b": ["output": .null, "status": "skipped"], "c": "completed"]))
        #expect(thread.trace.count == 2)
    }

    @Test func whatEndsAtOnceIsFollowedInTheWrittenOrder() throws {
        var thread = try Self.thread([
            Self.step("c", after: ["b"]), Self.step("d", after: ["a"]), Self.step("a", when: .value(false)),
            Self.step("b", when: .value(false)),
        ])
        try thread.tell(.start)
        #expect(thread.open.map(\.path.description) == ["c", "d"])
    }

    /// What is read does not depend on what happens to have ended.
    @Test func stepsReadOnlyWhatTheyWaitFor() throws {
        let before = [Self.step("free"), Self.step("a", .value(5)), Self.step("b", after: ["a"])]
        var thread = try Self.thread(before + [Self.step("c", after: ["b"], .name("steps.a.output"))])
        #expect(try thread.run() == .completed(.null))
        #expect(thread.trace.last == "c ingredient echo@1.0.0 5")
        thread = try Self.thread(before + [Self.step("c", after: ["b"], .name("steps.free.output"))])
        guard case .failed(let error) = try thread.run() else { return #expect(Bool(false)) }
        #expect(error.code == "VALUE_MISSING")
        #expect(error.path.description == "c")
    }

    @Test func itemsRunSideBySide() throws {
        var thread = try Self.thread(
            [
                Self.step(
                    "fan", each: ForEach(items: .name("inputs.list"), lanesMax: 2),
                    .members(["x": .name("item"), "i": .name("index")])),
                Self.step("none", each: ForEach(items: .value([]))),
            ], result: .members(["fan": .name("steps.fan"), "none": .name("steps.none.output")]),
            inputs: ["list": ["a", "b", "c"]])
        try thread.tell(.start)
        #expect(
            thread.trace == [
                #"fan.~0 ingredient echo@1.0.0 {"x":"a","i":0}"#, #"fan.~1 ingredient echo@1.0.0 {"x":"b","i":1}"#,
            ])
        let paths = thread.open.map(\.path)
        try thread.tell(.completed(paths[1], "B"))
        #expect(thread.trace.last?.hasPrefix("fan.~2 ") == true)
        try thread.tell(.completed(thread.open[1].path, "C"))
        try thread.tell(.completed(paths[0], "A"))
        #expect(
            thread.state.status
                == .completed(["fan": ["output": ["A", "B", "C"], "status": "completed"], "none": []]))
    }

    @Test func whatFailsIsTriedAgainAndReplaced() throws {
        let retry = RetryPolicy.times(3, base: 10)
        var thread = try Self.thread(
            [
                Self.step("flaky", call: "flaky", retry: retry),
                Self.step("skip", call: "fail", retry: .times(2), onError: .skip, timeout: 77),
                Self.step(
                    "fan", each: ForEach(items: .value([1, 2])), call: "fail",
                    onError: .substitute(.members(["i": .name("index"), "f": .name("steps.flaky.output")]))),
                Self.step(
                    "late", after: ["flaky"], each: ForEach(items: .value([1])), call: "fail",
                    onError: .substitute(.name("steps.flaky.output"))),
            ],
            result: .members(["flaky": .name("steps.flaky"), "skip": .name("steps.skip"), "late": .name("steps.late")]))
        // `fan` reads a step that it does not wait for.
        guard case .failed(let error) = try thread.run() else { return #expect(Bool(false)) }
        #expect(error.code == "VALUE_MISSING")
        #expect(error.path.description == "fan.~0")
        #expect(error.role == "on_error")
        var fine = try Self.thread(
            [
                Self.step("flaky", call: "flaky", retry: retry),
                Self.step("skip", call: "fail", retry: .times(2), onError: .skip, timeout: 77),
                Self.step(
                    "late", after: ["flaky"], each: ForEach(items: .value([1])), call: "fail",
                    onError: .substitute(.name("steps.flaky.output"))),
            ],
            result: .members(["flaky": .name("steps.flaky"), "skip": .name("steps.skip"), "late": .name("steps.late")]))
        #expect(
            try fine.run()
                == .completed([
                    "flaky": ["output": 3, "status": "completed"], "skip": ["output": .null, "status": "failed"],
                    "late": ["output": [3], "status": "failed"],
                ]))
        #expect(fine.trace.contains("flaky ingredient flaky@1.0.0 {} #3 +20"))
        #expect(fine.trace.filter { $0.hasPrefix("skip") }.count == 2)
    }

    @Test func unhandledErrorsFailOrPause() throws {
        let steps = [Self.step("a", call: "fail"), Self.step("b", call: "hang")]
        var thread = try Self.thread(steps)
        guard case .failed(let error) = try thread.run() else { return #expect(Bool(false)) }
        #expect(
            error
                == ScriptError(
                    code: "BROKEN", message: "It is broken.", path: StepPath.root.appending(step: "a"), tool: "fail"))
        #expect(thread.trace.last == "b cancel")
        var paused = try Self.thread(steps, onUnhandled: .pause)
        guard case .paused = try paused.run() else { return #expect(Bool(false)) }
        try paused.tell(.resume(StepPath.root.appending(step: "a"), input: ["n": 1]))
        try paused.tell(.completed(StepPath.root.appending(step: "a"), 1))
        try paused.tell(.completed(StepPath.root.appending(step: "b"), 1))
        #expect(paused.state.status == .completed(.null))
    }

    @Test func listsHaveTheirBounds() throws {
        for (items, code) in [(JSONValue.array([1, 2, 3]), "VALUE_LIMIT"), (.string("x"), "TYPE_MISMATCH")] {
            var thread = try Self.thread([
                Self.step("a", each: ForEach(items: .value(items), itemsMax: 2), onError: .skip)
            ])
            guard case .failed(let error) = try thread.run() else { return #expect(Bool(false)) }
            #expect(error.code == code)
            #expect(error.role == "for_each")
            #expect(error.path.description == "a")
        }
        var fits = try Self.thread([Self.step("a", each: ForEach(items: .value([1, 2]), itemsMax: 2))])
        #expect(try fits.run() == .completed(.null))
    }

    @Test func whatIsNoGraphIsRefused() {
        let wrong: [[GraphStep]] = [
            [Self.step("a"), Self.step("a")], [Self.step("a", after: ["b"])],
            [Self.step("a", after: ["b"]), Self.step("b", after: ["a"])], [Self.step("a", .name("steps"))],
            (0...Node.graphStepsMax).map { Self.step("s\($0)") },
        ]
        for steps in wrong {
            #expect(throws: ProgramError.self) { try MachineCode(Self.program(steps, result: .value(1))) }
        }
    }

    /// The largest graphs: each step for itself with all its lanes, and each waiting for all before.
    @Test func largeGraphsRun() throws {
        let wide = (0..<1_000).map {
            Self.step("s\($0)", each: ForEach(items: .value(.array(Array(repeating: 1, count: 20))), lanesMax: 20))
        }
        let dense = (0..<1_000).map { number in
            Self.step("s\(number)", after: (0..<number).map { "s\($0)" }, when: .value(.bool(number % 2 == 0)))
        }
        for steps in [wide, dense] {
            var rehearsal = Rehearsal(
                Self.program(steps, result: .name("steps.s999.status")),
                world: try RehearsalWorld(decoding: ["effects": [["ingredient": "echo", "returns": 1, "takes_ms": 1]]]))
            rehearsal.limits.effects = 1_000_000
            let outcome = rehearsal.run(inputs: [:])
            #expect(outcome.status == .completed)
            #expect(outcome.trace.count == (steps[0].forEach == nil ? 500 : 20_000))
            #expect(outcome.elapsedMilliseconds == (steps[0].forEach == nil ? 500 : 1))
        }
    }
}
