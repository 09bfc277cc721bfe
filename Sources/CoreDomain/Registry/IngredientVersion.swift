public import CoreLanguage

/// What an ingredient is made of.
public enum IngredientKind: String, Hashable, Sendable, CaseIterable {
    /// One capability of this program.
    case atomic
    /// A recipe: a graph of atomic ones.
    case composed
}

/// One published version of an ingredient; it never changes.
public struct IngredientVersion: Hashable, Sendable {
    public let definition: IngredientDefinition
    /// SHA-256 of the program that runs it.
    public let program: [UInt8]
    public let publishedAt: Timestamp

    /// A version of these parts.
    public init(definition: IngredientDefinition, program: [UInt8], publishedAt: Timestamp) {
        self.definition = definition
        self.program = program
        self.publishedAt = publishedAt
    }

    /// `namespace:kind:slug`.
    public var name: String { definition.id }
    /// Semantic versioning.
    public var version: String { definition.version }
}

/// An ingredient as its author writes it; the same form in a file, over the wire and in the store.
public struct IngredientDefinition: Message, Hashable {
    public let id: String
    public let version: String
    public let kind: IngredientKind
    public let name: String
    public let description: String
    /// The capability of this program that an atomic ingredient calls.
    public let handler: String?
    /// The graph of a composed ingredient.
    public let plan: JSONValue?
    public let inputSchema: JSONValue
    public let outputSchema: JSONValue
    public let effect: EffectClass
    public let cost: CostModel
    /// Calls of it that run at once at most; nil for no limit of its own.
    public let concurrency: Int64?
    /// How long one attempt may take; nil for the engine's limit.
    public let timeoutSeconds: Int64?
    public let tags: [String]

    /// The schema of any object.
    public static let anySchema: JSONValue = ["type": "object"]

    public static let schema = ObjectSchema(
        "An ingredient: one capability, or a recipe composed of several.",
        IngredientDefinition.init(
            id:version:kind:name:description:handler:plan:inputSchema:outputSchema:effect:cost:concurrency:
            timeoutSeconds:tags:),
        Field("id", \.id, .ingredientName, "`namespace:kind:slug`, each of a-z, 0-9 and `-`."),
        Field("version", \.version, .string(count: 5...64), "Semantic versioning, as in 1.0.0."),
        Field("kind", \.kind, .word, "What it is made of."),
        Field("name", \.name, .string(count: 0...200), default: "", "A name for people."),
        Field("description", \.description, .string(count: 0...2_000), default: "", "What it does, for people."),
        Field(
            optional: "handler", \.handler, .ingredientName,
            "The capability of this program that an atomic ingredient calls."),
        Field(optional: "plan", \.plan, .json, "The graph of a composed ingredient."),
        Field("input_schema", \.inputSchema, .jsonSchema, default: anySchema, "The JSON Schema of its input."),
        Field("output_schema", \.outputSchema, .jsonSchema, default: anySchema, "The JSON Schema of its output."),
        Field("effect", \.effect, .word, default: .idempotent, "What repeating a call does."),
        Field("cost", \.cost, .costModel, default: .free, "What a call costs."),
        Field(
            optional: "concurrency", \.concurrency, .integer(in: 1...10_000), "Calls of it that run at once at most."),
        Field(
            optional: "timeout_seconds", \.timeoutSeconds, .integer(in: 1...86_400), "How long one attempt may take."),
        Field("tags", \.tags, .array(of: .string(count: 1...64), countMax: 32), default: [], "Words to find it by."))

    /// A definition of these parts.
    public init(
        id: String, version: String, kind: IngredientKind, name: String = "", description: String = "",
        handler: String? = nil, plan: JSONValue? = nil, inputSchema: JSONValue = anySchema,
        outputSchema: JSONValue = anySchema, effect: EffectClass = .idempotent, cost: CostModel = .free,
        concurrency: Int64? = nil, timeoutSeconds: Int64? = nil, tags: [String] = []
    ) {
        self.id = id
        self.version = version
        self.kind = kind
        self.name = name
        self.description = description
        self.handler = handler
        self.plan = plan
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.effect = effect
        self.cost = cost
        self.concurrency = concurrency
        self.timeoutSeconds = timeoutSeconds
        self.tags = tags
    }

    /// Whether this is what became of `source`: of a composed ingredient the schemas come from the plan, and which versions
    /// its steps call was chosen when it was published.
    func wasWritten(as source: IngredientDefinition) -> Bool {
        if kind == .atomic || plan == nil { return self == source }
        return id == source.id && version == source.version && kind == source.kind && name == source.name
            && description == source.description && plan == source.plan && tags == source.tags
            && source.handler == nil && source.cost == .free
    }
}
