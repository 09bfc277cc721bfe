import Synchronization

/// Runs threads: every one that is open, so many at once, each from where its journal ends.
public final class Engine: ThreadRunner {
    private struct Active {
        let mailbox: Mailbox<RunMessage>
        /// Whether someone changed the thread since its run began.
        var isWoken = false
    }

    private struct State {
        var active: [Identifier: Active] = [:]
        var waiting: ArraySlice<Identifier> = []
        var waitingSet: Set<Identifier> = []
        var isRunning = false
        var whenIdle: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let services: RunServices
    /// Threads found at once when the engine starts.
    private static let pageSize = 1_000

    /// An engine over `store`, not running yet. `report` is told of threads that the store keeps from going on.
    public init(
        store: any Store, library: ProgramLibrary, changes: Changes, clock: any Clock, entropy: any Entropy,
        cryptography: any Cryptography, workers: any Workers, limits: EngineLimits = EngineLimits(),
        report: @escaping @Sendable (Identifier, CoreError) -> Void = { _, _ in }
    ) {
        services = RunServices(
            store: store, clock: clock, entropy: entropy, library: library, journal: ThreadJournal(cryptography),
            changes: changes, workers: workers, limits: limits, report: report)
    }

    /// Takes up every thread that is open.
    public func start() async throws(CoreError) {
        state.withLock { $0.isRunning = true }
        var last: Identifier?
        while true {
            let after = last
            let page = try await services.store.read { tx in
                try tx.threads.unfinished(after: after, limit: Self.pageSize)
            }
            for id in page { wake(id) }
            guard page.count == Self.pageSize else { return }
            last = page.last
        }
    }

    public func wake(_ thread: Identifier) {
        let mailbox = state.withLock { state -> Mailbox<RunMessage>? in
            guard state.isRunning else { return nil }
            if state.active[thread] != nil {
                state.active[thread]?.isWoken = true
                return state.active[thread]?.mailbox
            }
            if state.active.count < services.limits.threads {
                begin(thread, &state)
            } else if state.waitingSet.insert(thread).inserted {
                state.waiting.append(thread)
            }
            return nil
        }
        mailbox?.post(.changed)
    }

    /// Stops: begins nothing more, and returns once nothing runs. What was not done is taken up at the next start.
    public func stop() async {
        let mailboxes = state.withLock { state in
            state.isRunning = false
            state.waiting = []
            state.waitingSet = []
            return state.active.values.map(\.mailbox)
        }
        for mailbox in mailboxes { mailbox.post(.stop) }
        await idle()
    }

    /// Returns once no thread is under way.
    public func idle() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if !state.active.isEmpty { state.whenIdle.append(continuation) }
                return state.active.isEmpty
            }
            if isIdle { continuation.resume() }
        }
    }

    private func begin(_ thread: Identifier, _ state: inout State) {
        let mailbox = Mailbox<RunMessage>()
        state.active[thread] = Active(mailbox: mailbox)
        Task { await self.run(thread, mailbox) }
    }

    private func run(_ thread: Identifier, _ mailbox: Mailbox<RunMessage>) async {
        var failed = false
        do throws(CoreError) {
            try await ThreadRun(services: services, mailbox: mailbox).carryOn(thread)
        } catch {
            failed = error.reason != .shuttingDown
            services.report(thread, error)
        }
        if failed { await pause() }
        ended(thread, isOpen: failed)
    }

    private func pause() async {
        let deadline = services.clock.monotonic() + services.limits.pauseAfterFailure
        // A pause that is cut short is as good: the store is asked again.
        do { try await services.clock.sleep(until: deadline) } catch { return }
    }

    private func ended(_ thread: Identifier, isOpen: Bool) {
        let idle = state.withLock { state in
            let last = state.active.removeValue(forKey: thread)
            if state.isRunning, isOpen || last?.isWoken == true {
                begin(thread, &state)
            } else if state.isRunning, let next = state.waiting.popFirst() {
                state.waitingSet.remove(next)
                begin(next, &state)
            }
            guard state.active.isEmpty else { return [CheckedContinuation<Void, Never>]() }
            defer { state.whenIdle = [] }
            return state.whenIdle
        }
        for continuation in idle { continuation.resume() }
    }
}
