public import CoreLanguage

/// Which tools are asked for.
public struct ToolListInput: Message, Hashable {
    public let source: ToolOrigin?
    public let query: String
    public let pageSize: Int64
    public let pageToken: String

    public static let schema = ObjectSchema(
        "Which tools are asked for.", ToolListInput.init(source:query:pageSize:pageToken:),
        Field(
            optional: "source", \.source, .word,
            "Only those from there; `model` is for capabilities of models."),
        Field(
            "query", \.query, .string(count: 0...256), default: "",
            "Only tools whose name, description or tags have all of these words, or words that begin so."),
        LibraryField.pageSize(\.pageSize), LibraryField.pageToken(\.pageToken))
}

/// The tools that scripts may call.
public struct ToolList: Message, Hashable {
    public let tools: [ToolDescription]
    public let nextPageToken: String

    public static let schema = ObjectSchema(
        "The tools that scripts may call.", ToolList.init(tools:nextPageToken:),
        Field("tools", \.tools, .array(of: .message, countMax: PageRequest.limits.upperBound), "By sources and names."),
        LibraryField.nextPageToken(\.nextPageToken))
}

/// What a tool takes, gives, and does to the world.
public struct ToolDescription: Message, Hashable {
    public let toolID: String
    public let name: String
    public let source: String
    public let version: String
    public let description: String
    public let inputSchema: JSONValue
    public let outputSchema: JSONValue?
    public let itemSchema: JSONValue?
    public let repeated: ToolSignature.Effect
    public let idempotent: Bool
    public let transactional: Bool
    public let streaming: Bool
    public let maximumPrice: String?
    public let tags: [String]
    public let endpoint: String?
    public let headerNames: [String]
    public let timeoutSeconds: Int64
    public let attempts: Int64
    public let createdAt: Timestamp?

    /// A tool of the program, of a server of MCP, or a capability of models.
    init(_ signature: ToolSignature) {
        self.init(
            signature, inputSchema: signature.inputSchema, outputSchema: signature.resultSchema, registered: nil)
    }

    /// A tool at a URL; the values of its headers are not told.
    init(_ tool: RegisteredTool) {
        self.init(
            tool.signature, inputSchema: tool.facts.inputSchema, outputSchema: tool.facts.outputSchema,
            registered: tool)
    }

    private init(
        _ signature: ToolSignature, inputSchema: JSONValue, outputSchema: JSONValue?, registered: RegisteredTool?
    ) {
        let (name, source) = (signature.tool.name, signature.tool.source)
        self.init(
            toolID: "\(source):\(name)", name: name, source: source,
            version: signature.tool.pin.map { String($0.version) } ?? "", description: signature.summary,
            inputSchema: inputSchema, outputSchema: outputSchema, itemSchema: signature.itemSchema,
            repeated: signature.effect, idempotent: signature.effect != .once,
            transactional: signature.effect == .atomic, streaming: signature.item != nil,
            maximumPrice: signature.priceMaximum, tags: registered?.facts.tags ?? [],
            endpoint: registered?.facts.endpoint, headerNames: registered?.facts.headerNames ?? [],
            timeoutSeconds: registered?.facts.timeoutSeconds ?? 0, attempts: registered?.facts.attempts ?? 0,
            createdAt: registered?.createdAt)
    }

    init(
        toolID: String, name: String, source: String, version: String, description: String, inputSchema: JSONValue,
        outputSchema: JSONValue?, itemSchema: JSONValue?, repeated: ToolSignature.Effect, idempotent: Bool,
        transactional: Bool, streaming: Bool, maximumPrice: String?, tags: [String], endpoint: String?,
        headerNames: [String], timeoutSeconds: Int64, attempts: Int64, createdAt: Timestamp?
    ) {
        self.toolID = toolID
        self.name = name
        self.source = source
        self.version = version
        self.description = description
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.itemSchema = itemSchema
        self.repeated = repeated
        self.idempotent = idempotent
        self.transactional = transactional
        self.streaming = streaming
        self.maximumPrice = maximumPrice
        self.tags = tags
        self.endpoint = endpoint
        self.headerNames = headerNames
        self.timeoutSeconds = timeoutSeconds
        self.attempts = attempts
        self.createdAt = createdAt
    }

    public static let schema = ObjectSchema(
        "What a tool takes, gives, and does to the world.",
        ToolDescription.init(
            toolID:name:source:version:description:inputSchema:outputSchema:itemSchema:repeated:idempotent:
            transactional:
            streaming:maximumPrice:tags:endpoint:headerNames:timeoutSeconds:attempts:createdAt:),
        Field("tool_id", \.toolID, .string(count: 1...512), "Its source and name."),
        ToolField.name(\.name),
        Field("source", \.source, .string(count: 1...256), "Where it comes from."),
        Field("version", \.version, .string(count: 0...16), "The version of a registered tool; empty for others."),
        Field("description", \.description, .text, "What it does."),
        Field("input_schema", \.inputSchema, .jsonSchema, "The JSON Schema of what it takes."),
        ToolField.outputSchema(\.outputSchema),
        Field(
            optional: "item_schema", \.itemSchema, .jsonSchema,
            "The JSON Schema of the items that it can hand on one by one; absent when it cannot."),
        Field("repeated", \.repeated, .word, ScriptEffect.repeatedSummary),
        ToolField.idempotent(\.idempotent), ToolField.transactional(\.transactional), ToolField.streaming(\.streaming),
        Field(optional: "maximum_price", \.maximumPrice, .string(count: 1...64), "What a call costs at most."),
        ToolField.tags(\.tags),
        Field(
            optional: "endpoint", \.endpoint, .string(count: 1...WebURL.bytesMax),
            "The URL that is called, of a registered tool."),
        Field(
            "header_names", \.headerNames, .array(of: .string(count: 1...256), countMax: ToolSecrets.headersMax),
            default: [], "Headers that are sent besides, whose values nobody is shown."),
        ToolField.timeout(\.timeoutSeconds), ToolField.attempts(\.attempts),
        Field(optional: "created_at", \.createdAt, .timestamp, "When this version was registered."))
}
