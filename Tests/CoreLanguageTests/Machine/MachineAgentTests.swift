import CoreLanguage
import Testing

/// Models that work with tools.
@Suite struct MachineAgentTests {
    private static func agent(_ input: Expression = .members(["task": .value("go")]), onError: ErrorPolicy? = nil)
        -> [BlockStep]
    {
        [.of(.agent(input, tools: ["echo".tool, "fail".tool]), to: "a", onError: onError), .emit(.name("a"))]
    }

    private static func calls(_ names: String...) -> JSONValue {
        ["text": "so", "tool_calls": .array(names.map { ["id": "i", "name": .string($0), "input": ["q": 1]] })]
    }

    @Test func toolsAreCalledUntilThereIsAText() throws {
        var thread = TestThread(try script(Self.agent()))
        let status = try thread.run { effect in
            guard case .model = effect.kind else { return TestThread.answer(effect) }
            return .completed(
                effect.path, effect.path.description == "0.~0" ? Self.calls("echo", "echo") : ["text": "done"])
        }
        let call: JSONValue = ["id": "i", "name": "echo", "input": ["q": 1], "output": ["q": 1]]
        #expect(
            status
                == .completed(["text": "done", "iterations": 2, "tool_calls": [call, call], "exhausted": false]))
        let tools = #"[{"name":"echo","source":"native"},{"name":"fail","source":"native"}]"#
        #expect(
            thread.trace == [
                #"0.~0 model llm {"task":"go","tools":\#(tools),"iteration":0,"history":[]}"#,
                #"0.~0.0 call echo {"q":1}"#, #"0.~0.1 call echo {"q":1}"#,
                #"0.~1 model llm {"task":"go","tools":\#(tools),"iteration":1,"history":[{"text":"so","tool_calls":[\#(call),\#(call)]}]}"#,
            ])
    }

    @Test func aTextAloneIsAResult() throws {
        for answer in ["done", ["text": "done"], ["text": "done", "tool_calls": []]] as [JSONValue] {
            var thread = TestThread(try script(Self.agent()))
            let status = try thread.run { .completed($0.path, answer) }
            #expect(
                status == .completed(["text": "done", "iterations": 1, "tool_calls": [], "exhausted": false]))
        }
    }

    @Test func aTypeThatIsAskedForGivesAValue() throws {
        let input = Expression.members(["task": .value("go"), "type": .value([:]), "max_iterations": .value(1)])
        let answers: [(JSONValue, JSONValue)] = [(["text": "3", "value": 3], 3), (Self.calls("echo"), .null)]
        for (answer, value) in answers {
            var thread = TestThread(try script(Self.agent(input)))
            let status = try thread.run { effect in
                guard case .model = effect.kind else { return TestThread.answer(effect) }
                return .completed(effect.path, answer)
            }
            guard case .completed(let result) = status else { throw Unexpected() }
            #expect(result["value"] == value && result["exhausted"] == .bool(value.isNull))
        }
    }

    @Test func theModelLearnsOfToolsThatFailAndThatThereAreNot() throws {
        var thread = TestThread(try script(Self.agent(onError: ErrorPolicy(retry: .times(2)))))
        let status = try thread.run { effect in
            guard case .model = effect.kind else { return TestThread.answer(effect) }
            return .completed(effect.path, effect.path.description == "0.~0" ? Self.calls("fail", "other") : "done")
        }
        guard case .completed(let result) = status, let calls = result["tool_calls"] else { throw Unexpected() }
        #expect(calls[0]?["output"] == ["error": ["code": "BROKEN", "message": "It is broken."]])
        #expect(calls[1]?["output"]?["error"]?["code"] == "TOOL_UNKNOWN")
        #expect(thread.trace[1...2] == [#"0.~0.0 call fail {"q":1}"#, #"0.~0.0 call fail {"q":1} #2"#])
    }

    @Test func itIsExhaustedAfterSoManyIterations() throws {
        var thread = TestThread(try script(Self.agent(.members(["max_iterations": .value(2)]))))
        let status = try thread.run { effect in
            if case .model = effect.kind {
                .completed(effect.path, Self.calls("echo"))
            } else {
                TestThread.answer(effect)
            }
        }
        guard case .completed(let result) = status else { throw Unexpected() }
        #expect(result["exhausted"] == true)
        #expect(result["iterations"] == 2)
        #expect(result["text"] == "so")
        #expect(thread.trace.count == 4)
    }

    @Test func aModelThatFailsPausesTheThreadAndIsCalledAgain() throws {
        var thread = TestThread(try script(Self.agent()))
        _ = try thread.run { effect in
            effect.path.description == "0.~0"
                ? .completed(effect.path, Self.calls("echo"))
                : effect.path.description == "0.~1"
                    ? .failed(effect.path, ScriptError(code: "DOWN", message: "")) : TestThread.answer(effect)
        }
        guard case .paused(let error) = thread.state.status else { throw Unexpected() }
        #expect(error.path.description == "0.~1")
        try thread.tell(.resume(error.path, input: nil))
        #expect(thread.trace.last?.hasSuffix("#2") == true)
        try thread.tell(.completed(error.path, "done"))
        guard case .completed(let result) = thread.state.status else { throw Unexpected() }
        #expect(result["iterations"] == 2)
    }

    @Test(arguments: [5, .null, true, [:], ["tool_calls": "nonsense"], ["text": 5], ["text": .null]] as [JSONValue])
    func anAnswerThatIsNoneIsAnError(_ answer: JSONValue) throws {
        var thread = TestThread(try script(Self.agent()))
        guard case .paused(let error) = try thread.run({ .completed($0.path, answer) }) else { throw Unexpected() }
        #expect(error.code == "MODEL_ANSWER_INVALID")
        try thread.tell(.resume(error.path, input: nil))
        #expect(thread.trace.last?.hasSuffix("#2") == true)
        try thread.tell(.completed(try #require(StepPath("0.~0")), "done"))
        guard case .completed(let result) = thread.state.status else { throw Unexpected() }
        #expect(result["text"] == "done")
    }

    @Test(arguments: [0, -1, 1_001] as [Int64])
    func iterationsAreBounded(_ count: Int64) throws {
        var thread = TestThread(try script(Self.agent(.members(["max_iterations": .value(.integer(count))]))))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.code == "ARGUMENT_INVALID")
        #expect(error.role == "max_iterations")
    }
}
