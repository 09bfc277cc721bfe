import CoreDomain
import CoreLanguage

/// The description of the HTTP surface in OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0), made from the tables.
enum OpenAPI {
    /// The document for these operations and bindings.
    static func document(_ catalogue: Catalogue, _ bindings: [Binding]) -> JSONValue {
        var paths = JSONObject()
        for binding in bindings {
            guard case .operation(let name) = binding.target,
                let operation = catalogue.operations.first(where: { $0.name == name })
            else { continue }
            add(operation, binding, id: uniqueID(operation, binding), to: &paths)
        }
        for operation in catalogue.operations {
            let binding = Binding("POST", "/v1/operations/\(operation.name)", .operation(operation.name))
            add(operation, binding, id: "call_" + operation.name, to: &paths)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Scriptorium", "version": .string(Version.current),
                "description":
                    "Accounts, ledger, durable programs and documents. Made from the operations' declarations.",
            ],
            "paths": .object(paths),
            "components": [
                "schemas": schemas(catalogue),
                "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer"]],
                "responses": ["Problem": problemResponse, "Status": statusResponse],
            ],
        ]
    }

    private static func add(_ operation: Operation, _ binding: Binding, id: String, to paths: inout JSONObject) {
        var item = paths[binding.template]?.objectValue ?? JSONObject()
        item[binding.method.lowercased()] = describe(operation, binding, id: id)
        paths[binding.template] = .object(item)
    }

    /// Two paths may lead to one operation, but an `operationId` is used once: the path tells them apart.
    private static func uniqueID(_ operation: Operation, _ binding: Binding) -> String {
        let place = binding.segments.map { $0.filter { $0.isLetter || $0.isNumber } }.joined(separator: "_")
        return binding.method.lowercased() + "_" + place
    }

    private static func describe(_ operation: Operation, _ binding: Binding, id: String) -> JSONValue {
        var described: JSONObject = [
            "operationId": .string(id),
            "summary": .string(operation.summary),
            "tags": [.string(String(operation.name.prefix { $0 != "." }))],
        ]
        let parameters = OpenAPIInput.parameters(operation, binding)
        let output = binding.messages.map { ScriptumOpenAPI.schema($0.response, operation.output.document) }
        if !parameters.isEmpty { described["parameters"] = .array(parameters) }
        if binding.hasBody { described["requestBody"] = OpenAPIInput.body(operation, binding) }
        described["responses"] = [
            String(binding.status): [
                "description": .string(operation.output.summary),
                "content": [
                    operation.isStream ? "text/event-stream" : "application/json": [
                        "schema": output ?? reference(operation.output)
                    ]
                ],
            ],
            "default": [
                "$ref": .string("#/components/responses/" + (binding.messages == nil ? "Problem" : "Status"))
            ],
        ]
        described["security"] = operation.access == .anyone ? [] : [["bearer": []]]
        return .object(described)
    }

    static func reference(_ message: MessageDescription) -> JSONValue {
        ["$ref": .string("#/components/schemas/\(message.name)")]
    }

    private static func schemas(_ catalogue: Catalogue) -> JSONValue {
        var schemas = JSONObject()
        for operation in catalogue.operations {
            schemas[operation.input.name] = operation.input.document
            schemas[operation.output.name] = operation.output.document
        }
        return .object(schemas)
    }

    private static let statusResponse: JSONValue = [
        "description": "A refusal or a failure (google.rpc.Status).",
        "content": [
            "application/json": [
                "schema": [
                    "type": "object", "required": ["error"],
                    "properties": [
                        "error": [
                            "type": "object", "required": ["code", "message", "status", "details"],
                            "properties": [
                                "code": ["type": "integer", "description": "The HTTP status."],
                                "message": ["type": "string", "description": "What was wrong, and how to mend it."],
                                "status": ["type": "string", "description": "The canonical code."],
                                "details": [
                                    "type": "array",
                                    "description": "`ErrorInfo` with the reason, and what belongs to it.",
                                    "items": ["type": "object"],
                                ],
                            ],
                        ]
                    ],
                ]
            ]
        ],
    ]

    private static let problemResponse: JSONValue = [
        "description": "A refusal or a failure (RFC 9457).",
        "content": [
            "application/problem+json": [
                "schema": [
                    "type": "object",
                    "required": ["type", "title", "status", "detail", "reason"],
                    "properties": [
                        "type": ["type": "string", "description": "Where the reason is explained."],
                        "title": ["type": "string", "description": "The reason in words."],
                        "status": ["type": "integer", "description": "The HTTP status."],
                        "detail": ["type": "string", "description": "What was wrong."],
                        "reason": ["type": "string", "description": "The stable word for what happened."],
                        "fix": ["type": "string", "description": "How to mend it."],
                        "errors": [
                            "type": "array", "description": "Every violation of the input's schema.",
                            "items": [
                                "type": "object",
                                "properties": [
                                    "loc": ["type": "array", "items": ["type": "string"]],
                                    "msg": ["type": "string"], "type": ["type": "string"],
                                    "pointer": ["type": "string"],
                                ],
                            ],
                        ],
                    ],
                ]
            ]
        ],
    ]
}
