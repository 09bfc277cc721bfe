import CoreDomain

/// A transaction of which some repositories are put in the place of others, to look on or to break a promise.
struct ForwardingTransaction: WriteTransaction {
    private let inner: any WriteTransaction
    var threads: any ThreadRepository
    var workers: any WorkerRepository
    var events: any EventRepository
    var notes: any NoteRepository
    var waits: any WaitRepository
    var ledger: any LedgerRepository

    init(_ inner: any WriteTransaction) {
        self.inner = inner
        threads = inner.threads
        workers = inner.workers
        events = inner.events
        notes = inner.notes
        waits = inner.waits
        ledger = inner.ledger
    }

    var now: Timestamp { inner.now }
    var snapshot: any ReadTransaction { inner.snapshot }
    var organizations: any OrganizationRepository { inner.organizations }
    var principals: any PrincipalRepository { inner.principals }
    var credentials: any CredentialRepository { inner.credentials }
    var settings: any SettingRepository { inner.settings }
    var idempotency: any IdempotencyRepository { inner.idempotency }
    var ingredients: any IngredientRepository { inner.ingredients }
    var programs: any ProgramRepository { inner.programs }
    var blobs: any BlobRepository { inner.blobs }
    var scripts: any ScriptRepository { inner.scripts }
    var environment: any EnvironmentRepository { inner.environment }
    var tools: any RegisteredToolRepository { inner.tools }
    var audit: any AuditRepository { inner.audit }
}

/// Threads as they are; those who inherit change something.
class ForwardingThreads: ThreadRepository {
    let inner: any ThreadRepository
    init(_ inner: any ThreadRepository) { self.inner = inner }

    func find(_ id: Identifier) throws(CoreError) -> CoreDomain.Thread? { try inner.find(id) }
    func status(_ id: Identifier) throws(CoreError) -> ThreadStatus? { try inner.status(id) }
    func result(of id: Identifier) throws(CoreError) -> [UInt8]? { try inner.result(of: id) }
    func list(
        _ filter: ThreadFilter, before id: Identifier?, limit: Int
    ) throws(CoreError) -> [CoreDomain.Thread] {
        try inner.list(filter, before: id, limit: limit)
    }
    func ready(after last: OpenThread?, limit: Int) throws(CoreError) -> [OpenThread] {
        try inner.ready(after: last, limit: limit)
    }
    func resting(until end: Timestamp, after last: OpenThread?, limit: Int) throws(CoreError) -> [OpenThread] {
        try inner.resting(until: end, after: last, limit: limit)
    }
    func unfinished(of worker: Identifier, after id: Identifier?, limit: Int) throws(CoreError) -> [OpenThread] {
        try inner.unfinished(of: worker, after: id, limit: limit)
    }
    func insert(_ thread: CoreDomain.Thread) throws(CoreError) { try inner.insert(thread) }
    func update(
        _ id: Identifier, from before: ThreadStatus, epoch: Int64, to status: ThreadStatus, result: [UInt8]?
    ) throws(CoreError) -> Bool {
        try inner.update(id, from: before, epoch: epoch, to: status, result: result)
    }
    func claim(_ id: Identifier, for worker: Identifier) throws(CoreError) -> Bool {
        try inner.claim(id, for: worker)
    }
    func claimReady(
        of organization: Identifier, for worker: Identifier, limit: Int
    ) throws(CoreError) -> [OpenThread] {
        try inner.claimReady(of: organization, for: worker, limit: limit)
    }
    func claimDue(for worker: Identifier, at time: Timestamp, limit: Int) throws(CoreError) -> [OpenThread] {
        try inner.claimDue(for: worker, at: time, limit: limit)
    }
    func release(of worker: Identifier, limit: Int) throws(CoreError) -> Int {
        try inner.release(of: worker, limit: limit)
    }
    func organizationsReady(after organization: Identifier?, limit: Int) throws(CoreError) -> [Identifier] {
        try inner.organizationsReady(after: organization, limit: limit)
    }
}

/// Events as they are; those who inherit change something.
class ForwardingEvents: EventRepository {
    let inner: any EventRepository
    init(_ inner: any EventRepository) { self.inner = inner }

    func events(of thread: Identifier, after sequence: Int64, limit: Int) throws(CoreError) -> [Event] {
        try inner.events(of: thread, after: sequence, limit: limit)
    }
    func journal(of thread: Identifier, after sequence: Int64, limit: Int) throws(CoreError) -> [JournalEntry] {
        try inner.journal(of: thread, after: sequence, limit: limit)
    }
    func history(of organization: Identifier, after sequence: Int64, limit: Int) throws(CoreError) -> [Event] {
        try inner.history(of: organization, after: sequence, limit: limit)
    }
    func sequence(of thread: Identifier, at organizationSequence: Int64) throws(CoreError) -> Int64 {
        try inner.sequence(of: thread, at: organizationSequence)
    }
    func latest(of organization: Identifier) throws(CoreError) -> Int64 { try inner.latest(of: organization) }
    func append(
        _ events: [NewEvent], to thread: Identifier, of organization: Identifier, after sequence: Int64,
        at time: Timestamp
    ) throws(CoreError) {
        try inner.append(events, to: thread, of: organization, after: sequence, at: time)
    }
}

/// Notes as they are; those who inherit change something.
class ForwardingNotes: NoteRepository {
    let inner: any NoteRepository
    init(_ inner: any NoteRepository) { self.inner = inner }

    func list(of thread: Identifier, after number: Int64, limit: Int) throws(CoreError) -> [Note] {
        try inner.list(of: thread, after: number, limit: limit)
    }
    func leave(_ note: NewNote, for thread: Identifier) throws(CoreError) -> NoteReception {
        try inner.leave(note, for: thread)
    }
    func remove(_ number: Int64, of thread: Identifier) throws(CoreError) { try inner.remove(number, of: thread) }
    func removeAll(of thread: Identifier, limit: Int) throws(CoreError) -> Int {
        try inner.removeAll(of: thread, limit: limit)
    }
}

/// Waits as they are; those who inherit change something.
class ForwardingWaits: WaitRepository {
    let inner: any WaitRepository
    init(_ inner: any WaitRepository) { self.inner = inner }

    func find(_ thread: Identifier, _ path: String) throws(CoreError) -> ThreadWait? { try inner.find(thread, path) }
    func asks(of thread: Identifier) throws(CoreError) -> [ThreadWait] { try inner.asks(of: thread) }
    func asks(_ filter: AskFilter, after place: ThreadPlace?, limit: Int) throws(CoreError) -> [ThreadWait] {
        try inner.asks(filter, after: place, limit: limit)
    }
    func threads(
        awaiting name: String, of organization: Identifier, after thread: Identifier?, limit: Int
    ) throws(CoreError) -> [Identifier] {
        try inner.threads(awaiting: name, of: organization, after: thread, limit: limit)
    }
    func put(_ wait: ThreadWait) throws(CoreError) { try inner.put(wait) }
    func remove(_ thread: Identifier, _ path: String) throws(CoreError) { try inner.remove(thread, path) }
    func removeAll(of thread: Identifier) throws(CoreError) { try inner.removeAll(of: thread) }
}

/// Workers as they are; those who inherit change something.
class ForwardingWorkers: WorkerRepository {
    let inner: any WorkerRepository
    init(_ inner: any WorkerRepository) { self.inner = inner }

    func list() throws(CoreError) -> [Worker] { try inner.list() }
    func register(_ worker: Worker) throws(CoreError) { try inner.register(worker) }
    func renew(_ id: Identifier, until time: Timestamp) throws(CoreError) -> Bool { try inner.renew(id, until: time) }
    func retire(_ id: Identifier, at time: Timestamp) throws(CoreError) { try inner.retire(id, at: time) }
    func bury(at time: Timestamp, limit: Int) throws(CoreError) -> [Worker] { try inner.bury(at: time, limit: limit) }
    func remove(_ id: Identifier) throws(CoreError) { try inner.remove(id) }
}

/// The ledger as it is; those who inherit change something.
class ForwardingLedger: LedgerRepository {
    let inner: any LedgerRepository
    init(_ inner: any LedgerRepository) { self.inner = inner }

    func accounts(_ ids: [Identifier]) throws(CoreError) -> [LedgerAccount] { try inner.accounts(ids) }
    func account(
        _ purpose: LedgerAccount.Purpose, of organization: Identifier, in currency: Currency
    ) throws(CoreError) -> LedgerAccount? {
        try inner.account(purpose, of: organization, in: currency)
    }
    func accountID(
        _ purpose: LedgerAccount.Purpose, of organization: Identifier, in currency: Currency
    ) throws(CoreError) -> Identifier? {
        try inner.accountID(purpose, of: organization, in: currency)
    }
    func accounts(of organization: Identifier) throws(CoreError) -> [LedgerAccount] {
        try inner.accounts(of: organization)
    }
    func accounts(after id: Identifier?, limit: Int) throws(CoreError) -> [LedgerAccount] {
        try inner.accounts(after: id, limit: limit)
    }
    func transfer(_ id: Identifier) throws(CoreError) -> Transfer? { try inner.transfer(id) }
    func resolution(of pending: Identifier) throws(CoreError) -> Transfer? { try inner.resolution(of: pending) }
    func lastSequence() throws(CoreError) -> Int64 { try inner.lastSequence() }
    func transfers(
        touching account: Identifier, before sequence: Int64, limit: Int
    ) throws(CoreError) -> [Transfer] {
        try inner.transfers(touching: account, before: sequence, limit: limit)
    }
    func transfers(after sequence: Int64, limit: Int) throws(CoreError) -> [Transfer] {
        try inner.transfers(after: sequence, limit: limit)
    }
    func postings(
        to account: Identifier, on side: LedgerSide, after sequence: Int64, limit: Int
    ) throws(CoreError) -> [LedgerPosting] {
        try inner.postings(to: account, on: side, after: sequence, limit: limit)
    }
    func expired(at time: Timestamp, limit: Int) throws(CoreError) -> [Transfer] {
        try inner.expired(at: time, limit: limit)
    }
    func insert(_ account: LedgerAccount) throws(CoreError) -> Bool { try inner.insert(account) }
    var presumesNew: Bool { inner.presumesNew }
    func accountsForChange(_ ids: [Identifier], exactly: Bool) throws(CoreError) -> [LedgerAccount] {
        try inner.accountsForChange(ids, exactly: exactly)
    }
    func update(_ account: LedgerAccount, from before: LedgerCounters) throws(CoreError) {
        try inner.update(account, from: before)
    }
    func insert(_ transfer: Transfer, ending pending: Transfer?) throws(CoreError) -> Bool {
        try inner.insert(transfer, ending: pending)
    }
}
