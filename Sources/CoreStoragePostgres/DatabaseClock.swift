public import CoreDomain
import Synchronization

/// The time of the database, carried on between two looks at it by this machine's monotonic clock, so that a wall clock
/// that is wrong does no harm.
public final class DatabaseClock: Clock {
    private let local: any Clock
    /// Nanoseconds from the monotonic time to the database's; nil until it was seen.
    private let offset = Mutex<Int64?>(nil)
    private let latest = Atomic<Int64>(.min)

    /// A clock that runs like `local`, and is set by ``see(_:)``.
    init(_ local: any Clock) { self.local = local }

    /// Takes the database's time, which was read just now.
    func see(_ time: Timestamp) {
        let seen = time.nanoseconds - local.monotonic().saturatedNanoseconds
        offset.withLock { $0 = seen }
    }

    public func now() -> Timestamp {
        let reading = offset.withLock { $0 }.map { local.monotonic().saturatedNanoseconds &+ $0 }
        let time = reading ?? local.now().nanoseconds
        return Timestamp(nanoseconds: max(time, latest.max(time, ordering: .relaxed).newValue))
    }

    public func monotonic() -> Duration { local.monotonic() }

    public func sleep(until deadline: Duration) async throws { try await local.sleep(until: deadline) }
}
