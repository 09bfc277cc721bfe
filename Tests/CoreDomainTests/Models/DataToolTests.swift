import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

/// `embed`, `rerank`, `transcribe` and `infer`.
@Suite struct DataToolTests {
    private func check(_ output: JSONValue, of name: String) throws {
        let signature = try #require(ToolSignatures.standard[ToolName(name, from: "model")])
        #expect(try JSONSchema(compiling: signature.resultSchema).validate(output).map(\.description) == [])
    }

    @Test func everyCapabilityHasItsTool() throws {
        let names = try ModelWorld().tools.map(\.signature.tool)
        #expect(names == ["llm", "embed", "rerank", "transcribe", "infer"].map { ToolName($0, from: "model") })
    }

    @Test func textsBecomeVectors() async throws {
        let world = try ModelWorld()
        let result = try await world.call("embed", ["texts": ["a b", "c", "a b"], "dimensions": 4])
        let vectors = try #require(result.output["vectors"]?.arrayValue)
        #expect(vectors.map { $0.arrayValue?.count } == [4, 4, 4])
        #expect(vectors[0] == vectors[2] && vectors[0] != vectors[1])
        let length = (vectors[0].arrayValue ?? []).compactMap(\.doubleValue).reduce(0) { $0 + $1 * $1 }
        #expect(abs(length - 1) < 1e-12)
        #expect(result.usage["input_token"] == (try Amount("5")))
        try check(result.output, of: "embed")
        #expect(try await world.call("embed", ["texts": []]).output["vectors"] == [])
        #expect(world.provider.requests.count == 1)
    }

    @Test func textsAreRanked() async throws {
        let world = try ModelWorld()
        let result = try await world.call(
            "rerank", ["query": "red fox", "documents": ["a dog", "a red fox", "red"], "top": 2])
        #expect(
            result.output["results"] == [
                ["index": 1, "score": 1.0, "text": "a red fox"], ["index": 2, "score": 0.5, "text": "red"],
            ])
        try check(result.output, of: "rerank")
        #expect(try await world.call("rerank", ["query": "x", "documents": []]).output["results"] == [])
    }

    @Test func speechBecomesText() async throws {
        let world = try ModelWorld()
        let audio = Base64.encode(Array("hello".utf8))
        let result = try await world.call("transcribe", ["audio": .string(audio), "language": "en"])
        #expect(result.output["text"] == "hello")
        #expect(result.output["language"] == "en")
        #expect(world.items.all == [["start": 0.0, "end": 1.0, "text": "hello"]])
        try check(result.output, of: "transcribe")
        let error = await #expect(throws: CoreError.self) { try await world.call("transcribe", ["audio": "?"]) }
        #expect(error?.reason == .inputInvalid)
    }

    @Test func anyInputIsInferred() async throws {
        let world = try ModelWorld(.init(.json(["label": "cat"]), contains: "pixels", times: 1))
        let result = try await world.call("infer", ["input": "pixels", "model": "m", "top": 3, "timeout": 10])
        #expect(result.output == ["output": ["label": "cat"], "model": "m"])
        #expect(
            world.provider.requests == [
                .infer(
                    InferenceRequest(
                        model: "real", members: ["input": "pixels", "top": 3], timeout: .milliseconds(10)))
            ])
        try check(result.output, of: "infer")
        let error = await #expect(throws: CoreError.self) { try await world.call("infer", [:]) }
        #expect(error?.reason == .inputInvalid)
    }

    @Test func aDelayIsPassedOnTheClock() async throws {
        let clock = ManualClock()
        let provider = ScriptedModelProvider(
            rules: [ScriptedModelRule(.text("late"), delay: .seconds(2))], clock: clock)
        let call = Task { try await provider.chat(ChatRequest(model: "m", messages: []), onText: nil) }
        while clock.sleeperCount == 0 { await Task.yield() }
        clock.advance(by: .seconds(2))
        #expect(try await call.value.text == "late")
    }
}
