import CoreDomain

/// One reader of a file.
///
/// SAFETY: `connection` is used by the reader's thread alone.
final class SQLiteReader: @unchecked Sendable {
    private var connection: SQLiteConnection?
    private let clock: StoreClock

    init(connection: SQLiteConnection, clock: StoreClock) {
        self.connection = connection
        self.clock = clock
    }

    private static let begin = SQLStatement("BEGIN")
    private static let end = SQLStatement("COMMIT")

    /// Runs one read on a snapshot of its own.
    func run(_ read: PendingRead) {
        guard let connection else {
            return read.run(.failure(CoreError(.databaseUnavailable, "The connection for reading was lost.")))
        }
        do throws(CoreError) {
            try connection.run(Self.begin, [])
        } catch {
            return read.run(.failure(error))
        }
        connection.beginGuarding()
        read.run(.success(SQLSnapshot(session: connection, now: clock.now())))
        connection.endGuarding()
        endSnapshot(connection)
    }

    private func endSnapshot(_ connection: SQLiteConnection) {
        guard connection.isInTransaction else { return }
        do throws(CoreError) {
            try connection.run(Self.end, [])
        } catch {
            // The reader was answered already; a connection that cannot end a snapshot would only hold the log back.
            self.connection = nil
        }
    }
}
