/// Types of JSON Schemas, as far as the checker has them; of all else it knows nothing.
public enum SchemaType {
    /// Levels of objects in objects that are looked into.
    private static let depthMax = 6

    /// The type of what fits `schema`.
    public static func type(of schema: JSONValue) -> ScriptType { type(of: schema, depth: 0) }

    private static func type(of schema: JSONValue, depth: Int) -> ScriptType {
        guard depth < depthMax, schema["$ref"] == nil, schema["allOf"] == nil, schema["not"] == nil else { return .any }
        if let members = schema["enum"]?.arrayValue { return enumeration(members) }
        if let choices = schema["anyOf"]?.arrayValue ?? schema["oneOf"]?.arrayValue {
            return nullable(choices, depth)
        }
        if let types = schema["type"]?.arrayValue {
            guard types.count == 2, let other = types.first(where: { $0 != "null" }), types.contains("null") else {
                return .any
            }
            return plain(other.stringValue ?? "", schema, depth).orNull
        }
        return plain(schema["type"]?.stringValue ?? "", schema, depth)
    }

    private static func plain(_ type: String, _ schema: JSONValue, _ depth: Int) -> ScriptType {
        switch type {
        case "string": .text
        case "integer": .integer
        case "number": .number
        case "boolean": .boolean
        case "null": .null
        case "array": .list(schema["items"].map { self.type(of: $0, depth: depth + 1) } ?? .any)
        case "object": object(schema, depth)
        default: .any
        }
    }

    /// One type or null; of other choices nothing is known.
    private static func nullable(_ choices: [JSONValue], _ depth: Int) -> ScriptType {
        let others = choices.filter { $0["type"] != "null" }
        guard others.count == 1, others.count < choices.count, let other = others.first else { return .any }
        return type(of: other, depth: depth + 1).orNull
    }

    private static func enumeration(_ members: [JSONValue]) -> ScriptType {
        guard !members.isEmpty, members.allSatisfy({ $0.stringValue != nil }) else { return .any }
        return .enumeration(EnumerationType("choice", base: .text, isSymbolic: false, members: members))
    }

    private static func object(_ schema: JSONValue, _ depth: Int) -> ScriptType {
        guard let properties = schema["properties"]?.objectValue, !properties.isEmpty else { return .object }
        let required = Set((schema["required"]?.arrayValue ?? []).compactMap(\.stringValue))
        return .shape(
            ShapeType(
                properties.map { name, property in
                    let type = type(of: property, depth: depth + 1)
                    return ShapeType.Field(
                        name, type.required, isOptional: type.isOptionalType || !required.contains(name))
                }))
    }
}

extension ScriptType {
    /// Whether null was added to it.
    fileprivate var isOptionalType: Bool { if case .optional = self { true } else { false } }
}
