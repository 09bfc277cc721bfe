/// Resolves who asks, inside the transaction that answers, so that a revoked token stops at once.
public struct Authentication: Sendable {
    private let cryptography: any Cryptography

    /// Authentication with these primitives.
    public init(cryptography: any Cryptography) {
        self.cryptography = cryptography
    }

    static let missing = CoreError(
        .credentialMissing, "This operation needs a credential and none was given.",
        fix: "Send the header `Authorization: Bearer scrypted_…`; `POST /accounts` makes a token.")

    static let invalid = CoreError(
        .credentialInvalid, "The token is unknown, revoked or expired.",
        fix: "Check that the whole token was sent; `POST /accounts` makes a new account with a new token.")

    /// The caller behind `call`.
    ///
    /// - Throws: `CREDENTIAL_INVALID` for a token that does not work; `NOT_FOUND` for an organization that the
    ///   principal is not a member of, or that does not exist; `PERMISSION_DENIED` when one who is not the operator
    ///   wants to act as another.
    public func caller(_ call: Call, _ tx: any ReadTransaction) throws(CoreError) -> Caller {
        switch call.authority {
        case .anonymous:
            guard call.actingAs == nil else { throw Self.missing }
            return .anonymous
        case .bearer(let token):
            return try caller(try holder(token, call, tx), call, tx)
        case .opener:
            guard let principal = try tx.principals.findOperator() else {
                throw CoreError(.internalError, "The store has no operator.")
            }
            return try caller(principal, nil, call, tx)
        }
    }

    private func holder(
        _ token: Secret, _ call: Call, _ tx: any ReadTransaction
    ) throws(CoreError) -> (CredentialHolder, CredentialProof) {
        guard token.expose().utf8.count <= BearerToken.characterCountMax else { throw Self.invalid }
        let digest = BearerToken.digest(token, cryptography)
        guard let holder = try tx.credentials.find(digest: digest), holder.principal.status == .active else {
            throw Self.invalid
        }
        let credential = holder.credential
        let key = replacementKey(call)
        let isUsable = credential.isUsable(at: tx.now)
        guard isUsable || key.map({ credential.isReplaced(by: $0, at: tx.now) }) == true else { throw Self.invalid }
        return (holder, CredentialProof(credential: credential.id, key: key, isReplaced: !isUsable))
    }

    /// A key that can be guessed must not lead whoever stole a token to the one that took its place.
    private func replacementKey(_ call: Call) -> [UInt8]? {
        guard let key = call.idempotencyKey, IdempotencyRule.requiredUnguessable.form?.fits(key) == true else {
            return nil
        }
        return cryptography.sha256(Array(key.expose().utf8))
    }

    private func caller(
        _ proven: (holder: CredentialHolder, proof: CredentialProof), _ call: Call, _ tx: any ReadTransaction
    ) throws(CoreError) -> Caller {
        let (holder, principal) = (proven.holder, proven.holder.principal)
        // What most calls ask for was read with the credential.
        guard call.actingAs == nil, call.organization == nil || call.organization == principal.home else {
            return try caller(principal, proven.proof, call, tx)
        }
        guard let role = holder.homeRole, holder.homeStatus == .active else {
            throw Self.unknownAccount(principal.home)
        }
        return Caller(
            principal: principal.id, organization: principal.home, role: role, onBehalfBy: nil, proof: proven.proof)
    }

    private func caller(
        _ principal: Principal, _ proof: CredentialProof?, _ call: Call, _ tx: any ReadTransaction
    ) throws(CoreError) -> Caller {
        if let account = call.actingAs {
            guard principal.kind == .operator else {
                throw CoreError(.permissionDenied, "Only the operator may act as another account.")
            }
            return try acting(as: account, by: principal, tx)
        }
        let organization = call.organization ?? principal.home
        guard let membership = try tx.principals.membership(of: principal.id, in: organization),
            try tx.organizations.find(organization)?.status == .active
        else { throw Self.unknownAccount(organization) }
        return Caller(
            principal: principal.id, organization: organization, role: membership.role, onBehalfBy: nil,
            proof: proof)
    }

    /// `account` names an organization, or a principal whose home is meant; ids are unique among both.
    private func acting(
        as account: Identifier, by operatorPrincipal: Principal, _ tx: any ReadTransaction
    ) throws(CoreError) -> Caller {
        let organization = try tx.principals.find(account)?.home ?? account
        guard let owner = try tx.principals.owner(of: organization) else { throw Self.unknownAccount(account) }
        return Caller(
            principal: owner.id, organization: organization, role: .owner, onBehalfBy: operatorPrincipal.id)
    }

    private static func unknownAccount(_ id: Identifier) -> CoreError {
        CoreError(.notFound, "There is no account or organization \(id), or none that you belong to.")
    }
}
