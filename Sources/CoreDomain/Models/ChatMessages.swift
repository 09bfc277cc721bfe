public import CoreLanguage

/// A part of a conversation with a language model.
public enum ChatMessage: Hashable, Sendable {
    /// What the model is told beforehand.
    case system(String)
    /// What it is asked.
    case user(String)
    /// What it said, and the tools it called.
    case assistant(String?, calls: [ChatToolCall])
    /// What a tool gave, by the id of its call.
    case tool(id: String, String)
}

/// A tool that a model may call.
public struct ChatTool: Hashable, Sendable {
    public let name: String
    public let summary: String
    /// A JSON Schema of what it takes.
    public let inputSchema: JSONValue

    /// A tool of these parts.
    public init(name: String, summary: String, inputSchema: JSONValue) {
        self.name = name
        self.summary = summary
        self.inputSchema = inputSchema
    }
}

/// A call of a tool that a model wants made.
public struct ChatToolCall: Hashable, Sendable {
    public let id: String
    public let name: String
    /// What the tool is given; the text as it was written when the model wrote no JSON.
    public let input: JSONValue

    /// A call of these parts.
    public init(id: String, name: String, input: JSONValue) {
        self.id = id
        self.name = name
        self.input = input
    }
}

/// What a language model is asked.
public struct ChatRequest: Hashable, Sendable {
    /// The provider's name of the model.
    public var model: String
    public var messages: [ChatMessage]
    public var tools: [ChatTool]
    /// The form that the answer has to have; nil for a text.
    public var form: AnswerForm?
    /// From 0 to 2; nil for what the model usually has.
    public var temperature: Double?
    public var tokensMax: Int64?
    /// Texts that end the answer.
    public var stops: [String]
    /// How long the whole answer may take.
    public var timeout: Duration

    /// How a server is told the form of an answer.
    public enum AnswerForm: Hashable, Sendable {
        /// By a JSON Schema, which it makes the model keep to.
        case schema(JSONValue)
        /// Only that it is an object.
        case object
    }

    /// A request of these parts.
    public init(
        model: String, messages: [ChatMessage], tools: [ChatTool] = [], form: AnswerForm? = nil,
        temperature: Double? = nil, tokensMax: Int64? = nil, stops: [String] = [],
        timeout: Duration = ModelLimits.timeout
    ) {
        self.model = model
        self.messages = messages
        self.tools = tools
        self.form = form
        self.temperature = temperature
        self.tokensMax = tokensMax
        self.stops = stops
        self.timeout = timeout
    }
}

/// What a language model answers.
public struct ChatAnswer: Hashable, Sendable {
    /// Nil when it only calls tools.
    public var text: String?
    public var calls: [ChatToolCall]
    /// `stop`, `length`, `tool_calls`, or another word of the provider's.
    public var finishReason: String
    public var usage: ModelUsage

    /// The answer was cut at the most tokens it may have.
    public static let cutOff = "length"

    /// An answer of these parts.
    public init(
        text: String?, calls: [ChatToolCall] = [], finishReason: String = "stop", usage: ModelUsage = ModelUsage()
    ) {
        self.text = text
        self.calls = calls
        self.finishReason = finishReason
        self.usage = usage
    }
}

/// What calls of models may take.
public enum ModelLimits {
    /// How long a call may take that says nothing else.
    public static let timeout = Duration.seconds(300)
    /// The longest that a call may say.
    public static let timeoutMax = Duration.seconds(86_400)
}
