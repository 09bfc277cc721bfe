import CoreDomain
import CoreLanguage

/// The messages of the Scriptum family as JSON Schema, with the lines that the operations' own schemas have.
enum ScriptumOpenAPI {
    /// A message whose canonical form `document` describes.
    static func schema(_ message: String, _ document: JSONValue, without names: [String] = []) -> JSONValue {
        var properties = JSONObject()
        for field in ScriptumSchema.fields(of: message) where !names.contains(field.name) {
            properties[field.wireName] = described(field, document["properties"]?[field.inputName])
        }
        var schema: JSONObject = [
            "type": "object", "description": document["description"] ?? .string(message),
            "properties": .object(properties), "additionalProperties": false,
        ]
        let required = (document["required"]?.arrayValue ?? []).compactMap(\.stringValue)
        let fields = ScriptumSchema.fields(of: message).filter {
            required.contains($0.inputName) && !names.contains($0.name)
        }
        if !fields.isEmpty { schema["required"] = .array(fields.map { .string($0.wireName) }) }
        return .object(schema)
    }

    /// The parameters of the path, then those of the query.
    static func parameters(_ operation: Operation, _ binding: Binding, _ call: ScriptumCall) -> [JSONValue] {
        let document = operation.input.document
        return ScriptumSchema.fields(of: call.request).compactMap { field -> JSONValue? in
            let isInPath = binding.parameterNames.contains { field.isCalled($0) }
            guard isInPath || !binding.hasBody else { return nil }
            let described = described(field, document["properties"]?[field.inputName])
            let isLabel = field.kind == .message("Label")
            let schema: JSONValue = isLabel ? ["type": "array", "items": ["type": "string"]] : described
            return [
                "name": .string(isInPath ? field.name : field.wireName), "in": isInPath ? "path" : "query",
                "required": .bool(isInPath), "schema": schema,
                "description": isLabel ? "`KEY:VALUE`, any of them." : described["description"] ?? "",
            ]
        }
    }

    /// What a request brings in its body.
    static func body(_ operation: Operation, _ binding: Binding, _ call: ScriptumCall) -> JSONValue {
        let schema = schema(call.request, operation.input.document, without: binding.parameterNames)
        return ["required": false, "content": ["application/json": ["schema": schema]]]
    }

    private static func described(_ field: ScriptumField, _ document: JSONValue?) -> JSONValue {
        let item = type(field, field.isRepeated ? document?["items"] : document)
        var schema: JSONObject = field.isRepeated ? ["type": "array", "items": item] : item.objectValue ?? JSONObject()
        schema["description"] = document?["description"] ?? .string(note(field))
        return .object(schema)
    }

    /// What is said of a field that the operation does not have.
    private static func note(_ field: ScriptumField) -> String {
        field.name == "request_id" ? "The same as the header `Idempotency-Key`." : "Not used by this server."
    }

    private static func type(_ field: ScriptumField, _ document: JSONValue?) -> JSONValue {
        switch field.kind {
        case .string: ["type": "string"]
        case .bytes: ["type": "string", "contentEncoding": "base64"]
        case .bool: ["type": "boolean"]
        case .int32, .uint32: ["type": "integer", "format": "int32"]
        case .int64, .uint64: ["type": "string", "format": "int64"]
        case .double: ["type": "number"]
        case .enumeration(let name): ["type": "string", "enum": words(name)]
        case .message(let name):
            document?["properties"] == nil ? ["type": "object"] : schema(name, document ?? .null)
        case .map: ["type": "object", "additionalProperties": ["type": "string"]]
        case .json, .status: ["type": "object"]
        }
    }

    private static func words(_ enumeration: String) -> JSONValue {
        let words = ScriptumSchema.enumerations[enumeration] ?? [:]
        return .array(words.sorted { $0.key < $1.key }.map { .string($0.value) })
    }
}
