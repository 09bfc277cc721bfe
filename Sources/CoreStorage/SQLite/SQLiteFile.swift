import CoreDomain

/// How connections to a file are set up.
enum SQLiteFile {
    /// Marks a file as ours (`PRAGMA application_id`): "SCRP" in ASCII.
    private static let applicationID: Int64 = 0x5343_5250

    /// A connection that may write, with the schema brought up to date.
    static func openForWriting(_ path: String, now: Timestamp) throws(CoreError) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, mode: .readWrite)
        try checkOwnership(connection)
        // FULL syncs the log at each commit, so that a commit that was answered outlives a loss of power.
        let journal = try connection.text("PRAGMA journal_mode = WAL")
        guard journal == "wal" || path == SQLiteStore.memoryPath else {
            throw CoreError(
                .databaseUnavailable, "The file system does not support a write-ahead log.",
                fix: "Put the database on a local file system.")
        }
        try connection.execute("PRAGMA synchronous = FULL")
        // What takes a single statement back is small and gone with it.
        try connection.execute("PRAGMA temp_store = MEMORY")
        try applySafety(connection)
        connection.takeOverCheckpoints()
        if try !isCurrent(connection) { try migrate(connection, now: now) }
        return connection
    }

    /// Whether the schema is the newest, so that a full disk or a wrong key never meets a write at the start.
    private static func isCurrent(_ connection: SQLiteConnection) throws(CoreError) -> Bool {
        guard try connection.integer("PRAGMA application_id") == applicationID else { return false }
        return try Migrator.version(connection) == Migration.all.last?.version
    }

    /// A connection that only reads.
    static func openForReading(_ path: String) throws(CoreError) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, mode: .readOnly)
        try checkOwnership(connection)
        try applySafety(connection)
        try connection.execute("PRAGMA query_only = ON")
        guard try connection.integer("PRAGMA application_id") == applicationID else {
            throw CoreError(
                .databaseUnavailable, "The database is empty: it was not set up.",
                fix: "Open it once for writing, which sets it up.")
        }
        guard try Migrator.version(connection) == Migration.all.last?.version else {
            throw CoreError(
                .databaseUnavailable, "The database has an older schema and was opened for reading only.",
                fix: "Open it once for writing with this version of the program.")
        }
        return connection
    }

    private static func applySafety(_ connection: SQLiteConnection) throws(CoreError) {
        try connection.execute("PRAGMA foreign_keys = ON")
        try connection.execute("PRAGMA trusted_schema = OFF")
        try connection.execute("PRAGMA cell_size_check = ON")
    }

    /// Refuses a database that another program made.
    static func checkOwnership(_ connection: SQLiteConnection) throws(CoreError) {
        let mark = try connection.integer("PRAGMA application_id")
        if mark == applicationID { return }
        let tables = try connection.integer("SELECT COUNT(*) FROM sqlite_schema")
        guard mark == 0, tables == 0 else {
            throw CoreError(
                .databaseCorrupt, "The file is a database of another program.",
                fix: "Name another file; this one was left as it is.")
        }
    }

    private static func migrate(_ connection: SQLiteConnection, now: Timestamp) throws(CoreError) {
        try connection.execute("BEGIN IMMEDIATE")
        do throws(CoreError) {
            try Migrator.migrate(connection, .sqlite, now: now)
            try connection.execute("PRAGMA application_id = \(applicationID)")
            try connection.execute("COMMIT")
        } catch {
            if connection.isInTransaction { try connection.execute("ROLLBACK") }
            throw error
        }
    }
}
