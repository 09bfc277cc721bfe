/// Accounts: a personal organization, its one principal, and the token that proves it.
public struct Accounts: Sendable {
    private let entropy: any Entropy
    private let cryptography: any Cryptography

    /// Accounts whose ids and tokens come from `entropy`.
    public init(entropy: any Entropy, cryptography: any Cryptography) {
        self.entropy = entropy
        self.cryptography = cryptography
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        [
            .transaction(
                "accounts.create", "Make an account, and the token that proves it; the token is shown only here.",
                access: .anyone, idempotency: .requiredUnguessable, handle: create),
            .read(
                "accounts.get", "Show the caller's account.", access: .member(.accountRead), handle: get),
        ] + Tokens(entropy: entropy, cryptography: cryptography).operations
    }

    @Sendable func create(
        _: Nothing, _: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> NewAccount {
        let now = tx.now
        let organization = Organization(
            id: try entropy.identifier(at: now), kind: .personal, status: .active, createdAt: now)
        let principal = Principal(
            id: try entropy.identifier(at: now), kind: .guest, home: organization.id, status: .active, createdAt: now)
        try tx.organizations.insert(organization)
        try tx.principals.insert(principal)
        try tx.principals.insert(
            Membership(organization: organization.id, principal: principal.id, role: .owner, createdAt: now))
        let token = try BearerToken.draw(entropy)
        try grant(token, to: principal.id, tx)
        return NewAccount(
            userID: principal.id, organizationID: organization.id, balances: .none, bearerToken: token,
            status: principal.status,
            createdAt: now)
    }

    @Sendable func get(_: Nothing, _ caller: Caller, _ tx: any ReadTransaction) throws(CoreError) -> Account {
        guard let id = caller.principal, let organization = caller.organization,
            let principal = try tx.principals.find(id)
        else { throw CoreError(.internalError, "A member's principal is not stored.") }
        return Account(
            userID: principal.id, organizationID: organization,
            balances: try CurrencyBalances(of: organization, tx), status: principal.status,
            createdAt: principal.createdAt)
    }

    /// Lets `token` prove `principal`; only its digest is stored.
    func grant(_ token: Secret, to principal: Identifier, _ tx: any WriteTransaction) throws(CoreError) {
        try tx.credentials.insert(
            Credential(
                id: try entropy.identifier(at: tx.now), digest: BearerToken.digest(token, cryptography),
                principal: principal, createdAt: tx.now))
    }
}
