import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@testable import Providers

/// Answers that were damaged on the way: they are read or refused, and nothing else happens.
@Suite struct OpenAIDamageTests {
    private static let answers = [
        Array(OpenAIStreamTests.stream.utf8), OpenAIChatTests.answer.serialized(),
        Array(#"{"data":[{"index":0,"embedding":[0.5,1e3]}],"usage":{"prompt_tokens":3}}"#.utf8),
        Array(#"{"results":[{"index":0,"relevance_score":0.5}]}"#.utf8),
        Array(#"{"text":"a","segments":[{"start":0,"end":1,"text":"a"}]}"#.utf8),
        Array(#"data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"a"}}]}}]}\#n\#n"#.utf8),
    ]
    private static let marks = Array(#"{}[]",:0-9e.null "#.utf8) + [0, 0xFF, 0xC3, 0x0A, 0x0D]

    private func damaged(_ random: inout SeededRandom) -> [UInt8] {
        var bytes = Self.answers.randomElement(using: &random) ?? []
        for _ in 0..<Int.random(in: 1...6, using: &random) where !bytes.isEmpty {
            let place = bytes.indices.randomElement(using: &random) ?? 0
            switch random.next() % 4 {
            case 0: bytes.remove(at: place)
            case 1: bytes.insert(Self.marks.randomElement(using: &random) ?? 0, at: place)
            case 2: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            default: bytes.removeSubrange(place..<min(place + 9, bytes.count))
            }
        }
        return bytes
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func damageIsReadOrRefused(_ seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let known: Set<Reason> = [
            .modelAnswerInvalid, .modelUnavailable, .modelOverloaded, .modelRequestRefused, .modelRefused,
        ]
        for call in 0..<6 {
            let bytes = damaged(&random)
            let split = Int.random(in: 0...bytes.count, using: &random)
            let status = random.chance(oneIn: 5) ? 400 + Int(random.next() % 200) : 200
            let world = try ProviderWorld(
                .bytes(status, headers: [], chunks: [Array(bytes[..<split]), Array(bytes[split...])]))
            do throws(CoreError) {
                try await make(call, world.provider)
            } catch {
                #expect(known.contains(error.reason), "seed \(seed), call \(call): \(error)")
            }
        }
    }

    private func make(_ call: Int, _ provider: OpenAIProvider) async throws(CoreError) {
        switch call {
        case 0: _ = try await provider.chat(ProviderWorld.request, onText: nil)
        case 1: _ = try await provider.chat(ProviderWorld.request) { _ in }
        case 2: _ = try await provider.embed(EmbeddingRequest(model: "m", texts: ["a"]))
        case 3: _ = try await provider.rerank(RerankRequest(model: "m", query: "q", documents: ["a"]))
        case 4: _ = try await provider.transcribe(TranscriptionRequest(model: "m", audio: [1]))
        default: _ = try await provider.infer(InferenceRequest(model: "m", members: [:]))
        }
    }
}
