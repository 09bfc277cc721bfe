extension Operators {
    /// The member of an object: `value.name`.
    ///
    /// - Throws: an error of kind `missing` when there is none, unless it is asked for optionally: null then, as for a
    ///   value that is no object.
    public static func member(
        _ value: JSONValue, _ name: String, isOptional: Bool
    ) throws(EvaluationError) -> JSONValue {
        if let member = value[name] { return member }
        guard !isOptional else { return .null }
        guard case .object(let object) = value else {
            throw EvaluationError(
                .missing, "\(capitalized(value)) has no member \"\(Suggestion.clipped(name))\".")
        }
        throw EvaluationError(
            .missing,
            "The object has no member \"\(Suggestion.clipped(name))\"."
                + Suggestion.sentence(for: name, among: object.members.prefix(100).lazy.map(\.key)))
    }

    /// The element of a list by its number, from 0, or the member of an object by its name: `value[index]`.
    ///
    /// - Throws: an error of kind `missing` when there is none, unless it is asked for optionally: null then. An error
    ///   of kind `type` for an index that fits no value.
    public static func element(
        _ value: JSONValue, _ index: JSONValue, isOptional: Bool
    ) throws(EvaluationError) -> JSONValue {
        switch (value, index) {
        case (.array(let elements), _) where index.isNumber:
            guard let number = index.int64Value else {
                throw EvaluationError(.type, "The number of an element is whole.")
            }
            if let place = Int(exactly: number), elements.indices.contains(place) { return elements[place] }
            guard !isOptional else { return .null }
            let hint = number < 0 ? " The last is last(list)." : ""
            throw EvaluationError(
                .missing,
                "The list has \(BuiltinCall.text(elements.count...elements.count, "element")), so none at \(number); the first is 0.\(hint)"
            )
        case (.object, .string(let name)): return try member(value, name, isOptional: isOptional)
        case (.null, _) where isOptional: return .null
        case (.null, _): throw EvaluationError(.missing, "Null has no elements.")
        default:
            let hint = value.stringValue == nil ? "" : " For a part of a text use slice()."
            throw EvaluationError(
                .type,
                "\"[ ]\" takes a list and an integer, or an object and a text, "
                    + "not \(value.scriptTypeName) and \(index.scriptTypeName).\(hint)")
        }
    }

    private static func capitalized(_ value: JSONValue) -> String {
        let name = value.scriptTypeName
        return name.prefix(1).uppercased() + name.dropFirst()
    }
}
