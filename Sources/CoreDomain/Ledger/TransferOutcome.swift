/// What became of one request.
public enum TransferOutcome: Hashable, Sendable {
    /// The transfer was made.
    case created
    /// The same transfer was made before; nothing changed.
    case exists
    /// Nothing changed, for this reason.
    case refused(TransferRefusal)
}

/// Why the ledger refused a transfer. Of several reasons the one that stands first here is told.
public enum TransferRefusal: Error, Hashable, Sendable {
    /// The last request of the batch is linked to one that is not there.
    case linkedChainOpen
    /// Another request of the same chain was refused.
    case linkedFailed
    /// The id belongs to another transfer, or twice in one chain.
    case existsDifferent
    /// Debit and credit are the same account.
    case sameAccount
    /// There is nothing to move or to reserve.
    case amountZero
    /// The reservation would end before it began.
    case expiryPassed
    /// There is no such account.
    case accountUnknown
    /// The accounts and the transfer are not all of one currency.
    case currencyDiffers
    /// There is no such pending transfer.
    case pendingUnknown
    /// The transfer to post or void is not a pending one.
    case pendingNotPending
    /// The pending transfer has other accounts or another currency, or a void names another amount.
    case pendingDiffers
    /// More would be posted than was reserved.
    case postExceedsPending
    /// The reservation was posted before.
    case pendingPosted
    /// The reservation was voided before.
    case pendingVoided
    /// The reservation has run out.
    case pendingExpired
    /// A counter would not fit.
    case overflow
    /// The debited account's pending and posted debits would exceed its posted credits. `required` is what the request,
    /// or its whole chain, would debit there.
    case exceedsCredits(required: Amount, available: Amount)
    /// The credited account's pending and posted credits would exceed its posted debits.
    case exceedsDebits(required: Amount, available: Amount)

    /// The stable word for it.
    public var word: String {
        switch self {
        case .linkedChainOpen: "linked_chain_open"
        case .linkedFailed: "linked_failed"
        case .existsDifferent: "exists_different"
        case .sameAccount: "same_account"
        case .amountZero: "amount_zero"
        case .expiryPassed: "expiry_passed"
        case .accountUnknown: "account_unknown"
        case .currencyDiffers: "currency_differs"
        case .pendingUnknown: "pending_unknown"
        case .pendingNotPending: "pending_not_pending"
        case .pendingDiffers: "pending_differs"
        case .postExceedsPending: "post_exceeds_pending"
        case .pendingPosted: "pending_posted"
        case .pendingVoided: "pending_voided"
        case .pendingExpired: "pending_expired"
        case .overflow: "overflow"
        case .exceedsCredits: "exceeds_credits"
        case .exceedsDebits: "exceeds_debits"
        }
    }
}
