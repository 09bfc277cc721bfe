import Synchronization

/// Carries on the threads that it is told of: so many at once, each from where its journal ends.
final class Runner: Sendable {
    /// Who is told. A function that is itself the value of a `Mutex` would get another wrapper at each look, until the
    /// stack is too small for a call of it; within a structure it does not.
    private struct Watcher {
        var whenOver: @Sendable () -> Void = {}
        var whenFar: @Sendable (Timestamp) -> Void = { _ in }
    }

    let roster: Roster
    let services: RunServices
    private let watcher = Mutex(Watcher())

    init(_ roster: Roster, _ services: RunServices) {
        self.roster = roster
        self.services = services
    }

    /// Has `action` done whenever a run is over. It returns at once.
    func whenOver(_ action: @escaping @Sendable () -> Void) {
        watcher.withLock { $0.whenOver = action }
    }

    /// Has `action` done with the time until which a thread rests that is left to the store.
    func whenFar(_ action: @escaping @Sendable (Timestamp) -> Void) {
        watcher.withLock { $0.whenFar = action }
    }

    /// Has a thread looked at: begins it, rouses it, or tells its run.
    func call(_ thread: Identifier, of organization: Identifier) {
        if let ticket = roster.call(thread, of: organization) { services.deadlines.withdraw(ticket) }
        beginWhatMay()
    }

    /// Begins a thread that was just stored.
    func begin(_ begun: BegunThread) {
        _ = roster.call(begun.thread.id, of: begun.thread.organization)
        beginWhatMay(begun)
    }

    /// Begins a thread that is not known here.
    func adopt(_ thread: Identifier, of organization: Identifier) {
        if roster.adopt(thread, of: organization) { beginWhatMay() }
    }

    /// Tells the run of a thread, if there is one, that someone else changed the thread.
    func tell(_ thread: Identifier) { roster.tell(thread) }

    /// Lets go of everything that is under way or in line: it is another's. Nothing more of it is stored.
    func abandon() {
        roster.abandon()
        watcher.withLock { $0.whenOver }()
    }

    /// Leaves a thread alone that rests until `time`, as is stored.
    func rest(_ thread: Identifier, of organization: Identifier, until time: Timestamp) {
        // It waits for somebody, who calls it.
        if time == .latest { return }
        if time.since(services.clock.now()) > services.limits.timersAhead {
            let watcher = watcher.withLock { $0 }
            return watcher.whenFar(time)
        }
        wake(thread, of: organization, at: time)
    }

    private func wake(_ thread: Identifier, of organization: Identifier, at time: Timestamp) {
        let ticket = services.alarm(at: time) { [weak self] in self?.call(thread, of: organization) }
        if !roster.rest(thread, ticket) { services.deadlines.withdraw(ticket) }
    }

    /// Returns once no thread is under way or in line, or when the time for that is over.
    func idle(within timeout: Duration?) async {
        let (roster, services) = (roster, services)
        await withCheckedContinuation { continuation in
            guard let number = roster.awaitIdle(continuation), let timeout else { return }
            _ = services.deadlines.add(at: services.clock.monotonic() + timeout) { roster.giveUp(number) }
        }
    }

    // MARK: Runs

    /// A thread that is not begun at once is read from the store when its turn comes.
    private func beginWhatMay(_ begun: BegunThread? = nil) {
        while let start = roster.next() {
            let known = begun?.thread.id == start.thread ? begun : nil
            if let known { roster.weigh(start.mailbox, start.thread, known.byteCount) }
            let task = Task { await self.run(start, from: known) }
            roster.note(task, of: start)
        }
    }

    private func run(_ start: Roster.Start, from begun: BegunThread?) async {
        do throws(CoreError) {
            let run = ThreadRun(services: services, mailbox: start.mailbox)
            let end = try await run.carryOn(start.thread, from: begun) { self.beginWhatMay() }
            guard roster.isCurrent(start) else { return }
            roster.forgetFailures(start.thread)
            switch end {
            case .over, .stopped, .lost: _ = roster.ended(start, again: false)
            case .stale: _ = roster.ended(start, again: true)
            case .rests(let time):
                if roster.ended(start, again: false) { rest(start.thread, of: start.organization, until: time) }
            }
        } catch {
            guard roster.isCurrent(start) else { return }
            await fail(start, error)
        }
        beginWhatMay()
        watcher.withLock { $0.whenOver }()
    }

    /// Leaves a thread alone that the store keeps from going on: longer and longer, without a place among those under way.
    private func fail(_ start: Roster.Start, _ error: CoreError) async {
        services.report(start.thread, error)
        // What was perhaps kept may have begun or told other threads.
        if error.reason == .outcomeUnknown { services.lookAgain() }
        guard error.reason != .shuttingDown, await !isGivenUp(start.thread, error) else {
            roster.forgetFailures(start.thread)
            _ = roster.ended(start, again: false)
            return
        }
        let limits = services.limits
        let doublings = min(16, roster.countFailure(start.thread) - 1)
        let pause = min(limits.pauseAfterFailureMax, limits.pauseAfterFailure * (1 << doublings))
        if roster.ended(start, again: false) {
            wake(start.thread, of: start.organization, at: services.clock.now().adding(pause))
        }
    }

    /// A thread that cannot be read is not held to its journal once its time is over.
    private func isGivenUp(_ thread: Identifier, _ error: CoreError) async -> Bool {
        guard error.reason == .databaseCorrupt else { return false }
        let journal = services.journal
        do throws(CoreError) {
            return try await services.store.write { tx in
                guard let found = try tx.threads.find(thread), !found.status.state.isFinal else { return true }
                guard tx.now >= found.expiresAt else { return false }
                let money = try ThreadAccounts(of: thread, tx.snapshot).money
                return try journal.end(found, .expired, money, tx) != nil
            }
        } catch {
            return false
        }
    }
}
