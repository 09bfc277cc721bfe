import CoreLanguage

/// Which models an installation has, and where: the member `models` of its configuration.
public struct ModelSettings: Message, Hashable {
    public var providers: [String: ModelProviderSettings]
    public var models: [String: ModelEntry]
    public var defaults: ModelDefaults

    /// Settings of these parts.
    public init(providers: [String: ModelProviderSettings], models: [String: ModelEntry], defaults: ModelDefaults) {
        self.providers = providers
        self.models = models
        self.defaults = defaults
    }

    public static let schema = ObjectSchema(
        "Which models there are, and where.",
        ModelSettings.init(providers:models:defaults:),
        Field(
            "providers", \.providers, .map(of: .message, countMax: 100), default: [:],
            "The servers of models, by the names that messages call them."),
        Field(
            "models", \.models, .map(of: .message, countMax: 1_000), default: [:],
            "The models, by the names that scripts call them."),
        Field("defaults", \.defaults, .message, default: .none, "The models of calls that name none."))

    /// No models.
    public static let none = ModelSettings(providers: [:], models: [:], defaults: .none)
}

/// A server of models.
public struct ModelProviderSettings: Message, Hashable {
    /// What is spoken with the server.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// What OpenAI speaks, and many others with it.
        case openai
    }

    /// What a server calls the most tokens that an answer may have.
    public enum TokenLimit: String, Hashable, Sendable, CaseIterable {
        /// What most servers know.
        case tokens = "max_tokens"
        /// What OpenAI's newer models want in its place.
        case completionTokens = "max_completion_tokens"
    }

    public let kind: Kind
    public let baseURL: String
    public let keyVariable: String?
    public let keyFile: String?
    public let tokenLimit: TokenLimit

    /// Settings of these parts.
    public init(
        kind: Kind, baseURL: String, keyVariable: String?, keyFile: String?, tokenLimit: TokenLimit = .tokens
    ) {
        self.kind = kind
        self.baseURL = baseURL
        self.keyVariable = keyVariable
        self.keyFile = keyFile
        self.tokenLimit = tokenLimit
    }

    public static let schema = ObjectSchema(
        "A server of models.",
        ModelProviderSettings.init(kind:baseURL:keyVariable:keyFile:tokenLimit:),
        Field("kind", \.kind, .word, default: .openai, "What is spoken with the server."),
        Field(
            "base_url", \.baseURL, .string(count: 1...2_048),
            "What the paths of its calls are appended to, such as `https://api.openai.com/v1`."),
        Field(
            optional: "api_key_env", \.keyVariable, .string(count: 1...255),
            "The variable of the program's environment that holds the key."),
        Field(
            optional: "api_key_file", \.keyFile, .string(count: 1...4_096), "The file that holds the key."),
        Field(
            "token_limit", \.tokenLimit, .word, default: .tokens,
            "What the server calls the most tokens that an answer may have."))
}

/// A model.
public struct ModelEntry: Message, Hashable {
    /// How answers of a type are asked for.
    public enum Structure: String, Hashable, Sendable, CaseIterable {
        /// The server is given a JSON Schema.
        case schema = "json_schema"
        /// The server is told that the answer is an object, and the model is told the rest.
        case object = "json_object"
        /// Only the model is told.
        case prompt
    }

    public let provider: String
    public let name: String?
    public let capabilities: [ModelCapability]
    public let structure: Structure
    public let streams: Bool
    public let path: String?
    public let price: ModelPrice?

    /// A model of these parts.
    public init(
        provider: String, name: String? = nil, capabilities: [ModelCapability] = [.llm],
        structure: Structure = .schema, streams: Bool = true, path: String? = nil, price: ModelPrice? = nil
    ) {
        self.provider = provider
        self.name = name
        self.capabilities = capabilities
        self.structure = structure
        self.streams = streams
        self.path = path
        self.price = price
    }

    public static let schema = ObjectSchema(
        "A model.",
        ModelEntry.init(provider:name:capabilities:structure:streams:path:price:),
        Field("provider", \.provider, .string(count: 1...200), "The provider that has it."),
        Field(
            optional: "name", \.name, .string(count: 1...255),
            "What the provider calls it; otherwise what scripts call it."),
        Field(
            "capabilities", \.capabilities, .array(of: .word, countMax: 5), default: [.llm],
            "What it does: `llm`, `embed`, `rerank`, `transcribe`, `infer`."),
        Field(
            "structured_output", \.structure, .word, default: .schema, "How answers of a type are asked for."),
        Field("streams", \.streams, .bool, default: true, "Whether its texts are read while they come."),
        Field(
            optional: "path", \.path, .string(count: 1...1_024),
            "Where below the provider's URL `infer` calls it; otherwise `/infer`."),
        Field(optional: "price", \.price, .message, "What its tokens cost."))
}

/// What the tokens of a model cost.
public struct ModelPrice: Message, Hashable {
    public let currency: Currency
    public let inputToken: Amount
    public let outputToken: Amount

    /// A price of these parts.
    public init(currency: Currency = .usdc, inputToken: Amount = .zero, outputToken: Amount = .zero) {
        self.currency = currency
        self.inputToken = inputToken
        self.outputToken = outputToken
    }

    public static let schema = ObjectSchema(
        "What the tokens of a model cost.",
        ModelPrice.init(currency:inputToken:outputToken:),
        Field("currency", \.currency, .currency, default: .usdc, "The currency of both amounts."),
        Field("input_token", \.inputToken, .amount, default: .zero, "The price of one token of the input."),
        Field("output_token", \.outputToken, .amount, default: .zero, "The price of one token of the output."))

    /// What so many tokens cost, exactly; nil when that is more than an amount can be.
    public func charge(for usage: ModelUsage) -> Money? {
        guard let input = inputToken.multiplied(by: UInt64(max(0, usage.inputTokens))),
            let output = outputToken.multiplied(by: UInt64(max(0, usage.outputTokens))),
            let sum = input.adding(output)
        else { return nil }
        return Money(amount: sum, currency: currency)
    }
}

/// The models of calls that name none.
public struct ModelDefaults: Message, Hashable {
    public let llm: String?
    public let embed: String?
    public let rerank: String?
    public let transcribe: String?
    public let infer: String?

    /// Defaults of these names.
    public init(
        llm: String? = nil, embed: String? = nil, rerank: String? = nil, transcribe: String? = nil,
        infer: String? = nil
    ) {
        self.llm = llm
        self.embed = embed
        self.rerank = rerank
        self.transcribe = transcribe
        self.infer = infer
    }

    public static let schema = ObjectSchema(
        "The models of calls that name none.",
        ModelDefaults.init(llm:embed:rerank:transcribe:infer:),
        Field(optional: "llm", \.llm, .string(count: 1...200), "Of `llm`, agents, plans, and decisions by a model."),
        Field(optional: "embed", \.embed, .string(count: 1...200), "Of `embed`."),
        Field(optional: "rerank", \.rerank, .string(count: 1...200), "Of `rerank`."),
        Field(optional: "transcribe", \.transcribe, .string(count: 1...200), "Of `transcribe`."),
        Field(optional: "infer", \.infer, .string(count: 1...200), "Of `infer`."))

    /// No defaults.
    public static let none = ModelDefaults()

    /// The name for a capability.
    public subscript(capability: ModelCapability) -> String? {
        switch capability {
        case .llm: llm
        case .embed: embed
        case .rerank: rerank
        case .transcribe: transcribe
        case .infer: infer
        }
    }
}
