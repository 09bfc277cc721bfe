extension Evaluator {
    /// The texts of the parts of a template, one after the other.
    mutating func text(of parts: [Expression]) throws(EvaluationError) -> String {
        var text = ""
        for part in parts {
            let value = try value(of: part)
            if case .string(let content) = value {
                try charge(content.utf8.count)
                text += content
            } else if !value.isNull {
                try charge(for: value)
                text += value.serializedString(.canonical)
            }
        }
        return text
    }

    func length(of value: JSONValue) throws(EvaluationError) -> JSONValue {
        switch value {
        case .string(let text): .integer(Int64(text.unicodeScalars.count))
        case .array(let elements): .integer(Int64(elements.count))
        case .object(let object): .integer(Int64(object.count))
        default:
            throw EvaluationError(.type, "length() takes a string, an array or an object, not \(value.typeName).")
        }
    }

    /// Whether `container` holds `item`.
    mutating func holds(_ container: JSONValue, _ item: JSONValue) throws(EvaluationError) -> Bool {
        switch (container, item) {
        case (.string(let text), .string(let part)):
            try charge(text.utf8.count)
            return ByteSearch(for: part).isFound(in: text)
        case (.object(let object), .string(let name)):
            return object[name] != nil
        case (.array(let elements), _):
            for element in elements where try areEqual(element, item) { return true }
            return false
        default:
            throw EvaluationError(
                .type,
                "contains() takes a string and a string, an object and a name, or an array and a value, "
                    + "not \(container.typeName) and \(item.typeName).")
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
