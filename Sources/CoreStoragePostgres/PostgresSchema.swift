import CoreDomain
import CoreStorage

/// Brings the schema of a database up to date, one server at a time.
enum PostgresSchema {
    /// Checks the schema, and completes it when it may.
    ///
    /// - Throws: `DATABASE_NEWER`; `DATABASE_UNAVAILABLE` when it may not be completed and is not complete, or is being
    ///   filled by someone else.
    static func prepare(
        _ connection: PostgresConnection, _ times: TransactionTimes, isReadOnly: Bool, isFilled: Bool
    ) throws(PostgresFailure) {
        let time = try connection.ask(
            """
            SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT), to_regclass('schema_migrations'),
            to_regclass('\(StoreCopy.progressTable)')
            """)
        guard time.text(2) == nil || isFilled else {
            throw PostgresFailure(
                .refused,
                CoreError(
                    .databaseUnavailable, "The database is being filled with the copy of another one.",
                    fix: "Finish `scriptorium migrate`; the same command goes on where it was."))
        }
        let now = times.begin(at: try now(time))
        let hasSchema = time.text(1) != nil
        if hasSchema, try isCurrent(connection) { return }
        guard !isReadOnly else {
            throw refused(
                hasSchema ? "has an older schema and was" : "is empty: it was not set up, and was",
                "Open it once for writing with this version of the program.")
        }
        try migratePatiently(connection, now)
    }

    /// How often a migration is begun, when others hold the tables.
    private static let attempts = 20

    /// A change of a table that waits for others, such as a backup, makes everybody behind it wait too; so it waits only for
    /// a moment, and begins again.
    private static func migratePatiently(
        _ connection: PostgresConnection, _ now: Timestamp
    ) throws(PostgresFailure) {
        for attempt in 1...attempts {
            do throws(PostgresFailure) {
                return try migrate(connection, now)
            } catch {
                guard error.kind == .blocked, attempt < attempts else { throw error }
                _ = try connection.ask("ROLLBACK")
                Pause.before(attempt: 10)
            }
        }
    }

    private static func now(_ answer: PostgresResult) throws(PostgresFailure) -> Timestamp {
        do throws(CoreError) {
            return try Timestamp(databaseMicroseconds: answer.text(0).flatMap { Int64($0) } ?? 0)
        } catch {
            throw PostgresFailure(.refused, error)
        }
    }

    private static func isCurrent(_ connection: PostgresConnection) throws(PostgresFailure) -> Bool {
        let snapshot = PostgresSnapshot(connection, PermanentRows())
        defer { snapshot.finish() }
        do throws(CoreError) {
            return try Migrator.version(snapshot) == Migration.all.last?.version
        } catch {
            throw PostgresFailure(.refused, error)
        }
    }

    private static func migrate(_ connection: PostgresConnection, _ now: Timestamp) throws(PostgresFailure) {
        _ = try connection.ask("BEGIN")
        let transaction = PostgresTransaction(
            connection, KnownAnswers(PermanentRows(), on: connection), shard: 0, presumes: false)
        do throws(CoreError) {
            // Whoever waits here finds the schema complete; the usual limits may be too short for that wait.
            try transaction.execute("SET LOCAL statement_timeout = 0")
            try transaction.execute("SET LOCAL lock_timeout = 0")
            try transaction.takeTurn(.migrations, place: nil)
            try transaction.execute("SET LOCAL lock_timeout = '2s'")
            try Migrator.migrate(transaction, .postgres, now: now)
        } catch {
            throw transaction.fault?.failure ?? PostgresFailure(.refused, error)
        }
        try transaction.finish()
    }

    private static func refused(_ fault: String, _ fix: String) -> PostgresFailure {
        PostgresFailure(
            .refused, CoreError(.databaseUnavailable, "The database \(fault) opened for reading only.", fix: fix))
    }
}
