import CoreDomain

/// One reader of a file.
///
/// SAFETY: `connection` is used by the reader's thread alone.
final class SQLiteReader: QueueWorker, @unchecked Sendable {
    private var connection: SQLiteConnection?
    private let reopen: @Sendable () throws(CoreError) -> SQLiteConnection
    private let clock: StoreClock

    /// A reader on a connection that `open` gives, and gives anew when one was lost.
    init(clock: StoreClock, open: @escaping @Sendable () throws(CoreError) -> SQLiteConnection) throws(CoreError) {
        connection = try open()
        reopen = open
        self.clock = clock
    }

    private static let begin = SQLStatement("BEGIN")
    private static let end = SQLStatement("COMMIT")

    /// Most reads taken from the queue at once: enough to save most of the waking, too few to starve anyone.
    static let jobsMax = 8

    /// Runs reads on one snapshot, newer than each of them.
    func run(_ reads: [PendingRead]) {
        let connection: SQLiteConnection
        do throws(CoreError) {
            connection = try usableConnection()
            try connection.run(Self.begin, [])
        } catch {
            return refuse(reads, error)
        }
        connection.beginGuarding()
        let snapshot = SQLSnapshot(session: connection, now: clock.now())
        for read in reads { read.run(.success(snapshot)) }
        connection.endGuarding()
        endSnapshot(connection)
    }

    private func usableConnection() throws(CoreError) -> SQLiteConnection {
        let usable: SQLiteConnection
        if let connection { usable = connection } else { usable = try reopen() }
        usable.forgetFailure()
        connection = usable
        return usable
    }

    private func refuse(_ reads: [PendingRead], _ error: CoreError) {
        for read in reads { read.run(.failure(error)) }
    }

    private func endSnapshot(_ connection: SQLiteConnection) {
        guard connection.isInTransaction else { return }
        do throws(CoreError) {
            try connection.run(Self.end, [])
        } catch {
            // The reads were answered already; a connection that cannot end a snapshot would only hold the log back.
            self.connection = nil
        }
    }
}
