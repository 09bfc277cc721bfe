import CoreDomain
import CoreStorage

/// The time of transactions: the database's, or in tests a clock's.
struct TransactionTimes: Sendable {
    let clock: DatabaseClock
    /// Nil: the database's.
    let given: StoreClock?

    /// The time of a transaction that the database began at `time`.
    func begin(at time: Timestamp) -> Timestamp {
        clock.see(time)
        return now()
    }

    /// The time of a snapshot.
    func now() -> Timestamp { given?.now() ?? clock.now() }
}
