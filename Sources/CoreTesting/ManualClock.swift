public import CoreDomain
import Synchronization

/// A clock that moves only when it is told to.
public final class ManualClock: Clock {
    private struct State {
        var now: Timestamp
        var monotonic: Duration
    }
    private let state: Mutex<State>

    /// A clock that stands at `now`.
    public init(_ now: Timestamp = Timestamp(nanoseconds: 1_760_000_000_000_000_000)) {
        state = Mutex(State(now: now, monotonic: .zero))
    }

    public func now() -> Timestamp { state.withLock { $0.now } }
    public func monotonic() -> Duration { state.withLock { $0.monotonic } }

    /// Lets `duration` pass.
    public func advance(by duration: Duration) {
        state.withLock { state in
            state.now = state.now.adding(duration)
            state.monotonic += duration
        }
    }

    /// Sets the wall clock, as an administrator might; the monotonic time stays.
    public func set(_ now: Timestamp) {
        state.withLock { $0.now = now }
    }
}
