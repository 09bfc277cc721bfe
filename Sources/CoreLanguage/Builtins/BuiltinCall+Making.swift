extension BuiltinCall {
    /// A text that was made of others; its bytes are charged beforehand.
    func joined(_ parts: [String], _ separator: String = "") throws(EvaluationError) -> JSONValue {
        var count = separator.utf8.count * max(0, parts.count - 1)
        for part in parts { count += part.utf8.count }
        try budget.charge(bytes: count)
        return .string(parts.joined(separator: separator))
    }

    /// A list of so many elements, which are charged before it is made; what they hold is not.
    func made(_ count: Int, _ list: @autoclosure () -> [JSONValue]) throws(EvaluationError) -> JSONValue {
        try budget.charge(elements: count)
        return .array(list())
    }

    /// Puts an element behind a list, which is charged beforehand.
    func append(_ element: JSONValue, to list: inout [JSONValue]) throws(EvaluationError) {
        try budget.charge(elements: 1)
        list.append(element)
    }

    /// An object; its names and members are charged, not what they hold.
    func made(_ object: JSONObject) throws(EvaluationError) -> JSONValue {
        try charge(for: object)
        return .object(object)
    }

    /// Takes the bytes of an object like this one, without what its members hold.
    func charge(for object: JSONObject) throws(EvaluationError) {
        var count = object.count * 32
        for member in object.members { count += member.key.utf8.count }
        try budget.charge(bytes: count)
    }

    /// A text that is a part of one of the arguments.
    func part(of text: String, _ range: Range<Int>) throws(EvaluationError) -> JSONValue {
        if range.lowerBound == 0, range.upperBound == text.utf8.count { return .string(text) }
        try budget.charge(bytes: range.count)
        return .string(text.part(range))
    }

    /// The text of a value, as in a text with `{name}`: a text is its own, null is empty, all else is canonical JSON.
    func plainText(of value: JSONValue) throws(EvaluationError) -> String {
        switch value {
        case .string(let text): return text
        case .null: return ""
        case .bool(let isTrue): return isTrue ? "true" : "false"
        case .integer(let number): return String(number)
        default:
            try budget.charge(for: value)
            return value.serializedString(.canonical)
        }
    }

    /// A count of something, which is never near the limits of integers.
    func count(_ count: Int) -> JSONValue {
        .integer(Int64(count))
    }
}
