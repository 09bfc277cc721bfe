/// Someone or something that acts: a guest, a person, a program, or the operator of the store.
public struct Principal: Hashable, Sendable {
    /// What a principal is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Came without registering, with a token of its own.
        case guest
        /// A registered person.
        case user
        /// A program.
        case service
        /// Whoever runs the store; there is one.
        case `operator`
    }

    public let id: Identifier
    public let kind: Kind
    /// The organization meant when a call names none.
    public let home: Identifier
    public let status: Standing
    public let createdAt: Timestamp

    /// A principal with these facts.
    public init(id: Identifier, kind: Kind, home: Identifier, status: Standing, createdAt: Timestamp) {
        self.id = id
        self.kind = kind
        self.home = home
        self.status = status
        self.createdAt = createdAt
    }
}

/// A principal's place in an organization.
public struct Membership: Hashable, Sendable {
    public let organization: Identifier
    public let principal: Identifier
    public let role: Role
    public let createdAt: Timestamp

    /// A membership with these facts.
    public init(organization: Identifier, principal: Identifier, role: Role, createdAt: Timestamp) {
        self.organization = organization
        self.principal = principal
        self.role = role
        self.createdAt = createdAt
    }
}
