/// The transfers of an organization's accounts, the newest first.
struct AccountTransfers {
    let organization: Identifier
    let tokens: PageTokens

    private var scope: [UInt8] { Array("ledger.transfers".utf8) + organization.bytes }

    /// One page of the list.
    func page(_ request: PageRequest, _ tx: any ReadTransaction) throws(CoreError) -> TransferList {
        let before = try request.token.map { token throws(CoreError) in try sequence(in: token) } ?? Int64.max
        var found: [Int64: Transfer] = [:]
        let accounts = try tx.ledger.accounts(of: organization)
        for account in accounts {
            let transfers = try tx.ledger.transfers(touching: account.id, before: before, limit: request.limit + 1)
            for transfer in transfers { found[transfer.sequence] = transfer }
        }
        let newest = found.values.sorted { $0.sequence > $1.sequence }
        let page = newest.prefix(request.limit)
        let next = newest.count > request.limit ? page.last.map { token(for: $0.sequence) } : nil
        let own = Set(accounts.map(\.id))
        return TransferList(
            transfers: page.map { TransferEntry($0, seenFrom: own.contains($0.debit) ? .debit : .credit) },
            nextCursor: next)
    }

    private func token(for sequence: Int64) -> String {
        tokens.token(position: UInt64(bitPattern: sequence).bigEndianBytes, scope: scope)
    }

    private func sequence(in token: String) throws(CoreError) -> Int64 {
        let position = try tokens.position(in: token, scope: scope)
        return Int64(bitPattern: position.reduce(0) { $0 << 8 | UInt64($1) })
    }
}
