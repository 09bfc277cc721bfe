import CSQLite
import CoreDomain
import Glibc

/// What SQLite's result codes mean to a caller (https://www.sqlite.org/rescode.html).
enum SQLiteFailure {
    /// The error for a result code. `detail` is SQLite's own text, which names tables but never values; `systemError`
    /// is the system's error number, where there is one.
    static func error(_ status: Int32, detail: String? = nil, systemError: Int32 = 0) -> CoreError {
        let explanation = detail ?? String(cString: sqlite3_errstr(status))
        switch isWantOfRoom(status, systemError: systemError) ? SQLITE_FULL : status & 0xff {
        case SQLITE_FULL:
            return CoreError(
                .databaseFull, "The disk that holds the database is full; nothing of this change was kept.",
                fix: "Free some space and send the call again.", retry: .later(after: .seconds(30)))
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            return CoreError(
                .databaseCorrupt, "The database file is damaged, or is not a database (\(explanation)).",
                fix: "Restore it from a backup; keep the damaged file for inspection.")
        case SQLITE_READONLY, SQLITE_PERM:
            return CoreError(
                .databaseReadOnly, "The database file or its folder cannot be written (\(explanation)).",
                fix: "Give the program's user the right to write the file and its folder.")
        case SQLITE_CANTOPEN:
            return CoreError(
                .databaseUnavailable, "The database file cannot be opened (\(explanation)).",
                fix: "Check that its folder exists and that the program's user may read and write it.")
        case SQLITE_CONSTRAINT:
            return constraint(status, explanation)
        case SQLITE_BUSY, SQLITE_LOCKED:
            return CoreError(
                .databaseUnavailable, "The database is locked by another program.",
                retry: .later(after: .seconds(1)))
        case SQLITE_IOERR:
            return CoreError(
                .databaseUnavailable, "The disk failed while the database was used (\(explanation)).",
                retry: .later(after: .seconds(30)))
        default:
            return CoreError(.internalError, "The database refused a statement (\(explanation)).")
        }
    }

    // Extended codes are macros with a shift, which Swift does not import.
    private static let primaryKeyConstraint = SQLITE_CONSTRAINT | 6 << 8
    private static let uniqueConstraint = SQLITE_CONSTRAINT | 8 << 8
    private static let rowIDConstraint = SQLITE_CONSTRAINT | 10 << 8

    private static func constraint(_ status: Int32, _ explanation: String) -> CoreError {
        switch status {
        case primaryKeyConstraint, uniqueConstraint, rowIDConstraint:
            CoreError(.alreadyExists, "A record with this id exists already.")
        default:
            CoreError(.internalError, "A stored rule refused a change (\(explanation)).")
        }
    }

    /// Whether a failed COMMIT left nothing behind for certain.
    ///
    /// In write-ahead mode the commit frame is written last, so a write that found no room, or a rule that refused, came
    /// before it. A failed sync or write of another kind may come after it: the frame may be found by a later recovery.
    /// So may running out of room for the log's index, which grows after the frames were written.
    static func provesRollback(_ status: Int32) -> Bool {
        status & 0xff == SQLITE_FULL || status & 0xff == SQLITE_CONSTRAINT
    }

    /// Whether a failure of the disk was for want of room: SQLite tells so of writes, but not of the log's index.
    private static func isWantOfRoom(_ status: Int32, systemError: Int32) -> Bool {
        status & 0xff == SQLITE_IOERR && (systemError == ENOSPC || systemError == EDQUOT)
    }
}
