/// A variable of the environment that a script reads by `env(…)`.
public struct EnvironmentVariable: Hashable, Sendable {
    /// The name: the form of a root of references.
    public var name: String
    /// The value when none is set; nil for null, or for none where ``isRequired``.
    public var fallback: JSONValue?
    /// Whether a thread is refused when neither a value nor ``fallback`` is there.
    public var isRequired: Bool
    /// Whether its value is shown to nobody, and journalled by reference only.
    public var isSecret: Bool
    /// A JSON Schema of the value: an object or a boolean.
    public var schema: JSONValue

    /// A variable of these parts.
    public init(
        _ name: String, fallback: JSONValue? = nil, isRequired: Bool = false, isSecret: Bool = false,
        schema: JSONValue = true
    ) {
        self.name = name
        self.fallback = fallback
        self.isRequired = isRequired
        self.isSecret = isSecret
        self.schema = schema
    }

    /// How many of them a program may have.
    public static let countMax = 1_024
}
