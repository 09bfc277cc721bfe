import CoreLanguage
import Testing

/// What happens when steps fail.
@Suite struct MachineErrorTests {
    private static let failing = BlockStep.call("fail", to: "r")

    static let rows = [
        MachineStepTests.Row(
            "a call is tried again",
            [.call("flaky", to: "r", onError: ErrorPolicy(retry: .times(3, base: 500))), .emit(.name("r"))],
            ["0 call flaky {}", "0 call flaky {} #2 +500", "0 call flaky {} #3 +1000"], gives: 3),
        MachineStepTests.Row(
            "tried again, then ignored",
            [
                .call("flaky", to: "r", onError: ErrorPolicy(retry: .times(2), action: .ignore)), .emit(.name("r")),
            ], ["0 call flaky {}", "0 call flaky {} #2"], gives: .null),
        MachineStepTests.Row(
            "use",
            [
                .call("fail", to: "r", onError: ErrorPolicy(action: .use(.name("error")))), .emit(.name("r")),
            ], ["0 call fail {}"],
            gives: ["message": "It is broken.", "code": "BROKEN", "step": "0", "tool": "fail", "role": .null]),
        MachineStepTests.Row(
            "fallback",
            [
                .call(
                    "fail", to: "r",
                    onError: ErrorPolicy(
                        action: .fallback(ToolCall("echo".tool, input: .members(["c": .name("error.code")]))))),
                .emit(.name("r.c")),
            ], ["0 call fail {}", #"0.fallback call echo {"c":"BROKEN"}"#], gives: "BROKEN"),
        MachineStepTests.Row(
            "a computation that fails is handled too",
            [
                .bind("r", .value(1).plus(.value("a")), onError: ErrorPolicy(action: .use(.name("error.code")))),
                .emit(.name("r")),
            ], gives: "TYPE_MISMATCH"),
        MachineStepTests.Row(
            "an iteration is handled by itself",
            [
                .of(
                    .each(
                        EachLoop(
                            items: .value([1, 2]), item: "x",
                            body: Block([
                                .check(.name("x").isEqual(.value(2)), fail: .fail(.value("odd"))),
                                .bind("y", .name("x")),
                            ]))), to: "l", onError: ErrorPolicy(action: .use(.name("error.message")))),
                .emit(.name("l")),
            ], gives: ["odd", 2]),
        MachineStepTests.Row(
            "the head of a loop is not handled by its clause, but by what is around it",
            [
                .of(
                    .decide(
                        Decision(
                            cases: [], otherwise: 0,
                            branches: [
                                .init(
                                    "A",
                                    Block([
                                        .of(
                                            .each(EachLoop(items: .value(3), item: "x", body: Block([]))), to: "l",
                                            onError: ErrorPolicy(action: .use(.value("inner"))))
                                    ]))
                            ])), to: "d", onError: ErrorPolicy(action: .use(.name("error.role")))),
                .emit(.name("d")),
            ], gives: "items"),
        MachineStepTests.Row(
            "what an iteration fails with goes outwards, not to the step once more",
            [
                .of(
                    .decide(
                        Decision(
                            cases: [], otherwise: 0,
                            branches: [
                                .init(
                                    "A",
                                    Block([
                                        .of(
                                            .each(
                                                EachLoop(
                                                    items: .value([1]), item: "x", lanes: .value(1),
                                                    body: Block([.call("fail")]))),
                                            onError: ErrorPolicy(action: .fail(.value("inner"))))
                                    ]))
                            ])), to: "d", onError: ErrorPolicy(action: .use(.name("error.message")))),
                .emit(.name("d")),
            ], ["0.0.0.~0.0 call fail {}"], gives: "inner"),
        MachineStepTests.Row(
            "an iteration is tried again in a round of its own",
            [
                .of(
                    .each(EachLoop(items: .value([1]), item: "x", body: Block([.call("fail")]))), to: "l",
                    onError: ErrorPolicy(retry: .times(2, base: 100), action: .ignore)), .emit(.name("l")),
            ], ["0.~0.0 call fail {}", "0.~0.pause wait 100", "0.~0.~1.0 call fail {}"], gives: [.null]),
        MachineStepTests.Row(
            "a block is tried again in a round of the block around",
            [
                .of(
                    .repeat(RepeatLoop(condition: .times(.value(1)), body: Block([.call("fail")]))),
                    onError: ErrorPolicy(retry: .times(2, base: 100), action: .ignore)), .emit(.value(1)),
            ], ["0.~0.0 call fail {}", "~1.0.pause wait 100", "~1.0.~0.0 call fail {}"], gives: 1),
        MachineStepTests.Row(
            "a decision covers its branches",
            [
                .of(
                    .decide(Decision(cases: [], otherwise: 0, branches: [.init("A", Block([failing]))])), to: "d",
                    onError: ErrorPolicy(action: .use(.name("error.step")))), .emit(.name("d")),
            ], ["0.0.0 call fail {}"], gives: "0.0.0"),
    ]

    @Test(arguments: rows)
    func handled(_ row: MachineStepTests.Row) throws {
        var thread = TestThread(try script(row.steps))
        #expect(try thread.run() == .completed(row.result))
        #expect(thread.trace == row.trace)
    }

    @Test(arguments: [nil, Expression.value(1)])
    func whatStandsInForAnIterationStandsInOnce(_ lanes: Expression?) throws {
        let loop = EachLoop(items: .value([1]), item: "x", lanes: lanes, body: Block([.call("fail")]))
        let policy = ErrorPolicy(action: .fallback(ToolCall("fail".tool, input: .value([:]))))
        var thread = TestThread(try script([.of(.each(loop), onError: policy)], onUnhandled: .fail))
        guard case .failed(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.path.description == "0.~0.fallback")
        #expect(thread.trace == ["0.~0.0 call fail {}", "0.~0.fallback call fail {}"])
    }

    @Test func aThreadPausesAndGoesOn() throws {
        var thread = TestThread(try script([.call("fail", .value(["a": 1]), to: "r"), .emit(.name("r"))]))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(
            error == ScriptError(code: "BROKEN", message: "It is broken.", path: StepPath("0") ?? .root, tool: "fail"))
        #expect(try thread.tell(.resume(try #require(StepPath("1")), input: nil)) == .ignored)
        #expect(try thread.tell(.resume(error.path, input: ["a": 2])) == .taken)
        #expect(thread.trace == [#"0 call fail {"a":1}"#, #"0 call fail {"a":2} #2"#])
        try thread.tell(.completed(error.path, 9))
        #expect(thread.state.status == .completed(9))
    }

    @Test func aComputationIsTriedAgainFromTheBeginningOfItsStep() throws {
        var thread = TestThread(try script([.bind("a", .name("inputs.none")), .emit(.name("a"))]))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.code == "VALUE_MISSING")
        #expect(error.role == "value")
        #expect(try thread.tell(.resume(error.path, input: nil)) == .taken)
        #expect(thread.state.status == .paused(error))
    }

    @Test func theArgumentIsNamed() throws {
        var thread = TestThread(
            try script([.bind("x", .value(1)), .call("echo", .members(["a": .value(1), "b": .name("x.none")]))]))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.path.description == "1")
        #expect(error.role == "b")
    }

    @Test func aStepMayPauseTheThreadWhateverIsAround() throws {
        let inner = BlockStep.call("fail", onError: ErrorPolicy(retry: .times(2), action: .pause))
        var thread = TestThread(
            try script([
                .of(
                    .each(EachLoop(items: .value([1]), item: "x", body: Block([inner]))),
                    onError: ErrorPolicy(action: .ignore)), .emit(.value(1)),
            ]))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.path.description == "0.~0.0")
        try thread.tell(.resume(error.path, input: nil))
        try thread.tell(.completed(error.path, 1))
        #expect(thread.state.status == .completed(1))
        #expect(thread.trace == ["0.~0.0 call fail {}", "0.~0.0 call fail {} #2", "0.~0.0 call fail {} #3"])
    }

    @Test func failGivesAnErrorOfItsOwn() throws {
        var thread = TestThread(
            try script([.call("fail", onError: ErrorPolicy(action: .fail(.value("gone"))))], onUnhandled: .fail))
        guard case .failed(let error) = try thread.run() else { throw Unexpected() }
        #expect((error.code, error.message, error.path.description) == ("SCRIPT_FAILED", "gone", "0"))
    }

    @Test func whatWasDoneIsTakenBackAndTheThreadErrorRuns() throws {
        let undo = { (n: Int64) in
            ToolCall("back".tool, input: .members(["n": .value(.integer(n)), "r": .name("r\(n)")]))
        }
        var thread = TestThread(
            try script(
                [
                    .call("echo", .value(1), to: "r1", undo: undo(1)),
                    .call("echo", .value(2), to: "r2", undo: undo(2)),
                    .call("fail", undo: undo(1)),
                ],
                threadError: [
                    .call(
                        "echo", .members(["c": .name("error.code"), "s": .name("error.step"), "t": .name("thread.id")]))
                ]))
        guard case .failed(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.code == "BROKEN")
        #expect(
            thread.trace == [
                "0 call echo 1", "1 call echo 2", "2 call fail {}", #"1.undo call back {"n":2,"r":2}"#,
                #"0.undo call back {"n":1,"r":1}"#, #"error.0 call echo {"c":"BROKEN","s":"2","t":"t1"}"#,
            ])
    }

    @Test func aCompensationThatFailsIsLeftBehind() throws {
        let undo = ToolCall("fail".tool, input: .value([:]))
        var thread = TestThread(
            try script([.call("echo", undo: undo), .call("echo", undo: undo), .call("fail")], onUnhandled: .fail))
        guard case .failed = try thread.run() else { throw Unexpected() }
        #expect(thread.trace.suffix(2) == ["1.undo call fail {}", "0.undo call fail {}"])
    }

    @Test func cancelTakesBackWithoutTheThreadError() throws {
        var thread = TestThread(
            try script(
                [.call("echo", undo: ToolCall("back".tool, input: .value([:]))), .call("hang")],
                threadError: [.call("echo")]))
        #expect(try thread.run() == .waiting)
        #expect(try thread.tell(.cancel) == .taken)
        #expect(try thread.run() == .cancelled)
        #expect(thread.trace == ["0 call echo {}", "1 call hang {}", "1 cancel", "0.undo call back {}"])
        #expect(try thread.tell(.cancel) == .ignored)
        #expect(try thread.tell(.completed(try #require(StepPath("1")), 1)) == .ignored)
    }

    @Test func cancelEndsThreadsInAnyState() throws {
        var thread = TestThread(try script([.call("fail")]))
        try thread.tell(.cancel)
        #expect(thread.state.status == .cancelled)
        thread = TestThread(try script([.call("fail")]))
        _ = try thread.run()
        try thread.tell(.cancel)
        #expect(thread.state.status == .cancelled)
        thread = TestThread(try script([.call("fail")], threadError: [.call("hang")]))
        #expect(try thread.run() == .waiting)
        try thread.tell(.cancel)
        #expect(thread.state.status == .cancelled)
        #expect(thread.trace.last == "error.0 cancel")
    }

    @Test func anErrorOfTheThreadErrorLeavesTheFirst() throws {
        var thread = TestThread(try script([.call("fail")], threadError: [.bind("a", .name("error.none"))]))
        guard case .failed(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.code == "BROKEN")
    }

    @Test func theThreadErrorMayGiveAResult() throws {
        var thread = TestThread(try script([.call("fail")], threadError: [.emit(.name("error.code"))]))
        #expect(try thread.run() == .completed("BROKEN"))
    }
}
