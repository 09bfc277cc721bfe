/// The keywords that do something here, by the vocabularies of JSON Schema 2020-12.
enum JSONSchemaKeyword: String, Sendable {
    // Core
    case schema = "$schema"
    case vocabulary = "$vocabulary"
    case id = "$id"
    case anchor = "$anchor"
    case dynamicAnchor = "$dynamicAnchor"
    case ref = "$ref"
    case dynamicRef = "$dynamicRef"
    case defs = "$defs"
    // Applicator
    case allOf, anyOf, oneOf, not
    case `if`, then, `else`
    case dependentSchemas
    case prefixItems, items, contains
    case properties, patternProperties, additionalProperties, propertyNames
    // Unevaluated
    case unevaluatedItems, unevaluatedProperties
    // Validation
    case type, const
    case enumeration = "enum"
    case multipleOf, maximum, exclusiveMaximum, minimum, exclusiveMinimum
    case maxLength, minLength, pattern
    case maxItems, minItems, uniqueItems, maxContains, minContains
    case maxProperties, minProperties, required, dependentRequired
    // Format and content
    case format
    case contentSchema

    /// Where schemas stand in the value of a keyword.
    enum Shape {
        case none
        case schema
        case list
        case map
    }

    var shape: Shape {
        switch self {
        case .not, .if, .then, .else, .items, .contains, .additionalProperties, .propertyNames, .unevaluatedItems,
            .unevaluatedProperties, .contentSchema:
            .schema
        case .allOf, .anyOf, .oneOf, .prefixItems: .list
        case .defs, .dependentSchemas, .properties, .patternProperties: .map
        default: .none
        }
    }

    /// A keyword is looked at when the dialect has one of these.
    var vocabularies: JSONSchemaVocabularies {
        switch self {
        case .schema, .vocabulary, .id, .anchor, .dynamicAnchor, .ref, .dynamicRef, .defs: .core
        case .allOf, .anyOf, .oneOf, .not, .if, .then, .else, .dependentSchemas, .prefixItems, .items, .contains,
            .properties, .patternProperties, .additionalProperties, .propertyNames:
            .applicator
        case .unevaluatedItems, .unevaluatedProperties: .unevaluated
        case .format: [.formatAnnotation, .formatAssertion]
        case .contentSchema: .content
        default: .validation
        }
    }
}
