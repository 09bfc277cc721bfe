/// What one transfer did to one side of an account.
public struct LedgerPosting: Hashable, Sendable {
    public let sequence: Int64
    public let kind: Transfer.Kind
    public let amount: Amount
    /// Of a post or void: the amount of the pending transfer that it ended; nil when that is not stored.
    public let pendingAmount: Amount?

    /// A posting with these facts.
    public init(sequence: Int64, kind: Transfer.Kind, amount: Amount, pendingAmount: Amount?) {
        self.sequence = sequence
        self.kind = kind
        self.amount = amount
        self.pendingAmount = pendingAmount
    }
}
