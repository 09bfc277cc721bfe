extension ScriptContract {
    /// A JSON Schema of the input: an object of the fields and no others.
    public var inputSchema: JSONValue { schema(of: inputs) }
    /// A JSON Schema of the result.
    public var outputSchema: JSONValue { schema(of: outputs) }
    /// A JSON Schema of what `yield` tells.
    public var streamSchema: JSONValue { schema(of: stream) }

    private func schema(of fields: [Field]) -> JSONValue {
        var schema = object(fields)
        schema["additionalProperties"] = false
        return .object(schema)
    }

    private func object(_ fields: [Field]) -> JSONObject {
        var properties = JSONObject()
        for field in fields {
            var schema: JSONObject
            if case .object(let made) = type(field.type).schema(field.constraints) {
                schema = made
            } else {
                schema = [:]
            }
            if !field.description.isEmpty { schema["description"] = .string(field.description) }
            if let value = field.defaultValue { schema["default"] = value }
            properties[field.name] = .object(schema)
        }
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        var schema: JSONObject = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { schema["required"] = .array(required) }
        return schema
    }

    private func type(_ reference: TypeReference) -> ScriptType {
        switch reference {
        case .base(let name): TypeNames.types[name] ?? .any
        case .list(let element): .list(type(element))
        case .nullable(let inner): type(inner).orNull
        case .enumeration(let name, let base):
            .enumeration(
                EnumerationType(
                    name, base: TypeNames.types[base] ?? .text, isSymbolic: false,
                    members: enums.first { $0.name == name }?.values ?? []))
        case .object(let fields):
            .shape(
                ShapeType(
                    fields.map { field in
                        ShapeType.Field(
                            field.name, type(field.type), isOptional: !field.isRequired, constraints: field.constraints)
                    }))
        }
    }
}
