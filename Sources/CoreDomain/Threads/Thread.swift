/// One durable run of a program, as it is stored. Its input is in its first event.
public struct Thread: Hashable, Sendable {
    public let id: Identifier
    public let organization: Identifier
    /// Who began it.
    public let principal: Identifier
    public let kind: ThreadKind
    /// What it runs, from its first to its last step.
    public let program: ProgramReference
    public let createdAt: Timestamp
    /// When it is given up.
    public let expiresAt: Timestamp
    /// The caller's own name for it; nil when none was given.
    public let reference: String?
    /// What it was begun with besides its input; nil for nothing.
    public let options: ThreadOptions?
    /// The variables that its program reads, as they were when it began, sealed for it; nil for none.
    public let environment: [UInt8]?
    /// How often it was taken up by a worker or taken from one. Whoever carries it on stores nothing once this has grown.
    public let epoch: Int64
    /// What changes while it runs.
    public var status: ThreadStatus

    /// A thread of these parts.
    public init(
        id: Identifier, organization: Identifier, principal: Identifier, kind: ThreadKind, program: ProgramReference,
        createdAt: Timestamp, expiresAt: Timestamp, reference: String?, options: ThreadOptions? = nil,
        environment: [UInt8]? = nil, epoch: Int64 = 0, status: ThreadStatus
    ) {
        self.id = id
        self.organization = organization
        self.principal = principal
        self.kind = kind
        self.program = program
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.reference = reference
        self.options = options
        self.environment = environment
        self.epoch = epoch
        self.status = status
    }
}

/// What a thread runs: a program by the SHA-256 of its canonical form, and what people call it.
public struct ProgramReference: Hashable, Sendable {
    public let digest: [UInt8]
    /// `namespace:kind:slug`.
    public let name: String
    public let version: String

    /// A reference of these parts.
    public init(digest: [UInt8], name: String, version: String) {
        self.digest = digest
        self.name = name
        self.version = version
    }
}

/// The part of a thread that changes with its events. It follows from them, and is stored so that nobody has to
/// read them all.
public struct ThreadStatus: Hashable, Sendable {
    public var state: ThreadState
    /// The number of its latest event, counted from 1.
    public var sequence: Int64
    public var updatedAt: Timestamp
    public var finishedAt: Timestamp?
    /// When its owner removed it from view.
    public var deletedAt: Timestamp?
    /// Until when it rests, since nothing is to be done before; nil when something is, and the latest time when it waits
    /// for a note.
    public var wakeAt: Timestamp?
    /// JSON of a ``ThreadFailure``; nil unless it failed, expired or is paused for one.
    public var failure: [UInt8]?
    /// What its steps may cost at most, held from acceptance to the end; nil when it is free.
    public var held: Money?
    /// What its steps have cost; nothing after a refund.
    public var charged: Amount
    /// Steps of the outermost graph that are done, and of how many.
    public var progress: Progress
    /// Which of several workers carries it on; nil when none does, or when there is but one.
    public var worker: Identifier?
    /// Why it waits for someone; nil unless it is paused.
    public var pause: PauseReason?
    /// How many notes were left for it so far. A thread does not go to rest while there are more than it has seen.
    public var notes: Int64

    /// How far a thread has come.
    public struct Progress: Hashable, Sendable {
        public var done: Int64
        public var total: Int64

        /// So many steps done of so many.
        public init(done: Int64, total: Int64) {
            self.done = done
            self.total = total
        }
    }

    /// The status of a thread accepted at `time`, which `worker` carries on.
    public static func accepted(
        at time: Timestamp, held: Money?, steps: Int64, worker: Identifier? = nil
    ) -> ThreadStatus {
        ThreadStatus(
            state: .pending, sequence: 0, updatedAt: time, finishedAt: nil, deletedAt: nil, wakeAt: nil, failure: nil,
            held: held, charged: .zero, progress: Progress(done: 0, total: steps), worker: worker)
    }

    /// A status of these parts.
    public init(
        state: ThreadState, sequence: Int64, updatedAt: Timestamp, finishedAt: Timestamp?, deletedAt: Timestamp?,
        wakeAt: Timestamp?, failure: [UInt8]?, held: Money?, charged: Amount, progress: Progress,
        worker: Identifier? = nil, pause: PauseReason? = nil, notes: Int64 = 0
    ) {
        self.state = state
        self.sequence = sequence
        self.updatedAt = updatedAt
        self.finishedAt = finishedAt
        self.deletedAt = deletedAt
        self.wakeAt = wakeAt
        self.failure = failure
        self.held = held
        self.charged = charged
        self.progress = progress
        self.worker = worker
        self.pause = pause
        self.notes = notes
    }
}
