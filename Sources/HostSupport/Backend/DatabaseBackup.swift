public import CoreDomain
import CorePlatform
import CoreStorage

/// A copy of a database file, made beside its owner, checked before it gets its name.
public enum DatabaseBackup {
    /// What was made.
    public struct Copy: Sendable {
        public let path: String
        public let byteCount: Int
        public let schemaVersion: Int64
    }

    /// Copies the database at `database` to the new file `target`, mode 0600.
    ///
    /// - Throws: `ALREADY_EXISTS` when there is something at `target`; nothing is left there on any failure.
    public static func make(of database: String, at target: String) async throws(CoreError) -> Copy {
        try await WorkerThread.result {
            Result { () throws(CoreError) in try copy(try DatabaseFile.existing(database), target) }
        }
    }

    private static func copy(_ database: String, _ target: String) throws(CoreError) -> Copy {
        let temporary = try beginning(target)
        defer {
            // What SQLite lays beside a file while it writes it.
            for suffix in ["", "-journal", "-wal", "-shm"] { Files.remove(temporary + suffix) }
        }
        try SQLiteBackup.copy(database, to: temporary)
        let inspection = try SQLiteInspection(path: temporary)
        if let fault = try inspection.fault() {
            throw CoreError(
                .databaseCorrupt, "The copy is damaged (\(fault)), and so may be the database.",
                fix: "Run `scriptorium doctor`, and keep the backups that you have.")
        }
        let version = try inspection.schemaVersion().found
        do throws(FileError) {
            try Files.publish(temporary, as: target)
            return Copy(path: target, byteCount: try Files.byteCount(of: target), schemaVersion: version)
        } catch {
            throw refusal(error, target)
        }
    }

    /// An empty private file beside `target`, under another name.
    private static func beginning(_ target: String) throws(CoreError) -> String {
        let temporary =
            Files.folder(of: target) + "/.scriptorium-\(String(UInt64.random(in: .min ... .max), radix: 16)).tmp"
        do throws(FileError) {
            guard !target.isEmpty, target.utf8.last != UInt8(ascii: "/") else {
                throw FileError(operation: "create", path: target, kind: .invalidPath, cause: "it names no file")
            }
            guard try !Files.exists(target) else {
                throw FileError(operation: "create", path: target, kind: .alreadyExists, cause: "it is there already")
            }
            try Files.createPrivate(temporary, contents: [])
            return temporary
        } catch {
            throw refusal(error, target)
        }
    }

    private static func refusal(_ error: FileError, _ target: String) -> CoreError {
        guard error.kind == .alreadyExists else { return CoreError(opening: error) }
        return CoreError(
            .alreadyExists, "There is something at \(target.debugDescription) already; a backup never overwrites.",
            fix: "Name a new file, with the date in its name for instance.")
    }
}
