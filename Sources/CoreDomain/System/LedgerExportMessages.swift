/// Which part of the accounts is asked for.
public struct AccountExportInput: Message, Hashable {
    public let after: Identifier?
    public let limit: Int64

    public static let schema = ObjectSchema(
        "Which part of the accounts is asked for.",
        AccountExportInput.init(after:limit:),
        Field(optional: "after", \.after, .identifier(.uuid), "`next_after` of the page before; absent for the first."),
        Field("limit", \.limit, .integer(in: 1...1_000), default: 500, "Most accounts in the answer."))
}

/// A page of the ledger's accounts.
public struct AccountExport: Message, Hashable {
    public let accounts: [ExportedAccount]
    public let nextAfter: Identifier?
    public let lastSequence: Int64

    public static let schema = ObjectSchema(
        "A page of the ledger's accounts, by rising id.",
        AccountExport.init(accounts:nextAfter:lastSequence:),
        Field("accounts", \.accounts, .array(of: .message, countMax: 1_000), "The accounts."),
        Field(
            "next_after", \.nextAfter, .optional(.identifier(.uuid)),
            "What the next page is asked for with; null on the last."),
        Field(
            "last_sequence", \.lastSequence, .integer(in: 0...Schema<Int64>.exactIntegerMax),
            "The sequence of the newest transfer that the counters include."))
}

/// An account of the ledger, whole.
public struct ExportedAccount: Message, Hashable {
    public let id: Identifier
    public let organization: Identifier
    public let purpose: LedgerAccount.Purpose
    public let currency: Currency
    public let debitsPending: Amount
    public let debitsPosted: Amount
    public let creditsPending: Amount
    public let creditsPosted: Amount
    public let createdAt: Timestamp

    public static let schema = ObjectSchema(
        "An account of the ledger.",
        ExportedAccount.init(
            id:organization:purpose:currency:debitsPending:debitsPosted:creditsPending:creditsPosted:createdAt:),
        Field("id", \.id, .identifier(.uuid), "Its id."),
        Field("organization_id", \.organization, .identifier(.uuid), "Whose it is."),
        Field("purpose", \.purpose, .word, "What it is for."),
        Field("currency", \.currency, .currency, "Of which currency."),
        Field("debits_pending", \.debitsPending, .amount, "Debits that are reserved."),
        Field("debits_posted", \.debitsPosted, .amount, "Debits that took effect."),
        Field("credits_pending", \.creditsPending, .amount, "Credits that are reserved."),
        Field("credits_posted", \.creditsPosted, .amount, "Credits that took effect."),
        Field("created_at", \.createdAt, .timestamp, "When it was made."))
}

extension ExportedAccount {
    init(_ account: LedgerAccount) {
        self.init(
            id: account.id, organization: account.organization, purpose: account.purpose, currency: account.currency,
            debitsPending: account.debitsPending, debitsPosted: account.debitsPosted,
            creditsPending: account.creditsPending, creditsPosted: account.creditsPosted,
            createdAt: account.createdAt)
    }
}

/// Which part of the transfers is asked for.
public struct TransferExportInput: Message, Hashable {
    public let after: Int64
    public let limit: Int64

    public static let schema = ObjectSchema(
        "Which part of the transfers is asked for.",
        TransferExportInput.init(after:limit:),
        Field(
            "after", \.after, .integer(in: 0...Schema<Int64>.exactIntegerMax), default: 0,
            "`next_after` of the page before; 0 for the first."),
        Field("limit", \.limit, .integer(in: 1...1_000), default: 500, "Most transfers in the answer."))
}

/// A page of the ledger's transfers.
public struct TransferExport: Message, Hashable {
    public let transfers: [ExportedTransfer]
    public let nextAfter: Int64?

    public static let schema = ObjectSchema(
        "A page of the ledger's transfers, the oldest first.",
        TransferExport.init(transfers:nextAfter:),
        Field("transfers", \.transfers, .array(of: .message, countMax: 1_000), "The transfers."),
        Field(
            "next_after", \.nextAfter, .optional(.integer(in: 1...Schema<Int64>.exactIntegerMax)),
            "What the next page is asked for with; null on the last."))
}

/// A transfer, whole.
public struct ExportedTransfer: Message, Hashable {
    public let sequence: Int64
    public let id: Identifier
    public let debit: Identifier
    public let credit: Identifier
    public let amount: Amount
    public let currency: Currency
    public let kind: Transfer.Kind.Word
    public let purpose: Transfer.Purpose
    public let endsID: Identifier?
    public let threadID: Identifier?
    public let step: String?
    public let reference: String?
    public let expiresAt: Timestamp?
    public let createdAt: Timestamp

    public static let schema = ObjectSchema(
        "A transfer between two accounts of the ledger.",
        ExportedTransfer.init(
            sequence:id:debit:credit:amount:currency:kind:purpose:endsID:threadID:step:reference:expiresAt:createdAt:),
        Field("sequence", \.sequence, .integer(in: 1...Schema<Int64>.exactIntegerMax), "Its place in the ledger."),
        Field("id", \.id, .identifier(.uuid), "Its id."),
        Field("debit_account", \.debit, .identifier(.uuid), "The account that is debited."),
        Field("credit_account", \.credit, .identifier(.uuid), "The account that is credited."),
        Field("amount", \.amount, .amount, "How much."),
        Field("currency", \.currency, .currency, "Of which currency."),
        Field("kind", \.kind, .word, "Moves at once, reserves, or posts or voids what was reserved."),
        Field("purpose", \.purpose, .word, "Why money moves."),
        Field(
            optional: "ends_id", \.endsID, .identifier(.uuid), "Of a post or void: the pending transfer that it ends."),
        Field(optional: "thread_id", \.threadID, .identifier(.uuid), "The thread that it belongs to."),
        Field(optional: "step", \.step, .string(), "The path of the step in that thread."),
        Field(optional: "reference", \.reference, .string(), "A name that it has elsewhere."),
        Field(optional: "expires_at", \.expiresAt, .timestamp, "When a reservation ends by itself."),
        Field("created_at", \.createdAt, .timestamp, "When the ledger took it."))
}

extension ExportedTransfer {
    init(_ transfer: Transfer) {
        self.init(
            sequence: transfer.sequence, id: transfer.id, debit: transfer.debit, credit: transfer.credit,
            amount: transfer.amount, currency: transfer.currency, kind: transfer.kind.word, purpose: transfer.purpose,
            endsID: transfer.kind.endedID, threadID: transfer.thread, step: transfer.step,
            reference: transfer.reference, expiresAt: transfer.expiresAt, createdAt: transfer.at)
    }
}
