/// A thread's dealings with the ledger: one hold for each priced step, posted when the step is over, and at the end
/// voided or refunded.
///
/// Each transfer's id follows from the thread and the step, so that none is ever made twice.
struct ThreadBooks: Sendable {
    let ledger: Ledger
    let cryptography: any Cryptography

    private enum Movement: String {
        case hold, post, void, refund
    }

    private struct Parties {
        let customer: Identifier
        let revenue: Identifier
    }

    /// Holds all that the thread may cost, or nothing.
    ///
    /// - Throws: `INSUFFICIENT_FUNDS` with what is required and what is available.
    func hold(
        _ money: ThreadMoney, thread: Identifier, organization: Identifier, _ tx: any WriteTransaction
    ) throws(CoreError) {
        if money.holds.isEmpty { return }
        let parties = try parties(organization, money.currency, tx)
        let requests = money.holds.enumerated().map { index, hold in
            request(
                .hold, thread, hold.step, from: parties.customer, to: parties.revenue, hold.total ?? .max,
                money.currency, .pending(expiresAt: nil), .hold, isLinked: index < money.holds.count - 1)
        }
        try ledger.post(requests, tx)
    }

    /// Takes `amount` of what is held for a step, and releases the rest of it.
    func post(
        _ amount: Amount, for step: String, of money: ThreadMoney, thread: Identifier, organization: Identifier,
        _ tx: any WriteTransaction
    ) throws(CoreError) {
        let parties = try parties(organization, money.currency, tx)
        let hold = identifier(.hold, thread, step)
        let request =
            amount.isZero
            ? request(
                .void, thread, step, from: parties.customer, to: parties.revenue, .zero, money.currency,
                .void(pending: hold), .release)
            : request(
                .post, thread, step, from: parties.customer, to: parties.revenue, amount, money.currency,
                .post(pending: hold), .charge)
        try ledger.post([request], tx)
    }

    /// Releases what is still held, and gives back what was charged when `refunds`.
    func settle(
        _ money: ThreadMoney, refunds: Bool, thread: Identifier, organization: Identifier, _ tx: any WriteTransaction
    ) throws(CoreError) {
        if money.holds.isEmpty { return }
        let parties = try parties(organization, money.currency, tx)
        var requests = money.open.map { hold in
            request(
                .void, thread, hold.step, from: parties.customer, to: parties.revenue, .zero, money.currency,
                .void(pending: identifier(.hold, thread, hold.step)), .release)
        }
        if refunds {
            for (step, amount) in money.posted.sorted(by: { $0.key < $1.key }) where !amount.isZero {
                requests.append(
                    request(
                        .refund, thread, step, from: parties.revenue, to: parties.customer, amount, money.currency,
                        .single, .refund))
            }
        }
        if !requests.isEmpty { try ledger.post(requests, tx) }
    }

    private func parties(
        _ organization: Identifier, _ currency: Currency, _ tx: any WriteTransaction
    ) throws(CoreError) -> Parties {
        guard let house = try tx.principals.operatorHome() else {
            throw CoreError(.internalError, "The store has no operator whose revenue it could be.")
        }
        return Parties(
            customer: try ledger.openedID(.available, organization, currency, tx),
            revenue: try ledger.openedID(.revenue, house, currency, tx))
    }

    private func request(
        _ movement: Movement, _ thread: Identifier, _ step: String, from debit: Identifier, to credit: Identifier,
        _ amount: Amount, _ currency: Currency, _ kind: Transfer.Kind, _ purpose: Transfer.Purpose,
        isLinked: Bool = false
    ) -> TransferRequest {
        TransferRequest(
            id: identifier(movement, thread, step), debit: debit, credit: credit, amount: amount, currency: currency,
            kind: kind, purpose: purpose, thread: thread, step: step, isLinked: isLinked)
    }

    private func identifier(_ movement: Movement, _ thread: Identifier, _ step: String) -> Identifier {
        let name = Array("\(movement.rawValue)\0".utf8) + thread.bytes + Array(step.utf8)
        let digest = cryptography.sha256(name)
        return Identifier(bytes: Array(digest.prefix(16))) ?? thread
    }
}
