import Synchronization

/// Keeps this process a worker among others: registers it, renews its lease three times in the lease's length, and makes
/// it a new worker when the lease is lost.
final class LeaseKeeper: Sendable {
    /// What the others do about what happens to the lease. Each returns at once.
    struct Reactions: Sendable {
        /// This process became a worker.
        let onBegin: @Sendable () -> Void
        /// The lease was renewed; threads of dead workers may have been released.
        let onBeat: @Sendable (_ released: Int) -> Void
        /// This process is not the worker that it was: nothing may be done in its name.
        let onLost: @Sendable () -> Void
    }

    private struct State {
        var isOpen = false
        var ending: Deadlines.Ticket?
    }

    private let sharing: Sharing
    private let store: any Store
    private let clock: any Clock
    private let entropy: any Entropy
    private let reactions: Reactions
    private let alarms: Deadlines
    private let state = Mutex(State())

    init(_ sharing: Sharing, store: any Store, clock: any Clock, entropy: any Entropy, reactions: Reactions) {
        self.sharing = sharing
        self.store = store
        self.clock = clock
        self.entropy = entropy
        self.reactions = reactions
        alarms = Deadlines(clock: clock)
    }

    /// Becomes a worker, unless it is one.
    func start() async throws(CoreError) {
        let wasOpen = state.withLock { state in
            defer { state.isOpen = true }
            return state.isOpen
        }
        if wasOpen { return }
        do throws(CoreError) {
            try await begin(after: nil)
        } catch {
            state.withLock { $0.isOpen = false }
            throw error
        }
    }

    /// Is a worker no longer: its threads are others' at once. Returns whether there was anything to hand over.
    func stop() async -> Bool {
        state.withLock { $0.isOpen = false }
        alarms.clear()
        guard let worker = sharing.lease.worker, sharing.lease.end(worker) else { return false }
        let limit = sharing.releasesMax
        do throws(CoreError) {
            var released = limit
            while released == limit {
                released = try await store.write { tx in
                    try tx.workers.retire(worker, at: tx.now)
                    return try tx.threads.release(of: worker, limit: limit)
                }
            }
        } catch {
            // The lease runs out, and the others release what is left.
            sharing.report(error)
        }
        return true
    }

    // MARK: Beginning

    /// Becomes a worker in the place of `lost`, whose threads this process has let go of.
    private func begin(after lost: Identifier?) async throws(CoreError) {
        let worker = try entropy.identifier(at: clock.now())
        let (time, name, length) = (clock.monotonic(), sharing.name, sharing.lease.length)
        try await store.write { tx in
            if let lost { try tx.workers.retire(lost, at: tx.now) }
            try tx.workers.register(
                Worker(id: worker, name: name, startedAt: tx.now, leaseUntil: tx.now.adding(length)))
        }
        guard state.withLock({ $0.isOpen }) else { return await forget(worker) }
        expect(worker, end: sharing.lease.begin(worker, since: time))
        reactions.onBegin()
        beat(as: worker, at: time)
    }

    private func beginAgain(after lost: Identifier) {
        Task {
            do throws(CoreError) {
                try await begin(after: lost)
            } catch {
                if error.reason == .shuttingDown { return }
                sharing.report(error)
                alarm(at: clock.monotonic() + sharing.pauseAfterFailure) { $0.beginAgain(after: lost) }
            }
        }
    }

    /// Takes back a registration that came too late.
    private func forget(_ worker: Identifier) async {
        do throws(CoreError) {
            try await store.write { tx in try tx.workers.retire(worker, at: tx.now) }
        } catch {
            sharing.report(error)
        }
    }

    // MARK: Beating

    private func beat(as worker: Identifier, at time: Duration) {
        alarm(at: time) { keeper in Task { await keeper.beat(as: worker) } }
    }

    private func beat(as worker: Identifier) async {
        let time = clock.monotonic()
        let heartbeat = Heartbeat(
            worker: worker, length: sharing.lease.length, deadKept: sharing.deadKept,
            releasesMax: sharing.releasesMax)
        do throws(CoreError) {
            guard let outcome = try await store.write({ tx in try heartbeat.perform(tx) }) else { return lose(worker) }
            guard let end = sharing.lease.renew(worker, since: time) else { return }
            expect(worker, end: end)
            reactions.onBeat(outcome.released)
            beat(as: worker, at: next(outcome, after: time))
        } catch {
            if error.reason == .shuttingDown { return }
            sharing.report(error)
            beat(as: worker, at: clock.monotonic() + min(sharing.pauseAfterFailure, sharing.lease.length / 3))
        }
    }

    /// At once while there is more to release; otherwise in time for the own lease, or for the end of another's.
    private func next(_ outcome: Heartbeat.Outcome, after time: Duration) -> Duration {
        if outcome.released == sharing.releasesMax { return clock.monotonic() }
        let own = time + sharing.lease.length / 3
        guard let others = outcome.untilNextEnd else { return own }
        // From the time before the write on, which is never too late; a look that comes too early is followed by another.
        return min(own, max(time + others, clock.monotonic() + .milliseconds(100)))
    }

    // MARK: Losing

    /// Gives the worker up when its lease ends without a renewal.
    private func expect(_ worker: Identifier, end: Duration) {
        let ticket = alarms.add(at: end) { [weak self] in self?.lose(worker) }
        let before = state.withLock { state in
            defer { state.ending = ticket }
            return state.ending
        }
        if let before { alarms.withdraw(before) }
    }

    private func lose(_ worker: Identifier) {
        guard sharing.lease.end(worker) else { return }
        reactions.onLost()
        beginAgain(after: worker)
    }

    private func alarm(at time: Duration, _ action: @escaping @Sendable (LeaseKeeper) -> Void) {
        guard state.withLock({ $0.isOpen }) else { return }
        _ = alarms.add(at: time) { [weak self] in
            if let self { action(self) }
        }
    }
}
