/// A transfer that is asked for.
public struct TransferRequest: Hashable, Sendable {
    public var id: Identifier
    public var debit: Identifier
    public var credit: Identifier
    public var amount: Amount
    public var currency: Currency
    public var kind: Transfer.Kind
    public var purpose: Transfer.Purpose
    public var thread: Identifier?
    public var step: String?
    public var reference: String?
    /// Whether the next request shares this one's fate. The last of a chain is not linked.
    public var isLinked: Bool

    /// A request with these facts. The accounts and the currency of a post or void are those of its pending transfer;
    /// a void's amount is its pending transfer's, or zero, which means the same.
    public init(
        id: Identifier, debit: Identifier, credit: Identifier, amount: Amount, currency: Currency,
        kind: Transfer.Kind = .single, purpose: Transfer.Purpose, thread: Identifier? = nil, step: String? = nil,
        reference: String? = nil, isLinked: Bool = false
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
        self.isLinked = isLinked
    }

    /// Whether `transfer` is what this request asked for. Being linked is no part of a transfer.
    func asks(for transfer: Transfer) -> Bool {
        transfer.id == id && transfer.debit == debit && transfer.credit == credit
            && (transfer.amount == amount || (amount.isZero && isVoid)) && transfer.currency == currency
            && transfer.kind == kind && transfer.purpose == purpose && transfer.thread == thread
            && transfer.step == step && transfer.reference == reference
    }

    /// The account on a side.
    func account(on side: LedgerSide) -> Identifier { side == .debit ? debit : credit }

    /// Whether it takes up room of its own, which a post or void does not.
    var isNew: Bool { kind.endedID == nil }

    private var isVoid: Bool {
        if case .void = kind { true } else { false }
    }

    /// The transfer at `time`, which has no place in the ledger yet.
    func transfer(amount: Amount, at time: Timestamp) -> Transfer {
        Transfer(
            id: id, debit: debit, credit: credit, amount: amount, currency: currency, kind: kind, purpose: purpose,
            thread: thread, step: step, reference: reference, at: time)
    }
}
