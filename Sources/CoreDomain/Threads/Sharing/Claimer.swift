import Synchronization

/// Takes threads up that nobody carries on, whenever there is room for some. One pass follows the other, however many ask.
final class Claimer: Sendable {
    private struct State {
        var isOpen = false
        var isLooking = false
        var isAskedAgain = false
        /// Whether threads were left behind for want of room.
        var moreWaits = false
        /// Whether this worker may have threads of which it does not know.
        var mayOwnMore = false
        var favoursDue = false
        var last: Identifier?
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    /// Threads of this worker that are read at once.
    private static let pageSize = 1_000

    private let sharing: Sharing
    private let runner: Runner
    private let state = Mutex(State())

    init(_ sharing: Sharing, _ runner: Runner) {
        self.sharing = sharing
        self.runner = runner
    }

    func open() { state.withLock { $0.isOpen = true } }

    /// Has threads looked for. Returns at once.
    func look() {
        let begins = state.withLock { state in
            guard state.isOpen else { return false }
            state.isAskedAgain = true
            defer { state.isLooking = true }
            return !state.isLooking
        }
        if begins { Task { await self.goOn() } }
    }

    /// The same when a run is over, and others wait for its place.
    func lookWhereMoreWaits() {
        if state.withLock({ $0.moreWaits }) { look() }
    }

    /// Has threads looked for of which nobody was told because a commit or its answer was lost.
    func lookForOwn() {
        state.withLock { $0.mayOwnMore = true }
        look()
    }

    /// Notes that a thread was stored which this process has no room for.
    func leave() { state.withLock { $0.moreWaits = true } }

    /// Looks no more; returns once nothing is being claimed.
    func stop() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                state.isOpen = false
                if state.isLooking { state.waiters.append(continuation) }
                return !state.isLooking
            }
            if isIdle { continuation.resume() }
        }
    }

    // MARK: Passes

    private func goOn() async {
        while begins() {
            do throws(CoreError) {
                try await adopt()
                try await pass()
            } catch {
                fail(error)
            }
        }
    }

    /// Whether there is another pass to make.
    private func begins() -> Bool {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>]? in
            if state.isOpen, state.isAskedAgain {
                state.isAskedAgain = false
                return nil
            }
            state.isLooking = false
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters ?? [] { waiter.resume() }
        return waiters == nil
    }

    private func pass() async throws(CoreError) {
        guard let worker = sharing.lease.worker else { return }
        let room = min(sharing.claimsMax, runner.roster.room)
        guard room > 0 else { return leave() }
        let (last, favoursDue) = state.withLock { state in
            state.favoursDue.toggle()
            return (state.last, state.favoursDue)
        }
        let roster = runner.roster
        let claims = ClaimPass(worker: worker, room: room, last: last, favoursDue: favoursDue) { organization in
            roster.room(for: organization)
        }
        let outcome = try await runner.services.store.write { tx in try claims.perform(tx) }
        state.withLock { state in
            state.last = outcome.last
            state.moreWaits = outcome.leftSome
            if outcome.threads.count == room { state.isAskedAgain = true }
        }
        for thread in outcome.threads { runner.call(thread.id, of: thread.organization) }
    }

    /// Takes up what this worker has, and does not carry on.
    private func adopt() async throws(CoreError) {
        guard state.withLock({ $0.mayOwnMore }), let worker = sharing.lease.worker else { return }
        state.withLock { $0.mayOwnMore = false }
        var last: Identifier?
        while true {
            let after = last
            let page = try await runner.services.store.read { tx in
                try tx.threads.unfinished(of: worker, after: after, limit: Self.pageSize)
            }
            for thread in page { runner.adopt(thread.id, of: thread.organization) }
            guard page.count == Self.pageSize else { return }
            last = page.last?.id
        }
    }

    private func fail(_ error: CoreError) {
        if error.reason == .shuttingDown { return }
        sharing.report(error)
        // What was claimed is not known; the next pass finds out.
        state.withLock { $0.mayOwnMore = true }
    }
}
