/// Runs threads: every one that is open, so many at once, each from where its journal ends. Organizations take turns.
///
/// A store that it has to itself it takes up as a whole. On one that others share it is a worker, which claims threads
/// and keeps them for as long as its lease lasts.
public final class Engine: ThreadRunner {
    private let runner: Runner
    /// Nil when the store is this engine's alone.
    private let worker: WorkerLoop?
    private let waker: Waker
    private let farTimers: FarTimers
    /// Threads found at once when the engine starts.
    private static let pageSize = 1_000

    /// An engine over `store`, not running yet; `sharing` is nil when no other process runs threads of it. `report` is
    /// told of threads that the store keeps from going on.
    public init(
        store: any Store, library: ProgramLibrary, changes: Changes, clock: any Clock, entropy: any Entropy,
        cryptography: any Cryptography, sealer: Sealer? = nil, workers: any Workers,
        limits: EngineLimits = EngineLimits(),
        sharing: Sharing? = nil, report: @escaping @Sendable (Identifier, CoreError) -> Void = { _, _ in }
    ) {
        let roster = Roster(limits)
        let journal = ThreadJournal(cryptography)
        let waker = Waker()
        let runner = Runner(
            roster,
            RunServices(
                store: store, clock: clock, entropy: entropy, library: library,
                journal: journal,
                starter: ThreadStarter(
                    library: library, journal: journal, sealer: sealer, entropy: entropy,
                    cryptography: cryptography),
                vault: ThreadVault(sealer: sealer), changes: changes, workers: workers,
                deadlines: Deadlines(clock: clock), limits: limits, lease: sharing?.lease, report: report,
                weigh: { mailbox, thread, bytes in roster.weigh(mailbox, thread, bytes) },
                wake: { thread, organization in waker.wake(thread, of: organization) },
                lookAgain: { waker.lookAgain() }))
        self.runner = runner
        worker = sharing.map { WorkerLoop($0, runner, entropy: entropy, changes: changes) }
        self.waker = waker
        let farTimers = FarTimers(runner)
        self.farTimers = farTimers
        if sharing == nil { runner.whenFar { [weak farTimers] time in farTimers?.note(time) } }
        waker.begin(runner, sharing?.signals) { [weak self] in self?.lookAgain() }
    }

    /// Takes up every thread that is open, or of a shared store as many as there is room for.
    public func start() async throws(CoreError) {
        runner.roster.open()
        guard let worker else { return try await takeUp() }
        try await worker.start()
    }

    /// Takes up what has something to do. What rests until later is not even looked at.
    private func takeUp() async throws(CoreError) {
        var last: OpenThread?
        repeat {
            let after = last
            let page = try await runner.services.store.read { tx in
                try tx.threads.ready(after: after, limit: Self.pageSize)
            }
            for thread in page { runner.call(thread.id, of: thread.organization) }
            last = page.count == Self.pageSize ? page.last : nil
        } while last != nil
        try await farTimers.look()
    }

    public func wake(_ thread: Identifier, of organization: Identifier) {
        waker.wake(thread, of: organization)
    }

    public func begin(_ thread: BegunThread) {
        if let worker { worker.begin(thread) } else { runner.begin(thread) }
    }

    public func lookAgain() {
        if let worker { return worker.lookAgain() }
        Task {
            do throws(CoreError) { try await takeUp() } catch {
                // Who asks next is told what the store says; the next start takes up the rest.
                return
            }
        }
    }

    /// Stops: begins nothing more, and returns once nothing runs, or when the time for that is over. What was not done is
    /// taken up at the next start, or by the other workers at once.
    public func stop() async {
        let (roster, services) = (runner.roster, runner.services)
        roster.close()
        services.deadlines.clear()
        await worker?.close()
        await runner.idle(within: services.limits.stopTimeout)
        roster.cancelAll()
        services.deadlines.clear()
        await worker?.stop()
    }

    /// Returns once no thread is under way or in line.
    public func idle() async { await runner.idle(within: nil) }
}
