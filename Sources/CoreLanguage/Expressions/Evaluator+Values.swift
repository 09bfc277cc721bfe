extension Evaluator {
    /// The texts of the parts of a template, one after the other.
    mutating func text(of parts: [Expression]) throws(EvaluationError) -> String {
        var text = ""
        for part in parts {
            let value = try value(of: part)
            if case .string(let content) = value {
                try budget.charge(bytes: content.utf8.count)
                text += content
            } else if !value.isNull {
                try budget.charge(for: value)
                text += value.serializedString(.canonical)
            }
        }
        return text
    }

    static func length(of value: JSONValue) throws(EvaluationError) -> JSONValue {
        switch value {
        case .string(let text): .integer(Int64(text.unicodeScalars.count))
        case .array(let elements): .integer(Int64(elements.count))
        case .object(let object): .integer(Int64(object.count))
        default:
            throw EvaluationError(.type, "length() takes a string, an array or an object, not \(value.typeName).")
        }
    }
}

extension JSONValue {
    /// The JSON type with its article, for messages.
    var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .double, .decimal: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
