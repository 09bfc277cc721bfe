/// A named set of permissions inside one organization.
public enum Role: String, Hashable, Sendable, CaseIterable {
    /// Runs the store; the role of the operator alone.
    case superAdmin = "super_admin"
    /// May do everything inside its organization.
    case owner
    /// May look, and change nothing.
    case viewer

    /// What the role allows.
    public var permissions: Set<Permission> {
        switch self {
        case .superAdmin, .owner: Set(Permission.allCases)
        case .viewer: [.accountRead]
        }
    }
}

/// One thing that a role may allow.
public enum Permission: String, Hashable, Sendable, CaseIterable {
    /// See the account and its balances.
    case accountRead = "account:read"
}
