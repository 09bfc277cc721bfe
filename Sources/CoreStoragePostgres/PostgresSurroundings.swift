import CoreDomain

/// What the writers and the readers of a store have in common.
struct PostgresSurroundings: Sendable {
    let times: TransactionTimes
    let clock: DatabaseClock
    let permanent: PermanentRows
    let reports: PostgresReports
    /// How long a connection that was lost is waited for.
    let patience: Duration
}
