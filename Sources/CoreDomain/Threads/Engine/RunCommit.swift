import CoreLanguage
import Synchronization

/// One commit of a run: what its steps brought, what follows, and the intents of the calls that come next.
struct RunCommit: Sendable {
    let run: RunState
    let journal: ThreadJournal
    let starter: ThreadStarter
    let news: RunNews
    /// Events that come before those of the news.
    let heldBack: [NewEvent]
    /// Whether calls are under way whose results come later.
    let isBusy: Bool
    /// A number drawn for jitter, evenly from 0 to 1.
    let jitter: Double
    let limits: EngineLimits
    /// Worked out before the write wherever nothing in it has to be asked: the writer serves everyone.
    private var prepared: RunWork?
    private let failed = FailedTransactionStep()

    /// What the commit left behind.
    struct Effect: Sendable {
        let end: End
        /// Threads that have something to do from now on.
        var woken: [Identifier] = []
        /// The paths of steps that nobody waits for any longer.
        var givenUp: [String] = []
    }

    /// Where the commit left the thread.
    enum End: Sendable {
        /// The thread goes on in this state.
        case carriedOn(RunState)
        /// The thread is over, by this commit or an earlier one.
        case over
        /// Someone else moved the thread or took it from this run, so nothing was stored.
        case stale
        /// The thread was told something that it has to know before, so nothing was stored.
        case told
    }

    init(
        _ run: RunState, after heldBack: [NewEvent], _ news: RunNews, isBusy: Bool, jitter: Double,
        at now: Timestamp, _ services: RunServices
    ) {
        self.run = run
        self.heldBack = heldBack
        self.news = news
        self.isBusy = isBusy
        self.jitter = jitter
        journal = services.journal
        starter = services.starter
        limits = services.limits
        if news.transactions.isEmpty { prepared = finished(work(now)) }
    }

    private func work(_ now: Timestamp) -> RunWork {
        var work = RunWork(run: run, after: heldBack, now: now, jitter: jitter, limits: limits)
        let isUntouched = run.thread.status.state == .pending && news.results.isEmpty && !isBusy
        if isUntouched, (run.notes + news.notes).contains(where: { $0.kind == .cancel }) {
            work.callOff()
            return work
        }
        // What was done counts before a wish to end the thread does, and an answer before the end of the time for it.
        for result in news.results where !result.isLocal { work.take(result) }
        work.add(news.notes)
        if news.looksAtNotes { work.takeNotes() }
        for result in news.results where result.isLocal { work.take(result) }
        work.settle()
        return work
    }

    private func finished(_ work: RunWork) -> RunWork {
        var work = work
        work.intend(news.intents)
        work.finish(isBusy: isBusy)
        return work
    }

    /// Stores everything, or throws and stores nothing.
    ///
    /// - Throws: also what a unit called inside the commit throws; ``failedStep(_:)`` then names it.
    func perform(_ tx: any WriteTransaction) throws(CoreError) -> Effect {
        if tx.now >= run.thread.expiresAt {
            var thread = run.thread
            // Whatever it was told, its time is over.
            thread.status.notes = try tx.threads.status(thread.id)?.notes ?? thread.status.notes
            return try settled(try journal.end(thread, .expired, run.money, tx), RunWork.ended(run, tx.now), tx)
        }
        if let prepared { return try store(prepared, tx) }
        guard try isAsKnown(tx) else { return try refused(tx) }
        var work = work(tx.now)
        for path in news.transactions { try call(path, &work, tx) }
        let effect = try store(finished(work), tx)
        // What was called did its work in this transaction, of which nothing may be left then.
        switch effect.end {
        case .stale: throw Self.overtaken
        case .told: throw Self.toldMeanwhile
        case .carriedOn, .over: return effect
        }
    }

    /// Units were called already when it was found that nothing may be stored: as ``End/stale``.
    static let overtaken = CoreError(.stateConflict, "The thread was moved meanwhile.")
    /// The same, as ``End/told``.
    static let toldMeanwhile = CoreError(.stateConflict, "The thread was told something meanwhile.")

    /// The unit whose call made the commit throw `error`; nil when it failed otherwise.
    func failedStep(_ error: CoreError) -> String? { failed.path(of: error) }

    private func store(_ work: RunWork, _ tx: any WriteTransaction) throws(CoreError) -> Effect {
        var after = work.run
        let postings = run.money.map { ThreadJournal.Postings(money: $0, amounts: work.postings) }
        if let ending = work.ending {
            let stored = try journal.end(
                run.thread, ending, after: work.events, status: after.thread.status, after.money, posting: postings,
                mayWait: run.loaded.code.waitsForOthers, tx)
            return try settled(stored, work, tx)
        }
        if work.isEmpty(after: run.thread) { return try look(after, tx) }
        let status = try journal.advance(run.thread, to: after.thread.status, work.events, posting: postings, tx)
        guard let status else { return try refused(tx) }
        after.thread.status = status
        return Effect(
            end: .carriedOn(after), woken: try work.begun + work.changes.store(for: run.thread, tx),
            givenUp: work.givenUp)
    }

    /// With nothing to store: whether the thread is still as this run knows it.
    private func look(_ after: RunState, _ tx: any WriteTransaction) throws(CoreError) -> Effect {
        try isAsKnown(tx) ? Effect(end: .carriedOn(after)) : try refused(tx)
    }

    /// Whether nobody moved the thread or took it from this run, and nobody does before the commit.
    private func isAsKnown(_ tx: any WriteTransaction) throws(CoreError) -> Bool {
        guard let stored = try tx.threads.find(run.thread.id) else { return false }
        return stored.status.sequence == run.thread.status.sequence && stored.epoch == run.thread.epoch
    }

    /// Over when the thread was ended, here or by someone else.
    private func settled(
        _ stored: ThreadStatus?, _ work: RunWork?, _ tx: any WriteTransaction
    ) throws(CoreError) -> Effect {
        guard stored != nil else { return try refused(tx) }
        let woken = try work?.changes.store(for: run.thread, tx) ?? []
        return Effect(end: .over, woken: woken + [run.thread.options?.parent?.thread].compactMap { $0 })
    }

    /// Why nothing was stored.
    private func refused(_ tx: any WriteTransaction) throws(CoreError) -> Effect {
        guard try tx.threads.status(run.thread.id)?.state.isFinal == false else { return Effect(end: .over) }
        return Effect(end: try isAsKnown(tx) ? .told : .stale)
    }

    private func call(_ path: String, _ work: inout RunWork, _ tx: any WriteTransaction) throws(CoreError) {
        guard work.run.machine.outcome == nil, let step = work.run.machine.step(path) else { return }
        if case .run(let source) = step.effect.kind { return try begin(source, step, &work, tx) }
        guard let target = work.run.loaded.target(of: step), case .transaction(let handler)? = target.handler
        else { return }
        do {
            let input = try work.run.checkedInput(of: step, target)
            let output = try handler(input, work.run.context(of: step), tx)
            // Refused only later, it would leave its effect behind.
            let success = try StepSuccess(output, took: .zero, limits)
            work.take(StepResult(step, .success(success)))
        } catch {
            let narrowed = CoreError(narrowing: error)
            // What the store cannot do is no failure of the step.
            if !narrowed.isOfTheStore { failed.note(path, narrowed) }
            throw narrowed
        }
    }
}

extension RunCommit {
    /// Begins the thread that a step runs.
    private func begin(
        _ source: MachineEffect.RunSource, _ step: OpenStep, _ work: inout RunWork, _ tx: any WriteTransaction
    ) throws(CoreError) {
        do throws(CoreError) {
            let child = try starter.begin(source, step, of: run.thread, tx)
            work.take(StepResult(step, .began(child)))
            work.begun.append(child)
        } catch {
            if !error.isOfTheStore { failed.note(step.path, error) }
            throw error
        }
    }
}

/// Remembers which unit made a commit fail: the store hands on the error alone.
private final class FailedTransactionStep: Sendable {
    private let failure = Mutex<(path: String, error: CoreError)?>(nil)

    func note(_ path: String, _ error: CoreError) { failure.withLock { $0 = (path, error) } }

    func path(of error: CoreError) -> String? {
        failure.withLock { $0?.error == error ? $0?.path : nil }
    }
}
