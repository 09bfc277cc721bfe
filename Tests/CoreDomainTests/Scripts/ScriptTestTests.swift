import CoreDomain
import CoreLanguage
import Testing

@Suite("Scripts that are tried")
struct ScriptTestTests {
    private static let source = """
        script "Pay"
        version "1.0.0"
        input
          amount : number
        output
          paid : number
        import tools
          http_request from native
          fetch_url from native
        do "Look" with fetch_url
          url = "https://shop.example/price"
          -> price
        do "Pay" with http_request
          url = "https://shop.example/pay"
          method = "POST"
          -> receipt
        wait 2s
        emit
          paid = amount
        """
    private static let world: JSONValue = [
        "effects": [
            ["tool": "fetch_url", "returns": ["text": "5"], "takes_ms": 10],
            ["tool": "http_request", "returns": ["status": 201], "takes_ms": 20],
        ]
    ]

    private func tried(_ cases: [JSONValue], crashes: Bool = false) async throws -> JSONValue {
        let world = try await World()
        let token = try await world.makeAccount()
        return try await world.ask(
            token, "scripts.test",
            ["source": .string(Self.source), "cases": .array(cases), "crash_everywhere": .bool(crashes)])
    }

    @Test func sayWhichCaseCameOutOtherwiseAndWhere() async throws {
        let report = try await tried([
            ["name": "plain", "input": ["amount": 5], "world": Self.world],
            ["name": "wrong", "input": ["amount": 5], "world": Self.world, "outcome": ["result": ["paid": 6]]],
            ["name": "nobody answers", "input": ["amount": 5]],
            [
                "name": "input", "world": Self.world,
                "outcome": ["status": "failed", "error": ["code": "INPUT_INVALID"]],
            ],
        ])
        let cases = try #require(report["cases"]?.arrayValue)
        #expect(report["passed"] == false)
        #expect(cases.map { $0["passed"] } == [true, false, false, true])
        #expect(cases[1]["message"] == "/result/paid: expected 6, found 5.")
        #expect(cases[2]["outcome"]?["status"] == "unanswered" && cases[2]["outcome"]?["error"]?["rule"] != nil)
    }

    @Test func aKillAfterEachWriteNamesTheCallsInDoubt() async throws {
        let report = try await tried([["input": ["amount": 5], "world": Self.world]], crashes: true)
        let crashes = try #require(report["cases"]?.arrayValue?.first?["outcome"]?["crashes"])
        // The beginning, two calls and the wait.
        #expect(report["passed"] == true && crashes["writes"] == 4 && crashes["differs_at"] == nil)
        let calls = crashes["calls"]?.arrayValue ?? []
        #expect(calls.map { $0["name"] } == ["fetch_url", "http_request"])
        #expect(calls.map { $0["writes"] } == [1, 1] && calls.map { $0["line"] } == [10, 13])
        #expect(calls.first?["then"] == "again")
    }

    @Test func errorsOfTheSourceAreToldAndNothingRuns() async throws {
        let world = try await World()
        let token = try await world.makeAccount()
        let report = try await world.ask(
            token, "scripts.test", ["source": "script", "cases": [["world": Self.world]]])
        #expect(report["passed"] == false && report["cases"] == [] && report["check"]?["is_valid"] == false)
        let input: JSONValue = ["source": .string(Self.source), "cases": [["world": ["effects": [["tool": 1]]]]]]
        let refused = await #expect(throws: CoreError.self) { try await world.ask(token, "scripts.test", input) }
        #expect(
            refused?.reason == .inputInvalid && "\(String(describing: refused))".contains("/cases/0/world/effects/0"))
    }

    // MARK: Drafts

    private static let echo = """
        script "Echo"
        version "1.0.0"
        input
          value : text
        output
          value : text
        import tools
          probe from native
        do "Ask" with probe
          value = value
          -> said
        emit
          value = to_text(said)
        """

    @Test func aDraftIsRehearsedWithMocksAndAClock() async throws {
        let threads = try await ThreadWorld(tools: [ToolProbe().tool { input, _ in input["value"] ?? .null }])
        try await threads.save("echo", Self.echo)
        let mocks: JSONValue = [
            ["tool": "native:probe", "failure": ["details": [["reason": "BUSY"]], "message": "Not now."], "times": 1],
            ["tool": "probe", "output": "hi"],
        ]
        var tested = try await threads.ask(
            "scripts.draft.test", ["name": "echo", "input": ["value": "a"], "mocks": mocks, "crash_everywhere": true])
        #expect(tested["thread_id"] == nil)
        #expect(tested["outcome"]?["status"] == "paused" && tested["outcome"]?["error"]?["code"] == "BUSY")
        tested = try await threads.ask(
            "scripts.draft.test",
            [
                "name": "echo", "input": ["value": "a"], "virtual_now": "2030-01-01T00:00:00Z",
                "world": ["effects": [["tool": "probe", "returns": "there"]]],
            ])
        #expect(tested["outcome"]?["result"] == ["value": "there"])
        let refused = await #expect(throws: CoreError.self) {
            try await threads.ask("scripts.draft.test", ["name": "echo", "world": ["effect": []]])
        }
        #expect(refused?.reason == .inputInvalid)
    }

    @Test func aDraftRunsAsAThreadAndIsNotPublished() async throws {
        let threads = try await ThreadWorld(tools: [ToolProbe().tool { input, _ in input["value"] ?? .null }])
        try await threads.save("echo", Self.echo)
        let tested = try await threads.ask("scripts.draft.test", ["name": "echo", "input": ["value": "a"]])
        let id = try #require(tested["thread_id"]?.stringValue)
        #expect(try await threads.output(id) != .null)
        #expect(try await threads.ask("scripts.get", ["name": "echo"])["script"]?["status"] == "draft")
        try await threads.save("broken", "script \"x\"\nversion \"1.0.0\"\nlet a = nothing_here\n")
        let broken = try await threads.ask("scripts.draft.test", ["name": "broken"])
        #expect(broken["thread_id"] == nil && broken["outcome"] == nil)
        #expect(broken["diagnostics"]?.arrayValue?.isEmpty == false)
    }
}
