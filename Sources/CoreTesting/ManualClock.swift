public import CoreDomain
import Synchronization

/// A clock that moves only when it is told to.
public final class ManualClock: Clock {
    private struct Sleeper {
        let deadline: Duration
        let continuation: CheckedContinuation<Void, any Error>
    }
    private struct State {
        var now: Timestamp
        var monotonic: Duration
        var nextSleeper = 0
        var sleepers: [Int: Sleeper] = [:]
    }
    private let state: Mutex<State>

    /// A clock that stands at `now`.
    public init(_ now: Timestamp = Timestamp(nanoseconds: 1_760_000_000_000_000_000)) {
        state = Mutex(State(now: now, monotonic: .zero))
    }

    public func now() -> Timestamp { state.withLock { $0.now } }
    public func monotonic() -> Duration { state.withLock { $0.monotonic } }

    /// How many tasks sleep.
    public var sleeperCount: Int { state.withLock { $0.sleepers.count } }
    /// When the first sleeping task is due; nil when none sleeps.
    public var nextDeadline: Duration? { state.withLock { $0.sleepers.values.map(\.deadline).min() } }

    public func sleep(until deadline: Duration) async throws {
        let number = state.withLock { state in
            state.nextSleeper += 1
            return state.nextSleeper
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.monotonic >= deadline { return .success(()) }
                    state.sleepers[number] = Sleeper(deadline: deadline, continuation: continuation)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: number) }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Lets `duration` pass, and wakes who is due, the earliest first.
    public func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now = state.now.adding(duration)
            state.monotonic += duration
            let due = state.sleepers.filter { $0.value.deadline <= state.monotonic }
            for number in due.keys { state.sleepers[number] = nil }
            return due.sorted { ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key) }.map(\.value)
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    /// Sets the wall clock, as an administrator might; the monotonic time stays.
    public func set(_ now: Timestamp) {
        state.withLock { $0.now = now }
    }
}
