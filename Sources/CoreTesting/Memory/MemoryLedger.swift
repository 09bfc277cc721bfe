import CoreDomain

/// What the ledger keeps in memory.
final class MemoryLedgerTables {
    struct AccountKey: Hashable {
        let organization: Identifier
        let purpose: LedgerAccount.Purpose
        let currency: Currency
    }
    struct Expiry: Hashable {
        let time: Timestamp
        let sequence: Int64
    }

    let accounts: MemoryTable<Identifier, LedgerAccount>
    let accountIDs: MemoryTable<AccountKey, Identifier>
    let transfers: MemoryTable<Int64, Transfer>
    let sequences: MemoryTable<Identifier, Int64>
    let resolutions: MemoryTable<Identifier, Int64>
    let expiries: MemoryTable<Expiry, Int64>

    init(_ undo: UndoLog) {
        accounts = MemoryTable(undo)
        accountIDs = MemoryTable(undo)
        transfers = MemoryTable(undo)
        sequences = MemoryTable(undo)
        resolutions = MemoryTable(undo)
        expiries = MemoryTable(undo)
    }

    /// Has the content of `other` from now on.
    func copy(_ other: MemoryLedgerTables) {
        accounts.copy(other.accounts)
        accountIDs.copy(other.accountIDs)
        transfers.copy(other.transfers)
        sequences.copy(other.sequences)
        resolutions.copy(other.resolutions)
        expiries.copy(other.expiries)
    }
}

struct MemoryLedger: LedgerRepository {
    let ledger: MemoryLedgerTables

    init(tables: MemoryTables) { ledger = tables.ledger }

    // MARK: Accounts

    func accounts(_ ids: [Identifier]) throws(CoreError) -> [LedgerAccount] {
        ids.compactMap { ledger.accounts[$0] }
    }

    func account(
        _ purpose: LedgerAccount.Purpose, of organization: Identifier, in currency: Currency
    ) throws(CoreError) -> LedgerAccount? {
        let key = MemoryLedgerTables.AccountKey(organization: organization, purpose: purpose, currency: currency)
        return ledger.accountIDs[key].flatMap { ledger.accounts[$0] }
    }

    func accountID(
        _ purpose: LedgerAccount.Purpose, of organization: Identifier, in currency: Currency
    ) throws(CoreError) -> Identifier? {
        try account(purpose, of: organization, in: currency)?.id
    }

    func accounts(of organization: Identifier) throws(CoreError) -> [LedgerAccount] {
        ledger.accounts.all.filter { $0.organization == organization }
            .sorted { ($0.purpose.rawValue, $0.currency) < ($1.purpose.rawValue, $1.currency) }
    }

    func accounts(after id: Identifier?, limit: Int) throws(CoreError) -> [LedgerAccount] {
        let rest = ledger.accounts.all.filter { account in id.map { account.id > $0 } ?? true }
        return Array(rest.sorted { $0.id < $1.id }.prefix(limit))
    }

    func insert(_ account: LedgerAccount) throws(CoreError) -> Bool {
        guard ledger.accounts[account.id] == nil else { return false }
        let key = MemoryLedgerTables.AccountKey(
            organization: account.organization, purpose: account.purpose, currency: account.currency)
        try ledger.accountIDs.insert(account.id, as: key)
        ledger.accounts[account.id] = account
        return true
    }

    var presumesNew: Bool { false }

    func accountsForChange(_ ids: [Identifier], exactly: Bool) throws(CoreError) -> [LedgerAccount] {
        try accounts(ids)
    }

    func update(_ account: LedgerAccount, from before: LedgerCounters) throws(CoreError) {
        ledger.accounts[account.id] = account
    }

    // MARK: Transfers

    func transfer(_ id: Identifier) throws(CoreError) -> Transfer? {
        ledger.sequences[id].flatMap { ledger.transfers[$0] }
    }

    func resolution(of pending: Identifier) throws(CoreError) -> Transfer? {
        ledger.resolutions[pending].flatMap { ledger.transfers[$0] }
    }

    func lastSequence() throws(CoreError) -> Int64 { Int64(ledger.transfers.all.count) }

    func transfers(
        touching account: Identifier, before sequence: Int64, limit: Int
    ) throws(CoreError) -> [Transfer] {
        let newest = min(sequence, Int64(ledger.transfers.all.count) + 1)
        let found = stride(from: newest - 1, to: 0, by: -1).lazy.compactMap { ledger.transfers[$0] }
            .filter { $0.debit == account || $0.credit == account }
        return Array(found.prefix(limit))
    }

    func transfers(after sequence: Int64, limit: Int) throws(CoreError) -> [Transfer] {
        let last = Int64(ledger.transfers.all.count)
        guard sequence < last else { return [] }
        return Array(((sequence + 1)...last).lazy.compactMap { ledger.transfers[$0] }.prefix(limit))
    }

    func postings(
        to account: Identifier, on side: LedgerSide, after sequence: Int64, limit: Int
    ) throws(CoreError) -> [LedgerPosting] {
        let last = Int64(ledger.transfers.all.count)
        let found = stride(from: sequence + 1, through: last, by: 1).lazy.compactMap { ledger.transfers[$0] }
            .filter { $0.account(on: side) == account }
        return found.prefix(limit).map { transfer in
            let pending = transfer.kind.endedID.flatMap { ledger.sequences[$0] }.flatMap { ledger.transfers[$0] }
            return LedgerPosting(
                sequence: transfer.sequence, kind: transfer.kind, amount: transfer.amount,
                pendingAmount: pending?.amount)
        }
    }

    func expired(at time: Timestamp, limit: Int) throws(CoreError) -> [Transfer] {
        ledger.expiries.all.compactMap { ledger.transfers[$0] }
            .filter { transfer in transfer.expiresAt.map { $0 <= time } ?? false }
            .sorted { ($0.expiresAt ?? .latest, $0.sequence) < ($1.expiresAt ?? .latest, $1.sequence) }
            .prefix(limit).map(\.self)
    }

    func insert(_ transfer: Transfer, ending pending: Transfer?) throws(CoreError) -> Bool {
        guard ledger.sequences[transfer.id] == nil else { return false }
        let transfer = transfer.placed(at: try lastSequence() + 1)
        try ledger.transfers.insert(transfer, as: transfer.sequence)
        ledger.sequences[transfer.id] = transfer.sequence
        if let time = transfer.expiresAt {
            ledger.expiries[.init(time: time, sequence: transfer.sequence)] = transfer.sequence
        }
        if let pending {
            try ledger.resolutions.insert(transfer.sequence, as: pending.id)
            if let time = pending.expiresAt, let sequence = ledger.sequences[pending.id] {
                ledger.expiries[.init(time: time, sequence: sequence)] = nil
            }
        }
        return true
    }
}
