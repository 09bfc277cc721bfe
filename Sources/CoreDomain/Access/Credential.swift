/// What proves a principal. The secret itself is never stored, only its SHA-256.
public struct Credential: Hashable, Sendable {
    public let id: Identifier
    /// SHA-256 of the whole token text: 32 bytes. Tokens have 256 random bits, so no slower hash is needed.
    public let digest: [UInt8]
    public let principal: Identifier
    public let createdAt: Timestamp
    /// Nil: works until it is revoked.
    public let expiresAt: Timestamp?
    public let revokedAt: Timestamp?
    /// The holder's own name for it.
    public let label: String?
    /// SHA-256 of the idempotency key of the call that revoked it for a new one; nil when no call did, or its key could
    /// be guessed. That call's answer is heard again with this credential and that key.
    public let replacementKey: [UInt8]?

    /// How long it is kept after its end, so that its holder can see what became of it.
    public static let retention: Duration = .seconds(90 * 24 * 60 * 60)

    /// A credential with these facts.
    public init(
        id: Identifier, digest: [UInt8], principal: Identifier, createdAt: Timestamp,
        expiresAt: Timestamp? = nil, revokedAt: Timestamp? = nil, label: String? = nil, replacementKey: [UInt8]? = nil
    ) {
        self.id = id
        self.digest = digest
        self.principal = principal
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.label = label
        self.replacementKey = replacementKey
    }

    /// Whether it works at `time`. One that was revoked does not, also where the revocation, of a transaction that began
    /// later, bears a later time.
    public func isUsable(at time: Timestamp) -> Bool {
        if revokedAt != nil { return false }
        if let expiresAt, time >= expiresAt { return false }
        return true
    }

    /// Whether a call with this key at `time` repeats the one that replaced the credential, while its answer is kept.
    func isReplaced(by key: [UInt8], at time: Timestamp) -> Bool {
        guard let revokedAt, let replacementKey else { return false }
        return replacementKey == key && time < revokedAt.adding(IdempotentAnswers.lifetime)
    }
}

/// A credential with all that authentication asks about its holder, read at once.
public struct CredentialHolder: Hashable, Sendable {
    public let credential: Credential
    public let principal: Principal
    /// The holder's role in its home organization; nil when it is no member there.
    public let homeRole: Role?
    /// Whether the home organization may act.
    public let homeStatus: Standing

    /// A holder with these facts.
    public init(credential: Credential, principal: Principal, homeRole: Role?, homeStatus: Standing) {
        self.credential = credential
        self.principal = principal
        self.homeRole = homeRole
        self.homeStatus = homeStatus
    }
}

/// Bearer tokens: `scrypted_` and 43 characters of base64url, which hold 256 random bits.
public enum BearerToken {
    /// How every token begins.
    public static let prefix = "scrypted_"
    /// How many random bytes a token holds.
    public static let randomByteCount = 32
    /// The longest text that is looked up at all.
    public static let characterCountMax = 512

    /// A new token.
    public static func draw(_ entropy: any Entropy) throws(CoreError) -> Secret {
        Secret(prefix + Base64URL.encode(try entropy.bytes(randomByteCount)))
    }

    /// The token in `text`, which may have white space around it; nil when it has not the form of one.
    public static func parse(_ text: String) -> Secret? {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 1, words[0].hasPrefix(prefix),
            Base64URL.decode(String(words[0].dropFirst(prefix.count)))?.count == randomByteCount
        else { return nil }
        return Secret(String(words[0]))
    }

    /// What is stored in its place.
    public static func digest(_ token: Secret, _ cryptography: any Cryptography) -> [UInt8] {
        cryptography.sha256(Array(token.expose().utf8))
    }
}
