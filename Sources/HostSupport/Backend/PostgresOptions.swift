public import CoreDomain

/// How a PostgreSQL database is used: the member `postgres` of the configuration. Files take no notice of it.
public struct PostgresOptions: Message, Hashable {
    public var leaseSeconds: Int64
    public var writers: Int64
    public var readers: Int64
    public var statementTimeout: Int64
    public var lockTimeoutMilliseconds: Int64
    public var idleTransactionTimeout: Int64
    public var reconnectTimeout: Int64

    public static let schema = ObjectSchema(
        "How a PostgreSQL database is used.",
        PostgresOptions.init(
            leaseSeconds:writers:readers:statementTimeout:lockTimeoutMilliseconds:idleTransactionTimeout:
            reconnectTimeout:),
        Field(
            "lease_seconds", \.leaseSeconds, .integer(in: 1...3_600), default: 15,
            "How long a server that is no longer heard of keeps its threads."),
        Field(
            "writers", \.writers, .integer(in: 1...64), default: 2,
            "Connections of a server that write, each with batches of its own."),
        Field("readers", \.readers, .integer(in: 1...256), default: 3, "Connections of a server that read."),
        Field(
            "statement_timeout_seconds", \.statementTimeout, .integer(in: 1...3_600), default: 30,
            "How long the database works on one statement."),
        Field(
            "lock_timeout_ms", \.lockTimeoutMilliseconds, .integer(in: 10...60_000), default: 2_000,
            "How long a change waits for a row that another transaction holds."),
        Field(
            "idle_transaction_timeout_seconds", \.idleTransactionTimeout, .integer(in: 1...3_600), default: 10,
            "How long the transaction of a server that was stopped in the middle may hold its rows."),
        Field(
            "reconnect_timeout_seconds", \.reconnectTimeout, .integer(in: 1...3_600), default: 15,
            "How long calls wait for a connection that was lost."))

    /// Every setting at its default.
    public static let standard = PostgresOptions(
        leaseSeconds: 15, writers: 2, readers: 3, statementTimeout: 30, lockTimeoutMilliseconds: 2_000,
        idleTransactionTimeout: 10, reconnectTimeout: 15)

    init(
        leaseSeconds: Int64, writers: Int64, readers: Int64, statementTimeout: Int64, lockTimeoutMilliseconds: Int64,
        idleTransactionTimeout: Int64, reconnectTimeout: Int64
    ) {
        self.leaseSeconds = leaseSeconds
        self.writers = writers
        self.readers = readers
        self.statementTimeout = statementTimeout
        self.lockTimeoutMilliseconds = lockTimeoutMilliseconds
        self.idleTransactionTimeout = idleTransactionTimeout
        self.reconnectTimeout = reconnectTimeout
    }
}
