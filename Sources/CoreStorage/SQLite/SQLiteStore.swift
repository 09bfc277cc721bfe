public import CoreDomain
import CorePlatform

/// The store on one SQLite file: one writer with group commit, readers with connections of their own, write-ahead log.
///
/// The caller sees to it that no other process writes the same file.
public final class SQLiteStore: Store {
    /// How a file is opened.
    public enum Access: Sendable {
        /// Reads and writes, and brings the schema up to date.
        case readWrite
        /// Reads a file whose schema is current; works beside a process that writes it.
        case readOnly
    }

    /// The path of a store that is gone when it is closed; its one connection reads as well.
    public static let memoryPath = ":memory:"

    private static let readerCount = 2
    /// Work that may wait at once; more is refused, so that memory stays bounded.
    private static let waitingMax = 65_536

    private let writes: JobQueue<any PendingWrite>
    private let reads: JobQueue<PendingRead>
    private let access: Access
    private let hasReaders: Bool
    private let readerThreads: ThreadCount
    private let writerThreads: ThreadCount

    private init(access: Access, readerCount: Int) {
        hasReaders = readerCount > 0
        readerThreads = ThreadCount(readerCount)
        writerThreads = ThreadCount(access == .readWrite ? 1 : 0)
        writes = JobQueue(countMax: Self.waitingMax)
        reads = JobQueue(countMax: Self.waitingMax)
        self.access = access
    }

    /// Opens the file at `path`, and makes it when it is missing and `access` allows.
    ///
    /// - Throws: `DATABASE_UNAVAILABLE`, `DATABASE_READ_ONLY`, `DATABASE_CORRUPT` or `DATABASE_NEWER`.
    public static func open(path: String, access: Access, clock: any Clock) throws(CoreError) -> SQLiteStore {
        let storeClock = StoreClock(clock)
        var writer: SQLiteWriter?
        if access == .readWrite {
            let connection = try SQLiteFile.openForWriting(path, now: storeClock.now())
            writer = SQLiteWriter(connection: connection, clock: storeClock, monotonic: clock)
        }
        var readers: [SQLiteReader] = []
        for _ in 0..<(path == memoryPath ? 0 : readerCount) {
            readers.append(
                try SQLiteReader(clock: storeClock) { () throws(CoreError) in try SQLiteFile.openForReading(path) })
        }
        let store = SQLiteStore(access: access, readerCount: readers.count)
        do throws(CoreError) {
            if let writer { try store.writes.start(writer, store.writerThreads) }
            for reader in readers { try store.reads.start(reader, store.readerThreads) }
        } catch {
            store.writes.close()
            store.reads.close()
            throw error
        }
        return store
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        guard hasReaders else { return try await write { tx in try body(tx.snapshot) } }
        return try await reads.perform(body)
    }

    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        guard access == .readWrite else {
            throw CoreError(.databaseReadOnly, "The database was opened for reading only.")
        }
        return try await writes.perform(body)
    }

    public func close() async {
        // The writer's connection goes last: it alone may move the log into the file and remove it.
        reads.close()
        await readerThreads.allEnded()
        writes.close()
        await writerThreads.allEnded()
    }
}
