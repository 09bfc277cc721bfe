/// A line of the audit trail: who did what in whose place.
public struct AuditEntry: Hashable, Sendable {
    public let at: Timestamp
    /// Who acted.
    public let actor: Identifier
    /// The organization acted in.
    public let organization: Identifier
    /// The operation's name.
    public let operation: String
    public let requestID: Identifier

    /// An entry with these facts.
    public init(
        at: Timestamp, actor: Identifier, organization: Identifier, operation: String, requestID: Identifier
    ) {
        self.at = at
        self.actor = actor
        self.organization = organization
        self.operation = operation
        self.requestID = requestID
    }
}
