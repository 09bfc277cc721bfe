import CoreDomain
import CoreStorage

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
    /// How long a new connection may take.
    public var connectTimeout = Duration.seconds(10)
    /// How long calls wait for a connection that was lost, before they are told so.
    public var reconnectTimeout = Duration.seconds(15)

    /// The usual settings.
    public init() {}
}

/// Makes connections, each set up in the same way.
struct PostgresConnector: Sendable {
    let address: String
    let settings: PostgresSettings
    let clock: DatabaseClock
    let reports: PostgresReports

    /// The oldest version with all that is used here.
    private static let oldestVersion = 130_000

    /// A new connection.
    ///
    /// - Throws: `DATABASE_UNAVAILABLE` when there is none to be had, or the server is too old or has another encoding.
    func connect() throws(PostgresFailure) -> PostgresConnection {
        do throws(PostgresFailure) {
            return try connectTellingAll()
        } catch {
            throw error.without(secretsOf: address)
        }
    }

    private func connectTellingAll() throws(PostgresFailure) -> PostgresConnection {
        let patience = settings.statementTimeout + settings.connectTimeout
        let connection = try PostgresConnection(
            address,
            keywords: [
                ("application_name", "scriptorium"),
                ("connect_timeout", "\(settings.connectTimeout.components.seconds)"),
                ("keepalives_idle", "30"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
                ("tcp_user_timeout", "\(settings.connectTimeout.milliseconds)"),
            ], patience: patience)
        guard connection.serverVersion >= Self.oldestVersion else {
            throw Self.unfit("PostgreSQL \(connection.serverVersion / 10_000) is too old", "Use version 13 or newer.")
        }
        for (name, value) in [
            ("statement_timeout", settings.statementTimeout), ("lock_timeout", settings.lockTimeout),
            ("idle_in_transaction_session_timeout", settings.idleTransactionTimeout),
        ] {
            try connection.send("SET \(name) = \(value.milliseconds)")
        }
        try connection.send("SET client_min_messages = warning")
        // An answer promises that the change outlives a loss of power.
        try connection.send(
            """
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
            """)
        try connection.send("SHOW server_encoding")
        guard try connection.roundTrip().last?.text(0) == "UTF8" else {
            throw Self.unfit("The database has another encoding than UTF-8", "Create it with `ENCODING 'UTF8'`.")
        }
        return connection
    }

    private static func unfit(_ fault: String, _ fix: String) -> PostgresFailure {
        PostgresFailure(.refused, CoreError(.databaseUnavailable, fault + ".", fix: fix))
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 { saturatedNanoseconds / 1_000_000 }
}
