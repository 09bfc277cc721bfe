/// Reads the ledger.
public protocol LedgerReader {
    /// The accounts with these ids, in any order; those that do not exist are left out.
    func accounts(_ ids: [Identifier]) throws(CoreError) -> [LedgerAccount]
    /// The account of an organization for one purpose and currency, or nil.
    func account(
        _ purpose: LedgerAccount.Purpose, of organization: Identifier, in currency: Currency
    ) throws(CoreError) -> LedgerAccount?
    /// Its id, which never changes; nil when there is none.
    func accountID(
        _ purpose: LedgerAccount.Purpose, of organization: Identifier, in currency: Currency
    ) throws(CoreError) -> Identifier?
    /// Every account of an organization, by purpose and currency.
    func accounts(of organization: Identifier) throws(CoreError) -> [LedgerAccount]
    /// The next accounts by id, after `id` or from the first.
    func accounts(after id: Identifier?, limit: Int) throws(CoreError) -> [LedgerAccount]

    /// The transfer with this id, or nil.
    func transfer(_ id: Identifier) throws(CoreError) -> Transfer?
    /// The transfer that posted or voided `pending`, or nil.
    func resolution(of pending: Identifier) throws(CoreError) -> Transfer?
    /// The sequence of the newest transfer; zero when there is none.
    func lastSequence() throws(CoreError) -> Int64
    /// The transfers that touch an account, newest first, from before `sequence`.
    func transfers(
        touching account: Identifier, before sequence: Int64, limit: Int
    ) throws(CoreError) -> [Transfer]
    /// The next transfers of the whole ledger, oldest first, from after `sequence`.
    func transfers(after sequence: Int64, limit: Int) throws(CoreError) -> [Transfer]
    /// What transfers did to one side of an account, oldest first, from after `sequence`.
    func postings(
        to account: Identifier, on side: LedgerSide, after sequence: Int64, limit: Int
    ) throws(CoreError) -> [LedgerPosting]
    /// Pending transfers that are not ended and whose time is `time` or earlier, the first to expire first.
    func expired(at time: Timestamp, limit: Int) throws(CoreError) -> [Transfer]
}

/// Reads and writes the ledger.
public protocol LedgerRepository: LedgerReader {
    /// Adds an account; false when the id is taken.
    ///
    /// A second account for a purpose and currency of an organization fails the write with ALREADY_EXISTS.
    func insert(_ account: LedgerAccount) throws(CoreError) -> Bool
    /// Whether transfers that are added are presumed to be new: whoever is mistaken runs again, and is not.
    var presumesNew: Bool { get }
    /// The accounts with these ids, which are in rising order, for a transaction that changes them; those that do not
    /// exist are left out.
    ///
    /// An account with a limit is as it is stored, and no other transaction changes it before this one has ended. Of one
    /// without a limit, which nobody is to wait for, the counters may be ``LedgerCounters/somewhere`` unless `exactly`:
    /// what counts is the difference that is stored.
    func accountsForChange(_ ids: [Identifier], exactly: Bool) throws(CoreError) -> [LedgerAccount]
    /// Stores the counters of an account that ``accountsForChange(_:exactly:)`` gave with the counters `before`.
    func update(_ account: LedgerAccount, from before: LedgerCounters) throws(CoreError)
    /// Adds a transfer behind all others, which ends `pending` if it is given; false when the id is taken.
    func insert(_ transfer: Transfer, ending pending: Transfer?) throws(CoreError) -> Bool
}
