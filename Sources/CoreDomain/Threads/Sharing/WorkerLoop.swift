/// The life of an engine that is one of several workers: it keeps its lease, takes threads up, and hears what the others
/// do.
final class WorkerLoop: Sendable {
    private let sharing: Sharing
    private let runner: Runner
    private let changes: Changes
    private let claimer: Claimer
    private let keeper: LeaseKeeper
    private let alarms: Deadlines

    init(_ sharing: Sharing, _ runner: Runner, entropy: any Entropy, changes: Changes) {
        let claimer = Claimer(sharing, runner)
        self.sharing = sharing
        self.runner = runner
        self.changes = changes
        self.claimer = claimer
        let clock = runner.services.clock
        alarms = Deadlines(clock: clock)
        keeper = LeaseKeeper(
            sharing, store: runner.services.store, clock: clock, entropy: entropy,
            reactions: LeaseKeeper.Reactions(
                onBegin: { claimer.look() },
                onBeat: { released in
                    if released > 0 { sharing.signals.send(.work) }
                    claimer.look()
                },
                onLost: { runner.abandon() }))
        sharing.lease.ask { [weak runner] in (runner?.roster.room(for: $0) ?? 0) > 0 }
        runner.whenOver { [weak claimer] in claimer?.lookWhereMoreWaits() }
        sharing.signals.receive { [weak self] signal in self?.hear(signal) }
    }

    /// Becomes a worker; one that is a worker looks for what it may have missed.
    func start() async throws(CoreError) {
        claimer.open()
        try await keeper.start()
        claimer.lookForOwn()
        alarms.clear()
        repeatedly(every: sharing.poll) { $0.claimer.look() }
        repeatedly(every: sharing.refresh) { $0.changes.raiseAll() }
    }

    /// Begins nothing more.
    func close() async {
        alarms.clear()
        await claimer.stop()
    }

    /// Is a worker no longer, once nothing runs.
    func stop() async {
        if await keeper.stop() { sharing.signals.send(.work) }
    }

    /// Looks for threads that nobody told of.
    func lookAgain() { claimer.lookForOwn() }

    /// Takes up a thread that was just stored, if it is this worker's; otherwise whoever has room does.
    func begin(_ begun: BegunThread) {
        if sharing.lease.covers(begun.thread.status.worker) { return runner.begin(begun) }
        claimer.leave()
        claimer.look()
        sharing.signals.send(.work)
    }

    private func hear(_ signal: Signal) {
        switch signal {
        case .events(let organization): changes.raise(organization)
        case .thread(let thread, let organization):
            changes.raise(organization)
            runner.tell(thread)
        case .work: claimer.look()
        case .everything:
            changes.raiseAll()
            claimer.look()
        }
    }

    private func repeatedly(every period: Duration, _ action: @escaping @Sendable (WorkerLoop) -> Void) {
        _ = alarms.add(at: runner.services.clock.monotonic() + period) { [weak self] in
            guard let self else { return }
            action(self)
            repeatedly(every: period, action)
        }
    }
}
