public import CoreLanguage

/// A version of a tool that an organization offers to its scripts at a URL. It never changes; another one takes its place.
public struct RegisteredTool: Hashable, Sendable {
    public let organization: Identifier
    public let name: String
    /// Counted from 1, without gaps.
    public let version: Int64
    public let createdAt: Timestamp
    /// Who registered it.
    public let principal: Identifier
    public let facts: RegisteredToolFacts
    /// The secrets of its calls, sealed for their place: ``ToolSecrets``.
    public let sealedSecrets: [UInt8]
    /// When it was taken away: then nothing calls it any more. Nil before.
    public let removedAt: Timestamp?

    /// Tools that an organization may have.
    public static let countMax = 256
    /// Versions that a tool may have.
    public static let versionsMax: Int64 = 1_000

    /// A tool of these parts.
    public init(
        organization: Identifier, name: String, version: Int64, createdAt: Timestamp, principal: Identifier,
        facts: RegisteredToolFacts, sealedSecrets: [UInt8], removedAt: Timestamp? = nil
    ) {
        self.organization = organization
        self.name = name
        self.version = version
        self.createdAt = createdAt
        self.principal = principal
        self.facts = facts
        self.sealedSecrets = sealedSecrets
        self.removedAt = removedAt
    }

    /// The name in programs, with the version.
    var pinned: ToolName {
        ToolName(
            name, from: ToolOrigin.cloud.rawValue, pin: ToolPin(version: version, effect: facts.repeated))
    }

    /// What the compiler checks scripts against.
    var signature: ToolSignature {
        let schema = facts.inputSchema
        let properties = schema["properties"]?.objectValue ?? [:]
        let required = Set((schema["required"]?.arrayValue ?? []).compactMap(\.stringValue))
        let takesMore = schema["additionalProperties"].map { $0.objectValue != nil || $0.boolValue == true }
        return ToolSignature(
            pinned, facts.description,
            fields: properties.map { name, property in
                ToolSignature.Field(
                    name, SchemaType.type(of: property), isRequired: required.contains(name),
                    default: property["default"], property["description"]?.stringValue ?? "")
            },
            takesMore: takesMore ?? true, result: facts.outputSchema.map { SchemaType.type(of: $0) } ?? .any,
            effect: facts.repeated)
    }
}

/// What is known of a registered tool, but for its secrets.
public struct RegisteredToolFacts: Message, Hashable {
    public let description: String
    public let inputSchema: JSONValue
    public let outputSchema: JSONValue?
    public let repeated: ToolSignature.Effect
    public let tags: [String]
    public let endpoint: String
    public let headerNames: [String]
    public let timeoutSeconds: Int64
    public let attempts: Int64

    /// Facts of these parts, unchecked.
    public init(
        description: String, inputSchema: JSONValue, outputSchema: JSONValue?, repeated: ToolSignature.Effect,
        tags: [String], endpoint: String, headerNames: [String], timeoutSeconds: Int64, attempts: Int64
    ) {
        self.description = description
        self.inputSchema = inputSchema
        self.outputSchema = outputSchema
        self.repeated = repeated
        self.tags = tags
        self.endpoint = endpoint
        self.headerNames = headerNames
        self.timeoutSeconds = timeoutSeconds
        self.attempts = attempts
    }

    public static let schema = ObjectSchema(
        "What is known of a registered tool.",
        RegisteredToolFacts.init(
            description:inputSchema:outputSchema:repeated:tags:endpoint:headerNames:timeoutSeconds:attempts:),
        ToolField.description(\.description), ToolField.inputSchema(\.inputSchema),
        ToolField.outputSchema(\.outputSchema),
        Field("repeated", \.repeated, .word, ScriptEffect.repeatedSummary), ToolField.tags(\.tags),
        Field("endpoint", \.endpoint, .string(count: 1...WebURL.bytesMax), "The URL that is called."),
        Field(
            "header_names", \.headerNames, .array(of: .string(count: 1...256), countMax: ToolSecrets.headersMax),
            "Headers that are sent besides, whose values nobody is shown."),
        ToolField.timeout(\.timeoutSeconds), ToolField.attempts(\.attempts))
}

/// What of a registered tool nobody is shown.
public struct ToolSecrets: Message, Hashable {
    /// What calls are signed with.
    public let signingSecret: Secret
    /// Values of headers by their names in small letters.
    public let headers: [String: Secret]

    /// Headers that a tool may have.
    static let headersMax = 32

    /// Secrets of these parts.
    public init(signingSecret: Secret, headers: [String: Secret]) {
        self.signingSecret = signingSecret
        self.headers = headers
    }

    public static let schema = ObjectSchema(
        "What of a registered tool nobody is shown.", ToolSecrets.init(signingSecret:headers:),
        Field("signing_secret", \.signingSecret, .secret(count: 1...256), "What calls are signed with."),
        Field(
            "headers", \.headers, .map(of: .secret(count: 0...8_192), countMax: headersMax),
            "Values of headers by their names."))
}

/// Seals the secrets of tools, each for its place, and opens them.
struct ToolVault: Sendable {
    private let sealer: Sealer?

    init(sealer: Sealer?) { self.sealer = sealer }

    func seal(
        _ secrets: ToolSecrets, _ name: String, version: Int64, of organization: Identifier
    ) throws(CoreError) -> [UInt8] {
        try found.seal(
            ToolSecrets.schema.encode(secrets).serialized(), place: Self.place(name, version, organization))
    }

    func secrets(of tool: RegisteredTool) throws(CoreError) -> ToolSecrets {
        let bytes = try found.open(
            tool.sealedSecrets, place: Self.place(tool.name, tool.version, tool.organization))
        do {
            return try ToolSecrets.schema.decode(try JSONValue.parse(bytes))
        } catch {
            throw CoreError(.databaseCorrupt, "The secrets of the tool \"\(tool.name)\" do not decode.")
        }
    }

    private var found: Sealer {
        get throws(CoreError) {
            if let sealer { return sealer }
            throw CoreError(.internalError, "Tools are registered by a program that has no sealing key.")
        }
    }

    /// Where secrets open, and nowhere else. A tool's name has no `/`.
    private static func place(_ name: String, _ version: Int64, _ organization: Identifier) -> [UInt8] {
        Array("tools/".utf8) + organization.bytes + Array("/\(name)/\(version)".utf8)
    }
}
