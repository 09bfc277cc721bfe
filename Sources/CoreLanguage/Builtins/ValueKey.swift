/// A value as a key of a hash table: equal for values that `==` of scripts holds equal.
enum ValueKey: Hashable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case text(TextKey)
    /// Canonical bytes.
    case other([UInt8])

    /// How many elements of a list a key takes up in a hash table.
    static let elements = 2

    init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let isTrue): self = .boolean(isTrue)
        case .string(let text): self = .text(TextKey(text: text))
        default: self = value.int64Value.map { .integer($0) } ?? .other(value.canonicalBytes())
        }
    }
}

/// A text as a key, byte by byte.
struct TextKey: Hashable {
    let text: String

    static func == (lhs: Self, rhs: Self) -> Bool {
        JSONText.areEqual(lhs.text, rhs.text)
    }

    func hash(into hasher: inout Hasher) {
        JSONText.hash(text, into: &hasher)
    }
}

extension BuiltinCall {
    /// The key of a value; what it takes to compare it is charged.
    func key(of value: JSONValue) throws(EvaluationError) -> ValueKey {
        switch value {
        case .array, .object, .decimal, .string: try budget.charge(for: value)
        default: try budget.charge(steps: 1)
        }
        return ValueKey(value)
    }
}
