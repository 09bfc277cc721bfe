/// The time, for everything that asks. Tests wind it by hand.
public protocol Clock: Sendable {
    /// The wall-clock time; may be set back by whoever administers the machine.
    func now() -> Timestamp
    /// Time since some fixed point in the past; never goes back.
    func monotonic() -> Duration
}
