import Synchronization

/// Who this process is among the workers of a shared store, and for how long it may be sure of it.
///
/// The store says until when a lease lasts; this says the same by the monotonic clock, from the moment before the renewal
/// was asked for, so that it never ends later here than there.
public final class WorkerLease: ThreadPlacement {
    private struct State {
        var worker: Identifier?
        var validUntil = Duration.zero
        var hasRoom: @Sendable (Identifier) -> Bool = { _ in false }
    }

    /// How long a lease lasts that is not renewed.
    public let length: Duration
    private let state = Mutex(State())
    private let clock: any Clock

    /// A lease that does not run yet.
    public init(length: Duration = .seconds(15), clock: any Clock) {
        self.length = length
        self.clock = clock
    }

    /// The worker that this process is; nil while it is none.
    public var worker: Identifier? {
        let now = clock.monotonic()
        return state.withLock { now < $0.validUntil ? $0.worker : nil }
    }

    public func worker(for organization: Identifier) -> Identifier? {
        guard let worker, state.withLock({ $0.hasRoom })(organization) else { return nil }
        return worker
    }

    /// Whether this process is `worker`, and may be sure of it.
    func covers(_ worker: Identifier?) -> Bool { worker != nil && self.worker == worker }

    /// Has `hasRoom` say whether this process takes on one more thread of an organization.
    func ask(_ hasRoom: @escaping @Sendable (Identifier) -> Bool) { state.withLock { $0.hasRoom = hasRoom } }

    /// Begins as `worker`, registered after the monotonic time `time`; returns when the lease ends.
    func begin(_ worker: Identifier, since time: Duration) -> Duration {
        state.withLock { state in
            state.worker = worker
            state.validUntil = time + length
            return state.validUntil
        }
    }

    /// Notes a renewal that was asked for at `time`; returns when the lease ends, or nil when this process is no longer
    /// `worker`.
    func renew(_ worker: Identifier, since time: Duration) -> Duration? {
        let now = clock.monotonic()
        return state.withLock { state in
            guard state.worker == worker, now < state.validUntil else { return nil }
            state.validUntil = max(state.validUntil, time + length)
            return state.validUntil
        }
    }

    /// Is `worker` no longer; false when it was not before.
    func end(_ worker: Identifier) -> Bool {
        state.withLock { state in
            guard state.worker == worker else { return false }
            state.worker = nil
            return true
        }
    }
}
