public import CoreDomain

/// The repositories over one SQL session; every driver's transaction is this.
public struct SQLTransaction: WriteTransaction {
    public let now: Timestamp
    package let session: any SQLSession

    /// A transaction at `now` on `session`.
    public init(session: any SQLSession, now: Timestamp) {
        self.session = session
        self.now = now
    }

    public var snapshot: any ReadTransaction { SQLSnapshot(session: session, now: now) }
    public var organizations: any OrganizationRepository { OrganizationRecords(session: session) }
    public var principals: any PrincipalRepository { PrincipalRecords(session: session) }
    public var credentials: any CredentialRepository { CredentialRecords(session: session) }
    public var settings: any SettingRepository { SettingRecords(session: session) }
    public var idempotency: any IdempotencyRepository { IdempotencyRecords(session: session) }
    public var ledger: any LedgerRepository { LedgerRecords(session: session) }
    public var ingredients: any IngredientRepository { IngredientRecords(session: session) }
    public var programs: any ProgramRepository { ProgramRecords(session: session) }
    public var threads: any ThreadRepository { ThreadRecords(session: session) }
    public var workers: any WorkerRepository { WorkerRecords(session: session) }
    public var events: any EventRepository { EventRecords(session: session) }
    public var blobs: any BlobRepository { BlobRecords(session: session) }
    public var scripts: any ScriptRepository { ScriptRecords(session: session) }
    public var notes: any NoteRepository { NoteRecords(session: session) }
    public var waits: any WaitRepository { WaitRecords(session: session) }
    public var environment: any EnvironmentRepository { EnvironmentRecords(session: session) }
    public var tools: any RegisteredToolRepository { RegisteredToolRecords(session: session) }
    public var audit: any AuditRepository { AuditRecords(session: session) }
}

/// The reading halves of the same repositories.
public struct SQLSnapshot: ReadTransaction {
    public let now: Timestamp
    package let session: any SQLSession

    /// A snapshot at `now` on `session`.
    public init(session: any SQLSession, now: Timestamp) {
        self.session = session
        self.now = now
    }

    public var organizations: any OrganizationReader { OrganizationRecords(session: session) }
    public var principals: any PrincipalReader { PrincipalRecords(session: session) }
    public var credentials: any CredentialReader { CredentialRecords(session: session) }
    public var settings: any SettingReader { SettingRecords(session: session) }
    public var idempotency: any IdempotencyReader { IdempotencyRecords(session: session) }
    public var ledger: any LedgerReader { LedgerRecords(session: session) }
    public var ingredients: any IngredientReader { IngredientRecords(session: session) }
    public var programs: any ProgramReader { ProgramRecords(session: session) }
    public var threads: any ThreadReader { ThreadRecords(session: session) }
    public var workers: any WorkerReader { WorkerRecords(session: session) }
    public var events: any EventReader { EventRecords(session: session) }
    public var blobs: any BlobReader { BlobRecords(session: session) }
    public var scripts: any ScriptReader { ScriptRecords(session: session) }
    public var notes: any NoteReader { NoteRecords(session: session) }
    public var waits: any WaitReader { WaitRecords(session: session) }
    public var environment: any EnvironmentReader { EnvironmentRecords(session: session) }
    public var tools: any RegisteredToolReader { RegisteredToolRecords(session: session) }
}
