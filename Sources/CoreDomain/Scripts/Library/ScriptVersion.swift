/// A published version of a script. Nothing of it changes but when it was last activated.
public struct ScriptVersion: Hashable, Sendable {
    public let organization: Identifier
    /// The script's name.
    public let script: String
    /// From 1.
    public let number: Int64
    public let createdAt: Timestamp
    /// Who published it.
    public let principal: Identifier
    public let content: ScriptContent
    /// SHA-256 of the content's bytes.
    public let contentDigest: [UInt8]
    /// SHA-256 of the program that it runs.
    public let program: [UInt8]
    /// What the compiler said when it was published.
    public let findings: ScriptFindings
    /// What the publisher said of the change; may be empty.
    public let changeNote: String
    /// When it last became the active version; nil when it never was.
    public var activatedAt: Timestamp?

    /// Where a version stands.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// It was never active.
        case compiled
        case active
        /// It was active once.
        case superseded
    }

    /// A version of these parts.
    public init(
        organization: Identifier, script: String, number: Int64, createdAt: Timestamp, principal: Identifier,
        content: ScriptContent, contentDigest: [UInt8], program: [UInt8], findings: ScriptFindings, changeNote: String,
        activatedAt: Timestamp?
    ) {
        self.organization = organization
        self.script = script
        self.number = number
        self.createdAt = createdAt
        self.principal = principal
        self.content = content
        self.contentDigest = contentDigest
        self.program = program
        self.findings = findings
        self.changeNote = changeNote
        self.activatedAt = activatedAt
    }

    /// Where it stands in `script`.
    public func state(in script: Script) -> State {
        if script.activeVersion == number { return .active }
        return activatedAt == nil ? .compiled : .superseded
    }
}
