import CoreLanguage
import Testing

/// Every kind of step: the effects it gives, and what comes of it.
@Suite struct MachineStepTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let steps: [BlockStep]
        var trace: [String] = []
        let result: JSONValue

        init(_ name: String, _ steps: [BlockStep], _ trace: [String] = [], gives result: JSONValue) {
            testDescription = name
            self.steps = steps
            self.trace = trace
            self.result = result
        }
    }

    static let rows = [
        Row("let", [.bind("a", .value(1).plus(.value(2))), .emit(.name("a"))], gives: 3),
        Row("inputs", [.emit(.name("inputs.x"))], gives: 7),
        Row("thread", [.emit(.name("thread.id"))], gives: "t1"),
        Row(
            "do", [.call("echo", .members(["a": .name("inputs.x")]), to: "r", label: "Echo"), .emit(.name("r.a"))],
            [#"0 call echo {"a":7}"#], gives: 7),
        Row(
            "do with a model", [.call("model/llm", .value(["q": 1]), to: "r"), .emit(.name("r"))],
            [#"0 model llm {"q":1}"#], gives: ["q": 1]),
        Row(
            "yield and send",
            [
                .of(.yield(.members(["n": .value(1)]))),
                .of(.send(name: .value("paid"), to: .value("t2"), payload: .value(["n": 2]))),
                .of(.send(name: .value("all"), to: nil, payload: .value(.null))), .emit(.value("done")),
            ], [#"0 yield {"n":1}"#, #"1 send paid to t2 {"n":2}"#, "2 send all"], gives: "done"),
        Row(
            "ask", [.of(.ask(.members(["prompt": .value("Go?")])), to: "a"), .emit(.name("a.value"))],
            [#"0 ask {"prompt":"Go?"}"#], gives: "yes"),
        Row(
            "wait",
            [
                .of(.wait(.duration(milliseconds: .value(1_500)))),
                .of(.wait(.until(.value("2030-01-01T00:00:00Z"))), to: "w"), .emit(.name("w")),
            ], ["0 wait 1500", "1 until 2030-01-01T00:00:00Z"], gives: .null),
        Row(
            "run and plan",
            [
                .of(.plan(.members(["task": .value("x")]), tools: []), to: "p"),
                .of(.run(.plan(.name("p")), input: .value(["a": 1])), to: "r"),
                .of(.run(.script("other"), input: .value([:])), to: "s"),
                .emit(.array([.name("r.ran"), .name("s.ran")])),
            ], [#"0 plan {"task":"x"}"#, #"1 run plan "a plan" {"a":1}"#, "2 run other {}"], gives: ["a plan", "other"]),
        Row("the result without emit", [.bind("a", .value(5))], gives: .null),
        Row("emit ends the thread", [.emit(.value(1)), .call("echo")], gives: 1),
    ]

    @Test(arguments: rows)
    func step(_ row: Row) throws {
        var thread = TestThread(try script(row.steps), inputs: ["x": 7])
        #expect(try thread.run() == .completed(row.result))
        #expect(thread.trace == row.trace)
    }

    @Test func resultIsTakenFromTheOutermostBindings() throws {
        var thread = TestThread(
            try script([.bind("a", .value(5))], result: .name("a").plus(.name("inputs.x"))), inputs: ["x": 2])
        #expect(try thread.run() == .completed(7))
    }

    @Test func defaultsAndTheEnvironmentAreRead() throws {
        var program = Program(
            kind: .script, name: "x", version: "1.0.0", onUnhandled: .pause, inputSchema: true,
            inputDefaults: ["b": 2], outputSchema: true,
            body: .block(
                Block([
                    .emit(
                        .array([
                            .name("inputs.a"), .name("inputs.b"), .environment("URL", fallback: nil),
                            .environment("NONE", fallback: .value("x")),
                        ]))
                ])), result: .value(.null))
        var thread = TestThread(try MachineCode(program), inputs: ["a": 1], environment: ["URL": "u"])
        #expect(try thread.run() == .completed([1, 2, "u", "x"]))
        program.body = .block(Block([.emit(.environment("NONE", fallback: nil))]))
        thread = TestThread(try MachineCode(program))
        guard case .paused(let error) = try thread.run() else { throw Unexpected() }
        #expect(error.code == "VALUE_MISSING")
    }

    @Test func eventsAreFilteredAndMayComeLate() throws {
        let filter = Expression.lambda(["e"], .name("e.id").isEqual(.name("wanted")))
        var thread = TestThread(
            try script([
                .bind("wanted", .value(2)),
                .of(
                    .wait(.event(name: .value("paid"), filter: filter, timeoutMilliseconds: .value(5_000))), to: "e",
                    onError: ErrorPolicy(action: .use(.name("error.code")))),
                .emit(.name("e")),
            ]))
        #expect(try thread.run() == .waiting)
        #expect(thread.trace == ["1 event paid 5000"])
        let path = try #require(StepPath("1"))
        // What no journal tells leaves nothing.
        let before = thread.state.bytes(programDigest: [])
        #expect(try thread.tell(.event(path, ["id": 1])) == .declined)
        #expect(thread.state.bytes(programDigest: []) == before)
        #expect(try thread.tell(.completed(path, ["id": 2])) == .declined)
        #expect(try thread.tell(.event(path, ["id": 2])) == .taken)
        #expect(thread.state.status == .completed(["id": 2]))
        #expect(try thread.tell(.event(path, ["id": 2])) == .ignored)
    }

    @Test func anEventThatDoesNotComeIsAnError() throws {
        var thread = TestThread(
            try script([
                .of(
                    .wait(.event(name: .value("paid"), filter: nil, timeoutMilliseconds: .value(5))), to: "e",
                    onError: ErrorPolicy(action: .use(.name("error.code")))),
                .emit(.name("e")),
            ]))
        _ = try thread.run()
        try thread.tell(.fired(try #require(StepPath("0"))))
        #expect(thread.state.status == .completed("WAIT_TIMEOUT"))
    }

    @Test func whatWasToldAlreadyIsIgnored() throws {
        var thread = TestThread(try script([.call("echo"), .call("hang"), .emit(.value(1))]))
        _ = try thread.run()
        let first = try #require(StepPath("0"))
        #expect(try thread.tell(.completed(first, 5)) == .ignored)
        #expect(try thread.tell(.failed(first, ScriptError(code: "X", message: ""))) == .ignored)
        #expect(try thread.tell(.start) == .ignored)
        #expect(try thread.tell(.proceed) == .ignored)
        #expect(try thread.tell(.fired(try #require(StepPath("1")))) == .declined)
        #expect(try thread.tell(.item(try #require(StepPath("1")), 1)) == .declined)
        #expect(try thread.tell(.resume(first, input: nil)) == .ignored)
        #expect(thread.state.status == .waiting)
    }
}

/// What a test did not expect.
struct Unexpected: Error {}
