public import CoreDomain
import CorePlatform
import CoreStorage
import Synchronization

/// The store on a PostgreSQL database, which other processes may use at the same time: threads of our own that write in
/// batches, and others that read snapshots, each with a connection.
///
/// Writes are atomic and durable, and run beside each other (READ COMMITTED): what a decision rests on is locked when it
/// is read, or checked by the change; see docs/decisions/0011.
public final class PostgresStore: Store {
    /// Where the time of transactions comes from.
    public enum Time: Sendable {
        /// From the database, so that clocks of several machines need not agree.
        case database
        /// From the given clock, as tests wind it.
        case clock
    }

    private static let waitingMax = 65_536

    /// The database's time.
    public let clock: DatabaseClock
    private let writes = JobQueue<any PendingWrite>(countMax: waitingMax)
    private let reads = JobQueue<PendingRead>(countMax: waitingMax)
    private let isReadOnly: Bool
    private let threads: ThreadCount

    private init(_ clock: DatabaseClock, isReadOnly: Bool, threadCount: Int) {
        self.clock = clock
        self.isReadOnly = isReadOnly
        threads = ThreadCount(threadCount)
    }

    /// Opens the database at `address`, a URL or another connection string of libpq, and brings its schema up to date
    /// unless `isReadOnly`. `isFilled`: by a copy of another store, and not to be used before that is finished. `report` is
    /// told what the database says when something fails later, which callers are not.
    ///
    /// - Throws: `DATABASE_UNAVAILABLE` with the cause, `DATABASE_NEWER`. Blocks.
    public static func open(
        _ address: String, isReadOnly: Bool = false, isFilled: Bool = false, time: Time = .database,
        clock local: any Clock,
        settings: PostgresSettings = PostgresSettings(), report: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(CoreError) -> PostgresStore {
        // The store's own patience is real also where a test winds the time of its transactions.
        let clock = DatabaseClock(time == .clock ? SystemClock() : local)
        let reports = PostgresReports(clock: clock, report)
        let connector = PostgresConnector(
            address: address, settings: settings, clock: clock, reports: reports,
            purpose: isReadOnly ? .reading : .changes)
        let times = TransactionTimes(clock: clock, given: time == .clock ? StoreClock(local) : nil)
        let first: PostgresConnection
        do throws(PostgresFailure) {
            first = try connector.connect()
            try PostgresSchema.prepare(first, times, isReadOnly: isReadOnly, isFilled: isFilled)
        } catch {
            throw error.openingError
        }
        let writerCount = isReadOnly ? 0 : max(1, settings.writers)
        let readerCount = max(1, settings.readers)
        let store = PostgresStore(clock, isReadOnly: isReadOnly, threadCount: writerCount + readerCount)
        let surroundings = PostgresSurroundings(
            times: times, clock: clock, permanent: PermanentRows(), reports: reports,
            patience: settings.reconnectTimeout)
        do throws(CoreError) {
            for number in 0..<writerCount {
                let line = PostgresLine(connector, number == 0 ? first : nil)
                try store.writes.start(PostgresWriter(line, surroundings), store.threads)
            }
            for number in 0..<readerCount {
                let line = PostgresLine(connector, number == 0 && isReadOnly ? first : nil)
                try store.reads.start(PostgresReader(line, surroundings), store.threads)
            }
        } catch {
            store.writes.close()
            store.reads.close()
            throw error
        }
        return store
    }

    /// Opens a database that a copy fills; see ``StoreCopy``.
    public static func openToFill(
        _ address: String, clock: any Clock, settings: PostgresSettings = PostgresSettings()
    ) async throws(CoreError) -> PostgresStore {
        try await WorkerThread.result {
            Result { () throws(CoreError) in
                try open(address, isFilled: true, clock: clock, settings: settings)
            }
        }
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        try await reads.perform(body)
    }

    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        guard !isReadOnly else {
            throw CoreError(.databaseReadOnly, "The database was opened for reading only.")
        }
        return try await writes.perform(body)
    }

    public func close() async {
        reads.close()
        writes.close()
        await threads.allEnded()
    }
}
