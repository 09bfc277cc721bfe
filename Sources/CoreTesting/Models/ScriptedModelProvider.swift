public import CoreDomain
import CoreLanguage
import Synchronization

/// Models whose answers are laid down beforehand, for tests. The same calls have the same answers.
///
/// The first rule that fits a call and is not used up answers it. Without one, a conversation is answered with the last
/// thing said, texts with vectors that depend on nothing but the text, and other inputs with themselves.
public final class ScriptedModelProvider: ModelProvider {
    private struct State {
        var requests: [ModelRequest] = []
        var uses: [Int]
    }

    public let name: String
    private let rules: [ScriptedModelRule]
    private let clock: (any Clock)?
    private let state: Mutex<State>

    /// A provider with these rules; those with a delay need a clock.
    public init(_ name: String = "scripted", rules: [ScriptedModelRule] = [], clock: (any Clock)? = nil) {
        self.name = name
        self.rules = rules
        self.clock = clock
        state = Mutex(State(uses: rules.map { _ in 0 }))
    }

    /// What was asked so far, in the order it came.
    public var requests: [ModelRequest] { state.withLock { $0.requests } }

    public func chat(
        _ request: ChatRequest, onText: (@Sendable (String) async throws -> Void)?
    ) async throws(CoreError) -> ChatAnswer {
        let answer: ChatAnswer
        var pieces: [String]?
        switch try await take(.chat(request)) {
        case .chat(let scripted)?: answer = scripted
        case .pieces(let texts)?:
            pieces = texts
            answer = ChatAnswer(text: texts.joined(), usage: ScriptedAnswers.usage(request, texts.joined()))
        case .text(let text)?: answer = ChatAnswer(text: text, usage: ScriptedAnswers.usage(request, text))
        case .json(let json)?:
            let text = json.serializedString()
            answer = ChatAnswer(text: text, usage: ScriptedAnswers.usage(request, text))
        case .failure, nil:
            let text = ScriptedAnswers.echo(request)
            answer = ChatAnswer(text: text, usage: ScriptedAnswers.usage(request, text))
        }
        guard let onText, let text = answer.text else { return answer }
        do {
            for piece in pieces ?? ScriptedAnswers.words(of: text) { try await onText(piece) }
        } catch {
            throw CoreError(narrowing: error)
        }
        return answer
    }

    public func embed(_ request: EmbeddingRequest) async throws(CoreError) -> EmbeddingAnswer {
        _ = try await take(.embed(request))
        let count = Int(clamping: request.dimensions ?? 8)
        return EmbeddingAnswer(
            vectors: request.texts.map { ScriptedAnswers.vector(of: $0, count: count) },
            usage: ModelUsage(inputTokens: ScriptedAnswers.tokens(request.texts)))
    }

    public func rerank(_ request: RerankRequest) async throws(CoreError) -> RerankAnswer {
        _ = try await take(.rerank(request))
        let ranks = request.documents.enumerated().map { index, text in
            RerankAnswer.Rank(index: index, score: ScriptedAnswers.likeness(request.query, text))
        }
        let sorted = ranks.sorted { ($1.score, $0.index) < ($0.score, $1.index) }
        let most = Int(clamping: request.countMax ?? Int64(ranks.count))
        return RerankAnswer(
            ranks: Array(sorted.prefix(most)),
            usage: ModelUsage(inputTokens: ScriptedAnswers.tokens(request.documents + [request.query])))
    }

    public func transcribe(_ request: TranscriptionRequest) async throws(CoreError) -> TranscriptionAnswer {
        let text: String
        switch try await take(.transcribe(request)) {
        case .text(let scripted)?: text = scripted
        default: text = String(decoding: request.audio, as: UTF8.self)
        }
        return TranscriptionAnswer(
            text: text, language: request.language, segments: [.init(start: 0, end: 1, text: text)],
            usage: ModelUsage(outputTokens: ScriptedAnswers.tokens([text])))
    }

    public func infer(_ request: InferenceRequest) async throws(CoreError) -> InferenceAnswer {
        switch try await take(.infer(request)) {
        case .json(let json)?: return InferenceAnswer(output: json)
        case .text(let text)?: return InferenceAnswer(output: .string(text))
        default: return InferenceAnswer(output: .object(request.members))
        }
    }

    /// Notes a request, and gives what the rule for it says once its delay is over.
    private func take(_ request: ModelRequest) async throws(CoreError) -> ScriptedModelRule.Answer? {
        let rule = state.withLock { state -> ScriptedModelRule? in
            state.requests.append(request)
            for (place, rule) in rules.enumerated() where rule.fits(request) && state.uses[place] < rule.times {
                state.uses[place] += 1
                return rule
            }
            return nil
        }
        guard let rule else { return nil }
        if let clock, rule.delay > .zero {
            do {
                try await clock.sleep(until: clock.monotonic() + rule.delay)
            } catch {
                throw CoreError(narrowing: error)
            }
        }
        if case .failure(let error) = rule.answer { throw error }
        return rule.answer
    }
}

/// Something that a model was asked.
public enum ModelRequest: Hashable, Sendable {
    case chat(ChatRequest)
    case embed(EmbeddingRequest)
    case rerank(RerankRequest)
    case transcribe(TranscriptionRequest)
    case infer(InferenceRequest)
}
