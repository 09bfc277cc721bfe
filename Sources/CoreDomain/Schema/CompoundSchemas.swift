import CoreLanguage

extension Schema {
    /// The value or null.
    public static func optional<Wrapped>(_ schema: Schema<Wrapped>) -> Schema<Wrapped?> where Value == Wrapped? {
        Schema<Wrapped?>(
            document: schema.document.orNull,
            decode: { json, pointer, violations in
                if json == .null { return .some(nil) }
                return schema.decode(json, pointer, &violations).map { .some($0) }
            },
            encode: { $0.map(schema.encode) ?? .null })
    }

    /// A list of at most so many items.
    public static func array<Item>(
        of item: Schema<Item>, countMax: Int
    ) -> Schema<[Item]> where Value == [Item] {
        Schema<[Item]>(
            document: ["type": "array", "items": item.document, "maxItems": .integer(Int64(countMax))],
            decode: { json, pointer, violations in
                guard case .array(let elements) = json else {
                    violations.append(.wrongType(pointer, expected: "an array", found: json))
                    return nil
                }
                guard elements.count <= countMax else {
                    violations.append(
                        Violation(
                            pointer, rule: "too_many_items",
                            "Expected at most \(countMax) items, found \(elements.count)."))
                    return nil
                }
                let countBefore = violations.count
                var items: [Item] = []
                for (index, element) in elements.enumerated() where violations.count < Violation.countMax {
                    if let decoded = item.decode(element, pointer.appending(index: index), &violations) {
                        items.append(decoded)
                    }
                }
                return violations.count == countBefore ? items : nil
            },
            encode: { .array($0.map(item.encode)) })
    }
}

extension Schema where Value: Message {
    /// A message inside another.
    public static var message: Schema<Value> {
        Schema(
            document: Value.schema.document,
            decode: { Value.schema.decode($0, $1, &$2) },
            encode: { Value.schema.encode($0) })
    }
}

extension JSONValue {
    /// The JSON Schema that also allows null.
    fileprivate var orNull: JSONValue {
        guard case .object(var members) = self else { return self }
        switch members["type"] {
        case .string(let type)?: members["type"] = [.string(type), "null"]
        case .array(let types)? where !types.contains("null"): members["type"] = .array(types + ["null"])
        default: break
        }
        if case .array(let words)? = members["enum"] { members["enum"] = .array(words + [nil]) }
        return .object(members)
    }
}
