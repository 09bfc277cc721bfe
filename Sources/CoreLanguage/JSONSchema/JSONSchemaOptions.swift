/// How a schema is to be applied.
public struct JSONSchemaOptions: Hashable, Sendable {
    /// What `format` does (JSON Schema Validation 2020-12 section 7.2).
    public enum Formats: Hashable, Sendable {
        /// It only says what is meant. A metaschema with the vocabulary format-assertion still makes it check.
        case annotation
        /// It checks strings against the formats that are known.
        case assertion
    }

    /// What `format` does.
    public var formats: Formats

    /// How many violations are reported at most. At least one is.
    public var violationsMax: Int

    /// How many schemas may be applied to places of one value, before the value is refused for being too much work.
    public var stepsMax: Int

    /// Formats as annotations, 100 violations, 50 million steps.
    public static let standard = JSONSchemaOptions()

    /// Creates options; what is not given is as in ``standard``.
    public init(formats: Formats = .annotation, violationsMax: Int = 100, stepsMax: Int = 50_000_000) {
        self.formats = formats
        self.violationsMax = violationsMax
        self.stepsMax = stepsMax
    }
}
