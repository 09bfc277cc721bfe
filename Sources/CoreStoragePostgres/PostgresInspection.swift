public import CoreDomain
import CoreStorage

/// A look at a PostgreSQL database beside those who use it, which changes nothing.
public struct PostgresInspection {
    /// What the server tells of itself.
    public struct Server: Sendable {
        /// `15.18`.
        public let version: String
        public let databaseByteCount: Int64
        /// `TLSv1.3`; nil when the connection is not encrypted.
        public let encryption: String?
        /// Whether it is reached without a network.
        public let isLocal: Bool
        public let connectionCount: Int64
        public let connectionMax: Int64
        /// Whether it takes no changes: it is a standby, or is set read-only.
        public let isReadOnly: Bool
        /// The settings that are off although a loss of power does harm without them, or tables grow without end.
        public let settingsOff: [String]
    }

    /// What has to be on.
    private static let neededSettings = ["fsync", "full_page_writes", "autovacuum"]

    private let connection: PostgresConnection

    /// An inspection of the database at `address`. Blocks, as everything here.
    ///
    /// - Throws: `DATABASE_UNAVAILABLE` with the cause.
    public init(
        _ address: String, clock: any Clock, settings: PostgresSettings = PostgresSettings()
    ) throws(CoreError) {
        let clock = DatabaseClock(clock)
        let connector = PostgresConnector(
            address: address, settings: settings, clock: clock, reports: PostgresReports(clock: clock) { _ in },
            purpose: .inspection)
        do throws(PostgresFailure) {
            connection = try connector.connect()
        } catch {
            throw error.openingError
        }
    }

    /// The server.
    public func server() throws(CoreError) -> Server {
        let answer = try ask(
            """
            SELECT split_part(current_setting('server_version'), ' ', 1), pg_database_size(current_database()),
            (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl),
            inet_server_addr() IS NULL OR inet_server_addr() << '127.0.0.0/8' OR inet_server_addr() = '::1',
            (SELECT COUNT(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
            current_setting('max_connections'),
            pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on'
            """)
        return Server(
            version: answer.text(0) ?? "?", databaseByteCount: Self.number(answer, 1), encryption: answer.text(2),
            isLocal: answer.text(3) == "t", connectionCount: Self.number(answer, 4),
            connectionMax: Self.number(answer, 5), isReadOnly: answer.text(6) == "t", settingsOff: try settingsOff())
    }

    private func settingsOff() throws(CoreError) -> [String] {
        let names = Self.neededSettings.map { "'\($0)'" }.joined(separator: ", ")
        let answer = try ask(
            """
            SELECT string_agg(name, ' ' ORDER BY name) FROM pg_settings WHERE setting = 'off' AND name IN (\(names))
            """)
        return (answer.text(0) ?? "").split(separator: " ").map { String($0) }
    }

    /// The version of the schema, 0 of a database that was not set up, and the newest that this program knows.
    ///
    /// - Throws: `DATABASE_NEWER`.
    public func schemaVersion() throws(CoreError) -> (found: Int64, known: Int64) {
        let known = Migration.all.last?.version ?? 0
        guard try hasTable("schema_migrations") else { return (0, known) }
        let snapshot = PostgresSnapshot(connection, PermanentRows())
        defer { snapshot.finish() }
        return (try Migrator.version(snapshot), known)
    }

    /// Whether a copy of another store has begun to fill the database and is not finished.
    public func isBeingFilled() throws(CoreError) -> Bool { try hasTable(StoreCopy.progressTable) }

    /// The servers that live now, oldest first: `pid 4711 on host`. The schema must be up to date.
    public func workers() throws(CoreError) -> [String] {
        let answer = try ask(
            """
            SELECT string_agg(name, E'\\n' ORDER BY started_at, id) FROM workers
            WHERE lease_until > EXTRACT(EPOCH FROM clock_timestamp()) * 1000000000
            """)
        return (answer.text(0) ?? "").split(separator: "\n").map { String($0) }
    }

    private func hasTable(_ name: String) throws(CoreError) -> Bool {
        try ask("SELECT to_regclass('\(name)')").text(0) != nil
    }

    private func ask(_ text: String) throws(CoreError) -> PostgresResult {
        do throws(PostgresFailure) {
            return try connection.ask(text)
        } catch {
            throw error.openingError
        }
    }

    private static func number(_ answer: PostgresResult, _ column: Int32) -> Int64 {
        answer.text(column).flatMap { Int64($0) } ?? 0
    }
}
