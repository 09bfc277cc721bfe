/// The tenant: it owns everything that is kept for a caller, and nothing crosses from one to another.
public struct Organization: Hashable, Sendable {
    /// What an organization is for.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Made with an account, for one person or program.
        case personal
        /// Shared by its members.
        case team
        /// The one that the operator of a store belongs to.
        case system
    }

    public let id: Identifier
    public let kind: Kind
    public let status: Standing
    public let createdAt: Timestamp

    /// An organization with these facts.
    public init(id: Identifier, kind: Kind, status: Standing, createdAt: Timestamp) {
        self.id = id
        self.kind = kind
        self.status = status
        self.createdAt = createdAt
    }
}

/// Whether an organization or a principal may act.
public enum Standing: String, Hashable, Sendable, CaseIterable {
    case active
    case suspended
}
