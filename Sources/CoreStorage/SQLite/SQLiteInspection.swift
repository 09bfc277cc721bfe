public import CoreDomain

/// A look at a database file without owning it, and without trusting what is in it.
public struct SQLiteInspection {
    private let connection: SQLiteConnection

    /// An inspection of the file at `path`, which is opened for reading only. Blocks.
    ///
    /// - Throws: `DATABASE_UNAVAILABLE`, `DATABASE_READ_ONLY` or `DATABASE_CORRUPT`, also for another program's database.
    public init(path: String) throws(CoreError) {
        connection = try SQLiteConnection(path: path, mode: .readOnly)
        try connection.execute("PRAGMA query_only = ON")
        try SQLiteFile.checkOwnership(connection)
    }

    /// The version of the schema and the newest that this program knows.
    ///
    /// - Throws: `DATABASE_NEWER`.
    public func schemaVersion() throws(CoreError) -> (found: Int64, known: Int64) {
        (try Migrator.version(connection), Migration.all.last?.version ?? 0)
    }

    /// Looks through the whole file; nil when it is sound, else the first line of what SQLite found. Takes long for
    /// large files, since it reads all of it.
    public func fault() throws(CoreError) -> String? {
        let found = try connection.text("PRAGMA quick_check(1)")
        return found == "ok" ? nil : found
    }
}
