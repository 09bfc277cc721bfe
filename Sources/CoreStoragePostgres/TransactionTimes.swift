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

extension Timestamp {
    /// The time that a database tells as microseconds since 1970-01-01T00:00:00Z.
    ///
    /// - Throws: `DATABASE_UNAVAILABLE` when its clock is out of all range.
    init(databaseMicroseconds count: Int64) throws(CoreError) {
        let (nanoseconds, overflow) = count.multipliedReportingOverflow(by: 1_000)
        guard !overflow, count >= 0 else {
            throw CoreError(
                .databaseUnavailable, "The clock of the database is not between the years 1970 and 2262.",
                fix: "Set the clock of the machine that runs PostgreSQL.")
        }
        self.init(nanoseconds: nanoseconds)
    }
}
