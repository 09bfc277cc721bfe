import CoreLanguage
import Testing

/// What takes a step back: noted where the step was done, and only there.
@Suite struct MachineUndoTests {
    private static let undo = ToolCall("back".tool, input: .members(["r": .name("r")]))
    private static let broken = ToolCall("back".tool, input: .name("r.none"))

    private func back(_ steps: [BlockStep]) throws -> [String] {
        var thread = TestThread(try script(steps + [.call("fail")], onUnhandled: .fail))
        guard case .failed = try thread.run() else { throw Unexpected() }
        return thread.trace.filter { $0.contains("undo") }
    }

    @Test func theStepItselfIsTakenBack() throws {
        let policies: [ErrorPolicy?] = [
            nil, ErrorPolicy(action: .ignore), ErrorPolicy(action: .use(.value(5))), ErrorPolicy(action: .pause),
            ErrorPolicy(retry: .times(3)), ErrorPolicy(action: .fallback(ToolCall("echo".tool, input: .value(7)))),
        ]
        for policy in policies {
            #expect(
                try back([.call("echo", .value(1), to: "r", onError: policy, undo: Self.undo)])
                    == [#"0.undo call back {"r":1}"#])
        }
    }

    @Test(arguments: [
        ErrorPolicy.Action.ignore, .use(.value(5)), .fallback(ToolCall("echo".tool, input: .value(7))),
    ])
    func whatStandsInForAStepIsNotTakenBack(_ action: ErrorPolicy.Action) throws {
        let step = BlockStep.call("fail", to: "r", onError: ErrorPolicy(action: action), undo: Self.undo)
        #expect(try back([step]).isEmpty)
    }

    @Test func argumentsThatFailAreAnErrorOfTheStep() throws {
        let policy = ErrorPolicy(retry: .times(3), action: .use(.name("error.code")))
        var thread = TestThread(
            try script([
                .call("echo", .value(1), to: "r", onError: policy, undo: Self.broken), .emit(.name("r")),
            ]))
        #expect(try thread.run() == .completed("VALUE_MISSING"))
        #expect(thread.trace == ["0 call echo 1"])
    }

    @Test func argumentsThatFailRunNoBlockAgain() throws {
        var steps = [BlockStep.call("echo", .value(1), to: "r")]
        steps = [
            BlockStep(
                action: .repeat(RepeatLoop(condition: .times(.value(1)), body: Block(steps))), binding: .init("r"),
                onError: ErrorPolicy(retry: .times(3), action: .use(.name("error.role"))), undo: Self.broken),
            .emit(.name("r")),
        ]
        var thread = TestThread(try script(steps))
        #expect(try thread.run() == .completed("undo"))
        #expect(thread.trace == ["0.~0.0 call echo 1"])
    }

    @Test(arguments: [nil, ErrorPolicy(action: .pause)])
    func aThreadThatPausesForThemDoesTheStepNoSecondTime(_ policy: ErrorPolicy?) throws {
        var thread = TestThread(
            try script([.call("echo", .value(1), to: "r", onError: policy, undo: Self.broken), .emit(.name("r"))]))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect((error.path.description, error.role) == ("0", "undo"))
        #expect(try thread.tell(.resume(error.path, input: nil)) == .taken)
        #expect(thread.state.status == .paused(error))
        #expect(thread.trace == ["0 call echo 1"])
    }

    // MARK: Streams

    private static let stream = BlockStep.call(
        "hang", to: "s", isStream: true, undo: ToolCall("back".tool, input: .value([:])))
    private let path = StepPath("0") ?? .root

    @Test func aStreamIsTakenBackWhenItsStepIsDone() throws {
        for isDone in [true, false] {
            var thread = TestThread(try script([Self.stream, .call("hang")]))
            _ = try thread.run()
            try thread.tell(.item(path, 1))
            if isDone { try thread.tell(.completed(path, .null)) }
            try thread.tell(.cancel)
            #expect(thread.trace.contains("0.undo call back {}") == isDone)
        }
    }

    @Test func aStreamThatFailsIsNotTakenBack() throws {
        var thread = TestThread(try script([Self.stream, .call("hang")]))
        _ = try thread.run()
        try thread.tell(.failed(path, ScriptError(code: "GONE", message: "")))
        try thread.tell(.cancel)
        #expect(thread.state.status == .cancelled)
    }

    // MARK: Answers that nobody read

    private static func together(_ step: BlockStep) -> BlockStep {
        .of(.together([.init("a", Block([.call("fail")])), .init("b", Block([step]))]))
    }

    @Test func anAnswerThatCameWhileTheThreadWasPausedCounts() throws {
        var thread = TestThread(try script([Self.together(.call("hang", to: "r", undo: Self.undo))]))
        guard case .paused = try thread.run() else { throw Unexpected() }
        try thread.tell(.completed(try #require(StepPath("0.~1.0")), 5))
        try thread.tell(.cancel)
        #expect(thread.trace.last == #"0.~1.0.undo call back {"r":5}"#)
        #expect(try thread.run() == .cancelled)
    }

    @Test(arguments: [false, true])
    func anAgentThatHasAnsweredWasDone(_ isDone: Bool) throws {
        let agent = BlockStep(action: .agent(.value([:]), tools: []), binding: .init("r"), undo: Self.undo)
        var thread = TestThread(try script([Self.together(agent)]))
        let answer: JSONValue = isDone ? "done" : ["tool_calls": [["name": "other"]]]
        try thread.tell(.start)
        try thread.tell(.failed(try #require(StepPath("0.~0.0")), ScriptError(code: "BROKEN", message: "")))
        try thread.tell(.completed(try #require(StepPath("0.~1.0.~0")), answer))
        try thread.tell(.cancel)
        #expect(thread.trace.contains { $0.contains("undo") && $0.contains("done") } == isDone)
    }

    @Test func aLaneThatIsGivenUpKeepsItsUndo() throws {
        let lanes = Self.together(.call("hang", to: "r", undo: Self.undo))
        let around = BlockStep.of(
            .repeat(RepeatLoop(condition: .times(.value(1)), body: Block([lanes]))),
            onError: ErrorPolicy(action: .ignore))
        var thread = TestThread(try script([around, .call("hang")]))
        try thread.tell(.start)
        // Both answers come before the first lane is told of its own.
        try thread.tell(.completed(try #require(StepPath("0.~0.0.~1.0")), 5))
        try thread.tell(.failed(try #require(StepPath("0.~0.0.~0.0")), ScriptError(code: "BROKEN", message: "")))
        try thread.tell(.cancel)
        #expect(thread.trace.contains { $0.contains(#"undo call back {"r":5}"#) })
    }
}
