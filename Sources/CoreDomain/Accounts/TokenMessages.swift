/// What a new token is to be.
public struct TokenRequest: Message, Hashable {
    public let expiresInSeconds: Int64?
    public let label: String?
    public let revokesCurrent: Bool

    /// From a minute to a year.
    public static let lifetimesSeconds: ClosedRange<Int64> = 60...31_536_000

    public static let schema = ObjectSchema(
        "What a new token is to be.",
        TokenRequest.init(expiresInSeconds:label:revokesCurrent:),
        Field(
            optional: "expires_in_seconds", \.expiresInSeconds, .integer(in: lifetimesSeconds),
            "How long it works; without this until it is revoked."),
        Field(optional: "label", \.label, .label(count: 1...64), "Your own name for it, to tell it from the others."),
        Field(
            "revoke_current", \.revokesCurrent, .bool, default: false,
            "Whether the token that makes this call stops working with it."))
}

/// A new token, with the one copy of its text.
public struct NewToken: Message, Hashable {
    public let id: Identifier
    public let bearerToken: Secret
    public let label: String?
    public let createdAt: Timestamp
    public let expiresAt: Timestamp?

    public static let schema = ObjectSchema(
        "A new token, with the one copy of its text.",
        NewToken.init(id:bearerToken:label:createdAt:expiresAt:),
        Field("id", \.id, .identifier(.uuid), "What it is listed and revoked by."),
        Field(
            "bearer_token", \.bearerToken, .secret(count: 20...128),
            "Sent as `Authorization: Bearer …`; kept nowhere else, so keep it now."),
        Field(optional: "label", \.label, .label(count: 1...64), "The name it was given."),
        Field("created_at", \.createdAt, .timestamp, "When it was made."),
        Field(optional: "expires_at", \.expiresAt, .timestamp, "When it stops working; absent: when it is revoked."))
}

/// A token as its holder sees it later: everything but the text.
public struct Token: Message, Hashable {
    public let id: Identifier
    public let label: String?
    public let createdAt: Timestamp
    public let expiresAt: Timestamp?
    public let revokedAt: Timestamp?
    public let isCurrent: Bool

    public static let schema = ObjectSchema(
        "A token, without its text.",
        Token.init(id:label:createdAt:expiresAt:revokedAt:isCurrent:),
        Field("id", \.id, .identifier(.uuid), "What it is revoked by."),
        Field(optional: "label", \.label, .label(count: 1...64), "The name it was given."),
        Field("created_at", \.createdAt, .timestamp, "When it was made."),
        Field(optional: "expires_at", \.expiresAt, .timestamp, "When it stops, or stopped, working by itself."),
        Field(optional: "revoked_at", \.revokedAt, .timestamp, "When it was revoked."),
        Field("current", \.isCurrent, .bool, "Whether it is the token that asks."))
}

/// Which part of the list of tokens is wanted.
public struct TokenListRequest: Message, Hashable {
    public let limit: Int64
    public let cursor: String?

    public static let schema = ObjectSchema(
        "Which part of the list of tokens is wanted.",
        TokenListRequest.init(limit:cursor:),
        Field(
            "limit", \.limit,
            .integer(in: Int64(PageRequest.limits.lowerBound)...Int64(PageRequest.limits.upperBound)),
            default: Int64(PageRequest.defaultLimit), "Tokens in a page at most."),
        Field(
            optional: "cursor", \.cursor, .string(count: 1...128),
            "The `next_cursor` of the page before; without it the first page."))
}

/// Tokens of the caller, the newest first.
public struct TokenList: Message, Hashable {
    public let tokens: [Token]
    public let nextCursor: String?

    public static let schema = ObjectSchema(
        "Tokens of the caller, the newest first.",
        TokenList.init(tokens:nextCursor:),
        Field("tokens", \.tokens, .array(of: .message, countMax: PageRequest.limits.upperBound), "The tokens."),
        Field(
            "next_cursor", \.nextCursor, .optional(.string(count: 1...128)),
            "What the next page is asked for with; null on the last."))
}

/// The token to revoke.
public struct TokenRevocation: Message, Hashable {
    public let id: Identifier
    public let isForced: Bool

    public static let schema = ObjectSchema(
        "The token to revoke.",
        TokenRevocation.init(id:isForced:),
        Field("id", \.id, .identifier(.uuid), "Which token."),
        Field(
            "force", \.isForced, .bool, default: false,
            "Whether the last token that works may be revoked too, which shuts the caller out for good."))
}
