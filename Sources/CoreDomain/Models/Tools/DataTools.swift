import CoreLanguage

/// `embed`: turns texts into vectors.
struct EmbedTool: Sendable {
    let router: ModelRouter

    func call(_ input: JSONValue) async throws(CoreError) -> StepOutput {
        let input = try ModelInput(input)
        let route = try router.route(try input.text("model"), for: .embed)
        let texts = try input.neededTexts("texts")
        let request = EmbeddingRequest(
            model: route.providerModel, texts: texts, dimensions: try input.integer("dimensions", in: 1...65_536),
            timeout: try input.timeout)
        let answer = texts.isEmpty ? EmbeddingAnswer(vectors: []) : try await route.provider.embed(request)
        let vectors = answer.vectors.map { JSONValue.array($0.map { .double($0) }) }
        return StepOutput(
            ["vectors": .array(vectors), "model": .string(route.model)], usage: answer.usage.byUnit)
    }
}

/// `rerank`: sorts texts by how well they answer a question.
struct RerankTool: Sendable {
    let router: ModelRouter

    func call(_ input: JSONValue) async throws(CoreError) -> StepOutput {
        let input = try ModelInput(input)
        let route = try router.route(try input.text("model"), for: .rerank)
        let documents = try input.neededTexts("documents")
        let request = RerankRequest(
            model: route.providerModel, query: try input.neededText("query"), documents: documents,
            countMax: try input.integer("top", in: 1...1_000_000), timeout: try input.timeout)
        let answer = documents.isEmpty ? RerankAnswer(ranks: []) : try await route.provider.rerank(request)
        var results: [JSONValue] = []
        for rank in answer.ranks where documents.indices.contains(rank.index) {
            results.append([
                "index": .integer(Int64(rank.index)), "score": .double(rank.score),
                "text": .string(documents[rank.index]),
            ])
        }
        return StepOutput(
            ["results": .array(results), "model": .string(route.model)], usage: answer.usage.byUnit)
    }
}

/// `transcribe`: turns speech into text.
struct TranscribeTool: Sendable {
    let router: ModelRouter

    func call(_ input: JSONValue, _ items: StepItems) async throws(CoreError) -> StepOutput {
        let input = try ModelInput(input)
        let route = try router.route(try input.text("model"), for: .transcribe)
        let request = TranscriptionRequest(
            model: route.providerModel, audio: try Self.audio(try input.neededText("audio")),
            mediaType: try input.text("media_type"), language: try input.text("language"), timeout: try input.timeout)
        let answer = try await route.provider.transcribe(request)
        let segments = answer.segments.map { segment -> JSONValue in
            ["start": .double(segment.start), "end": .double(segment.end), "text": .string(segment.text)]
        }
        do {
            for segment in segments { try await items.hand(segment) }
        } catch {
            throw CoreError(narrowing: error)
        }
        var output: JSONObject = ["text": .string(answer.text)]
        if let language = answer.language { output["language"] = .string(language) }
        output["segments"] = .array(segments)
        output["model"] = .string(route.model)
        return StepOutput(.object(output), usage: answer.usage.byUnit)
    }

    private static func audio(_ text: String) throws(CoreError) -> [UInt8] {
        do throws(Base64.Fault) {
            return try Base64.decode(text)
        } catch {
            throw CoreError(inputViolations: [
                Violation(
                    .root.appending(key: "audio"), rule: "base64", "Character \(error.offset + 1): \(error.message)")
            ])
        }
    }
}

/// `infer`: runs a model on any input.
struct InferTool: Sendable {
    let router: ModelRouter

    func call(_ input: JSONValue) async throws(CoreError) -> StepOutput {
        let input = try ModelInput(input)
        guard input["input"] != nil else { throw ModelInput.missing("input") }
        let route = try router.route(try input.text("model"), for: .infer)
        var members = input.members
        members["model"] = nil
        members["timeout"] = nil
        let answer = try await route.provider.infer(
            InferenceRequest(
                model: route.providerModel, path: route.entry.path, members: members, timeout: try input.timeout))
        return StepOutput(["output": answer.output, "model": .string(route.model)], usage: answer.usage.byUnit)
    }
}
