extension ToolSignature {
    /// A JSON Schema (draft 2020-12) of what it takes, as scripts write it.
    public var inputSchema: JSONValue {
        var properties = JSONObject()
        for field in fields { properties[field.name] = field.schema }
        var schema: JSONObject = [
            "type": "object", "properties": .object(properties), "additionalProperties": .bool(takesMore),
        ]
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { schema["required"] = .array(required) }
        return .object(schema)
    }

    /// A JSON Schema of what it gives.
    public var resultSchema: JSONValue { result.schema() }

    /// A JSON Schema of the items that it hands on; nil when it gives its result all at once.
    public var itemSchema: JSONValue? { item?.schema() }
}

extension ToolSignature.Field {
    fileprivate var schema: JSONValue {
        guard case .object(var schema) = type.schema() else { return true }
        schema["description"] = .string(summary)
        if let defaultValue { schema["default"] = defaultValue }
        return .object(schema)
    }
}

extension ToolSignatures {
    /// Every tool, by sources and names.
    public var all: [ToolSignature] {
        bySource.keys.sorted().flatMap { source in
            names(from: source).compactMap { self[ToolName($0, from: source)] }
        }
    }
}
