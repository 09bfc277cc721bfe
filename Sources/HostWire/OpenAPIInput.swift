import CoreDomain
import CoreLanguage

/// How a request carries the input of an operation, in OpenAPI: path, query, headers and body.
enum OpenAPIInput {
    private static let keyText = "The caller's own name for this call: a repetition gets the same answer for 24 hours."
    private static let keyChoiceText = " Needed, here or as `idempotency_key` in the body."

    /// The parameters, in the order path, query, headers.
    static func parameters(_ operation: Operation, _ binding: Binding) -> [JSONValue] {
        if let messages = binding.messages {
            return ScriptumOpenAPI.parameters(operation, binding, messages) + headers(operation, binding)
        }
        let path = binding.parameterNames.compactMap { name in
            field(binding.field(of: name), operation).map { parameter(name, "path", $0, isRequired: true) }
        }
        return path + query(operation, binding) + headers(operation, binding)
    }

    private static func query(_ operation: Operation, _ binding: Binding) -> [JSONValue] {
        if binding.hasBody || binding.ignoresQuery { return [] }
        let names = Dictionary(binding.fields.map { ($0.value, $0.key) }, uniquingKeysWith: { first, _ in first })
        return rest(operation, binding).map { field in
            parameter(names[field.name] ?? field.name, "query", field, isRequired: field.isRequired)
        }
    }

    private static func headers(_ operation: Operation, _ binding: Binding) -> [JSONValue] {
        guard let form = operation.idempotency.form else { return [] }
        // OpenAPI cannot say "one of the two": where the body may hold the key, neither is required by itself.
        let isRequired = operation.idempotency.isRequired && !binding.takesKeyInBody
        let hint = operation.idempotency.isRequired && !isRequired ? keyChoiceText : ""
        return [
            [
                "name": "Idempotency-Key", "in": "header", "required": .bool(isRequired),
                "schema": form.document, "description": .string(keyText + hint),
            ]
        ]
    }

    /// What a request brings, by its media type.
    static func body(_ operation: Operation, _ binding: Binding) -> JSONValue {
        if let messages = binding.messages { return ScriptumOpenAPI.body(operation, binding, messages) }
        return switch binding.bodyForm {
        case .json: json(operation, binding)
        case .jsonOrForm: json(operation, binding, or: ["multipart/form-data": form])
        case .content: content
        }
    }

    private static let form: JSONValue = [
        "schema": [
            "type": "object",
            "description":
                "The fields are the recipe's inputs. A file is a document; `input` gives the other inputs as JSON.",
        ]
    ]

    private static let content: JSONValue = [
        "description": "The content itself, of any media type.", "required": true,
        "content": ["application/octet-stream": ["schema": ["type": "string", "format": "binary"]]],
    ]

    /// The whole input, or what the path leaves of it, and the members that name the call.
    private static func json(
        _ operation: Operation, _ binding: Binding, or others: JSONObject = JSONObject()
    ) -> JSONValue {
        let rest = rest(operation, binding)
        let takesKey = binding.takesKeyInBody && operation.idempotency.form != nil
        let isWhole = rest.count == operation.input.fields.count && !takesKey
        var content: JSONObject = [
            "application/json": [
                "schema": isWhole ? OpenAPI.reference(operation.input) : schema(operation, rest, takesKey: takesKey)
            ]
        ]
        for (type, described) in others { content[type] = described }
        return ["required": .bool(rest.contains(where: \.isRequired)), "content": .object(content)]
    }

    private static func schema(_ operation: Operation, _ fields: [FieldDescription], takesKey: Bool) -> JSONValue {
        let described = operation.input.document["properties"]
        var properties = JSONObject()
        for field in fields { properties[field.name] = described?[field.name] }
        if takesKey, case .object(var key)? = operation.idempotency.form?.document {
            key["type"] = ["string", "null"]
            key["description"] = "The same as the header `Idempotency-Key`."
            for name in RequestInput.keyMembers(of: operation) { properties[name] = .object(key) }
        }
        var document: JSONObject = ["type": "object", "description": .string(operation.input.summary)]
        document["properties"] = .object(properties)
        let required = fields.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { document["required"] = .array(required) }
        document["additionalProperties"] = false
        return .object(document)
    }

    /// The fields that are no parameters of the path.
    private static func rest(_ operation: Operation, _ binding: Binding) -> [FieldDescription] {
        let taken = Set(binding.parameterNames.map(binding.field))
        return operation.input.fields.filter { !taken.contains($0.name) }
    }

    private static func field(_ name: String, _ operation: Operation) -> FieldDescription? {
        operation.input.fields.first { $0.name == name }
    }

    private static func parameter(
        _ name: String, _ part: String, _ field: FieldDescription, isRequired: Bool
    ) -> JSONValue {
        var schema = field.document
        if let value = field.defaultValue, case .object(var members) = schema {
            members["default"] = value
            schema = .object(members)
        }
        return [
            "name": .string(name), "in": .string(part), "required": .bool(isRequired), "schema": schema,
            "description": .string(field.summary),
        ]
    }
}
