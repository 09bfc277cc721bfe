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
    /// The credential of the call; nil for one that is anonymous, by the opener, or in another's place.
    public let proof: CredentialProof?

    /// Nobody in particular.
    public static let anonymous = Caller(principal: nil, organization: nil, role: nil, onBehalfBy: nil)

    /// A caller with these facts.
    public init(
        principal: Identifier?, organization: Identifier?, role: Role?, onBehalfBy: Identifier?,
        proof: CredentialProof? = nil
    ) {
        self.principal = principal
        self.organization = organization
        self.role = role
        self.onBehalfBy = onBehalfBy
        self.proof = proof
    }

    /// Whether the caller runs the store.
    public var isOperator: Bool { role == .superAdmin }

    /// Refuses a caller whose credential was replaced: all it is good for is to hear of the replacement again.
    func checkCredential() throws(CoreError) {
        if proof?.isReplaced == true { throw Authentication.invalid }
    }
}

/// The credential that a call was made with.
public struct CredentialProof: Hashable, Sendable {
    public let credential: Identifier
    /// SHA-256 of the call's idempotency key; nil when there is none, or one that could be guessed.
    public let key: [UInt8]?
    /// Whether an earlier call with this key replaced the credential.
    public let isReplaced: Bool

    /// A proof of these parts.
    public init(credential: Identifier, key: [UInt8]?, isReplaced: Bool) {
        self.credential = credential
        self.key = key
        self.isReplaced = isReplaced
    }
}

/// What an operation asks of its caller.
public enum Access: Hashable, Sendable {
    /// Anyone, without a credential.
    case anyone
    /// A member of the organization whose role allows this.
    case member(Permission)
    /// The same, also with a credential that an earlier call with the same idempotency key replaced: its answer, which
    /// holds the new one, may have been lost.
    case replacing(Permission)
    /// The operator of the store.
    case `operator`

    /// Refuses a caller who may not.
    ///
    /// - Throws: `CREDENTIAL_MISSING` for an anonymous caller, `CREDENTIAL_INVALID` for one whose credential was
    ///   replaced, `PERMISSION_DENIED` for a known one.
    public func check(_ caller: Caller) throws(CoreError) {
        if case .anyone = self { return }
        guard let role = caller.role else { throw Authentication.missing }
        if case .replacing = self {} else { try caller.checkCredential() }
        switch self {
        case .anyone: return
        case .member(let permission), .replacing(let permission):
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
