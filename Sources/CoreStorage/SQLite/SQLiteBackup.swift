import CSQLite
public import CoreDomain

/// Copies a database file with SQLite's online backup (https://www.sqlite.org/backup.html), beside a process that writes it.
public enum SQLiteBackup {
    /// Pages copied between two looks at the clock of the source's lock.
    private static let pagesPerStep: Int32 = 4_096

    /// Copies the file at `source` into the empty file at `target`, as of one moment. Blocks.
    ///
    /// The copy is whole in itself: it needs no log beside it.
    /// - Throws: `DATABASE_FULL`, `DATABASE_CORRUPT` and what else SQLite says of either file.
    public static func copy(_ source: String, to target: String) throws(CoreError) {
        let from = try SQLiteConnection(path: source, mode: .readOnly)
        try SQLiteFile.checkOwnership(from)
        let into = try SQLiteConnection(path: target, mode: .readWrite)
        // An open read pins the moment: otherwise each commit of the owner would begin the copy anew.
        try from.execute("BEGIN")
        _ = try from.integer("SELECT COUNT(*) FROM sqlite_schema")
        try into.receivePages(of: from, pagesPerStep: pagesPerStep)
        try from.execute("COMMIT")
        // The mark of a write-ahead log is copied too; without a log the copy is one file.
        guard try into.text("PRAGMA journal_mode = DELETE") == "delete" else {
            throw CoreError(.databaseUnavailable, "The copy could not be made a single file.")
        }
    }
}
