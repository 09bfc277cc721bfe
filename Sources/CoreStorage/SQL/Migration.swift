public import CoreDomain

/// One numbered step of the schema. A step that was released is never edited; a correction is another step.
public struct Migration: Sendable {
    /// Counts from 1 without gaps.
    public let version: Int64
    public let name: String
    /// The statements, in order.
    public let statements: @Sendable (Dialect) -> [String]

    /// Every step, oldest first.
    public static let all: [Migration] = [
        .access, .ledger, .tokens, .threads, .payloads, .blobs, .sharing, .scripts, .notes, .parking,
        .registeredTools,
    ]
}

/// Brings a database to the newest schema.
public enum Migrator {
    private struct VersionRow: SQLDecodable {
        let version: Int64
        init(row: any SQLRow) throws(CoreError) { version = try row.int64(0) }
    }

    private static let newest = SQLStatement("SELECT COALESCE(MAX(version), 0) FROM schema_migrations")
    private static let record = SQLStatement(
        "INSERT INTO schema_migrations (version, name, applied_at) VALUES (?1, ?2, ?3)")

    /// The statement that makes the table of applied steps.
    private static func bookkeeping(_ dialect: Dialect) -> String {
        """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            version \(dialect.int64) PRIMARY KEY,
            name \(dialect.text) NOT NULL,
            applied_at \(dialect.int64) NOT NULL
        )\(dialect.rowTable)
        """
    }

    /// The version of an existing database.
    ///
    /// - Throws: `DATABASE_NEWER` when this program does not know it.
    public static func version(_ session: any SQLSession) throws(CoreError) -> Int64 {
        let version = try session.first(newest, [], as: VersionRow.self)?.version ?? 0
        let known = Migration.all.last?.version ?? 0
        guard version <= known else {
            throw CoreError(
                .databaseNewer,
                "The database has schema version \(version); this program (\(Version.current)) knows \(known).",
                fix: "Use the version of the program that wrote it, or a newer one.")
        }
        return version
    }

    /// Applies every step that is missing, inside the caller's transaction.
    public static func migrate(
        _ session: any SQLSession, _ dialect: Dialect, now: Timestamp
    ) throws(CoreError) {
        try session.execute(bookkeeping(dialect))
        let current = try version(session)
        for migration in Migration.all where migration.version > current {
            for text in migration.statements(dialect) { try session.execute(text) }
            try session.run(record, [.int64(migration.version), .text(migration.name), .timestamp(now)])
        }
    }
}
