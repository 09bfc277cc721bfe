import CoreDomain
import CoreLanguage

/// What one write does, as it is watched.
///
/// SAFETY: only the thread of its simulation touches it.
final class WriteLog: @unchecked Sendable {
    private let node: Node
    private let findings: Findings
    var events: [EventKind] = []
    var marks: Set<WriteSite> = []
    var lines: [String] = []
    private(set) var losesLease = false
    /// Threads that go to rest.
    var resting: [Identifier] = []
    /// Answers that were accepted.
    var answers: [(step: Services.Step, value: JSONValue)] = []
    var journalWrites: Int { events.isEmpty ? 0 : 1 }

    init(_ node: Node, _ findings: Findings) {
        self.node = node
        self.findings = findings
    }

    func watch(_ tx: ForwardingTransaction) -> ForwardingTransaction {
        var watched = tx
        watched.threads = WatchedThreads(tx.threads, tx.workers, self)
        watched.events = WatchedEvents(tx.events, self)
        watched.notes = WatchedNotes(tx.notes, self)
        watched.workers = WatchedWorkers(tx.workers, self)
        return watched
    }

    /// The place in the engine that this write comes from.
    var site: WriteSite {
        for (kinds, site) in Self.sites where events.contains(where: kinds.contains) { return site }
        return [.note, .register, .retire, .beat, .claim, .rest].first { marks.contains($0) } ?? .other
    }

    private static let sites: [(Set<EventKind>, WriteSite)] = [
        ([.threadCompleted, .threadFailed, .threadCancelled, .threadExpired], .end),
        ([.threadCancelling], .cancelling), ([.stepStarted], .child), ([.threadCreated], .create),
        ([.stepIntended], .intent), ([.stepAsked], .ask), ([.threadPaused], .pause), ([.threadResumed], .resume),
        ([.stepFailed], .failure), ([.stepRetrying], .retry), ([.stepWaiting], .wait), ([.stepYielded], .yield),
        ([.stepCompleted, .stepItem], .result), ([.threadStarted], .start),
    ]

    // MARK: What must be so

    func note(update thread: CoreDomain.Thread, to status: ThreadStatus) {
        marks.insert(.rest)
        guard let worker = thread.status.worker, !node.workers.contains(worker) else { return }
        // A recipe has nothing to take back, so whoever is asked ends it.
        if thread.kind == .recipe, status.state.isFinal { return }
        findings.add("\(node.name) stored the thread \(thread.id) of the worker \(worker)")
    }

    /// A thread rests only when it has seen whatever it was told; events are kept for the step that waits for them.
    func checkRest(_ tx: any WriteTransaction) throws {
        for thread in resting {
            let unseen = try tx.notes.list(of: thread, after: 0, limit: 100).filter { $0.kind != .event }
            findings.expect(unseen.isEmpty, "\(thread) rests, and was told \(unseen.map(\.kind.rawValue))")
        }
    }

    func note(release worker: Identifier, _ count: Int, _ known: [Worker]) {
        guard count > 0, !node.workers.contains(worker) else { return }
        if known.contains(where: { $0.id == worker && $0.diedAt == nil }) {
            findings.add("\(node.name) took threads from the worker \(worker), which lives")
        }
    }

    func note(registered worker: Identifier) {
        marks.insert(.register)
        // A server that is a worker already begins again since it is that one no longer.
        losesLease = !node.workers.isEmpty
        node.workers.insert(worker)
    }
}

private final class WatchedThreads: ForwardingThreads {
    private let workers: any WorkerRepository
    private let log: WriteLog

    init(_ inner: any ThreadRepository, _ workers: any WorkerRepository, _ log: WriteLog) {
        self.workers = workers
        self.log = log
        super.init(inner)
    }

    override func update(
        _ id: Identifier, from before: ThreadStatus, epoch: Int64, to status: ThreadStatus, result: [UInt8]?
    ) throws(CoreError) -> Bool {
        let thread = try inner.find(id)
        guard try super.update(id, from: before, epoch: epoch, to: status, result: result) else { return false }
        if let thread { log.note(update: thread, to: status) }
        if status.wakeAt != nil, !status.state.isFinal { log.resting.append(id) }
        log.lines.append("\(id) \(status.state) \(status.sequence) \(status.wakeAt?.nanoseconds ?? -1)")
        return true
    }

    override func claim(_ id: Identifier, for worker: Identifier) throws(CoreError) -> Bool {
        log.marks.insert(.claim)
        guard try super.claim(id, for: worker) else { return false }
        log.lines.append("\(worker) claims \(id), which it was told of")
        return true
    }

    override func claimReady(
        of organization: Identifier, for worker: Identifier, limit: Int
    ) throws(CoreError) -> [OpenThread] {
        log.marks.insert(.claim)
        let claimed = try super.claimReady(of: organization, for: worker, limit: limit)
        log.lines += claimed.map { "\(worker) claims \($0.id)" }
        return claimed
    }

    override func claimDue(
        for worker: Identifier, at time: Timestamp, limit: Int
    ) throws(CoreError) -> [OpenThread] {
        log.marks.insert(.claim)
        let claimed = try super.claimDue(for: worker, at: time, limit: limit)
        log.lines += claimed.map { "\(worker) claims \($0.id), which is due" }
        return claimed
    }

    override func release(of worker: Identifier, limit: Int) throws(CoreError) -> Int {
        let count = try super.release(of: worker, limit: limit)
        log.note(release: worker, count, try workers.list())
        if count > 0 { log.lines.append("\(worker) lets go of \(count)") }
        return count
    }
}

private final class WatchedEvents: ForwardingEvents {
    private let log: WriteLog

    init(_ inner: any EventRepository, _ log: WriteLog) {
        self.log = log
        super.init(inner)
    }

    override func append(
        _ events: [NewEvent], to thread: Identifier, of organization: Identifier, after sequence: Int64,
        at time: Timestamp
    ) throws(CoreError) {
        log.events += events.map(\.kind)
        log.lines += events.map { "\(thread) \($0.kind.rawValue) \($0.path) \($0.payload?.count ?? 0)" }
        try super.append(events, to: thread, of: organization, after: sequence, at: time)
    }
}

private final class WatchedNotes: ForwardingNotes {
    private let log: WriteLog

    init(_ inner: any NoteRepository, _ log: WriteLog) {
        self.log = log
        super.init(inner)
    }

    override func leave(_ note: NewNote, for thread: Identifier) throws(CoreError) -> NoteReception {
        log.marks.insert(.note)
        let reception = try super.leave(note, for: thread)
        if reception == .left, note.kind == .answer, let answer = note.body["answer"]?["value"] {
            log.answers.append((Services.Step(thread: thread, path: note.name), answer))
        }
        log.lines.append("\(thread) is told \(note.kind.rawValue) \(note.name): \(reception)")
        return reception
    }
}

private final class WatchedWorkers: ForwardingWorkers {
    private let log: WriteLog

    init(_ inner: any WorkerRepository, _ log: WriteLog) {
        self.log = log
        super.init(inner)
    }

    override func register(_ worker: Worker) throws(CoreError) {
        log.note(registered: worker.id)
        try super.register(worker)
    }

    override func renew(_ id: Identifier, until time: Timestamp) throws(CoreError) -> Bool {
        log.marks.insert(.beat)
        return try super.renew(id, until: time)
    }

    override func retire(_ id: Identifier, at time: Timestamp) throws(CoreError) {
        log.marks.insert(.retire)
        try super.retire(id, at: time)
    }
}
