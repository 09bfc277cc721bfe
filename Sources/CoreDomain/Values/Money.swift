/// An amount of a currency.
public struct Money: Message, Hashable {
    public let amount: Amount
    public let currency: Currency

    /// This much of this currency.
    public init(amount: Amount, currency: Currency = .usdc) {
        self.amount = amount
        self.currency = currency
    }

    public static let schema = ObjectSchema(
        "An amount of a currency.",
        Money.init(amount:currency:),
        Field("amount", \.amount, .amount, "How much."),
        Field("currency", \.currency, .currency, default: .usdc, "Of which currency."))
}
