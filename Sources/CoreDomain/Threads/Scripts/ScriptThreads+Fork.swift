import CoreLanguage

/// Threads that begin where another one was.
extension ScriptThreads {
    /// Begins a thread whose journal is that of another up to a step: what was done before is not done again.
    ///
    /// With another version of the script, what was done is taken over as far as its program does the same: the same steps
    /// at the same paths, with the same inputs.
    @Sendable func fork(
        _ input: ThreadForking, _ caller: Caller, _ tx: any WriteTransaction
    ) throws(CoreError) -> (ForkedThread, ThreadWake) {
        let member = try Member(caller)
        let origin = try find(input.threadID, caller, tx.snapshot)
        guard origin.kind == .script else {
            throw CoreError(.unsupported, "Only threads of scripts are forked.", fix: "Run the recipe again.")
        }
        let source = try source(of: origin, input, caller, tx.snapshot)
        let history = try ForkedHistory(of: origin, upTo: input.fromStepPath, vault, starter.library, tx.snapshot)
        let values = try input.input.map { value throws(CoreError) in
            try source.loaded.checked(value, at: .root.appending(key: "input_override"))
        }
        let options = ThreadOptions(
            metadata: origin.options?.metadata ?? [:],
            forkedFrom: ThreadPlace(thread: origin.id, path: input.fromStepPath.isEmpty ? "0" : input.fromStepPath))
        let terms = ThreadStarter.Terms(
            organization: member.organization, principal: member.principal, expiresAt: .latest, options: options)
        var run = try starter.begin(source, input: values ?? history.input, terms, tx).run
        let taken = try history.takeOver(on: &run, limits: EngineLimits())
        if !taken.events.isEmpty {
            run.thread.status.state = .running
            let status = try journal.advance(
                run.thread.accepted, to: run.thread.status, [NewEvent(.threadStarted)] + taken.events, tx)
            guard let status else { throw CoreError(.internalError, "A thread changed that was just stored.") }
            run.thread.status = status
        }
        let record = try ThreadRecord(run.thread, tx.snapshot)
        return (
            ForkedThread(thread: record, reusedSteps: taken.steps, differsAt: taken.difference),
            .begun(BegunThread(run))
        )
    }

    /// What the new thread runs: the version of the old one unless another is named.
    private func source(
        of origin: Thread, _ input: ThreadForking, _ caller: Caller, _ tx: any ReadTransaction
    ) throws(CoreError) -> ThreadStarter.Source {
        if input.version > 0 {
            return try starter.source(try tx.script(origin.program.name, caller), version: input.version, tx)
        }
        return ThreadStarter.Source(
            program: origin.program, loaded: try starter.library.load(origin.program.digest, tx))
    }
}

extension Thread {
    /// The thread as it was right after its first event.
    fileprivate var accepted: Thread {
        var thread = self
        thread.status.state = .pending
        return thread
    }
}

/// What a thread did before a step.
struct ForkedHistory {
    let input: JSONObject
    private let entries: [(event: Event, payload: [UInt8]?, value: JSONValue?)]
    private let machine: ThreadMachine

    /// What was taken over.
    struct Taken {
        var events: [NewEvent] = []
        var steps: Int64 = 0
        /// The first step that the program does otherwise; nil when it does all of them the same.
        var difference: String?
    }

    /// The journal of `thread` before the first entry of the step at `path`; all of it when that is empty.
    ///
    /// - Throws: `NOT_FOUND` when it has done no such step.
    init(
        of thread: Thread, upTo path: String, _ vault: ThreadVault, _ library: ProgramLibrary, _ tx: any ReadTransaction
    ) throws(CoreError) {
        var entries: [(event: Event, payload: [UInt8]?, value: JSONValue?)] = []
        var (input, latest, isFound) = (JSONObject(), Int64(0), path.isEmpty)
        reading: while true {
            let page = try tx.events.journal(of: thread.id, after: latest, limit: 100)
            for entry in page {
                if entry.event.kind == .threadCreated { input = try entry.value?.objectValue ?? JSONObject() }
                if !path.isEmpty, entry.event.path == path || entry.event.path.hasPrefix(path + ".") {
                    isFound = true
                    break reading
                }
                if entry.event.kind.movesProgram { entries.append((entry.event, entry.payload, try entry.value)) }
            }
            guard let last = page.last, page.count == 100 else { break }
            latest = last.event.sequence
        }
        guard isFound else {
            throw CoreError(
                .notFound, "The thread has done no step at \(path).", fix: "`threads.steps` tells which it has.")
        }
        self.input = input
        self.entries = entries
        machine = ThreadMachine(
            try library.load(thread.program.digest, tx),
            ThreadInput(input, environment: try vault.environment(of: thread), of: thread.id))
    }

    /// Brings `run` to where the history ends, as far as its program does the same.
    func takeOver(on run: inout RunState, limits: EngineLimits) throws(CoreError) -> Taken {
        var taken = Taken()
        var before = machine
        for (event, payload, value) in entries {
            while before.isComputing { before.proceed() }
            while run.machine.isComputing { run.machine.proceed() }
            let old = before.step(event.path)
            try before.take(event, value)
            if event.isOfResumption {
                if taken.difference == nil { try resume(&run, with: event, payload, value, &taken) }
                continue
            }
            guard event.kind.isKept else { continue }
            guard let old, let new = run.machine.step(event.path), old.effect.isSame(as: new.effect),
                run.byteCount + (payload?.count ?? 0) <= limits.threadBytes
            else {
                taken.difference = taken.difference ?? event.path
                continue
            }
            // What comes behind a difference may follow from it.
            if taken.difference != nil { continue }
            run.byteCount += payload?.count ?? 0
            try run.machine.take(event, value)
            if event.kind == .stepCompleted { run.completedCount += 1 }
            if event.kind == .stepYielded { run.yieldCount += 1 }
            if event.kind != .stepItem, event.kind != .stepRetrying { taken.steps += 1 }
            taken.events.append(NewEvent(event.kind, path: event.path, body: event.body, payload: payload))
        }
        return taken
    }

    /// Has the new thread go on as somebody had the old one.
    private func resume(
        _ run: inout RunState, with event: Event, _ payload: [UInt8]?, _ value: JSONValue?, _ taken: inout Taken
    ) throws(CoreError) {
        if event.kind == .threadResumed, run.machine.pause == nil {
            taken.difference = event.body["path"]?.stringValue ?? ""
            return
        }
        try run.machine.take(event, value)
        taken.events.append(NewEvent(event.kind, path: event.path, body: event.body, payload: payload))
    }
}

extension Event {
    /// Whether it tells how somebody had a thread go on that was paused at a failure, or what that gave.
    fileprivate var isOfResumption: Bool {
        kind == .threadResumed && body["action"] != nil || kind == .stepCompleted && body["supplied"]?.boolValue == true
    }
}

extension EventKind {
    /// Whether a fork takes it over: what came of steps, and not what was under way.
    fileprivate var isKept: Bool {
        switch self {
        case .stepCompleted, .stepYielded, .stepItem, .stepRetrying, .stepFailed: true
        default: false
        }
    }
}

extension MachineEffect {
    /// Whether it asks for the same in the same attempt.
    fileprivate func isSame(as other: MachineEffect) -> Bool {
        kind == other.kind && input == other.input && attempt == other.attempt && isStream == other.isStream
    }
}
