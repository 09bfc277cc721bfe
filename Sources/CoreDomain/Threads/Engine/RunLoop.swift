import CoreLanguage

/// The turns of one run: begin what can be called, store what came of it, wait for more.
struct RunLoop {
    private(set) var run: RunState
    private let services: RunServices
    private let mailbox: Mailbox<RunMessage>
    private var news: RunNews
    private var calls: RunCalls
    /// What happened since the last commit and is stored with the next one.
    private var heldBack: [NewEvent] = []
    /// The paths of steps that may have to be begun.
    private var toBegin: [String]
    private var readsNotes = false
    /// Whether someone changed the stored thread since a computation last looked.
    private var wasTold = false
    /// The wish to end the thread, until the calls under way have stopped: what they did has to be known first.
    private var heldCancel: Note?
    /// The number of the latest note that was read.
    private var lastNote: Int64
    private var isStopping = false
    private var isLost = false
    private var expiry: Deadlines.Ticket?

    init(run: RunState, services: RunServices, mailbox: Mailbox<RunMessage>) {
        self.run = run
        self.services = services
        self.mailbox = mailbox
        lastNote = run.thread.status.notes
        toBegin = self.run.machine.takeFresh()
        calls = RunCalls(services: services, mailbox: mailbox)
        let isOver = run.machine.outcome != nil || services.clock.now() >= run.thread.expiresAt
        // A run that ended before it stored the pause finds it again.
        let isPaused = run.machine.pause != nil && run.thread.status.state != .paused
        news = RunNews(needsCommit: isOver || isPaused)
        news.looksAtNotes = !run.notes.isEmpty
    }

    /// Turns until the thread is over, rests, or the run is stopped.
    mutating func turn(_ group: inout DiscardingTaskGroup) async throws(CoreError) -> RunEnd {
        let (services, mailbox) = (services, mailbox)
        if run.thread.expiresAt != .latest {
            expiry = services.alarm(at: run.thread.expiresAt) { mailbox.post(.expired) }
        }
        defer {
            if let expiry { services.deadlines.withdraw(expiry) }
            calls.withdrawAlarms()
        }
        while true {
            for message in mailbox.takeNow() { take(message) }
            if isLost || !services.mayAct(for: run.thread.status.worker) { return .lost }
            if run.machine.isComputing, !isStopping, services.clock.now() < run.thread.expiresAt {
                if try await compute() { return .over }
                continue
            }
            if let end = begin(&group) { return end }
            if news.asksForCommit, !waitsForCalls {
                if holdBack() { continue }
                if let end = try await commit() { return end }
            } else if run.thread.status.state == .pending || !heldBack.isEmpty {
                await takeWhatIsQuick()
            } else {
                for message in await mailbox.take() { take(message) }
            }
        }
    }

    /// Has the program compute on for a part, and then others their turn. What it computes follows from what is stored.
    /// Returns whether the thread was ended meanwhile.
    private mutating func compute() async throws(CoreError) -> Bool {
        run.machine.proceed()
        if !run.machine.isComputing { news.needsCommit = true }
        await Task.yield()
        guard wasTold else { return false }
        wasTold = false
        let thread = run.thread.id
        return try await services.store.read { tx in try tx.threads.status(thread)?.state.isFinal != false }
    }

    /// What is to be stored is stored at once, unless the next steps are done before: then one commit tells all of it.
    private mutating func takeWhatIsQuick() async {
        for _ in 0..<Self.turnsForOthers {
            await Task.yield()
            for message in mailbox.takeNow() { take(message) }
            if news.asksForCommit { return }
        }
        news.needsCommit = true
    }

    /// How often others have their turn before a thread no longer waits for a quick step.
    private static let turnsForOthers = 32

    private mutating func take(_ message: RunMessage) {
        switch message {
        case .attempted(let result): take(result)
        // A step that was given up meanwhile leaves its slot to others.
        case .admitted(let path, _) where run.machine.step(path) == nil: calls.forget(path)
        case .admitted(let path, let permit):
            calls.admit(path, permit)
            if isStopping || heldCancel != nil { letGo(of: path) } else { news.intents.append(path) }
        case .due(let path):
            calls.forget(path)
            toBegin.append(path)
        case .expired: news.needsCommit = true
        case .changed: lookAtNotes()
        case .lost: isLost = true
        case .stop:
            isStopping = true
            if !heldBack.isEmpty { news.needsCommit = true }
            for path in news.intents { calls.forget(path) }
            news.intents = []
        }
    }

    private mutating func take(_ result: StepResult) {
        if heldCancel != nil {
            // Of what is cut off only what was done counts.
            if case .success = result.outcome { news.results.append(result) } else { letGo(of: result.path) }
            news.needsCommit = true
        } else if !isCutOff(result) {
            news.results.append(result)
        }
    }

    /// A call that was cut off is made again where its step is still wanted, as one is that takes something back.
    private mutating func letGo(of path: String) {
        calls.forget(path)
        toBegin.append(path)
    }

    /// Whether an attempt failed since nobody waits for it any longer: nothing is known of it, as after a crash.
    private func isCutOff(_ result: StepResult) -> Bool {
        guard Task.isCancelled, case .failure = result.outcome else { return false }
        return true
    }

    /// Begins what can be begun; the end of the run when there is nothing left for it to do.
    private mutating func begin(_ group: inout DiscardingTaskGroup) -> RunEnd? {
        let now = services.clock.now()
        if now >= run.thread.expiresAt {
            news.needsCommit = true
        } else if isStopping {
            // An intent that was stored and not followed by its call would leave the step in doubt.
            news.results += calls.beginIntended(run, &group)
            let isWaitedFor = calls.includesUnrepeatable(run) && !Task.isCancelled
            if !isWaitedFor, !news.asksForCommit { return .stopped }
        } else if heldCancel == nil, !news.looksAtNotes {
            news.add(calls.begin(toBegin, run, at: now, &group))
            toBegin = []
            return rest(now)
        }
        return nil
    }

    /// A thread that only waits, and long, leaves memory.
    private mutating func rest(_ now: Timestamp) -> RunEnd? {
        guard run.thread.status.state != .pending, !news.asksForCommit, !calls.isCalling,
            let time = run.restsUntil(after: now), time.since(now) > services.limits.waitInMemory
        else { return nil }
        if run.thread.status.worker == nil, run.thread.status.wakeAt == time { return .rests(until: time) }
        // Whoever is there when the rest is over goes on by what is stored, and the thread is let go of first.
        news.needsCommit = true
        return nil
    }

    // MARK: Holding back

    /// Goes on without a commit where nothing can be lost that could not be had again: pure steps gave something at once,
    /// and others follow. What follows and is not pure begins only once all before it is stored.
    private mutating func holdBack() -> Bool {
        guard run.money == nil, !isStopping, heldCancel == nil, news.brings(only: isQuick) else { return false }
        var work = RunWork(
            run: run, after: heldBack, now: services.clock.now(), jitter: 1, limits: services.limits)
        for result in news.results { work.take(result) }
        work.settle()
        guard work.isHarmless, work.events.count <= services.limits.eventsHeldBack,
            work.events.reduce(0, { $0 + ($1.payload?.count ?? 0) }) <= services.limits.bytesHeldBack
        else { return false }
        let fresh = work.run.machine.takeFresh()
        work.run.machine.putBack(fresh)
        guard !fresh.isEmpty, fresh.allSatisfy({ work.run.isPureCall($0) }) else { return false }
        let events = work.events
        carryOn(work.run, [])
        heldBack = events
        return true
    }

    /// Whether an attempt gave at once what another one would give, too.
    private func isQuick(_ result: StepResult) -> Bool {
        guard case .success(let success) = result.outcome, success.took <= services.limits.quickStep else {
            return false
        }
        return run.isPureCall(result.path)
    }

    // MARK: Storing

    /// Stores the news; the end of the run when the thread is over.
    private mutating func commit() async throws(CoreError) -> RunEnd? {
        if readsNotes { try await readNotes() }
        takeCancel()
        if waitsForCalls { return nil }
        if let note = heldCancel {
            heldCancel = nil
            news.notes.append(note)
            news.looksAtNotes = true
        }
        let stored = Set(news.results.map(\.path)).union(news.transactions)
        let commit = RunCommit(
            run, after: heldBack, news, isBusy: calls.isCalling(otherThan: stored), jitter: try jitter(),
            at: services.clock.now(),
            services)
        do throws(CoreError) {
            let effect = try await services.store.write { tx in try commit.perform(tx) }
            services.changes.notify(run.thread.organization)
            for thread in effect.woken { services.wake(thread, run.thread.organization) }
            switch effect.end {
            case .carriedOn(let after):
                carryOn(after, effect.givenUp)
                return isLetGo(after.thread.status)
            case .over: return .over
            case .stale: return .stale
            case .told: lookAtNotes()
            }
        } catch {
            if error == RunCommit.overtaken { return .stale }
            if error == RunCommit.toldMeanwhile {
                lookAtNotes()
                return nil
            }
            guard let path = commit.failedStep(error), let step = run.machine.step(path) else {
                try await pause(after: error)
                return nil
            }
            news.transactions.removeAll { $0 == path }
            news.results.append(StepResult(step, .failure(error)))
        }
        return nil
    }

    /// Waits before the same is stored once more. A store that refused kept nothing, so nothing that was done is lost; one
    /// that does not know what it kept is asked again from the journal, by another run.
    private func pause(after error: CoreError) async throws(CoreError) {
        guard error.isOfTheStore, error.reason != .outcomeUnknown, error.reason != .shuttingDown, !isStopping else {
            throw error
        }
        services.report(run.thread.id, error)
        let deadline = services.clock.monotonic() + services.limits.pauseAfterFailure
        do { try await services.clock.sleep(until: deadline) } catch { throw CoreError(narrowing: error) }
    }

    /// A thread whose long rest was stored is no longer this worker's, where there are several.
    private func isLetGo(_ status: ThreadStatus) -> RunEnd? {
        guard services.lease != nil, status.worker == nil else { return nil }
        return .rests(until: status.wakeAt ?? services.clock.now())
    }

    /// Has the notes looked at before anything more is stored.
    private mutating func lookAtNotes() {
        wasTold = true
        news.needsCommit = true
        readsNotes = true
    }

    /// Reads the notes that were left since it was last looked.
    private mutating func readNotes() async throws(CoreError) {
        let (thread, last) = (run.thread.id, lastNote)
        let notes = try await services.store.read { tx in
            try tx.notes.list(of: thread, after: last, limit: Note.readMax)
        }
        readsNotes = false
        // Whoever leaves a note has the thread rest no more.
        if !notes.isEmpty { run.thread.status.wakeAt = nil }
        news.notes += notes
        lastNote = notes.last?.number ?? lastNote
        news.looksAtNotes = news.looksAtNotes || !notes.isEmpty
    }

    /// Cuts off what is under way when the thread is to end.
    private mutating func takeCancel() {
        guard heldCancel == nil, let index = news.notes.firstIndex(where: { $0.kind == .cancel }) else { return }
        heldCancel = news.notes.remove(at: index)
        calls.cutOff()
    }

    /// Whether calls that were cut off have not stopped yet.
    private var waitsForCalls: Bool {
        heldCancel != nil && !isStopping && calls.isUnderWay(besides: Set(news.results.map(\.path)))
    }

    private mutating func carryOn(_ after: RunState, _ givenUp: [String]) {
        for result in news.results { calls.forget(result.path) }
        for path in news.transactions { calls.forget(path) }
        for path in news.intents where after.machine.step(path)?.isIntended == true {
            calls.noteIntent(path)
            toBegin.append(path)
        }
        services.weigh(mailbox, run.thread.id, after.byteCount)
        run = after
        heldBack = []
        for path in givenUp { calls.giveUp(path) }
        toBegin += run.machine.takeFresh()
        news = RunNews(needsCommit: false)
    }

    /// Evenly from 0 to 1.
    private func jitter() throws(CoreError) -> Double {
        let bits = try services.entropy.bytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return Double(bits) / Double(UInt32.max)
    }
}
