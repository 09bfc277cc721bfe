import CoreLanguage

/// The whole ledger, page by page, for whoever keeps the books elsewhere. A reader holds one page in memory.
///
/// Transfers are never changed and their sequence has no gaps, so pages read at different times fit together.
public struct LedgerExport: Sendable {
    /// An export.
    public init() {}

    /// The operations of this chapter.
    public var operations: [Operation] {
        [
            .read(
                "ledger.export.accounts", "List every account of the ledger with its counters.", access: .operator,
                handle: accounts),
            .read(
                "ledger.export.transfers", "List every transfer of the ledger, the oldest first.", access: .operator,
                handle: transfers),
        ]
    }

    @Sendable func accounts(
        _ input: AccountExportInput, _: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> AccountExport {
        let found = try tx.ledger.accounts(after: input.after, limit: Int(input.limit) + 1)
        let page = found.prefix(Int(input.limit))
        return AccountExport(
            accounts: page.map { ExportedAccount($0) }, nextAfter: found.count > page.count ? page.last?.id : nil,
            lastSequence: try tx.ledger.lastSequence())
    }

    @Sendable func transfers(
        _ input: TransferExportInput, _: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> TransferExport {
        let found = try tx.ledger.transfers(after: input.after, limit: Int(input.limit) + 1)
        let page = found.prefix(Int(input.limit))
        return TransferExport(
            transfers: page.map { ExportedTransfer($0) },
            nextAfter: found.count > page.count ? page.last?.sequence : nil)
    }
}
