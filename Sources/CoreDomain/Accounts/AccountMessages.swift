/// An account as its owner sees it.
public struct Account: Message, Hashable {
    public let userID: Identifier
    public let organizationID: Identifier
    public let balances: CurrencyBalances
    public let status: Standing
    public let createdAt: Timestamp

    public static let schema = ObjectSchema(
        "An account.",
        Account.init(userID:organizationID:balances:status:createdAt:),
        Field("user_id", \.userID, .identifier(.uuid), "The principal that acts for the account."),
        Field("organization_id", \.organizationID, .identifier(.uuid), "The organization that owns what it makes."),
        Field("balances", \.balances, .balances, "What can be spent, by currency."),
        Field("status", \.status, .word, "Whether the account may act."),
        Field("created_at", \.createdAt, .timestamp, "When it was made."))
}

/// A new account, with the one copy of its token.
public struct NewAccount: Message, Hashable {
    public let userID: Identifier
    public let organizationID: Identifier
    public let balances: CurrencyBalances
    public let bearerToken: Secret
    public let status: Standing
    public let createdAt: Timestamp

    public static let schema = ObjectSchema(
        "A new account, with the one copy of its token.",
        NewAccount.init(userID:organizationID:balances:bearerToken:status:createdAt:),
        Field("user_id", \.userID, .identifier(.uuid), "The principal that acts for the account."),
        Field("organization_id", \.organizationID, .identifier(.uuid), "The organization that owns what it makes."),
        Field("balances", \.balances, .balances, "What can be spent, by currency."),
        Field(
            "bearer_token", \.bearerToken, .secret(count: 20...128),
            "Sent as `Authorization: Bearer …`; kept nowhere else, so keep it now."),
        Field("status", \.status, .word, "Whether the account may act."),
        Field("created_at", \.createdAt, .timestamp, "When it was made."))
}
