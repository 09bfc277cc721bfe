/// The parts a dialect can be made of (JSON Schema Core 2020-12 section 8.1.2).
struct JSONSchemaVocabularies: OptionSet, Sendable {
    let rawValue: Int

    static let core = JSONSchemaVocabularies(rawValue: 1)
    static let applicator = JSONSchemaVocabularies(rawValue: 2)
    static let unevaluated = JSONSchemaVocabularies(rawValue: 4)
    static let validation = JSONSchemaVocabularies(rawValue: 8)
    static let metadata = JSONSchemaVocabularies(rawValue: 16)
    static let formatAnnotation = JSONSchemaVocabularies(rawValue: 32)
    static let formatAssertion = JSONSchemaVocabularies(rawValue: 64)
    static let content = JSONSchemaVocabularies(rawValue: 128)

    /// What the dialect 2020-12 itself is made of.
    static let standard: JSONSchemaVocabularies = [
        .core, .applicator, .unevaluated, .validation, .metadata, .formatAnnotation, .content,
    ]

    private static let prefix = "https://json-schema.org/draft/2020-12/vocab/"

    /// The vocabulary that a URI names; nil for one that is not known.
    init?(uri: String) {
        guard uri.hasPrefix(Self.prefix) else {
            return nil
        }
        switch uri.dropFirst(Self.prefix.count) {
        case "core": self = .core
        case "applicator": self = .applicator
        case "unevaluated": self = .unevaluated
        case "validation": self = .validation
        case "meta-data": self = .metadata
        case "format-annotation": self = .formatAnnotation
        case "format-assertion": self = .formatAssertion
        case "content": self = .content
        default: return nil
        }
    }

    init(rawValue: Int) {
        self.rawValue = rawValue
    }
}
