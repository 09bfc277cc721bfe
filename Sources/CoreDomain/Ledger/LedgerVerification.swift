/// Works the counters of every account out anew from the transfers, and compares them with those that are stored.
///
/// It runs beside a server. Each account's transfers are added up page by page, a short snapshot a page, and the account is
/// compared in the very snapshot in which its sum has caught up with its transfers. Transfers are never changed and their
/// sequence only grows, so what was added up before stays right, whatever is written meanwhile. One account is in memory
/// at a time.
public struct LedgerVerification: Sendable {
    private let store: any Store
    private let postingsPerPage: Int

    /// A verification of what `store` holds.
    public init(store: any Store) { self.init(store: store, postingsPerPage: 4_096) }

    init(store: any Store, postingsPerPage: Int) {
        self.store = store
        self.postingsPerPage = postingsPerPage
    }

    /// Accounts looked up at once.
    private static let accountsPerPage = 256

    /// Looks at every account that exists when it is come to, in the order of their ids.
    ///
    /// - Throws: what a read of the store throws. What is wrong with the ledger is in the report.
    public func run() async throws(CoreError) -> LedgerReport {
        let horizon = try await store.read { tx in try tx.ledger.lastSequence() }
        var report = LedgerReport(horizon: horizon)
        var last: Identifier?
        while true {
            let after = last
            let page = try await store.read { tx in
                try tx.ledger.accounts(after: after, limit: Self.accountsPerPage)
            }
            for account in page { report.add(try await recount(account, horizon)) }
            guard page.count == Self.accountsPerPage, let end = page.last else { break }
            last = end.id
        }
        report.finish()
        return report
    }

    /// Adds up the transfers of one account until no more are left, and takes the stored counters at that moment.
    private func recount(_ account: LedgerAccount, _ horizon: Int64) async throws(CoreError) -> LedgerRecount {
        var recount = LedgerRecount(account: account, horizon: horizon)
        var pageCount = postingsPerPage
        while true {
            let (before, limit) = (recount, pageCount)
            recount = try await store.read { tx in try before.continued(limit: limit, tx) }
            if recount.isComplete { return recount }
            // An account that is written to all the time is caught up with by ever larger pages.
            pageCount = min(pageCount * 2, Self.postingsPerPageMax)
        }
    }

    private static let postingsPerPageMax = 65_536
}
