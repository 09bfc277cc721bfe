/// Who asks, as the host can tell before anything was looked up.
public enum Authority: Hashable, Sendable {
    /// Nobody in particular.
    case anonymous
    /// Whoever this bearer token belongs to.
    case bearer(Secret)
    /// Whoever opened the database file or the engine: the operator.
    case opener
}

/// Who asks, once the credential was resolved inside the transaction.
public struct Caller: Hashable, Sendable {
    /// The principal that acts; nil for an anonymous call.
    public let principal: Identifier?
    /// The organization it acts in; nil for an anonymous call.
    public let organization: Identifier?
    /// Its role there; nil for an anonymous call.
    public let role: Role?
    /// The operator, when it acts in the place of `principal`.
    public let onBehalfBy: Identifier?

    /// Nobody in particular.
    public static let anonymous = Caller(principal: nil, organization: nil, role: nil, onBehalfBy: nil)

    /// A caller with these facts.
    public init(principal: Identifier?, organization: Identifier?, role: Role?, onBehalfBy: Identifier?) {
        self.principal = principal
        self.organization = organization
        self.role = role
        self.onBehalfBy = onBehalfBy
    }

    /// Whether the caller runs the store.
    public var isOperator: Bool { role == .superAdmin }
}

/// What an operation asks of its caller.
public enum Access: Hashable, Sendable {
    /// Anyone, without a credential.
    case anyone
    /// A member of the organization whose role allows this.
    case member(Permission)
    /// The operator of the store.
    case `operator`

    /// Refuses a caller who may not.
    ///
    /// - Throws: `CREDENTIAL_MISSING` for an anonymous caller, `PERMISSION_DENIED` for a known one.
    public func check(_ caller: Caller) throws(CoreError) {
        if case .anyone = self { return }
        guard let role = caller.role else { throw Authentication.missing }
        switch self {
        case .anyone: return
        case .member(let permission):
            if role.permissions.contains(permission) { return }
            throw CoreError(
                .permissionDenied, "The role \"\(role.rawValue)\" does not allow \"\(permission.rawValue)\".",
                fix: "Ask an owner of the organization for a role that allows it.")
        case .operator:
            if caller.isOperator { return }
            throw CoreError(
                .permissionDenied, "Only the operator of this store may do this.",
                fix: "Use the operator's token, or the command line on the database file itself.")
        }
    }
}
