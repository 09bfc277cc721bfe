/// One movement of money from one account to another, as it is kept: never changed and never removed.
public struct Transfer: Hashable, Sendable {
    /// What a transfer does with its amount.
    public enum Kind: Hashable, Sendable {
        /// Moves it at once.
        case single
        /// Reserves it until it is posted or voided, or until this time.
        case pending(expiresAt: Timestamp?)
        /// Moves the amount out of what that transfer reserved, and releases the rest.
        case post(pending: Identifier)
        /// Releases all that that transfer reserved.
        case void(pending: Identifier)

        /// The word for a kind, on the wire and in the store.
        public enum Word: String, Hashable, Sendable, CaseIterable {
            case single
            case pending
            case post
            case void
        }

        /// The word for this kind.
        public var word: Word {
            switch self {
            case .single: .single
            case .pending: .pending
            case .post: .post
            case .void: .void
            }
        }

        /// The pending transfer that a post or void ends.
        public var endedID: Identifier? {
            switch self {
            case .single, .pending: nil
            case .post(let pending), .void(let pending): pending
            }
        }
    }

    /// Why money moves.
    public enum Purpose: String, Hashable, Sendable, CaseIterable {
        /// Money comes in from outside.
        case funding
        /// Set aside for work that was accepted.
        case hold
        /// Work was done and is paid for.
        case charge
        /// Set aside and not needed.
        case release
        /// Paid and given back.
        case refund
        /// Set aside for longer than was agreed; made by the ledger.
        case expiry
        /// Work of another is owed or paid from what was prepaid.
        case providerCost = "provider_cost"
        /// What was owed is paid, or paid in advance.
        case providerPayment = "provider_payment"
        /// An earlier transfer was wrong.
        case correction
    }

    /// Chosen by whoever asks for the transfer; the key by which a repetition is recognised.
    public let id: Identifier
    /// The account that is debited.
    public let debit: Identifier
    /// The account that is credited.
    public let credit: Identifier
    /// How much; of a void, how much was released.
    public let amount: Amount
    public let currency: Currency
    public let kind: Kind
    public let purpose: Purpose
    /// The thread that this belongs to.
    public let thread: Identifier?
    /// The path of the step in that thread.
    public let step: String?
    /// A name that it has elsewhere, such as a receipt's.
    public let reference: String?
    /// When the ledger took it.
    public let at: Timestamp
    /// Its place in the ledger: 1, 2, 3 … without gaps; 0 until it has one.
    public let sequence: Int64

    /// A transfer with these facts.
    public init(
        id: Identifier, debit: Identifier, credit: Identifier, amount: Amount, currency: Currency, kind: Kind,
        purpose: Purpose, thread: Identifier?, step: String?, reference: String?, at: Timestamp, sequence: Int64 = 0
    ) {
        self.id = id
        self.debit = debit
        self.credit = credit
        self.amount = amount
        self.currency = currency
        self.kind = kind
        self.purpose = purpose
        self.thread = thread
        self.step = step
        self.reference = reference
        self.at = at
        self.sequence = sequence
    }

    /// The same in its place.
    public func placed(at sequence: Int64) -> Transfer {
        Transfer(
            id: id, debit: debit, credit: credit, amount: amount, currency: currency, kind: kind, purpose: purpose,
            thread: thread, step: step, reference: reference, at: at, sequence: sequence)
    }

    /// The account on a side.
    public func account(on side: LedgerSide) -> Identifier { side == .debit ? debit : credit }

    /// When the reservation ends by itself; nil for one that does not, and for other kinds.
    public var expiresAt: Timestamp? {
        if case .pending(let time) = kind { time } else { nil }
    }
}
