/// The first start of an empty store, and the check of the sealing key at every later one.
public struct Bootstrap: Sendable {
    private static let checkSetting = "sealing.check"

    private let sealer: Sealer
    private let entropy: any Entropy
    private let cryptography: any Cryptography

    /// A bootstrap that stores and checks the mark of `sealer`'s key.
    public init(sealer: Sealer, entropy: any Entropy, cryptography: any Cryptography) {
        self.sealer = sealer
        self.entropy = entropy
        self.cryptography = cryptography
    }

    /// Whether nothing was ever set up in the store.
    public static func isEmpty(_ tx: any ReadTransaction) throws(CoreError) -> Bool {
        try tx.settings.value(checkSetting) == nil
    }

    /// Sets up an empty store: its key's mark and its operator. On any other it only checks the key.
    ///
    /// - Throws: `SEALING_KEY_WRONG` when the store was made with another key.
    public func prepare(_ tx: any WriteTransaction) throws(CoreError) {
        if try isPrepared(tx.snapshot) { return }
        try tx.settings.set(Self.checkSetting, try sealer.checkValue())
        let now = tx.now
        let organization = Organization(
            id: try entropy.identifier(at: now), kind: .system, status: .active, createdAt: now)
        let operatorPrincipal = Principal(
            id: try entropy.identifier(at: now), kind: .operator, home: organization.id, status: .active,
            createdAt: now)
        try tx.organizations.insert(organization)
        try tx.principals.insert(operatorPrincipal)
        try tx.principals.insert(
            Membership(
                organization: organization.id, principal: operatorPrincipal.id, role: .superAdmin, createdAt: now))
    }

    /// Whether the store was set up.
    ///
    /// - Throws: `SEALING_KEY_WRONG` when it was, with another key.
    public func isPrepared(_ tx: any ReadTransaction) throws(CoreError) -> Bool {
        guard let stored = try tx.settings.value(Self.checkSetting) else { return false }
        guard cryptography.isEqual(stored, try sealer.checkValue()) else {
            throw CoreError(
                .sealingKeyWrong, "This is not the sealing key that the database was made with.",
                fix: "Give the key file that was made with the database; by default it lies beside it.")
        }
        return true
    }

    /// Whether the operator has no token that works, as on the first start.
    public func operatorNeedsToken(_ tx: any ReadTransaction) throws(CoreError) -> Bool {
        try !tx.credentials.hasUsable(principal: try operatorID(tx), at: tx.now)
    }

    /// Makes `token` the operator's, unless it has one that works; tells whether it did.
    public func grantOperatorToken(_ token: Secret, _ tx: any WriteTransaction) throws(CoreError) -> Bool {
        guard try operatorNeedsToken(tx.snapshot) else { return false }
        try Accounts(entropy: entropy, cryptography: cryptography).grant(token, to: try operatorID(tx.snapshot), tx)
        return true
    }

    private func operatorID(_ tx: any ReadTransaction) throws(CoreError) -> Identifier {
        guard let principal = try tx.principals.findOperator() else {
            throw CoreError(.internalError, "The store has no operator.")
        }
        return principal.id
    }
}
