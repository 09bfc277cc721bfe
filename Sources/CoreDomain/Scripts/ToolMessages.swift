public import CoreLanguage

/// Which tools are asked for.
public struct ToolListInput: Message, Hashable {
    public let source: ToolOrigin?

    public static let schema = ObjectSchema(
        "Which tools are asked for.", ToolListInput.init(source:),
        Field(
            optional: "source", \.source, .word,
            "Only those from there; `model` is for capabilities of models."))
}

/// The tools that scripts may call.
public struct ToolList: Message, Hashable {
    public let tools: [ToolDescription]

    public static let schema = ObjectSchema(
        "The tools that scripts may call.", ToolList.init(tools:),
        Field("tools", \.tools, .array(of: .message, countMax: 10_000), "By sources and names."))
}

/// What a tool takes, gives, and does to the world.
public struct ToolDescription: Message, Hashable {
    public let name: String
    public let source: String
    public let description: String
    public let inputSchema: JSONValue
    public let resultSchema: JSONValue
    public let itemSchema: JSONValue?
    public let repeated: ToolSignature.Effect
    public let maximumPrice: String?

    init(_ signature: ToolSignature) {
        self.init(
            name: signature.tool.name, source: signature.tool.source, description: signature.summary,
            inputSchema: signature.inputSchema, resultSchema: signature.resultSchema,
            itemSchema: signature.itemSchema, repeated: signature.effect, maximumPrice: signature.priceMaximum)
    }

    init(
        name: String, source: String, description: String, inputSchema: JSONValue, resultSchema: JSONValue,
        itemSchema: JSONValue?, repeated: ToolSignature.Effect, maximumPrice: String?
    ) {
        self.name = name
        self.source = source
        self.description = description
        self.inputSchema = inputSchema
        self.resultSchema = resultSchema
        self.itemSchema = itemSchema
        self.repeated = repeated
        self.maximumPrice = maximumPrice
    }

    public static let schema = ObjectSchema(
        "What a tool takes, gives, and does to the world.",
        ToolDescription.init(
            name:source:description:inputSchema:resultSchema:itemSchema:repeated:maximumPrice:),
        Field("name", \.name, .string(count: 1...256), "What scripts call it."),
        Field("source", \.source, .string(count: 1...256), "Where it comes from."),
        Field("description", \.description, .text, "What it does."),
        Field("input_schema", \.inputSchema, .jsonSchema, "The JSON Schema of what it takes."),
        Field("result_schema", \.resultSchema, .jsonSchema, "The JSON Schema of what it gives."),
        Field(
            optional: "item_schema", \.itemSchema, .jsonSchema,
            "The JSON Schema of the items that it can hand on one by one; absent when it cannot."),
        Field("repeated", \.repeated, .word, ScriptEffect.repeatedSummary),
        Field(optional: "maximum_price", \.maximumPrice, .string(count: 1...64), "What a call costs at most."))
}
