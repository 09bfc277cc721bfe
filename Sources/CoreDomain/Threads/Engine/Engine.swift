/// Runs threads: every one that is open, so many at once, each from where its journal ends. Organizations take turns.
public final class Engine: ThreadRunner {
    private let roster: Roster
    private let services: RunServices
    /// Threads found at once when the engine starts.
    private static let pageSize = 1_000

    /// An engine over `store`, not running yet. `report` is told of threads that the store keeps from going on.
    public init(
        store: any Store, library: ProgramLibrary, changes: Changes, clock: any Clock, entropy: any Entropy,
        cryptography: any Cryptography, workers: any Workers, limits: EngineLimits = EngineLimits(),
        report: @escaping @Sendable (Identifier, CoreError) -> Void = { _, _ in }
    ) {
        let roster = Roster(limits)
        self.roster = roster
        services = RunServices(
            store: store, clock: clock, entropy: entropy, library: library, journal: ThreadJournal(cryptography),
            changes: changes, workers: workers, deadlines: Deadlines(clock: clock),
            limits: limits, report: report, weigh: { thread, bytes in roster.weigh(thread, bytes) })
    }

    /// Takes up every thread that is open.
    public func start() async throws(CoreError) {
        roster.open()
        try await takeUp()
    }

    private func takeUp() async throws(CoreError) {
        var last: Identifier?
        while true {
            let after = last
            let page = try await services.store.read { tx in
                try tx.threads.unfinished(after: after, limit: Self.pageSize)
            }
            for thread in page {
                if let time = thread.wakeAt, time.since(services.clock.now()) > services.limits.waitInMemory {
                    rest(thread.id, of: thread.organization, until: time)
                } else {
                    wake(thread.id, of: thread.organization)
                }
            }
            guard page.count == Self.pageSize else { return }
            last = page.last?.id
        }
    }

    public func wake(_ thread: Identifier, of organization: Identifier) {
        if let ticket = roster.call(thread, of: organization) { services.deadlines.withdraw(ticket) }
        beginWhatMay()
    }

    public func begin(_ run: RunState) {
        _ = roster.call(run.thread.id, of: run.thread.organization)
        beginWhatMay(run)
    }

    public func lookAgain() {
        Task {
            do throws(CoreError) { try await takeUp() } catch {
                // Who asks next is told what the store says; the next start takes up the rest.
                return
            }
        }
    }

    /// Stops: begins nothing more, and returns once nothing runs, or when the time for that is over. What was not done is
    /// taken up at the next start.
    public func stop() async {
        roster.close()
        services.deadlines.clear()
        await idle(within: services.limits.stopTimeout)
        roster.cancelAll()
        services.deadlines.clear()
    }

    /// Returns once no thread is under way or in line.
    public func idle() async { await idle(within: nil) }

    private func idle(within timeout: Duration?) async {
        let (roster, services) = (roster, services)
        await withCheckedContinuation { continuation in
            guard let number = roster.awaitIdle(continuation), let timeout else { return }
            _ = services.deadlines.add(at: services.clock.monotonic() + timeout) { roster.giveUp(number) }
        }
    }

    // MARK: Runs

    /// A thread that is not begun at once is read from the store when its turn comes.
    private func beginWhatMay(_ begun: RunState? = nil) {
        while let start = roster.next() {
            let known = begun?.thread.id == start.thread ? begun : nil
            if let known { roster.weigh(start.thread, known.byteCount) }
            let task = Task { await self.run(start, from: known) }
            roster.note(task, of: start.thread)
        }
    }

    private func run(_ start: Roster.Start, from begun: RunState?) async {
        do throws(CoreError) {
            let run = ThreadRun(services: services, mailbox: start.mailbox)
            let end = try await run.carryOn(start.thread, from: begun) { self.beginWhatMay() }
            roster.forgetFailures(start.thread)
            switch end {
            case .over, .stopped: _ = roster.ended(start, again: false)
            case .stale: _ = roster.ended(start, again: true)
            case .rests(let time):
                if roster.ended(start, again: false) { rest(start.thread, of: start.organization, until: time) }
            }
        } catch {
            await fail(start, error)
        }
        beginWhatMay()
    }

    /// Leaves a thread alone that the store keeps from going on: longer and longer, without a place among those under way.
    private func fail(_ start: Roster.Start, _ error: CoreError) async {
        services.report(start.thread, error)
        guard error.reason != .shuttingDown, await !isGivenUp(start.thread, error) else {
            roster.forgetFailures(start.thread)
            _ = roster.ended(start, again: false)
            return
        }
        let limits = services.limits
        let doublings = min(16, roster.countFailure(start.thread) - 1)
        let pause = min(limits.pauseAfterFailureMax, limits.pauseAfterFailure * (1 << doublings))
        if roster.ended(start, again: false) {
            rest(start.thread, of: start.organization, until: services.clock.now().adding(pause))
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

    private func rest(_ thread: Identifier, of organization: Identifier, until time: Timestamp) {
        let ticket = services.alarm(at: time) { [weak self] in self?.wake(thread, of: organization) }
        if !roster.rest(thread, ticket) { services.deadlines.withdraw(ticket) }
    }
}
