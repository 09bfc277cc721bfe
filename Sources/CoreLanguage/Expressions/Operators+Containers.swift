extension Operators {
    /// Whether `container`, a text, a list or an object, holds `item` as a part, an element or a member's name.
    public static func holds(
        _ container: JSONValue, _ item: JSONValue, _ budget: EvaluationBudget
    ) throws(EvaluationError) -> Bool {
        switch (container, item) {
        case (.string(let text), .string(let part)):
            try budget.charge(bytes: text.utf8.count)
            return ByteSearch(for: part).isFound(in: text)
        case (.object(let object), .string(let name)):
            return object[name] != nil
        case (.array(let elements), _):
            try budget.charge(steps: elements.count / 4)
            for element in elements where try areEqual(element, item, budget) { return true }
            return false
        default:
            throw EvaluationError(
                .type,
                "contains() takes a string and a string, an object and a name, or an array and a value, "
                    + "not \(container.typeName) and \(item.typeName).")
        }
    }
}
