import CoreDomain
import CoreLanguage
import Testing

@testable import Providers

@Suite struct OpenAIAudioTests {
    @Test func speechIsSentAsAForm() async throws {
        let world = try ProviderWorld(
            .json([
                "text": "Hi there", "language": "english", "duration": 1.5,
                "segments": [["id": 0, "start": 0, "end": 1.5, "text": "Hi there", "tokens": [1]], ["broken": true]],
            ]))
        let answer = try await world.provider.transcribe(
            TranscriptionRequest(
                model: "w", audio: [1, 2, 3], mediaType: "audio/MPEG; rate=1", language: "en"))
        #expect(answer.text == "Hi there")
        #expect(answer.language == "english")
        #expect(answer.segments == [.init(start: 0, end: 1.5, text: "Hi there")])
        let request = try #require(world.transport.requests.first)
        #expect(request.url.hasSuffix("/audio/transcriptions"))
        let type = try #require(request.header("content-type"))
        let boundary = try #require(type.split(separator: "=").last)
        let expected =
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nw\r\n"
            + "--\(boundary)\r\nContent-Disposition: form-data; name=\"response_format\"\r\n\r\nverbose_json\r\n"
            + "--\(boundary)\r\nContent-Disposition: form-data; name=\"language\"\r\n\r\nen\r\n"
            + "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"audio.mp3\"\r\n"
            + "Content-Type: audio/mpeg\r\n\r\n\u{1}\u{2}\u{3}\r\n--\(boundary)--\r\n"
        #expect(String(decoding: request.body, as: UTF8.self) == expected)
    }

    @Test func aBareTextIsAnAnswer() async throws {
        let world = try ProviderWorld(.json(["text": "Hi"]), .json([:]))
        let request = TranscriptionRequest(model: "w", audio: [])
        #expect(try await world.provider.transcribe(request) == TranscriptionAnswer(text: "Hi"))
        let error = await #expect(throws: CoreError.self) { try await world.provider.transcribe(request) }
        #expect(error?.reason == .modelAnswerInvalid)
    }

    @Test func theBoundaryOccursInNoPart() throws {
        let content = Array("\r\n--scriptorium-form-0-end\r\n--scriptorium-form-1-end".utf8)
        let form = MultipartForm(
            texts: [], file: (name: "file", filename: "a", type: "audio/wav", content: content))
        #expect(form.encoded().type == "multipart/form-data; boundary=scriptorium-form-2-end")
    }

    @Test func anyInputIsSentToTheModelsPath() async throws {
        let world = try ProviderWorld(.json(["label": "cat", "usage": ["input_tokens": 2]]), .json([1]))
        let answer = try await world.provider.infer(
            InferenceRequest(model: "v", path: "classify", members: ["input": [1, 2], "top": 1, "model": "other"]))
        #expect(answer.output["label"] == "cat")
        #expect(answer.usage == ModelUsage(inputTokens: 2))
        let request = try #require(world.transport.requests.first)
        #expect(request.url == "https://models.example/v1/classify")
        #expect(try request.json == ["model": "v", "input": [1, 2], "top": 1])
        _ = try await world.provider.infer(InferenceRequest(model: "v", members: ["input": 1]))
        #expect(world.transport.requests.last?.url == "https://models.example/v1/infer")
    }
}
