public import CoreLanguage

/// Reaches models that somebody runs, here or elsewhere.
///
/// A provider makes each call once; whoever called decides whether to try again, by ``CoreError/retry``. It offers what
/// it implements: of the rest, a call throws `UNSUPPORTED`.
///
/// - Throws: of every call, `MODEL_OVERLOADED` when the server has no room now, `MODEL_UNAVAILABLE` when it cannot be
///   reached, fails, or takes too long, `MODEL_REQUEST_REFUSED` when it takes no such request, `MODEL_REFUSED` when the
///   model declines, `MODEL_ANSWER_INVALID` for an answer that cannot be read, `CANCELLED` when the task is. No message
///   carries a key or what the model was asked.
public protocol ModelProvider: Sendable {
    /// What an installation calls it; messages name it.
    var name: String { get }

    /// Has a model go on with a conversation. With `onText` the text is handed on as it comes, and the answer has the
    /// whole of it; what `onText` throws ends the call.
    func chat(
        _ request: ChatRequest, onText: (@Sendable (String) async throws -> Void)?
    ) async throws(CoreError) -> ChatAnswer

    /// Turns texts into vectors, one for each in their order.
    func embed(_ request: EmbeddingRequest) async throws(CoreError) -> EmbeddingAnswer

    /// Tells how well texts answer a question, the best first.
    func rerank(_ request: RerankRequest) async throws(CoreError) -> RerankAnswer

    /// Turns speech into text.
    func transcribe(_ request: TranscriptionRequest) async throws(CoreError) -> TranscriptionAnswer

    /// Runs a model on any input.
    func infer(_ request: InferenceRequest) async throws(CoreError) -> InferenceAnswer
}

extension ModelProvider {
    /// Refuses: no language models here.
    public func chat(
        _ request: ChatRequest, onText: (@Sendable (String) async throws -> Void)?
    ) async throws(CoreError) -> ChatAnswer {
        throw .notOffered(.llm, by: name)
    }

    /// Refuses: no embeddings here.
    public func embed(_ request: EmbeddingRequest) async throws(CoreError) -> EmbeddingAnswer {
        throw .notOffered(.embed, by: name)
    }

    /// Refuses: no reranking here.
    public func rerank(_ request: RerankRequest) async throws(CoreError) -> RerankAnswer {
        throw .notOffered(.rerank, by: name)
    }

    /// Refuses: no transcription here.
    public func transcribe(_ request: TranscriptionRequest) async throws(CoreError) -> TranscriptionAnswer {
        throw .notOffered(.transcribe, by: name)
    }

    /// Refuses: no other models here.
    public func infer(_ request: InferenceRequest) async throws(CoreError) -> InferenceAnswer {
        throw .notOffered(.infer, by: name)
    }
}

extension CoreError {
    fileprivate static func notOffered(_ capability: ModelCapability, by provider: String) -> CoreError {
        CoreError(
            .unsupported, "The model provider \"\(provider)\" offers no \(capability.rawValue).",
            fix: "Name a model of another provider.")
    }
}

/// What scripts have models do.
public enum ModelCapability: String, Hashable, Sendable, CaseIterable {
    case llm, embed, rerank, transcribe, infer

    /// What scripts call it by.
    public var tool: ToolName { ToolName(rawValue, from: "model") }
}

/// How many tokens a call took; zero where the server did not tell.
public struct ModelUsage: Hashable, Sendable {
    public var inputTokens: Int64
    public var outputTokens: Int64

    /// So many tokens; less than none counts as none.
    public init(inputTokens: Int64 = 0, outputTokens: Int64 = 0) {
        self.inputTokens = max(0, inputTokens)
        self.outputTokens = max(0, outputTokens)
    }

    /// Adds what another call took, up to the largest number there is.
    public mutating func add(_ other: ModelUsage) {
        inputTokens = Self.sum(inputTokens, other.inputTokens)
        outputTokens = Self.sum(outputTokens, other.outputTokens)
    }

    private static func sum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }
}
