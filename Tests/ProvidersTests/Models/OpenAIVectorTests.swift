import CoreDomain
import CoreLanguage
import Testing

@testable import Providers

@Suite struct OpenAIVectorTests {
    private func embeddings(_ vectors: [JSONValue], from first: Int = 0) -> ScriptedTransport.Answer {
        let data = vectors.enumerated().map { place, vector -> JSONValue in
            ["object": "embedding", "index": .integer(Int64(place)), "embedding": vector]
        }
        return .json(["data": .array(data.reversed()), "usage": ["prompt_tokens": 5, "total_tokens": 5]])
    }

    @Test func vectorsComeInTheOrderOfTheTexts() async throws {
        let world = try ProviderWorld(embeddings([[0.5, 1], [0, -1]]))
        let answer = try await world.provider.embed(EmbeddingRequest(model: "e", texts: ["a", "b"], dimensions: 2))
        #expect(answer == EmbeddingAnswer(vectors: [[0.5, 1], [0, -1]], usage: ModelUsage(inputTokens: 5)))
        let request = try #require(world.transport.requests.first)
        #expect(request.url.hasSuffix("/v1/embeddings"))
        #expect(try request.json == ["model": "e", "input": ["a", "b"], "encoding_format": "float", "dimensions": 2])
    }

    @Test func numbersMayBeBase64() async throws {
        // 1.0 and -0.5 as 32-bit numbers, the least byte first.
        let text = Base64.encode([0, 0, 0x80, 0x3F, 0, 0, 0, 0xBF])
        let world = try ProviderWorld(embeddings([.string(text)]))
        #expect(try await world.provider.embed(EmbeddingRequest(model: "e", texts: ["a"])).vectors == [[1, -0.5]])
    }

    @Test func manyTextsAreSentInBatches() async throws {
        let batches = [256, 256, 88].map { embeddings([JSONValue](repeating: [1], count: $0)) }
        let world = try ProviderWorld(batches[0], batches[1], batches[2])
        let texts = (0..<600).map(String.init)
        let answer = try await world.provider.embed(EmbeddingRequest(model: "e", texts: texts))
        #expect(answer.vectors.count == 600)
        #expect(answer.usage.inputTokens == 15)
        let sent = try world.transport.requests.flatMap { try $0.json["input"]?.arrayValue ?? [] }
        #expect(sent == texts.map { .string($0) })
    }

    static let badVectors: [[JSONValue]] = [
        [[1]], [[1], [1, 2]], [[1], []], [[1], "!"], [[1], ["x"]], [[1], .string(Base64.encode([0, 0, 0xC0, 0x7F]))],
    ]

    @Test(arguments: badVectors) func vectorsThatAreNoneAreRefused(_ vectors: [JSONValue]) async throws {
        let world = try ProviderWorld(embeddings(vectors))
        let error = await #expect(throws: CoreError.self) {
            try await world.provider.embed(EmbeddingRequest(model: "e", texts: ["a", "b"]))
        }
        #expect(error?.reason == .modelAnswerInvalid)
    }

    @Test func vectorsOfAnotherLengthAreRefused() async throws {
        let world = try ProviderWorld(embeddings([[1, 2]]))
        let error = await #expect(throws: CoreError.self) {
            try await world.provider.embed(EmbeddingRequest(model: "e", texts: ["a"], dimensions: 3))
        }
        #expect(error?.reason == .modelAnswerInvalid)
    }

    @Test func theBestTextsComeFirst() async throws {
        let world = try ProviderWorld(
            .json([
                "results": [
                    ["index": 0, "relevance_score": 0.1], ["index": 2, "score": 0.9, "document": ["text": "c"]],
                    ["index": 1, "relevance_score": 0.9],
                ], "usage": ["total_tokens": 3],
            ]))
        let answer = try await world.provider.rerank(
            RerankRequest(model: "r", query: "q", documents: ["a", "b", "c"], countMax: 2))
        #expect(answer.ranks == [.init(index: 1, score: 0.9), .init(index: 2, score: 0.9)])
        #expect(answer.usage.inputTokens == 3)
        let body = try #require(try world.transport.requests.first?.json)
        #expect(body["top_n"] == 2)
        #expect(body["documents"] == ["a", "b", "c"])
    }

    static let badRanks: [JSONValue] = [
        [:], ["results": [["index": 9, "score": 1]]], ["results": [["index": -1, "score": 1]]],
        ["results": [["index": 0]]], ["results": [["index": 0, "score": 1], ["index": 0, "score": 2]]],
    ]

    @Test(arguments: badRanks) func ranksThatAreNoneAreRefused(_ body: JSONValue) async throws {
        let world = try ProviderWorld(.json(body))
        let error = await #expect(throws: CoreError.self) {
            try await world.provider.rerank(RerankRequest(model: "r", query: "q", documents: ["a"]))
        }
        #expect(error?.reason == .modelAnswerInvalid)
    }
}
