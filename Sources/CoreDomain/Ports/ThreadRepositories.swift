// Threads, their journals, and the programs they run.

/// Which threads of an organization are asked for.
public struct ThreadFilter: Hashable, Sendable {
    public let organization: Identifier
    public let kinds: [ThreadKind]
    /// Nil: every state.
    public let states: [ThreadState]?
    /// The name of what they run; nil for all.
    public let program: String?

    /// Threads of these kinds, in any of `states`, of one program or all. Removed ones are never listed.
    public init(organization: Identifier, kinds: [ThreadKind], states: [ThreadState]?, program: String? = nil) {
        self.organization = organization
        self.kinds = kinds
        self.states = states
        self.program = program
    }
}

/// Reads threads.
public protocol ThreadReader {
    /// The thread with this id, or nil. A removed one is found too.
    func find(_ id: Identifier) throws(CoreError) -> Thread?
    /// The changing part of the thread with this id, or nil.
    func status(_ id: Identifier) throws(CoreError) -> ThreadStatus?
    /// JSON of what the thread with this id gave; nil unless it completed.
    func result(of id: Identifier) throws(CoreError) -> [UInt8]?
    /// At most `limit` threads, the newest first, which is by falling id; those before `id` when one is given.
    func list(_ filter: ThreadFilter, before id: Identifier?, limit: Int) throws(CoreError) -> [Thread]
    /// At most `limit` threads that are not final, that nobody carries on, and that have something to do; behind `last` when
    /// one is given, by organization and rising id.
    func ready(after last: OpenThread?, limit: Int) throws(CoreError) -> [OpenThread]
    /// At most `limit` threads that are not final, that nobody carries on, and that rest until `end` at most; behind
    /// `last` when one is given, by that time and rising id.
    func resting(until end: Timestamp, after last: OpenThread?, limit: Int) throws(CoreError) -> [OpenThread]
    /// At most `limit` threads that are not final and that `worker` carries on, behind `id` when one is given, by rising id.
    func unfinished(of worker: Identifier, after id: Identifier?, limit: Int) throws(CoreError) -> [OpenThread]
}

/// A thread that is not final, as far as it must be known to take it up.
public struct OpenThread: Hashable, Sendable {
    public let id: Identifier
    public let organization: Identifier
    /// Until when it rests; nil when there is something to do.
    public let wakeAt: Timestamp?

    /// A thread of these parts.
    public init(id: Identifier, organization: Identifier, wakeAt: Timestamp?) {
        self.id = id
        self.organization = organization
        self.wakeAt = wakeAt
    }
}

/// Reads and writes threads.
public protocol ThreadRepository: ThreadReader, ThreadClaims {
    func insert(_ thread: Thread) throws(CoreError)
    /// Replaces the changing part of a stored thread, provided that its latest event is still that of `before`, which is
    /// how it stood then, its epoch is still `epoch`, and, of one that goes to rest or ends, no more notes were left than
    /// `status` says; tells whether all that was so. What is held, of how many steps, and the count of notes never change by it. `result` is what the thread gave, when it ends with this change.
    func update(
        _ id: Identifier, from before: ThreadStatus, epoch: Int64, to status: ThreadStatus, result: [UInt8]?
    ) throws(CoreError) -> Bool
}

extension ThreadRepository {
    /// The same of a thread that gives nothing with this change.
    public func update(
        _ id: Identifier, from before: ThreadStatus, epoch: Int64, to status: ThreadStatus
    ) throws(CoreError) -> Bool {
        try update(id, from: before, epoch: epoch, to: status, result: nil)
    }
}

/// Reads events.
public protocol EventReader {
    /// At most `limit` events of a thread behind `sequence`, in order.
    func events(of thread: Identifier, after sequence: Int64, limit: Int) throws(CoreError) -> [Event]
    /// The same with what they brought.
    func journal(of thread: Identifier, after sequence: Int64, limit: Int) throws(CoreError) -> [JournalEntry]
    /// At most `limit` events of an organization behind `sequence`, in order.
    func history(of organization: Identifier, after sequence: Int64, limit: Int) throws(CoreError) -> [Event]
    /// The number in the thread's journal of its last event at or before a place in the organization's history; 0 when
    /// there is none.
    func sequence(of thread: Identifier, at organizationSequence: Int64) throws(CoreError) -> Int64
    /// The number of the organization's latest event; 0 before the first.
    func latest(of organization: Identifier) throws(CoreError) -> Int64
}

/// Appends events; none is ever changed.
public protocol EventRepository: EventReader {
    /// Appends events of a thread behind its event `sequence`, and behind the latest of its organization.
    ///
    /// An event with such a place in the thread's journal that is there already fails the write with ALREADY_EXISTS.
    func append(
        _ events: [NewEvent], to thread: Identifier, of organization: Identifier, after sequence: Int64,
        at time: Timestamp
    ) throws(CoreError)
}

/// Reads programs by the SHA-256 of their canonical form.
public protocol ProgramReader {
    /// The canonical form, or nil.
    func find(digest: [UInt8]) throws(CoreError) -> [UInt8]?
}

/// Reads and writes programs.
public protocol ProgramRepository: ProgramReader {
    /// Stores a program; one that is there already is the same one.
    func put(digest: [UInt8], _ program: [UInt8]) throws(CoreError)
}
