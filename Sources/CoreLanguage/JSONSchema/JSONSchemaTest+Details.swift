extension JSONSchemaTest {
    /// What a message about `value`, which does not pass, needs to know. For missing members one number for each of
    /// them, its place among all names of the keyword; for lengths the length; for elements that are equal the place of
    /// the second times 2^32 and that of the first.
    func details(of value: JSONValue, _ budget: inout WorkBudget) -> [Int] {
        switch (self, value) {
        case (.required(let names), .object(let object)):
            return names.indices.filter { !object.has(names[$0], &budget) }
        case (.dependentRequired, .object(let object)):
            let dependencies = dependencies
            return dependencies.indices.filter {
                object.has(dependencies[$0].name, &budget) && !object.has(dependencies[$0].other, &budget)
            }
        case (.minLength, .string(let text)), (.maxLength, .string(let text)):
            return [text.length(&budget) ?? 0]
        case (.uniqueItems, .array(let elements)):
            let pair = JSONSchemaEquality.firstRepetition(in: elements, &budget) ?? (0, 0)
            return [pair.second << 32 | pair.first]
        default: return [0]
        }
    }

    /// The pairs of `dependentRequired`: where there is `name`, `other` must be too.
    var dependencies: [(name: String, other: String)] {
        guard case .dependentRequired(let pairs) = self else {
            return []
        }
        return pairs.flatMap { pair in pair.others.map { (pair.name, $0) } }
    }

    /// About how many bytes of memory it takes besides itself and the document it was made from.
    var byteCount: Int {
        switch self {
        case .enumeration(let choice): choice.byteCount + 48
        case .multipleOf: 112
        case .required(let names): names.count * 16 + 32
        case .dependentRequired(let pairs): pairs.reduce(32) { $0 + $1.others.count * 16 + 56 }
        default: 0
        }
    }

    /// Whether looking at a value may take so long that it should not be begun without what the value's size allows.
    func isMuchWork(for value: JSONValue) -> Bool {
        switch (self, value) {
        case (.uniqueItems, .array(let elements)), (.const, .array(let elements)): elements.count > 1000
        case (.enumeration, .array(let elements)): elements.count > 1000
        case (.const, .object(let object)), (.enumeration, .object(let object)): object.count > 1000
        case (.pattern, .string(let text)), (.format, .string(let text)): text.utf8.count > 100_000
        default: false
        }
    }
}
