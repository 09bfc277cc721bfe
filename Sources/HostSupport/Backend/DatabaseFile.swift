public import CoreDomain
import CoreLanguage
import CorePlatform

/// A database file that is there already.
public enum DatabaseFile {
    /// Whether `database` names a server and no file.
    static func isURL(_ database: String) -> Bool { ByteSearch(for: "://").isFound(in: database) }

    /// The one spelling of the path of the file at `path`.
    ///
    /// - Throws: `DATABASE_UNAVAILABLE` when there is no file, or a folder.
    public static func existing(_ path: String) throws(CoreError) -> String {
        // It may hold a password, so it is not repeated.
        guard !isURL(path) else {
            throw CoreError(
                .unsupported, "This works on a database file, not on a database with a URL.",
                fix: "For PostgreSQL use its own tools, such as pg_dump; see docs/deployment.md.")
        }
        guard let found = try found(path) else { throw missing(path) }
        return found
    }

    /// The same; nil when there is nothing at `path`.
    static func found(_ path: String) throws(CoreError) -> String? {
        let resolved: String
        let isFolder: Bool
        do throws(FileError) {
            guard !path.isEmpty, try Files.exists(path) else { return nil }
            resolved = try Files.resolved(path)
            isFolder = try Files.isFolder(resolved)
        } catch {
            throw CoreError(opening: error)
        }
        guard !isFolder else { throw folder(path) }
        return resolved
    }

    private static func missing(_ path: String) -> CoreError {
        CoreError(
            .databaseUnavailable, "There is no database at \(path.debugDescription).",
            fix: "Check the path; `scriptorium serve` and `scriptorium account create` make a database.")
    }

    private static func folder(_ path: String) -> CoreError {
        CoreError(
            .databaseUnavailable, "There is a folder at \(path.debugDescription), not a database file.",
            fix: "Name the file in it.")
    }

    static let notSetUp = CoreError(
        .databaseUnavailable, "The database is empty: it was not set up.",
        fix: "`scriptorium account create` sets it up.")
}

/// Who owns a database file, as it says itself.
public struct DatabaseOwner: Sendable {
    /// `pid 4711, at http://127.0.0.1:8080`.
    public let text: String

    /// The owner of this description.
    public init(text: String) { self.text = text }

    /// Where the owner is reached; nil when it serves nobody.
    public var url: String? {
        let words = text.split(separator: " ")
        guard let place = words.firstIndex(of: "at"), place + 1 < words.count else { return nil }
        return String(words[place + 1])
    }

    /// What is written in the lock file of the database at `path`; nil when nothing is. It may be of an owner that died.
    public static func recorded(_ path: String) -> DatabaseOwner? {
        do throws(FileError) {
            let line = String(decoding: try Files.read(path + "-owner", limit: 4_096), as: UTF8.self).prefix {
                $0 != "\n"
            }
            return line.isEmpty ? nil : DatabaseOwner(text: String(line))
        } catch {
            return nil
        }
    }

    /// The process that owns the database at `path` now; nil when none does.
    ///
    /// - Throws: what hinders taking the lock for a moment, other than its being held.
    public static func current(of path: String) throws(CoreError) -> DatabaseOwner? {
        // Without a lock file there is no owner, and a look makes none.
        guard recorded(path) != nil else { return nil }
        do throws(CoreError) {
            try FileLock(path: path + "-owner", describing: "").release()
            return nil
        } catch {
            guard error.reason == .databaseInUse else { throw error }
            return recorded(path) ?? DatabaseOwner(text: "another process")
        }
    }
}
