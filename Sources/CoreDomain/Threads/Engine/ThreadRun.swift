import CoreLanguage

/// What a run is told while it goes on.
enum RunMessage: Sendable {
    /// An attempt ended.
    case attempted(StepResult)
    /// A unit that must not be called twice has its slot, where it needs one.
    case admitted(path: String, Slots.Permit?)
    /// The wait before another attempt is over.
    case due(path: String)
    /// The thread's time to live is over.
    case expired
    /// Someone else changed the stored thread.
    case changed
    /// The program stops; what runs is begun again at the next start.
    case stop
    /// The thread is another worker's: nothing more is begun or stored.
    case lost
}

/// How a run ended.
enum RunEnd: Sendable {
    /// With the thread.
    case over
    /// The thread waits, outside of memory.
    case rests(until: Timestamp)
    /// Someone else moved the thread: another run goes on from its journal.
    case stale
    /// The program stops.
    case stopped
    /// Without a lease: another worker goes on.
    case lost
}

/// What a run works with.
struct RunServices: Sendable {
    let store: any Store
    let clock: any Clock
    let entropy: any Entropy
    let library: ProgramLibrary
    let journal: ThreadJournal
    let starter: ThreadStarter
    let vault: ThreadVault
    let changes: Changes
    let workers: any Workers
    let deadlines: Deadlines
    let limits: EngineLimits
    /// Nil when the store is this process's alone.
    let lease: WorkerLease?
    /// Told of threads that the store keeps from going on.
    let report: @Sendable (Identifier, CoreError) -> Void
    /// Told how many bytes a thread under way keeps.
    let weigh: @Sendable (Mailbox<RunMessage>, Identifier, Int) -> Void
    /// Has a thread of an organization looked at.
    let wake: @Sendable (Identifier, Identifier) -> Void
    /// Has every thread looked at that may have something to do.
    let lookAgain: @Sendable () -> Void

    /// Whether this process may do something for a thread that `worker` carries on.
    func mayAct(for worker: Identifier?) -> Bool { lease?.covers(worker) ?? true }

    /// Has `action` done at `time`.
    func alarm(at time: Timestamp, _ action: @escaping @Sendable () -> Void) -> Deadlines.Ticket {
        deadlines.add(at: clock.monotonic() + max(.zero, time.since(clock.now())), action)
    }

    /// A wait as a call, in memory.
    func asCall(
        _ wait: @escaping @Sendable (JSONValue, StepContext) throws -> (Duration, StepOutput)
    ) -> StepAttempt.Handler {
        let clock = clock
        return { input, context in
            let (duration, output) = try wait(input, context)
            try await clock.sleep(until: clock.monotonic() + duration)
            return output
        }
    }

    /// A computation as a call: on a thread where it holds up nobody.
    func onWorker(
        _ compute: @escaping @Sendable (JSONValue, StepContext, CancellationFlag) throws -> StepOutput
    ) -> StepAttempt.Handler {
        let workers = workers
        return { input, context in
            try await workers.run { flag in
                Result { try compute(input, context, flag) }.mapError { CoreError(narrowing: $0) }
            }.get()
        }
    }
}

/// Carries one thread on until it is over, rests, or is told to stop.
///
/// It alone moves the thread, except that anyone may end it: every commit looks whether it is still open.
struct ThreadRun: Sendable {
    let services: RunServices
    let mailbox: Mailbox<RunMessage>

    /// What the store says of a thread that is to be carried on.
    private enum Found: Sendable {
        /// It is over, or unknown.
        case nothing
        case own(RunState)
        /// It is another worker's, or nobody's.
        case notOwn
    }

    /// Carries on `thread`, from `begun` where that is known; `onLoaded` is called once its weight is.
    ///
    /// - Throws: what the store throws; the thread is then carried on from its last commit by another run.
    func carryOn(
        _ thread: Identifier, from begun: BegunThread?, onLoaded: () -> Void
    ) async throws(CoreError) -> RunEnd {
        var known = begun?.run
        if known == nil { known = try await load(thread) }
        guard let run = known else { return .over }
        // Before its time it only ends.
        if let start = run.thread.options?.startAt, start > services.clock.now(), run.thread.status.state == .pending,
            !run.notes.contains(where: { $0.kind == .cancel })
        {
            return try await rest(run.thread, until: start)
        }
        services.weigh(mailbox, thread, run.byteCount)
        onLoaded()
        let outcome = await withDiscardingTaskGroup { group in
            defer { group.cancelAll() }
            var loop = RunLoop(run: run, services: services, mailbox: mailbox)
            do throws(CoreError) {
                return Result<RunEnd, CoreError>.success(try await loop.turn(&group))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// Has a thread that was told something before its time rest again.
    private func rest(_ thread: Thread, until start: Timestamp) async throws(CoreError) -> RunEnd {
        var status = thread.status
        (status.wakeAt, status.worker) = (start, nil)
        if status == thread.status { return .rests(until: start) }
        let resting = status
        let isStored = try await services.store.write { tx in
            try tx.threads.update(thread.id, from: thread.status, epoch: thread.epoch, to: resting)
        }
        return isStored ? .rests(until: start) : .stale
    }

    /// The thread as its journal tells it; nil when there is nothing to do for it here.
    private func load(_ thread: Identifier) async throws(CoreError) -> RunState? {
        let (library, vault) = (services.library, services.vault)
        guard let lease = services.lease else {
            return try await services.store.read { tx in try RunState(thread, library, vault, tx) }
        }
        guard let worker = lease.worker else { return nil }
        // A run that was let go of before it came this far claims nothing for the worker that follows: nobody would carry
        // that on.
        if mailbox.holds({ if case .lost = $0 { true } else { false } }) { return nil }
        var found = try await find(thread, worker)
        if case .notOwn = found, try await services.store.write({ tx in try tx.threads.claim(thread, for: worker) }) {
            found = try await find(thread, worker)
        }
        if case .own(let run) = found { return run }
        return nil
    }

    private func find(_ thread: Identifier, _ worker: Identifier) async throws(CoreError) -> Found {
        let (library, vault) = (services.library, services.vault)
        return try await services.store.read { tx in
            guard let status = try tx.threads.status(thread), !status.state.isFinal else { return .nothing }
            guard status.worker == worker else { return .notOwn }
            return try RunState(thread, library, vault, tx).map { .own($0) } ?? .nothing
        }
    }
}
