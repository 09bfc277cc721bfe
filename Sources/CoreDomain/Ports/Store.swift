/// The one door to durable state. In memory and on SQL conform, and all pass the same conformance suite.
///
/// The closures are synchronous on purpose: nothing awaits, sleeps or calls out while a transaction is open. A closure
/// may run more than once, so it acts only through the transaction it is given.
public protocol Store: Sendable {
    /// Runs `body` on a consistent snapshot. Reads never wait for writes.
    ///
    /// - Throws: what `body` throws; `DATABASE_UNAVAILABLE` or `DATABASE_CORRUPT` when the store fails.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value

    /// Runs `body` alone and returns once its effects are durable.
    ///
    /// - Throws: what `body` throws (nothing of it is kept); `OUTCOME_UNKNOWN` when the store cannot tell whether the
    ///   commit landed (retry with the same ids); `DATABASE_FULL`, `DATABASE_UNAVAILABLE` or `SHUTTING_DOWN` when
    ///   nothing was kept.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value

    /// Finishes what was accepted, refuses the rest, and lets go of every resource. Harmless when called again.
    func close() async
}

/// A snapshot of the store.
public protocol ReadTransaction {
    /// The time of this transaction: the only time inside it. Never decreases from one write to the next.
    var now: Timestamp { get }
    var organizations: any OrganizationReader { get }
    var principals: any PrincipalReader { get }
    var credentials: any CredentialReader { get }
    var settings: any SettingReader { get }
    var idempotency: any IdempotencyReader { get }
    var ledger: any LedgerReader { get }
    var ingredients: any IngredientReader { get }
    var programs: any ProgramReader { get }
    var threads: any ThreadReader { get }
    var workers: any WorkerReader { get }
    var events: any EventReader { get }
    var notes: any NoteReader { get }
    var waits: any WaitReader { get }
    var blobs: any BlobReader { get }
    var scripts: any ScriptReader { get }
    var environment: any EnvironmentReader { get }
    var tools: any RegisteredToolReader { get }
}

/// A unit of change: all of it lands, or nothing.
///
/// A write may be held back until the end of the closure, so a conflict with what is stored may surface there.
public protocol WriteTransaction {
    /// The time of this transaction: the only time inside it. Never decreases from one write to the next.
    var now: Timestamp { get }
    /// The same state, with the changes made so far, for code that only reads.
    var snapshot: any ReadTransaction { get }
    var organizations: any OrganizationRepository { get }
    var principals: any PrincipalRepository { get }
    var credentials: any CredentialRepository { get }
    var settings: any SettingRepository { get }
    var idempotency: any IdempotencyRepository { get }
    var ledger: any LedgerRepository { get }
    var ingredients: any IngredientRepository { get }
    var programs: any ProgramRepository { get }
    var threads: any ThreadRepository { get }
    var workers: any WorkerRepository { get }
    var events: any EventRepository { get }
    var notes: any NoteRepository { get }
    var waits: any WaitRepository { get }
    var blobs: any BlobRepository { get }
    var scripts: any ScriptRepository { get }
    var environment: any EnvironmentRepository { get }
    var tools: any RegisteredToolRepository { get }
    var audit: any AuditRepository { get }
}
