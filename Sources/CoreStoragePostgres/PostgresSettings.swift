/// How a store speaks to its database.
public struct PostgresSettings: Sendable {
    /// Connections that write, each with batches of its own.
    public var writers = 2
    /// Connections that read.
    public var readers = 3
    /// How long the server works on one statement.
    public var statementTimeout = Duration.seconds(30)
    /// How long a statement waits for a row that another transaction changes.
    public var lockTimeout = Duration.seconds(2)
    /// How long a transaction may lie idle, such as that of a server that was stopped in the middle, with its locks.
    public var idleTransactionTimeout = Duration.seconds(10)
    /// How long each host of the address may take to give a connection, unless the address says so itself.
    public var connectTimeout = Duration.seconds(10)
    /// How long calls wait for a connection that was lost, before they are told so.
    public var reconnectTimeout = Duration.seconds(15)

    /// The usual settings.
    public init() {}
}
