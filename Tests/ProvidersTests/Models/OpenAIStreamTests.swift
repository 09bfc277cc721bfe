import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@testable import Providers

@Suite struct OpenAIStreamTests {
    static let stream = """
        data: {"choices":[{"delta":{"role":"assistant","content":""}}]}

        : still here

        data: {"choices":[{"delta":{"content":"Grüß "}}]}

        data: {"choices":[{"delta":{"content":"Gott 🦊"}}]}

        data: {"choices":[{"delta":{},"finish_reason":"stop"}]}

        data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4}}

        data: [DONE]


        """

    @Test func textsAreHandedOnAsTheyCome() async throws {
        let world = try ProviderWorld(.events(Self.stream))
        let (answer, pieces) = try await world.stream()
        #expect(pieces == ["Grüß ", "Gott 🦊"])
        #expect(
            answer == ChatAnswer(text: "Grüß Gott 🦊", usage: ModelUsage(inputTokens: 9, outputTokens: 4)))
        let body = try #require(try world.transport.requests.first?.json)
        #expect(body["stream"] == true)
        #expect(body["stream_options"] == ["include_usage": true])
    }

    @Test func anySplitOfTheBytesGivesTheSame() async throws {
        let bytes = Array(Self.stream.utf8)
        for split in 0...bytes.count {
            let chunks = [Array(bytes[..<split]), Array(bytes[split...])]
            let world = try ProviderWorld(.bytes(200, headers: [], chunks: chunks))
            let (answer, pieces) = try await world.stream()
            #expect(pieces == ["Grüß ", "Gott 🦊"], "split at \(split)")
            #expect(answer.usage.inputTokens == 9)
        }
        let world = try ProviderWorld(.bytes(200, headers: [], chunks: bytes.map { [$0] }))
        #expect(try await world.stream().0.text == "Grüß Gott 🦊")
    }

    @Test func callsOfToolsComeInPieces() async throws {
        let stream = """
            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"grep","arguments":""}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"list","arguments":"{}"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"x\\""}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]},"finish_reason":"tool_calls"}]}

            data: [DONE]


            """
        let world = try ProviderWorld(.events(stream))
        let (answer, pieces) = try await world.stream()
        #expect(pieces.isEmpty)
        #expect(
            answer.calls == [
                ChatToolCall(id: "a", name: "grep", input: ["x": 1]), ChatToolCall(id: "b", name: "list", input: [:]),
            ])
    }

    @Test func aStreamThatBreaksOffIsNoAnswer() async throws {
        let beginning = Array(Self.stream.utf8.prefix(200))
        let lost = CoreError(.outcomeUnknown, "The connection broke.", retry: .sameKey)
        for world in [
            try ProviderWorld(.bytes(200, headers: [], chunks: [beginning])),
            try ProviderWorld(.broken([beginning], lost)),
        ] {
            let error = await #expect(throws: CoreError.self) { try await world.stream() }
            #expect(error?.reason == .modelUnavailable)
            #expect(error?.retry == .sameKey)
        }
    }

    @Test func aStreamWithoutItsLastMarkIsWhole() async throws {
        let stream = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"length\"}]}\n\n"
        let world = try ProviderWorld(.events(stream))
        let (answer, _) = try await world.stream()
        #expect(answer == ChatAnswer(text: "a", finishReason: "length"))
    }

    @Test func anErrorWithinTheStreamIsTold() async throws {
        for (code, reason) in [("server_error", Reason.modelUnavailable), ("rate_limit_exceeded", .modelOverloaded)] {
            let text = "data: {\"error\":{\"message\":\"\(ProviderWorld.prompt)\",\"code\":\"\(code)\"}}\n\n"
            let world = try ProviderWorld(.events(text))
            let error = await #expect(throws: CoreError.self) { try await world.stream() }
            #expect(error?.reason == reason)
            #expect(error?.message.contains(code) == true)
            #expect(error?.message.contains(ProviderWorld.prompt) == false)
        }
    }

    @Test func anAnswerThatIsNotStreamedIsTakenWhole() async throws {
        let world = try ProviderWorld(.json(OpenAIChatTests.answer))
        let (answer, pieces) = try await world.stream()
        #expect(pieces == ["Hello"])
        #expect(answer.usage.outputTokens == 3)
    }

    @Test func whoTakesTheTextMayEndTheCall() async throws {
        let world = try ProviderWorld(.events(Self.stream))
        let error = await #expect(throws: CoreError.self) {
            try await world.provider.chat(ProviderWorld.request) { _ in
                throw CoreError(.stateConflict, "Nobody listens.")
            }
        }
        #expect(error?.reason == .stateConflict)
    }

    @Test func anEventThatIsNoJSONEndsTheCall() async throws {
        let world = try ProviderWorld(.events("data: {nonsense\n\n"))
        let error = await #expect(throws: CoreError.self) { try await world.stream() }
        #expect(error?.reason == .modelAnswerInvalid)
    }
}
