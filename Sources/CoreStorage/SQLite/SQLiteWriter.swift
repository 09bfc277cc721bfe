import CoreDomain
import Synchronization

/// The one writer of a file: runs queued writes in batches, and answers them after one commit.
///
/// Nearly every write succeeds, or refuses before it changed anything, so a batch runs without savepoints first, each of
/// which would copy the pages that are changed after it. When a write refuses after a change, the batch is taken back
/// and run again with a savepoint for each write.
///
/// SAFETY: `connection` is used by the writer's thread alone, from `run` on.
final class SQLiteWriter: QueueWorker, @unchecked Sendable {
    /// Limits of one batch: it ends at the first of them.
    private enum BatchLimit {
        static let writes = 1_024
        static let bytes = 8 * 1_024 * 1_024
        static let duration = Duration.milliseconds(20)
    }

    private let connection: SQLiteConnection
    private let clock: StoreClock
    private let monotonic: any Clock
    /// Batches that still run with savepoints, since one was taken back.
    private var carefulBatches = 0
    /// Set when the disk failed under a commit: what the operating system holds may differ from what the disk holds,
    /// so nothing more is written until the file is opened anew and recovered.
    private var failure: CoreError?

    init(connection: SQLiteConnection, clock: StoreClock, monotonic: any Clock) {
        self.connection = connection
        self.clock = clock
        self.monotonic = monotonic
    }

    /// Most writes taken from the queue at once.
    static let jobsMax = BatchLimit.writes

    /// Runs `writes`, in order, in as many batches as the limits ask for.
    func run(_ writes: [any PendingWrite]) {
        var rest = writes[...]
        while !rest.isEmpty {
            if let failure {
                for write in rest { write.answer(failure) }
                return
            }
            rest = rest.dropFirst(runBatch(rest))
            checkpointWhenDue()
        }
    }

    /// Pages of the log at which it is moved into the file: SQLite's own default.
    private static let logPagesMax = 1_000

    /// Moves a long log into the file, after those who wait were answered.
    ///
    /// A sync that fails here is the disk's last word: the system takes the pages for written, so a later sync would
    /// succeed and the log that still has them be overwritten.
    private func checkpointWhenDue() {
        guard connection.logPageCount >= Self.logPagesMax else { return }
        do throws(CoreError) {
            try connection.checkpoint()
        } catch {
            if error.reason != .databaseFull { stop(error) }
        }
    }

    /// Runs one batch from the front of `writes` and returns how many writes it answered.
    private func runBatch(_ writes: ArraySlice<any PendingWrite>) -> Int {
        do throws(CoreError) {
            try connection.execute("BEGIN IMMEDIATE")
        } catch {
            for write in writes { write.answer(error) }
            return writes.count
        }
        connection.beginGuarding()
        let isCareful = carefulBatches > 0
        if isCareful { carefulBatches -= 1 }
        let ran = attempt(writes, isCareful ? attemptInSavepoint : attemptPlainly)
        connection.endGuarding()
        let batch = writes.prefix(ran)
        if connection.transactionFailure == nil {
            commit(batch)
        } else if connection.transactionFailure == Self.refusedAfterChange, rollBackIfOpen() {
            carefulBatches = Self.carefulBatchesMax
            return runBatch(batch)
        } else {
            runOneByOne(batch)
        }
        return ran
    }

    private static let carefulBatchesMax = 16
    private static let refusedAfterChange = CoreError(
        .internalError, "A write of the batch refused after it had changed something.")

    /// Attempts writes until a limit is reached or the transaction is lost; returns how many were attempted.
    private func attempt(
        _ writes: ArraySlice<any PendingWrite>, _ attempt: (any PendingWrite, SQLTransaction) -> Void
    ) -> Int {
        let begun = monotonic.monotonic()
        let tx = SQLTransaction(session: connection, now: clock.now())
        var count = 0
        for write in writes {
            count += 1
            attempt(write, tx)
            if connection.transactionFailure != nil { break }
            if connection.boundByteCount >= BatchLimit.bytes { break }
            if monotonic.monotonic() - begun >= BatchLimit.duration { break }
        }
        return count
    }

    private static let savepoint = SQLStatement("SAVEPOINT write")
    private static let release = SQLStatement("RELEASE write")
    private static let rollback = SQLStatement("ROLLBACK TO write")

    /// Attempts one write. One that refuses after a change marks the transaction as lost.
    private func attemptPlainly(_ write: any PendingWrite, _ tx: SQLTransaction) {
        let before = connection.changeCount
        let succeeded = write.attempt(tx)
        if !succeeded, connection.changeCount != before { connection.abandon(Self.refusedAfterChange) }
    }

    /// Attempts one write in a savepoint. A failure of the savepoint itself marks the transaction as lost.
    private func attemptInSavepoint(_ write: any PendingWrite, _ tx: SQLTransaction) {
        let counters = connection.counters
        do throws(CoreError) {
            try connection.run(Self.savepoint, [])
            let succeeded = write.attempt(tx)
            if connection.transactionFailure != nil { return }
            if !succeeded {
                try connection.run(Self.rollback, [])
                connection.counters = counters
            }
            try connection.run(Self.release, [])
        } catch {
            connection.abandon(error)
        }
    }

    private func commit(_ batch: ArraySlice<any PendingWrite>) {
        do throws(CoreError) {
            try connection.storeCounters()
            try connection.execute("COMMIT")
            for write in batch { write.answer() }
        } catch {
            let provesRollback = SQLiteFailure.provesRollback(connection.lastStatus)
            let isRolledBack = rollBackIfOpen() || provesRollback
            if isRolledBack {
                if batch.count > 1 { return runOneByOne(batch) }
                for write in batch { write.answer(unlessRefused: error) }
            } else {
                stop(error)
                let unknown = CoreError(
                    .outcomeUnknown, "The disk failed during the commit; it is not known whether the change was kept.",
                    fix: "Send the call again with the same idempotency key.", retry: .sameKey)
                for write in batch { write.answer(unlessRefused: unknown) }
            }
        }
    }

    /// Runs writes whose common transaction is gone, each in a transaction of its own. Nobody was answered yet.
    private func runOneByOne(_ batch: ArraySlice<any PendingWrite>) {
        _ = rollBackIfOpen()
        for write in batch {
            if let failure { write.answer(failure) } else { runAlone(write) }
        }
    }

    private func runAlone(_ write: any PendingWrite) {
        do throws(CoreError) {
            try connection.execute("BEGIN IMMEDIATE")
        } catch {
            return write.answer(error)
        }
        connection.beginGuarding()
        let succeeded = write.attempt(SQLTransaction(session: connection, now: clock.now()))
        connection.endGuarding()
        if let lost = connection.transactionFailure {
            _ = rollBackIfOpen()
            return write.answer(lost)
        }
        guard succeeded else {
            _ = rollBackIfOpen()
            return write.answer()
        }
        commit([write])
    }

    /// Whether an open transaction was rolled back.
    private func rollBackIfOpen() -> Bool {
        guard connection.isInTransaction else { return false }
        do throws(CoreError) {
            try connection.execute("ROLLBACK")
            return true
        } catch {
            stop(error)
            return false
        }
    }

    private func stop(_ cause: CoreError) {
        failure = CoreError(
            .databaseUnavailable, "Writing stopped after the disk failed: \(cause.message)",
            fix: "Check the disk, then start the program again; it recovers what was committed.")
    }
}
