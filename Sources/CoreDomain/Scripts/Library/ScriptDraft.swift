public import CoreLanguage

/// The one working copy of a script.
public struct ScriptDraft: Hashable, Sendable {
    public let organization: Identifier
    /// The script's name.
    public let script: String
    public let savedAt: Timestamp
    public let content: ScriptContent
    public let state: State
    /// What the compiler said of it.
    public let findings: ScriptFindings
    /// What it becomes, once it was compiled without errors; otherwise nil.
    public let program: ScriptProgram?

    /// Where a draft stands.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It was saved, and is to be compiled before it is published.
        case draft
        /// It can be published.
        case compiled
        /// It has errors.
        case failed
    }

    /// A draft of these parts.
    public init(
        organization: Identifier, script: String, savedAt: Timestamp, content: ScriptContent, state: State,
        findings: ScriptFindings, program: ScriptProgram?
    ) {
        self.organization = organization
        self.script = script
        self.savedAt = savedAt
        self.content = content
        self.state = state
        self.findings = findings
        self.program = program
    }
}

/// What somebody wrote: a source, or a program.
public enum ScriptContent: Hashable, Sendable {
    /// In the language.
    case source(String)
    /// A program in its stored form, as canonical JSON.
    case program([UInt8])

    /// Bytes of a content at most.
    public static let bytesMax = 1_024 * 1_024

    /// Its bytes, as they are hashed and stored.
    public var bytes: [UInt8] {
        switch self {
        case .source(let text): Array(text.utf8)
        case .program(let bytes): bytes
        }
    }
}

/// What a content becomes.
public struct ScriptProgram: Hashable, Sendable {
    /// SHA-256 of ``bytes``.
    public let digest: [UInt8]
    /// The program's canonical form.
    public let bytes: [UInt8]

    /// A program of these parts.
    public init(digest: [UInt8], bytes: [UInt8]) {
        self.digest = digest
        self.bytes = bytes
    }
}

/// What the compiler said of a content.
public struct ScriptFindings: Message, Hashable {
    public let diagnostics: [ScriptDiagnostic]
    public let errors: Int64
    public let contract: JSONValue
    public let toolsRequired: [String]

    /// Diagnostics that are kept: the first ones.
    static let countMax = 200

    /// Findings of these parts.
    public init(diagnostics: [ScriptDiagnostic], errors: Int64, contract: JSONValue, toolsRequired: [String]) {
        self.diagnostics = diagnostics
        self.errors = errors
        self.contract = contract
        self.toolsRequired = toolsRequired
    }

    public static let schema = ObjectSchema(
        "What the compiler said.", ScriptFindings.init(diagnostics:errors:contract:toolsRequired:),
        diagnostics(\.diagnostics),
        Field("errors", \.errors, .integer(in: 0...Int64(Int32.max)), "How many errors there are."),
        contract(\.contract), toolsRequired(\.toolsRequired))

    static func diagnostics<Root>(
        _ get: @escaping @Sendable (Root) -> [ScriptDiagnostic]
    ) -> Field<Root, [ScriptDiagnostic]> {
        Field(
            "diagnostics", get, .array(of: .message, countMax: countMax),
            "What is wrong or doubtful, in the order of the source: the first 200.")
    }

    static func contract<Root>(_ get: @escaping @Sendable (Root) -> JSONValue) -> Field<Root, JSONValue> {
        Field("contract", get, .jsonObject, "What the script takes and gives.")
    }

    static func toolsRequired<Root>(_ get: @escaping @Sendable (Root) -> [String]) -> Field<Root, [String]> {
        Field(
            "tools_required", get, .array(of: .string(count: 1...512), countMax: 10_000),
            "The tools that it can call, as `SOURCE:NAME`.")
    }
}
