/// Which part of the list of transfers is asked for.
public struct TransferListInput: Message, Hashable {
    public let limit: Int64
    public let cursor: String?

    public static let schema = ObjectSchema(
        "Which part of the list is asked for.",
        TransferListInput.init(limit:cursor:),
        Field(
            "limit", \.limit, .integer(in: 1...200), default: Int64(PageRequest.defaultLimit),
            "Most transfers in the answer."),
        Field(
            optional: "cursor", \.cursor, .string(count: 1...2_048),
            "`next_cursor` of the page before; absent for the newest transfers."))
}

/// A transfer as the owner of one of its accounts sees it.
public struct TransferEntry: Message, Hashable {
    public let id: Identifier
    public let kind: Transfer.Kind.Word
    public let purpose: Transfer.Purpose
    public let side: LedgerSide
    public let amount: Amount
    public let currency: Currency
    public let endsID: Identifier?
    public let threadID: Identifier?
    public let step: String?
    public let reference: String?
    public let expiresAt: Timestamp?
    public let createdAt: Timestamp

    public static let schema = ObjectSchema(
        "A transfer, seen from one account.",
        TransferEntry.init(
            id:kind:purpose:side:amount:currency:endsID:threadID:step:reference:expiresAt:createdAt:),
        Field("id", \.id, .identifier(.uuid), "Its id."),
        Field("kind", \.kind, .word, "Moves at once, reserves, or posts or voids what was reserved."),
        Field("purpose", \.purpose, .word, "Why money moves."),
        Field("side", \.side, .word, "`credit` for money that comes to the account, `debit` for money that leaves it."),
        Field("amount", \.amount, .amount, "How much."),
        Field("currency", \.currency, .currency, "Of which currency."),
        Field(
            optional: "ends_id", \.endsID, .identifier(.uuid), "Of a post or void: the pending transfer that it ends."),
        Field(optional: "thread_id", \.threadID, .identifier(.uuid), "The thread that it belongs to."),
        Field(optional: "step", \.step, .string(), "The path of the step in that thread."),
        Field(optional: "reference", \.reference, .string(), "A name that it has elsewhere."),
        Field(optional: "expires_at", \.expiresAt, .timestamp, "When a reservation ends by itself."),
        Field("created_at", \.createdAt, .timestamp, "When the ledger took it."))
}

extension TransferEntry {
    /// `transfer` as seen from `side`.
    init(_ transfer: Transfer, seenFrom side: LedgerSide) {
        self.init(
            id: transfer.id, kind: transfer.kind.word, purpose: transfer.purpose, side: side,
            amount: transfer.amount, currency: transfer.currency, endsID: transfer.kind.endedID,
            threadID: transfer.thread, step: transfer.step, reference: transfer.reference,
            expiresAt: transfer.expiresAt, createdAt: transfer.at)
    }
}

/// A page of an account's transfers.
public struct TransferList: Message, Hashable {
    public let transfers: [TransferEntry]
    public let nextCursor: String?

    public static let schema = ObjectSchema(
        "A page of transfers, the newest first.",
        TransferList.init(transfers:nextCursor:),
        Field("transfers", \.transfers, .array(of: .message, countMax: 200), "The transfers."),
        Field(
            "next_cursor", \.nextCursor, .optional(.string(count: 1...2_048)),
            "Where the next page begins; null on the last."))
}
