/// What the keywords that look at a value alone ask of it. Each lets values of other types pass.
enum JSONSchemaTest: Sendable {
    /// The schema `false`.
    case never
    case type(JSONSchemaTypes)
    case const(JSONValue)
    case enumeration(JSONSchemaChoice)
    case minimum(JSONValue)
    case maximum(JSONValue)
    case exclusiveMinimum(JSONValue)
    case exclusiveMaximum(JSONValue)
    case multipleOf(JSONSchemaDivisor)
    case minLength(Int)
    case maxLength(Int)
    case pattern(Pattern)
    case minItems(Int)
    case maxItems(Int)
    case uniqueItems
    case minProperties(Int)
    case maxProperties(Int)
    case required([String])
    case dependentRequired([(name: String, others: [String])])
    case format(JSONSchemaFormat)

    func accepts(_ value: JSONValue) -> Bool {
        switch self {
        case .never: false
        case .type(let types): types.accepts(value)
        case .const(let constant): JSONSchemaEquality.areEqual(constant, value)
        case .enumeration(let choice): choice.accepts(value)
        case .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum, .multipleOf: !value.isNumber || fits(value)
        case .minLength, .maxLength, .pattern, .format: value.stringValue.map(fits) ?? true
        case .minItems, .maxItems, .uniqueItems: value.arrayValue.map(fits) ?? true
        case .minProperties, .maxProperties, .required, .dependentRequired: value.objectValue.map(fits) ?? true
        }
    }

    private func fits(_ number: JSONValue) -> Bool {
        switch self {
        case .minimum(let limit): JSONSchemaNumber.compare(number, limit).map { $0 >= 0 } ?? false
        case .maximum(let limit): JSONSchemaNumber.compare(number, limit).map { $0 <= 0 } ?? false
        case .exclusiveMinimum(let limit): JSONSchemaNumber.compare(number, limit).map { $0 > 0 } ?? false
        case .exclusiveMaximum(let limit): JSONSchemaNumber.compare(number, limit).map { $0 < 0 } ?? false
        case .multipleOf(let divisor): divisor.divides(number)
        default: true
        }
    }

    private func fits(_ text: String) -> Bool {
        switch self {
        // A scalar takes one to four bytes, so most lengths need no counting.
        case .minLength(let least): text.utf8.count >= least && (text.utf8.count / 4 >= least || text.length >= least)
        case .maxLength(let most): text.utf8.count <= most || (text.utf8.count / 4 <= most && text.length <= most)
        case .pattern(let pattern): pattern.matches(text)
        case .format(let format): format.accepts(text)
        default: true
        }
    }

    private func fits(_ elements: [JSONValue]) -> Bool {
        switch self {
        case .minItems(let least): elements.count >= least
        case .maxItems(let most): elements.count <= most
        case .uniqueItems: JSONSchemaEquality.firstRepetition(in: elements) == nil
        default: true
        }
    }

    private func fits(_ object: JSONObject) -> Bool {
        switch self {
        case .minProperties(let least): object.count >= least
        case .maxProperties(let most): object.count <= most
        case .required(let names): object.hasAll(names)
        case .dependentRequired(let pairs):
            pairs.allSatisfy { object[$0.name] == nil || object.hasAll($0.others) }
        default: true
        }
    }
}

extension JSONValue {
    var isNumber: Bool {
        switch self {
        case .integer, .double, .decimal: true
        default: false
        }
    }
}

extension String {
    /// How many code points there are, the length that JSON Schema means.
    var length: Int {
        unicodeScalars.count
    }
}

extension JSONObject {
    func hasAll(_ names: [String]) -> Bool {
        for (position, name) in names.enumerated() where value(of: name, triedFirstAt: position) == nil {
            return false
        }
        return true
    }
}
