import CoreDomain

/// Records by key. Every change goes to the undo log first.
final class MemoryTable<Key: Hashable, Record> {
    private var records: [Key: Record] = [:]
    private let undo: UndoLog

    init(_ undo: UndoLog) { self.undo = undo }

    subscript(key: Key) -> Record? {
        get { records[key] }
        set {
            let before = records[key]
            undo.append { [unowned self] in records[key] = before }
            records[key] = newValue
        }
    }

    var all: Dictionary<Key, Record>.Values { records.values }

    /// Has the records of `other` from now on, which no transaction is changing.
    func copy(_ other: MemoryTable) { records = other.records }

    /// Adds a record whose key must be new.
    func insert(_ record: Record, as key: Key) throws(CoreError) {
        guard records[key] == nil else {
            throw CoreError(.alreadyExists, "A record with this id exists already.")
        }
        self[key] = record
    }
}

/// What takes the changes of the current transaction back.
final class UndoLog {
    private var actions: [() -> Void] = []

    func append(_ action: @escaping () -> Void) { actions.append(action) }
    func forget() { actions.removeAll(keepingCapacity: true) }

    func rollBack() {
        for action in actions.reversed() { action() }
        forget()
    }
}

/// The whole content of a store.
final class MemoryTables {
    let undo: UndoLog
    let organizations: MemoryTable<Identifier, Organization>
    let principals: MemoryTable<Identifier, Principal>
    let memberships: MemoryTable<[Identifier], Membership>
    let credentials: MemoryTable<[UInt8], Credential>
    let settings: MemoryTable<String, [UInt8]>
    let idempotency: MemoryTable<IdempotencyRecord.Key, IdempotencyRecord>
    let audit: MemoryTable<Int, AuditEntry>
    let ledger: MemoryLedgerTables
    let ingredients: MemoryTable<String, MemoryIngredient>
    let programs: MemoryTable<[UInt8], [UInt8]>
    let threads: MemoryTable<Identifier, Thread>
    let workers: MemoryTable<Identifier, Worker>
    let results: MemoryTable<Identifier, [UInt8]>
    let events: MemoryTable<MemoryEventKey, JournalEntry>
    let eventCounters: MemoryTable<Identifier, Int64>
    /// The number of each thread's last event.
    let journalEnds: MemoryTable<Identifier, Int64>
    let blobs: MemoryTable<MemoryBlobs.Key, BlobRecord>
    let blobPieces: MemoryTable<MemoryBlobs.PieceKey, [UInt8]>
    let scripts: MemoryTable<MemoryScripts.Key, Script>
    let environment: MemoryTable<MemoryEnvironment.Key, StoredVariable>
    let scriptDrafts: MemoryTable<MemoryScripts.Key, ScriptDraft>
    let scriptVersions: MemoryTable<MemoryScripts.VersionKey, ScriptVersion>
    let tools: MemoryTable<MemoryRegisteredTools.Key, RegisteredTool>
    let notes: MemoryTable<MemoryNotes.Key, Note>
    let noteIdentities: MemoryTable<MemoryNotes.Identity, Bool>
    let waits: MemoryTable<ThreadPlace, ThreadWait>
    var latest = Timestamp.earliest

    init() {
        undo = UndoLog()
        organizations = MemoryTable(undo)
        principals = MemoryTable(undo)
        memberships = MemoryTable(undo)
        credentials = MemoryTable(undo)
        settings = MemoryTable(undo)
        idempotency = MemoryTable(undo)
        audit = MemoryTable(undo)
        ledger = MemoryLedgerTables(undo)
        ingredients = MemoryTable(undo)
        programs = MemoryTable(undo)
        threads = MemoryTable(undo)
        workers = MemoryTable(undo)
        results = MemoryTable(undo)
        events = MemoryTable(undo)
        eventCounters = MemoryTable(undo)
        journalEnds = MemoryTable(undo)
        blobs = MemoryTable(undo)
        blobPieces = MemoryTable(undo)
        scripts = MemoryTable(undo)
        environment = MemoryTable(undo)
        scriptDrafts = MemoryTable(undo)
        scriptVersions = MemoryTable(undo)
        tools = MemoryTable(undo)
        notes = MemoryTable(undo)
        noteIdentities = MemoryTable(undo)
        waits = MemoryTable(undo)
    }

    /// Has the content of `other` from now on.
    func copy(_ other: MemoryTables) {
        latest = other.latest
        ledger.copy(other.ledger)
        organizations.copy(other.organizations)
        principals.copy(other.principals)
        memberships.copy(other.memberships)
        credentials.copy(other.credentials)
        settings.copy(other.settings)
        idempotency.copy(other.idempotency)
        audit.copy(other.audit)
        ingredients.copy(other.ingredients)
        programs.copy(other.programs)
        threads.copy(other.threads)
        workers.copy(other.workers)
        results.copy(other.results)
        events.copy(other.events)
        eventCounters.copy(other.eventCounters)
        journalEnds.copy(other.journalEnds)
        blobs.copy(other.blobs)
        blobPieces.copy(other.blobPieces)
        scripts.copy(other.scripts)
        environment.copy(other.environment)
        tools.copy(other.tools)
        scriptDrafts.copy(other.scriptDrafts)
        scriptVersions.copy(other.scriptVersions)
        notes.copy(other.notes)
        noteIdentities.copy(other.noteIdentities)
        waits.copy(other.waits)
    }
}
