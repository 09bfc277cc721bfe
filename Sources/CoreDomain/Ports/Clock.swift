/// The time, for everything that asks. Tests wind it by hand.
public protocol Clock: Sendable {
    /// The wall-clock time; may be set back by whoever administers the machine.
    func now() -> Timestamp
    /// Time since some fixed point in the past; never goes back.
    func monotonic() -> Duration
    /// Returns when the monotonic time has reached `deadline`.
    ///
    /// - Throws: `CancellationError` when the task is cancelled before.
    func sleep(until deadline: Duration) async throws
}
