import CoreDomain
import CoreLanguage
import HostMCP
import Synchronization
import Testing

/// Scripts as tools of MCP: what clients see of scripts and threads.
struct MCPServiceTests {
    @Test(arguments: ["2025-11-25", "2025-06-18", "2024-11-05"]) func theVersionAskedForIsSpoken(_ version: String)
        async
    {
        let world = ServiceWorld()
        await world.ask("initialize", ["protocolVersion": .string(version), "capabilities": [:]])
        let answer = await world.next()
        #expect(answer["result"]?["protocolVersion"]?.stringValue == version)
        #expect(answer["result"]?["capabilities"]?["tools"] != nil)
    }

    @Test func anUnknownVersionGetsTheNewestInstead() async {
        let world = ServiceWorld()
        await world.ask("initialize", ["protocolVersion": "2030-01-01"])
        #expect(await world.next()["result"]?["protocolVersion"] == "2025-11-25")
    }

    @Test func publishedScriptsAreTools() async {
        let world = ServiceWorld()
        world.offerGreeting()
        await world.ask("tools/list")
        let result = await world.next()["result"]
        #expect(result?["tools"]?.arrayValue?.count == 1)
        let tool = result?["tools"]?[0]
        #expect(tool?["name"] == "greeting")
        #expect(tool?["description"] == "Says hello.")
        #expect(tool?["inputSchema"]?["properties"]?["name"]?["type"] == "string")
        #expect(tool?["outputSchema"]?["properties"]?["greeting"] != nil)
        #expect(result?["nextCursor"] == "more")
    }

    @Test func aCallIsAThreadToItsEnd() async {
        let world = ServiceWorld()
        world.offerGreeting()
        world.backend.stream([
            ["seq": 1, "status_changed": ["to": "running"]],
            ["seq": 2, "yielded": ["value": "half way"]],
        ])
        world.thread(["status": "completed"])
        world.backend.answer("threads.result", ["output": ["greeting": "Hello, Ada"]])
        await world.ask(
            "tools/call",
            ["name": "greeting", "arguments": ["name": "Ada"], "_meta": ["progressToken": "p"]], id: "c")
        let progress = await world.next()
        #expect(progress["method"] == "notifications/progress")
        #expect(progress["params"] == ["progressToken": "p", "progress": 1, "message": "half way"])
        let answer = await world.next()
        #expect(answer["id"] == "c")
        #expect(answer["result"]?["isError"] == false)
        #expect(answer["result"]?["structuredContent"] == ["greeting": "Hello, Ada"])
        #expect(answer["result"]?["content"]?[0]?["text"] == "{\"greeting\":\"Hello, Ada\"}")
        let begun = world.backend.inputs(of: "threads.create").first
        #expect(begun?["script_name"] == "greeting")
        #expect(begun?["input"] == ["name": "Ada"])
    }

    @Test func aThreadThatFailsIsAnError() async {
        let world = ServiceWorld()
        world.offerGreeting()
        world.thread(["status": "failed", "error": "no more", "failure": ["reason": "STEP_FAILED"]])
        world.backend.stream([["seq": 1, "status_changed": ["to": "failed"]]])
        await world.ask("tools/call", ["name": "greeting"])
        let result = await world.next()["result"]
        #expect(result?["isError"] == true)
        #expect(result?["content"]?[0]?["text"] == "The thread thr_1 is failed. STEP_FAILED: no more")
        #expect(result?["structuredContent"]?["thread_id"] == "thr_1")
    }

    @Test func aQuestionIsToldToWhoeverCannotBeAsked() async {
        let world = ServiceWorld()
        world.offerGreeting()
        world.thread(Self.asking)
        world.backend.stream([["seq": 1, "status_changed": ["to": "paused"]]])
        await world.ask("tools/call", ["name": "greeting"])
        let result = await world.next()["result"]
        #expect(result?["isError"] == true)
        #expect(result?["structuredContent"]?["pause_reason"] == "ask")
        #expect(result?["structuredContent"]?["pending_asks"]?[0]?["prompt"] == "Which one?")
    }

    private static let asking: JSONObject = [
        "status": "paused", "pause_reason": "ask",
        "pending_asks": [
            ["step_path": "3", "prompt": "Which one?", "type": "text", "options": ["red", "blue"]]
        ],
    ]

    @Test func aQuestionIsAskedWhereThatIsPossible() async {
        let world = ServiceWorld()
        world.offerGreeting()
        world.thread(Self.asking)
        world.thread(["status": "completed"])
        world.backend.answer("threads.resume", [:])
        world.backend.answer("threads.result", ["output": [:]])
        world.backend.stream([["seq": 1, "status_changed": ["to": "paused"]]])
        world.backend.stream([["seq": 2, "status_changed": ["to": "completed"]]])
        await world.ask("initialize", ["protocolVersion": "2025-11-25", "capabilities": ["elicitation": [:]]])
        _ = await world.next()
        await world.ask("tools/call", ["name": "greeting"], id: 7)
        let question = await world.next()
        #expect(question["method"] == "elicitation/create")
        #expect(question["params"]?["message"] == "Which one?")
        #expect(
            question["params"]?["requestedSchema"]?["properties"]?["answer"]?["enum"] == ["red", "blue"])
        await world.send([
            "jsonrpc": "2.0", "id": question["id"] ?? .null,
            "result": ["action": "accept", "content": ["answer": "red"]],
        ])
        #expect(await world.next()["id"] == 7)
        let resumed = world.backend.inputs(of: "threads.resume").first
        #expect(resumed == ["thread_id": "thr_1", "step_path": "3", "step_input_override": "red"])
    }

    @Test func aCallThatIsCancelledCancelsItsThread() async throws {
        let world = ServiceWorld()
        world.offerGreeting()
        world.backend.state.withLock { $0.staysOpen = true }
        world.backend.answer("threads.cancel", [:])
        await world.ask("tools/call", ["name": "greeting"], id: 5)
        while world.backend.inputs(of: "threads.watch").isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        await world.send([
            "jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": 5],
        ])
        while world.backend.inputs(of: "threads.cancel").isEmpty { try await Task.sleep(for: .milliseconds(2)) }
        #expect(world.backend.inputs(of: "threads.cancel") == [["thread_id": "thr_1"]])
        // Whoever cancelled is not answered: the next thing said is the answer to the next request.
        await world.ask("ping", id: 6)
        #expect(await world.next() == ["jsonrpc": "2.0", "id": 6, "result": [:]])
    }

    @Test func aRefusedCallTellsTheReason() async {
        let world = ServiceWorld()
        world.backend.refuse("threads.create", CoreError(.inputInvalid, "No name."))
        await world.ask("tools/call", ["name": "greeting"])
        let result = await world.next()["result"]
        #expect(result?["isError"] == true)
        #expect(result?["content"]?[0]?["text"] == "INPUT_INVALID: No name.")
    }

    @Test func aScriptThatIsNotThereIsAnErrorOfTheProtocol() async {
        let world = ServiceWorld()
        await world.ask("tools/call", ["name": "nothing"])
        #expect(await world.next()["error"]?["code"] == -32602)
    }

    @Test(arguments: [
        ("{", -32700), ("[]", -32600), ("{\"jsonrpc\":\"2.0\",\"id\":1}", -32600),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"nothing/here\"}", -32601),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{}}", -32602),
    ]) func whatIsNoMessageIsRefused(_ text: String, _ code: Int64) async {
        let world = ServiceWorld()
        await world.send(text)
        #expect(await world.next()["error"]?["code"] == .integer(code))
    }

    @Test func linesAreMessagesAndTooLongOnesAreSkipped() {
        var reader = LineReader()
        #expect(reader.lines(in: Array("{}\r\n\n{\"a\"".utf8)) == [Array("{}\r".utf8)])
        #expect(reader.lines(in: Array(":1}\n".utf8)) == [Array("{\"a\":1}".utf8)])
        #expect(reader.lines(in: [UInt8](repeating: 0x20, count: LineReader.bytesMax + 1)).isEmpty)
        #expect(reader.lines(in: Array("\n{}\n".utf8)) == [nil, Array("{}".utf8)])
    }
}
