import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// What agents think with, and decisions, checks and plans as the machine of scripts takes them.
@Suite struct AgentToolTests {
    private static let tools: JSONValue = [
        ["name": "grep", "source": "native"], ["name": "mystery", "source": "mcp"],
        ["name": "grep", "source": "cloud"],
    ]

    @Test func theModelIsToldItsToolsAndWhatCameOfThem() async throws {
        let world = try ModelWorld(.init(.text("Ten years.")))
        let turn: JSONValue = [
            "text": "I look.",
            "tool_calls": [
                ["id": "a", "name": "grep", "input": ["pattern": "x"], "output": ["matches": []]],
                ["id": nil, "name": "mystery", "input": [:], "output": "words"],
            ],
        ]
        let output = try await world.call(
            "llm", ["task": "Find", "tools": Self.tools, "iteration": 1, "history": [turn]]
        ).output
        #expect(output["text"] == "Ten years.")
        #expect(output["tool_calls"] == nil)
        let request = try #require(world.chats.first)
        #expect(request.tools.map(\.name) == ["grep", "mystery"])
        #expect(request.tools[0].inputSchema["required"] == ["pattern"])
        #expect(request.tools[1].inputSchema == ["type": "object"])
        #expect(
            request.messages == [
                .user("Find"),
                .assistant(
                    "I look.",
                    calls: [
                        ChatToolCall(id: "a", name: "grep", input: ["pattern": "x"]),
                        ChatToolCall(id: "call_0_1", name: "mystery", input: [:]),
                    ]), .tool(id: "a", "{\"matches\":[]}"), .tool(id: "call_0_1", "words"),
            ])
    }

    @Test func callsHaveIdsOfTheirOwn() async throws {
        let calls = ["x", "", "x"].map { ChatToolCall(id: $0, name: "grep", input: ["p": 1]) }
        let world = try ModelWorld(.init(.chat(ChatAnswer(text: nil, calls: calls, finishReason: "tool_calls"))))
        let output = try await world.call(
            "llm", ["task": "Find", "tools": Self.tools, "iteration": 2, "history": []]
        ).output
        #expect(output["text"] == .null)
        #expect(output["tool_calls"]?.arrayValue?.map { $0["id"] } == ["x", "call_2_1", "call_2_2"])
        #expect(output["tool_calls"]?[0]?["input"] == ["p": 1])
    }

    @Test func anAgentGivesAValueOfAType() async throws {
        let world = try ModelWorld(.init(.text("{\"value\": \"no\"}"), times: 1), .init(.text("{\"value\": 3}")))
        let output = try await world.call(
            "llm",
            ["task": "Count", "tools": Self.tools, "iteration": 0, "history": [], "type": ["type": "integer"]]
        ).output
        #expect(output["value"] == 3)
        #expect(world.chats.allSatisfy { $0.form == nil && $0.tools.count == 2 })
        #expect(world.chats[0].texts[0].contains("JSON Schema"))
    }

    @Test func scriptsUseThem() async throws {
        let source = """
            output
              answer : text
              count : integer
              lane : text
              fine : boolean

            import tools
              echo from native

            agent "Find" with llm
              task = "Find it"
              tools = [echo]
              -> finding

            do "Count" with llm
              prompt = "How many?"
              type = integer
              -> counted

            decide "Which" with llm
              when "It is large" -> "Large"
              otherwise -> "Small"
              -> lane
            "Large":
              let a = 1
            "Small":
              let a = 2

            check ask llm "Is it fine?"

            emit
              answer = finding.text
              count = counted.value
              lane = lane
              fine = true
            """
        let call = ChatToolCall(id: "1", name: "echo", input: ["value": "deep"])
        let world = try ModelWorld(
            .init(.chat(ChatAnswer(text: nil, calls: [call])), contains: "Find it", times: 1),
            .init(.text("Found"), contains: "Find it"), .init(.text("many"), contains: "How many?", times: 1),
            .init(.json(["value": 7]), contains: "How many?"), .init(.text("perhaps"), contains: "Which", times: 1),
            .init(.json(["branch": "Large"]), contains: "Which"), .init(.text("Yes."), contains: "fine"))
        let status = try await run(source, world)
        #expect(status == .completed(["answer": "Found", "count": 7, "lane": "Large", "fine": true]))
        #expect(world.chats[1].texts.last == "deep")
    }

    private func run(_ source: String, _ world: ModelWorld) async throws -> MachineStatus {
        let compilation = ScriptCompiler.compile(SourceText(source), isStrict: true)
        #expect(compilation.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        let code = try MachineCode(try #require(compilation.program))
        var state = code.start(inputs: [:])
        var advance = code.advance(&state, .start)
        var waiting = advance.effects
        while !waiting.isEmpty {
            let effect = waiting.removeFirst()
            switch effect.kind {
            case .model(let name):
                let output = try await world.call(name, effect.input).output
                advance = code.advance(&state, .completed(effect.path, output))
            case .call: advance = code.advance(&state, .completed(effect.path, effect.input["value"] ?? .null))
            default: throw ModelWorld.NoTool()
            }
            waiting += advance.effects
        }
        return advance.status
    }
}
