public import CoreDomain
internal import Glibc

/// The clocks of the system (POSIX `clock_gettime`).
public struct SystemClock: CoreDomain.Clock {
    /// The clocks of this machine.
    public init() {}

    /// The wall-clock time, to the nanosecond; may be set back by whoever administers the machine.
    public func now() -> Timestamp {
        Timestamp(nanoseconds: 0).adding(Self.time(of: CLOCK_REALTIME))
    }

    /// Time since some point before the machine started; never goes back and stands still while the machine sleeps.
    public func monotonic() -> Duration {
        Self.time(of: CLOCK_MONOTONIC)
    }

    public func sleep(until deadline: Duration) async throws {
        if deadline <= monotonic() { return try Task.checkCancellation() }
        try await TimerQueue.shared.sleep(until: deadline) { monotonic() }
    }

    private static func time(of clock: clockid_t) -> Duration {
        var time = timespec()
        // Fails only for a clock that does not exist or an invalid address; POSIX has both clocks used here.
        let status = clock_gettime(clock, &time)
        precondition(status == 0, "The system has no clock \(clock).")  // reason: POSIX has both
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
