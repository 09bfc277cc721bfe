public import CoreLanguage

/// The fields that messages about registered tools share.
enum ToolField {
    static func name<Root>(_ get: @escaping @Sendable (Root) -> String) -> Field<Root, String> {
        Field("name", get, .string(count: 1...256), "What scripts call it.")
    }

    static func version<Root>(_ get: @escaping @Sendable (Root) -> String) -> Field<Root, String> {
        Field("version", get, .string(count: 0...16), default: "", "A version, such as `2`; empty for the newest one.")
    }

    static func description<Root>(_ get: @escaping @Sendable (Root) -> String) -> Field<Root, String> {
        Field("description", get, .string(count: 0...2_000), default: "", "What it does.")
    }

    static func inputSchema<Root>(_ get: @escaping @Sendable (Root) -> JSONValue) -> Field<Root, JSONValue> {
        Field("input_schema", get, .jsonSchema, default: ["type": "object"], "The JSON Schema of what it takes.")
    }

    static func outputSchema<Root>(_ get: @escaping @Sendable (Root) -> JSONValue?) -> Field<Root, JSONValue?> {
        Field(optional: "output_schema", get, .jsonSchema, "The JSON Schema of what it gives; anything without one.")
    }

    static func tags<Root>(_ get: @escaping @Sendable (Root) -> [String]) -> Field<Root, [String]> {
        Field("tags", get, LibraryField.tags, default: [], "Words to find it by.")
    }

    static func timeout<Root>(_ get: @escaping @Sendable (Root) -> Int64) -> Field<Root, Int64> {
        Field("timeout_seconds", get, .integer(in: 0...3_600), default: 0, "How long a call may take; 0 for 60 s.")
    }

    static func attempts<Root>(_ get: @escaping @Sendable (Root) -> Int64) -> Field<Root, Int64> {
        Field(
            "attempts", get, .integer(in: 0...10), default: 0,
            "How often a call is tried that may be repeated, before its step fails; 0 for once.")
    }

    static func transactional<Root>(_ get: @escaping @Sendable (Root) -> Bool) -> Field<Root, Bool> {
        Field("transactional", get, .bool, default: false, "Whether its effect is written together with the journal.")
    }

    static func streaming<Root>(_ get: @escaping @Sendable (Root) -> Bool) -> Field<Root, Bool> {
        Field("streaming", get, .bool, default: false, "Whether it can hand on items one by one.")
    }

    static func idempotent<Root>(_ get: @escaping @Sendable (Root) -> Bool) -> Field<Root, Bool> {
        Field(
            "idempotent", get, .bool, default: false, "Whether a second call with one key does no more than the first.")
    }
}

/// What a tool is to be.
public struct ToolDefinition: Message, Hashable {
    public let name: String
    public let version: String
    public let source: ToolOrigin?
    public let description: String
    public let inputSchema: JSONValue
    public let outputSchema: JSONValue?
    public let repeated: ToolSignature.Effect?
    public let idempotent: Bool
    public let transactional: Bool
    public let streaming: Bool
    public let tags: [String]
    public let headers: [String: Secret]
    public let timeoutSeconds: Int64
    public let attempts: Int64

    public static let schema = ObjectSchema(
        "What a tool is to be.",
        ToolDefinition.init(
            name:version:source:description:inputSchema:outputSchema:repeated:idempotent:transactional:streaming:tags:
            headers:timeoutSeconds:attempts:),
        ToolField.name(\.name), ToolField.version(\.version),
        Field(optional: "source", \.source, .word, "Nothing but `cloud`."),
        ToolField.description(\.description), ToolField.inputSchema(\.inputSchema),
        ToolField.outputSchema(\.outputSchema),
        Field(
            optional: "repeated", \.repeated, .word,
            "What a second call does; `once` by default, or `idempotent` where that is true."),
        ToolField.idempotent(\.idempotent), ToolField.transactional(\.transactional), ToolField.streaming(\.streaming),
        ToolField.tags(\.tags),
        Field(
            "headers", \.headers, .map(of: .secret(count: 0...8_192), countMax: ToolSecrets.headersMax), default: [:],
            "Headers that are sent besides; nobody is shown their values."),
        ToolField.timeout(\.timeoutSeconds), ToolField.attempts(\.attempts))
}

/// A tool that is to be registered.
public struct ToolRegistration: Message, Hashable {
    public let tool: ToolDefinition?
    public let definition: ToolDefinition?
    public let endpoint: String
    public let rotateSecret: Bool

    public static let schema = ObjectSchema(
        "A tool that is to be registered: `tool` or `definition`.",
        ToolRegistration.init(tool:definition:endpoint:rotateSecret:),
        Field(optional: "tool", \.tool, .message, "The tool."),
        Field(optional: "definition", \.definition, .message, "The tool, as its file has it."),
        Field("endpoint", \.endpoint, .string(count: 1...WebURL.bytesMax), "The URL that is called."),
        Field(
            "rotate_secret", \.rotateSecret, .bool, default: false,
            "Whether calls are signed with a new secret from this version on."))
}

/// A tool that was registered.
public struct ToolRegistered: Message, Hashable {
    public let tool: ToolDescription
    public let signingSecret: Secret?

    public static let schema = ObjectSchema(
        "A tool that was registered.", ToolRegistered.init(tool:signingSecret:),
        Field("tool", \.tool, .message, "The tool."),
        Field(
            optional: "signing_secret", \.signingSecret, .secret(count: 1...256),
            "What calls are signed with, where it was made now. It is never shown again."))
}

/// Names a tool.
public struct ToolReference: Message, Hashable {
    public let name: String
    public let version: String

    public static let schema = ObjectSchema(
        "Names a tool.", ToolReference.init(name:version:), ToolField.name(\.name), ToolField.version(\.version))
}

/// A tool by itself.
public struct ToolEnvelope: Message, Hashable {
    public let tool: ToolDescription

    public static let schema = ObjectSchema(
        "A tool.", ToolEnvelope.init(tool:), Field("tool", \.tool, .message, "The tool."))
}

/// Names what of a tool is to go.
public struct ToolRemoval: Message, Hashable {
    public let name: String
    public let version: String

    public static let schema = ObjectSchema(
        "Names what of a tool is to go.", ToolRemoval.init(name:version:), ToolField.name(\.name),
        Field("version", \.version, .string(count: 0...16), default: "", "A version; empty for all of them."))
}
