import CoreDomain
import CoreLanguage
import Testing

@testable import Providers

@Suite struct OpenAIChatTests {
    static let answer: JSONValue = [
        "id": "x", "object": "chat.completion", "unknown": [1, 2],
        "choices": [["index": 0, "message": ["role": "assistant", "content": "Hello"], "finish_reason": "stop"]],
        "usage": ["prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15],
    ]

    @Test func aTextIsAskedForAndRead() async throws {
        let world = try ProviderWorld(.json(Self.answer))
        let answer = try await world.chat()
        #expect(answer == ChatAnswer(text: "Hello", usage: ModelUsage(inputTokens: 12, outputTokens: 3)))
        let request = try #require(world.transport.requests.first)
        #expect(request.method == "POST")
        #expect(request.url == "https://models.example/v1/chat/completions")
        #expect(request.header("authorization") == "Bearer \(ProviderWorld.key)")
        #expect(
            try request.json == [
                "model": "m-1", "messages": [["role": "user", "content": .string(ProviderWorld.prompt)]],
            ])
    }

    @Test func everythingThatIsAskedIsSent() async throws {
        let world = try ProviderWorld(.json(Self.answer))
        let call = ChatToolCall(id: "c1", name: "grep", input: ["pattern": "a"])
        let request = ChatRequest(
            model: "m",
            messages: [
                .system("S"), .user("U"), .assistant(nil, calls: [call]), .tool(id: "c1", "out"),
                .assistant("A", calls: []),
            ],
            tools: [ChatTool(name: "grep", summary: "Finds.", inputSchema: ["type": "object"])],
            form: .schema(["type": "object"]), temperature: 0.5, tokensMax: 7, stops: ["END"])
        _ = try await world.chat(request)
        let body = try #require(try world.transport.requests.first?.json)
        #expect(body["messages"]?[2]?["content"] == .null)
        #expect(
            body["messages"]?[2]?["tool_calls"] == [
                ["id": "c1", "type": "function", "function": ["name": "grep", "arguments": "{\"pattern\":\"a\"}"]]
            ])
        #expect(body["messages"]?[3] == ["role": "tool", "tool_call_id": "c1", "content": "out"])
        #expect(
            body["tools"] == [
                [
                    "type": "function",
                    "function": ["name": "grep", "description": "Finds.", "parameters": ["type": "object"]],
                ]
            ])
        #expect(
            body["response_format"] == [
                "type": "json_schema", "json_schema": ["name": "answer", "schema": ["type": "object"]],
            ])
        #expect(body["temperature"] == 0.5)
        #expect(body["max_tokens"] == 7)
        #expect(body["stop"] == ["END"])
        #expect(body["stream"] == nil)
    }

    @Test func callsOfToolsAreRead() async throws {
        let message: JSONValue = [
            "content": nil,
            "tool_calls": [
                ["id": "a", "type": "function", "function": ["name": "grep", "arguments": "{\"pattern\":1}"]],
                ["id": "b", "type": "function", "function": ["name": "list", "arguments": ""]],
                ["id": "c", "type": "function", "function": ["name": "bad", "arguments": "{nonsense"]],
                ["id": "d", "type": "function", "function": ["name": "object", "arguments": ["x": 2]]],
            ],
        ]
        let world = try ProviderWorld(.json(["choices": [["message": message, "finish_reason": "tool_calls"]]]))
        let answer = try await world.chat()
        #expect(answer.text == nil)
        #expect(answer.finishReason == "tool_calls")
        #expect(answer.calls.map(\.id) == ["a", "b", "c", "d"])
        #expect(answer.calls.map(\.input) == [["pattern": 1], [:], "{nonsense", ["x": 2]])
    }

    static let oddities: [(JSONValue, Reason)] = [
        ([:], .modelAnswerInvalid),
        (["choices": []], .modelAnswerInvalid),
        (["choices": [["message": ["content": nil, "refusal": "No."], "finish_reason": "stop"]]], .modelRefused),
        (["choices": [["message": ["content": ""], "finish_reason": "content_filter"]]], .modelRefused),
    ]

    @Test(arguments: oddities.indices) func answersThatAreNoneAreRefused(_ place: Int) async throws {
        let world = try ProviderWorld(.json(Self.oddities[place].0))
        let error = await #expect(throws: CoreError.self) { try await world.chat() }
        #expect(error?.reason == Self.oddities[place].1)
    }

    @Test func partsOfContentAreOneText() async throws {
        let parts: JSONValue = [["type": "text", "text": "a"], ["type": "text", "text": "b"]]
        let world = try ProviderWorld(.json(["choices": [["message": ["content": parts]]]]))
        #expect(try await world.chat().text == "ab")
    }

    @Test func brokenJSONIsAnAnswerThatCannotBeRead() async throws {
        let world = try ProviderWorld(.bytes(200, headers: [], chunks: [Array("<html>".utf8)]))
        let error = await #expect(throws: CoreError.self) { try await world.chat() }
        #expect(error?.reason == .modelAnswerInvalid)
        #expect(error?.message.contains("cloud") == true)
    }

    @Test func theMostTokensAreCalledWhatTheServerKnows() async throws {
        let transport = ScriptedTransport([.json(Self.answer)])
        let provider = try OpenAIProvider(
            name: "new", baseURL: "https://h", key: nil, tokenLimit: .completionTokens, transport: transport,
            clock: StoppedClock())
        _ = try await provider.chat(ChatRequest(model: "m", messages: [], tokensMax: 5), onText: nil)
        let body = try #require(try transport.requests.first?.json)
        #expect(body["max_completion_tokens"] == 5 && body["max_tokens"] == nil)
    }
}
