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

extension Schema {
    /// An object from names to values, with at most so many names of at most 200 bytes.
    public static func map<Item>(
        of item: Schema<Item>, countMax: Int
    ) -> Schema<[String: Item]> where Value == [String: Item] {
        Schema<[String: Item]>(
            document: [
                "type": "object", "additionalProperties": item.document, "maxProperties": .integer(Int64(countMax)),
                "propertyNames": ["minLength": 1, "maxLength": 200],
            ],
            decode: { json, pointer, violations in
                guard case .object(let members) = json else {
                    violations.append(.wrongType(pointer, expected: "an object", found: json))
                    return nil
                }
                guard members.count <= countMax else {
                    violations.append(
                        Violation(
                            pointer, rule: "too_many_items",
                            "Expected at most \(countMax) names, found \(members.count)."))
                    return nil
                }
                let countBefore = violations.count
                var items: [String: Item] = [:]
                for (name, value) in members where violations.count < Violation.countMax {
                    let place = pointer.appending(key: String(name.prefix(Violation.nameCountMax)))
                    guard (1...200).contains(name.utf8.count) else {
                        violations.append(Violation(place, rule: "wrong_form", "A name has 1 to 200 bytes."))
                        continue
                    }
                    if let decoded = item.decode(value, place, &violations) { items[name] = decoded }
                }
                return violations.count == countBefore ? items : nil
            },
            encode: { items in
                .object(
                    JSONObject(items.keys.sorted().compactMap { name in items[name].map { (name, item.encode($0)) } }))
            })
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
