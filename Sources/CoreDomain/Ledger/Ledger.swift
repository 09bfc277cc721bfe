/// The double-entry ledger: accounts with four counters, and transfers that never change.
///
/// Every transfer debits one account and credits another with the same amount, so that debits and credits are equal at
/// every commit. A transfer's id, chosen by whoever asks, is the key by which a repetition is recognised. A refusal does
/// not use the id up.
public struct Ledger: Sendable {
    /// Most requests in a batch.
    public static let requestsPerBatchMax = 8_000

    /// The ledger of whichever store a transaction belongs to.
    public init() {}

    /// Makes transfers, each by itself, except that linked ones succeed or are refused together.
    ///
    /// An id that was used before comes first: the same transfer `exists`, another is refused. In a chain none may have
    /// been used, or all. Then the rules apply, in the order of ``TransferRefusal``.
    ///
    /// - Returns: what became of each request, in their order.
    /// - Throws: `TRANSFER_REFUSED` for a batch of more than ``requestsPerBatchMax``; `LEDGER_DAMAGED` when what is stored
    ///   contradicts itself.
    public func transfer(
        _ requests: [TransferRequest], _ tx: any WriteTransaction
    ) throws(CoreError) -> [TransferOutcome] {
        guard var batch = try batch(requests, tx) else { return [] }
        var outcomes: [TransferOutcome] = []
        outcomes.reserveCapacity(requests.count)
        var rest = requests[...]
        while let first = rest.first {
            if !first.isLinked {
                outcomes.append(try batch.single(first))
                rest = rest.dropFirst()
            } else {
                let chain = rest.chainPrefix
                outcomes += try batch.chain(Array(chain))
                rest = rest.dropFirst(chain.count)
            }
        }
        try batch.storeAccounts()
        return outcomes
    }

    /// Makes transfers, all of them or none; those that exist already count as made.
    ///
    /// - Throws: `INSUFFICIENT_FUNDS` when a debited account's posted credits do not cover them; its details tell
    ///   `required`, the total of the requests against that account, `available` and `currency`. `TRANSFER_REFUSED` for
    ///   every other refusal; its details tell `index`, `id` and `refusal`. What ``transfer(_:_:)`` throws.
    public func post(_ requests: [TransferRequest], _ tx: any WriteTransaction) throws(CoreError) {
        guard var batch = try batch(requests, tx) else { return }
        let outcomes: [TransferOutcome]
        if requests.count == 1, !requests[0].isLinked {
            outcomes = [try batch.single(requests[0])]
        } else {
            outcomes = try batch.together(requests)
        }
        try batch.storeAccounts()
        if let error = LedgerRefusals.error(of: outcomes, requests) { throw error }
    }

    /// Releases reservations that have run out, the first to expire first, at most `limit`.
    ///
    /// - Returns: how many were released; fewer than `limit` when there are no more.
    public func expire(limit: Int, _ tx: any WriteTransaction) throws(CoreError) -> Int {
        let expired = try tx.ledger.expired(at: tx.now, limit: min(max(0, limit), Self.requestsPerBatchMax))
        guard !expired.isEmpty else { return 0 }
        var batch = try LedgerBatch(
            accounts: Set(expired.flatMap { [$0.debit, $0.credit] }),
            isExact: expired.contains { $0.amount.isVeryLarge },
            tx)
        for pending in expired { try batch.release(pending) }
        try batch.storeAccounts()
        return expired.count
    }

    private func batch(
        _ requests: [TransferRequest], _ tx: any WriteTransaction
    ) throws(CoreError) -> LedgerBatch? {
        guard requests.count <= Self.requestsPerBatchMax else {
            throw CoreError(
                .transferRefused,
                "A batch has at most \(Self.requestsPerBatchMax) transfers; this one has \(requests.count).")
        }
        guard !requests.isEmpty else { return nil }
        var ids: Set<Identifier> = []
        for request in requests {
            ids.insert(request.debit)
            ids.insert(request.credit)
        }
        return try LedgerBatch(accounts: ids, isExact: requests.contains { $0.amount.isVeryLarge }, tx)
    }
}
