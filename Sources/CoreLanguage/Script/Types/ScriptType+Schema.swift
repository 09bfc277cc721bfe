extension ScriptType {
    /// A JSON Schema (draft 2020-12) of the values of the type that keep the constraints.
    public func schema(_ constraints: FieldConstraints = FieldConstraints()) -> JSONValue {
        var object = bareSchema
        constraints.add(to: &object)
        return .object(object)
    }

    private var bareSchema: JSONObject {
        switch self {
        case .null: ["type": "null"]
        case .text: ["type": "string"]
        case .number: ["type": "number"]
        case .integer: ["type": "integer"]
        case .boolean: ["type": "boolean"]
        case .object: ["type": "object"]
        case .binary: ["type": "string", "contentEncoding": "base64"]
        case .date: ["type": "string", "format": "date"]
        case .timestamp: ["type": "string", "format": "date-time"]
        case .list(.any), .list(.unknown): ["type": "array"]
        case .list(let element): ["type": "array", "items": element.schema()]
        case .shape(let shape): shape.schema
        case .enumeration(let enumeration): ["enum": .array(enumeration.members)]
        case .optional(let type): Self.nullable(type.bareSchema)
        case .stream(let item): item.bareSchema
        case .any, .unknown, .never, .function, .variable: [:]
        }
    }

    /// The schema that takes null too.
    private static func nullable(_ schema: JSONObject) -> JSONObject {
        var schema = schema
        if let members = schema["enum"]?.arrayValue {
            schema["enum"] = .array(members + [.null])
        } else if let type = schema["type"] {
            schema["type"] = .array([type, "null"])
        }
        return schema
    }
}

extension ShapeType {
    /// An object that has the fields, and may have more.
    fileprivate var schema: JSONObject {
        var properties = JSONObject()
        for field in fields { properties[field.name] = field.valueType.schema(field.constraints) }
        let required = fields.filter { !$0.isOptional && !$0.type.isNullable }.map { JSONValue.string($0.name) }
        var schema: JSONObject = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { schema["required"] = .array(required) }
        return schema
    }
}

extension FieldConstraints {
    fileprivate func add(to schema: inout JSONObject) {
        if let minimum { schema["minimum"] = minimum }
        if let maximum { schema["maximum"] = maximum }
        if let minimumLength { schema["minLength"] = .integer(Int64(minimumLength)) }
        if let maximumLength { schema["maxLength"] = .integer(Int64(maximumLength)) }
        if let pattern { schema["pattern"] = .string(pattern.source) }
        if let minimumItems { schema["minItems"] = .integer(Int64(minimumItems)) }
        if let maximumItems { schema["maxItems"] = .integer(Int64(maximumItems)) }
        if areItemsUnique { schema["uniqueItems"] = true }
    }
}
