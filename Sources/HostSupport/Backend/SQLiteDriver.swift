public import CoreDomain
import CoreLanguage
import CorePlatform
import CoreStorage

/// SQLite in a file, or in memory as `:memory:`.
public struct SQLiteDriver: StoreDriver {
    /// The driver.
    public init() {}

    public func accepts(_ database: String) -> Bool {
        database == SQLiteStore.memoryPath || !DatabaseFile.isURL(database)
    }

    public func open(
        _ database: String, _ options: PostgresOptions, _ services: Services
    ) throws(CoreError) -> OpenStore {
        if database == SQLiteStore.memoryPath {
            let store = try SQLiteStore.open(path: database, access: .readWrite, clock: services.clock)
            return OpenStore(
                store: store, keyPlace: .drawn, operatorTokenFile: nil, announce: { _ in }, release: {})
        }
        guard !database.isEmpty, !database.utf8.contains(0) else {
            throw CoreError(.requestInvalid, "The path of the database is empty or contains NUL.")
        }
        let path = try resolved(database)
        let lock = try takeOwnership(path)
        do throws(CoreError) {
            try prepareFile(path)
            let store = try SQLiteStore.open(path: path, access: .readWrite, clock: services.clock)
            return OpenStore(
                store: store, keyPlace: .file(path + "-key"),
                operatorTokenFile: path + "-operator-token",
                announce: { lock.describe(Self.description(url: $0)) }, release: { lock.release() })
        } catch {
            lock.release()
            throw error
        }
    }

    public func openForReading(
        _ database: String, _ options: PostgresOptions, _ services: Services
    ) throws(CoreError) -> OpenStore {
        guard database != SQLiteStore.memoryPath else { return try open(database, options, services) }
        let path = try DatabaseFile.existing(database)
        let store = try SQLiteStore.open(path: path, access: .readOnly, clock: services.clock)
        return OpenStore(
            store: store, keyPlace: .file(path + "-key"), operatorTokenFile: nil, announce: { _ in }, release: {})
    }

    public func examine(_ database: String, _ options: PostgresOptions, _ services: Services) -> [Finding] {
        FileDoctor(path: database).examine()
    }

    private func takeOwnership(_ path: String) throws(CoreError) -> FileLock {
        do throws(CoreError) {
            return try FileLock(path: path + "-owner", describing: Self.description(url: nil))
        } catch {
            guard error.reason == .databaseInUse, let owner = DatabaseOwner.recorded(path) else { throw error }
            throw CoreError(
                error.reason, error.message, fix: error.fix,
                details: .init(members: ["owner": .string(owner.text)]), retry: error.retry)
        }
    }

    /// The one spelling of the file's path, also of one that is not there yet, so that two links are not two locks.
    private func resolved(_ path: String) throws(CoreError) -> String {
        if let existing = try DatabaseFile.found(path) { return existing }
        do throws(FileError) {
            guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
                return try Files.resolved(".") + "/" + path
            }
            return try Files.resolved(String(path[...slash])) + "/" + path[path.utf8.index(after: slash)...]
        } catch {
            throw CoreError(opening: error)
        }
    }

    /// Makes a missing file, so that nobody else may read it (SQLite would ask the umask), and refuses one with several
    /// names.
    private func prepareFile(_ path: String) throws(CoreError) {
        let linkCount: Int
        do throws(FileError) {
            if try !Files.exists(path) { try Files.createPrivate(path, contents: []) }
            linkCount = try Files.facts(of: path).linkCount
        } catch {
            throw CoreError(opening: error)
        }
        guard linkCount == 1 else {
            throw CoreError(
                .databaseUnavailable,
                "The database file has \(linkCount) names, and each would have a lock of its own.",
                fix: "Keep one of its hard links; a symbolic link to it does no harm.")
        }
    }

    private static func description(url: String?) -> String {
        "pid \(CurrentProcess.id)" + (url.map { ", at \($0)" } ?? "")
    }
}

extension CoreError {
    /// What a failure of a file means to whoever opens a database.
    init(opening error: FileError) {
        switch error.kind {
        case .permission, .readOnly:
            self.init(
                .databaseReadOnly, error.description,
                fix: "Give the program's user the right to write the file and its folder.")
        case .full:
            self.init(.databaseFull, error.description, fix: "Free some space and try again.")
        default:
            self.init(.databaseUnavailable, error.description, fix: "Check that the folder exists.")
        }
    }
}
