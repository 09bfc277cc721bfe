public import CoreDomain

/// A kind of store that a backend can be opened on. A host registers those that it links.
public protocol StoreDriver: Sendable {
    /// Whether `database` is a location of this kind.
    func accepts(_ database: String) -> Bool

    /// Opens the store at `database` as its owner, or as one of several. May block: called on a thread of its own.
    func open(_ database: String, _ options: PostgresOptions, _ services: Services) throws(CoreError) -> OpenStore

    /// Opens the store at `database` for reading, beside its owner if it has one. Nothing is made. May block.
    func openForReading(
        _ database: String, _ options: PostgresOptions, _ services: Services
    ) throws(CoreError) -> OpenStore

    /// What a look at `database` finds that concerns this kind of store alone: nothing is changed, nor is it owned. May
    /// block, for long when there is much to read.
    func examine(_ database: String, _ options: PostgresOptions, _ services: Services) -> [Finding]
}

/// A kind of store that another one can be copied into.
public protocol FillableStoreDriver: StoreDriver {
    /// Copies what `source` holds, to which nobody else writes, into the store at `database`: one that is empty, or was
    /// partly filled by an earlier call, and that nobody uses meanwhile. `report` is told of each page of rows.
    ///
    /// - Throws: `STATE_CONFLICT` when the target holds something else; `DATABASE_CORRUPT` or `LEDGER_DAMAGED` when the
    ///   two differ in the end.
    func fill(
        _ database: String, from source: any Store, _ options: PostgresOptions, _ services: Services,
        report: @escaping @Sendable (_ table: String, _ rows: Int64) -> Void
    ) async throws(CoreError) -> [DatabaseMove.Table]
}

/// A store that this process owns, and what comes with its location.
public struct OpenStore: Sendable {
    /// Where the sealing key of a new store is kept when none is given.
    public enum KeyPlace: Hashable, Sendable {
        /// In a file of this path.
        case file(String)
        /// In memory, as the store itself.
        case drawn
        /// Nowhere: a key must be given.
        case given
    }

    public let store: any Store
    /// What comes with a store that other processes run threads of as well; nil when this one has it to itself.
    public let sharing: SharedStore?
    /// The time by which the store dates its transactions, for everyone who compares his own with it; nil: the one it was
    /// opened with.
    public let clock: (any Clock)?
    public let keyPlace: KeyPlace
    /// Where a host leaves the operator's first token when it has no terminal; nil: nowhere.
    public let operatorTokenFile: String?
    /// Tells other processes how to reach the owner.
    public let announce: @Sendable (_ url: String) -> Void
    /// Lets go of the ownership, after the store was closed.
    public let release: @Sendable () -> Void

    /// An open store of these parts.
    public init(
        store: any Store, sharing: SharedStore? = nil, clock: (any Clock)? = nil, keyPlace: KeyPlace,
        operatorTokenFile: String?,
        announce: @escaping @Sendable (String) -> Void, release: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.sharing = sharing
        self.clock = clock
        self.keyPlace = keyPlace
        self.operatorTokenFile = operatorTokenFile
        self.announce = announce
        self.release = release
    }
}

/// What comes with a store that several processes write.
public struct SharedStore: Sendable {
    /// Word between the processes.
    public let signals: any Signals
    /// How long a process keeps its threads after it was last heard of.
    public let lease: Duration

    /// Sharing by these signals.
    public init(signals: any Signals, lease: Duration = .seconds(15)) {
        self.signals = signals
        self.lease = lease
    }
}
