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
        case .superAdmin, .owner: Self.allPermissions
        case .viewer: Self.viewerPermissions
        }
    }

    private static let allPermissions = Set(Permission.allCases)
    private static let viewerPermissions: Set<Permission> = [
        .accountRead, .jobRead, .scriptRead, .threadRead, .environmentRead,
    ]
}

/// One thing that a role may allow.
public enum Permission: String, Hashable, Sendable, CaseIterable {
    /// See the account and its balances.
    case accountRead = "account:read"
    /// Make and revoke tokens of one's own.
    case accountWrite = "account:write"
    /// See jobs and their results.
    case jobRead = "job:read"
    /// Begin, cancel and remove jobs.
    case jobWrite = "job:write"
    /// See scripts, their drafts and versions.
    case scriptRead = "script:read"
    /// Make, change, publish and remove scripts.
    case scriptWrite = "script:write"
    /// See threads of scripts, their steps and results.
    case threadRead = "thread:read"
    /// Begin, answer, resume, cancel and remove threads of scripts.
    case threadWrite = "thread:write"
    /// See the variables that scripts read, but for secrets.
    case environmentRead = "environment:read"
    /// Store and remove variables.
    case environmentWrite = "environment:write"
    /// Register tools and take them away.
    case toolWrite = "tool:write"
    /// See secrets among the variables.
    case environmentReveal = "environment:reveal"
}
