/// What a tool takes, gives and does to the world.
public struct ToolSignature: Hashable, Sendable {
    /// What a second call with the same input does.
    public enum Effect: String, Hashable, Sendable, CaseIterable {
        /// Nothing: the tool only computes or reads.
        case pure
        /// The same as the first.
        case idempotent
        /// The effect is written together with the journal, or not at all.
        case atomic
        /// It happens again.
        case once
    }

    /// One member of the input.
    public struct Field: Hashable, Sendable {
        /// How the value is written, besides its type.
        public enum Form: Hashable, Sendable {
            case plain
            /// Milliseconds; a text such as `24h` is turned into them.
            case duration
            /// A type, which is turned into its JSON Schema; it is also the type of the result's member `value`.
            case type
        }

        /// The name.
        public let name: String
        /// The type of its values.
        public let type: ScriptType
        /// Whether it must be given.
        public let isRequired: Bool
        /// What it is when it is not given.
        public let defaultValue: JSONValue?
        /// What it means: one line.
        public let summary: String
        /// How it is written.
        public let form: Form

        /// A member of these parts.
        public init(
            _ name: String, _ type: ScriptType, isRequired: Bool = false, default defaultValue: JSONValue? = nil,
            form: Form = .plain, _ summary: String
        ) {
            self.name = name
            self.type = type
            self.isRequired = isRequired
            self.defaultValue = defaultValue
            self.form = form
            self.summary = summary
        }
    }

    /// The tool.
    public let tool: ToolName
    /// What it does: one line.
    public let summary: String
    /// The members of its input.
    public let fields: [Field]
    /// Whether the input may have members that are not among the fields; they are not checked.
    public let takesMore: Bool
    /// The type of what it gives.
    public let result: ScriptType
    /// The type of the items that `->>` hands on; nil when it gives its result all at once.
    public let item: ScriptType?
    /// What a second call does.
    public let effect: Effect
    /// What a call costs at most, as an amount in decimal digits; nil when that is not known.
    public let priceMaximum: String?

    /// A tool of these parts.
    public init(
        _ tool: ToolName, _ summary: String, fields: [Field], takesMore: Bool = false, result: ScriptType,
        item: ScriptType? = nil, effect: Effect, priceMaximum: String? = nil
    ) {
        self.tool = tool
        self.summary = summary
        self.fields = fields
        self.takesMore = takesMore
        self.result = result
        self.item = item
        self.effect = effect
        self.priceMaximum = priceMaximum
    }

    /// The member of the input of this name.
    func field(_ name: String) -> Field? { fields.first { $0.name == name } }
}

extension ScriptType {
    /// A shape of fields that are all there.
    static func fields(_ fields: KeyValuePairs<String, ScriptType>) -> ScriptType {
        .shape(
            ShapeType(
                fields.map { name, type in
                    if case .optional(let inner) = type {
                        ShapeType.Field(name, inner, isOptional: true)
                    } else {
                        ShapeType.Field(name, type)
                    }
                }))
    }
}
