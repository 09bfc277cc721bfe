public import CoreDomain
public import CoreLanguage

/// What a scripted model answers, and to what.
public struct ScriptedModelRule: Sendable {
    /// What it answers.
    public enum Answer: Sendable {
        case text(String)
        /// A text that comes in these pieces.
        case pieces([String])
        case json(JSONValue)
        case chat(ChatAnswer)
        case failure(CoreError)
    }

    public let capability: ModelCapability?
    public let model: String?
    public let contains: String?
    public let times: Int
    public let delay: Duration
    public let answer: Answer

    /// A rule for calls of this capability and model (the provider's name of it) whose texts contain this; nil fits all.
    public init(
        _ answer: Answer, capability: ModelCapability? = nil, model: String? = nil, contains: String? = nil,
        times: Int = .max, delay: Duration = .zero
    ) {
        self.capability = capability
        self.model = model
        self.contains = contains
        self.times = times
        self.delay = delay
        self.answer = answer
    }

    func fits(_ request: ModelRequest) -> Bool {
        let (capability, model, texts) = ScriptedAnswers.facts(of: request)
        guard self.capability == nil || self.capability == capability, self.model == nil || self.model == model else {
            return false
        }
        guard let contains else { return true }
        return texts.contains { $0.contains(contains) }
    }
}

/// What scripted models answer by themselves.
enum ScriptedAnswers {
    /// The last thing that was said.
    static func echo(_ request: ChatRequest) -> String {
        for message in request.messages.reversed() {
            switch message {
            case .user(let text), .tool(_, let text): return text
            case .system, .assistant: continue
            }
        }
        return ""
    }

    /// Words, each with the space before it.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        for character in text {
            if character == " " || words.isEmpty { words.append("") }
            words[words.count - 1].append(character)
        }
        return words
    }

    static func tokens(_ texts: [String]) -> Int64 {
        Int64(texts.reduce(0) { $0 + $1.split(whereSeparator: \.isWhitespace).count })
    }

    static func usage(_ request: ChatRequest, _ text: String) -> ModelUsage {
        ModelUsage(inputTokens: tokens(request.messages.map(self.text)), outputTokens: tokens([text]))
    }

    static func text(of message: ChatMessage) -> String {
        switch message {
        case .system(let text), .user(let text), .tool(_, let text): text
        case .assistant(let text, _): text ?? ""
        }
    }

    /// A vector of length 1 that depends on the text alone.
    static func vector(of text: String, count: Int) -> [Double] {
        // FNV-1a, 64 bits.
        let seed = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        var random = SeededRandom(seed: seed)
        let numbers = (0..<max(1, count)).map { _ in Double(random.next() >> 11) / 0x1p53 * 2 - 1 }
        let length = numbers.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return length > 0 ? numbers.map { $0 / length } : numbers
    }

    /// The part of the query's words that a text has.
    static func likeness(_ query: String, _ text: String) -> Double {
        let wanted = Set(query.lowercased().split(whereSeparator: \.isWhitespace))
        let there = Set(text.lowercased().split(whereSeparator: \.isWhitespace))
        return wanted.isEmpty ? 0 : Double(wanted.intersection(there).count) / Double(wanted.count)
    }

    static func facts(of request: ModelRequest) -> (ModelCapability, String, [String]) {
        switch request {
        case .chat(let request): (.llm, request.model, request.messages.map(text))
        case .embed(let request): (.embed, request.model, request.texts)
        case .rerank(let request): (.rerank, request.model, request.documents + [request.query])
        case .transcribe(let request): (.transcribe, request.model, [])
        case .infer(let request): (.infer, request.model, [JSONValue.object(request.members).serializedString()])
        }
    }
}
