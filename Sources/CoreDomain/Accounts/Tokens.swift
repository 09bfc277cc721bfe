import CoreLanguage

/// Further tokens of a principal: made, listed and revoked by itself.
public struct Tokens: Sendable {
    /// Tokens past their retention that are removed with each new one.
    private static let removalsPerWrite = 2

    private let entropy: any Entropy
    private let cryptography: any Cryptography

    /// Tokens that come from `entropy`.
    public init(entropy: any Entropy, cryptography: any Cryptography) {
        self.entropy = entropy
        self.cryptography = cryptography
    }

    /// The operations of this chapter.
    public var operations: [Operation] {
        [
            .transaction(
                "accounts.tokens.create", "Make another token for the caller; it is shown only here.",
                access: .replacing(.accountWrite), idempotency: .optional, handle: create),
            .read(
                "accounts.tokens.list", "List the caller's tokens, without their texts.",
                access: .member(.accountRead), handle: list),
            .transaction(
                "accounts.tokens.revoke", "Revoke a token of the caller; it stops working at once.",
                access: .member(.accountWrite), idempotency: .none, handle: revoke),
        ]
    }

    @Sendable func create(
        _ request: TokenRequest, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> NewToken {
        let principal = try holder(caller)
        // Its replacement's answer would have been found before; without one there is nothing left for it to do.
        try caller.checkCredential()
        if request.revokesCurrent {
            guard let proof = caller.proof else { throw Self.noCurrentToken }
            guard try tx.credentials.replace(proof.credential, at: tx.now, replacementKey: proof.key) else {
                throw Self.replacedMeanwhile
            }
        }
        _ = try tx.credentials.removeDead(
            before: tx.now.adding(.zero - Credential.retention), limit: Self.removalsPerWrite)
        let token = try BearerToken.draw(entropy)
        let credential = Credential(
            id: try entropy.identifier(at: tx.now), digest: BearerToken.digest(token, cryptography),
            principal: principal, createdAt: tx.now,
            expiresAt: request.expiresInSeconds.map { tx.now.adding(.seconds($0)) }, label: request.label)
        try tx.credentials.insert(credential)
        return NewToken(
            id: credential.id, bearerToken: token, label: credential.label, createdAt: credential.createdAt,
            expiresAt: credential.expiresAt)
    }

    @Sendable func list(
        _ request: TokenListRequest, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> TokenList {
        let limit = Int(clamping: request.limit)
        let found = try tx.credentials.list(
            of: try holder(caller), before: try position(request.cursor), limit: limit + 1)
        let shown = found.prefix(limit)
        return TokenList(
            tokens: shown.map { Token($0, caller) },
            nextCursor: found.count > limit ? shown.last?.id.description : nil)
    }

    /// A cursor is an id, so a forged one leads to nothing but another part of the caller's own list.
    private func position(_ cursor: String?) throws(CoreError) -> Identifier {
        guard let cursor else { return Identifier(high: .max, low: .max) }
        guard let id = IdentifierForm.uuid.parse(cursor) else {
            throw CoreError(
                .pageTokenInvalid, "The cursor is none of this list.",
                fix: "Send `next_cursor` exactly as the page before gave it, or leave it out to begin again.")
        }
        return id
    }

    @Sendable func revoke(
        _ request: TokenRevocation, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> Token {
        let principal = try holder(caller)
        guard let credential = try tx.credentials.find(request.id, of: principal) else {
            throw Self.unknownToken(request.id)
        }
        if !request.isForced, credential.isUsable(at: tx.now),
            try !tx.credentials.hasUsable(principal: principal, except: credential.id, at: tx.now)
        {
            throw Self.lastToken
        }
        // One that ended long ago may be cleared away at this moment.
        guard try tx.credentials.revoke(credential.id, at: tx.now),
            let revoked = try tx.credentials.find(credential.id, of: principal)
        else { throw Self.unknownToken(request.id) }
        return Token(revoked, caller)
    }

    private func holder(_ caller: Caller) throws(CoreError) -> Identifier {
        guard let principal = caller.principal else {
            throw CoreError(.internalError, "A member without a principal.")
        }
        return principal
    }

    private static let noCurrentToken = CoreError(inputViolations: [
        Violation(
            .root.appending(key: "revoke_current"), rule: "no_current_token",
            "This call was not made with a token, so there is none to revoke.")
    ])

    /// Another call was faster, on another server, and this one read the token before. A write that meets what exists
    /// already is run again, and is refused then for its token, or finds the answer to itself.
    private static let replacedMeanwhile = CoreError(.alreadyExists, "The token was replaced meanwhile.")

    private static func unknownToken(_ id: Identifier) -> CoreError {
        CoreError(.notFound, "You have no token \(id).", fix: "List your tokens to see their ids.")
    }

    private static let lastToken = CoreError(
        .stateConflict, "This is the last token that works; without it nobody could act for the account.",
        fix: "Make another token first, or say `force` to shut the account.")
}

extension Token {
    init(_ credential: Credential, _ caller: Caller) {
        self.init(
            id: credential.id, label: credential.label, createdAt: credential.createdAt,
            expiresAt: credential.expiresAt, revokedAt: credential.revokedAt,
            isCurrent: credential.id == caller.proof?.credential)
    }
}

extension Schema where Value == String {
    /// A name that people give and read: text without control characters.
    static func label(count: ClosedRange<Int>) -> Schema<String> {
        string(count: count).map(
            expected: "text without control characters",
            read: { text in
                text.unicodeScalars.contains { $0.properties.generalCategory == .control } ? nil : text
            },
            write: { $0 })
    }
}
