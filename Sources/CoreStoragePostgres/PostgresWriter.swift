import CoreDomain
import CorePlatform
import CoreStorage

/// Runs queued writes on one connection, in batches of one transaction each, and answers them after its commit.
///
/// A batch presumes that nothing stands in its way. When something does, it is rolled back; the write at whose door it
/// lies runs alone, and the others run again. Nobody was answered before, and closures may run more than once.
///
/// SAFETY: used by the writer's thread alone.
final class PostgresWriter: QueueWorker, @unchecked Sendable {
    /// Limits of one batch: it ends at the first of them.
    private enum BatchLimit {
        static let writes = 512
        static let bytes = 8 * 1_024 * 1_024
        static let duration = Duration.milliseconds(20)
    }

    private typealias Writes = ArraySlice<any PendingWrite>

    private let line: PostgresLine
    private let surroundings: PostgresSurroundings

    init(_ line: PostgresLine, _ surroundings: PostgresSurroundings) {
        self.line = line
        self.surroundings = surroundings
    }

    /// Most writes taken from the queue at once.
    static let jobsMax = BatchLimit.writes

    /// Runs `writes`, in as many batches as it takes.
    func run(_ writes: [any PendingWrite]) {
        let deadline = surroundings.clock.monotonic() + surroundings.patience
        var rest = writes[...]
        while !rest.isEmpty { rest = rest.dropFirst(runBatch(rest, until: deadline)) }
    }

    /// What became of a batch.
    private enum Outcome {
        /// All but these, which changed nothing and are to run alone: they found what may have been presumed.
        case committed(except: Set<Int>)
        /// Nothing was kept.
        case fault(PostgresTransaction.Fault)
        /// The connection was lost during the commit of this transaction.
        case unknown(transaction: String, except: Set<Int>)
    }

    /// Runs a batch from the front of `writes` and returns how many were answered.
    private func runBatch(_ writes: Writes, until deadline: Duration) -> Int {
        do throws(PostgresFailure) {
            let connection = try line.connection(until: deadline)
            let (outcome, ran) = attempt(writes, on: connection)
            settle(outcome, writes.prefix(ran), until: deadline)
            return ran
        } catch {
            for write in writes { write.answer(error.error) }
            return writes.count
        }
    }

    /// Runs closures until a limit is reached, and commits; returns how many ran.
    private func attempt(_ writes: Writes, on connection: PostgresConnection) -> (Outcome, ran: Int) {
        let begun = surroundings.clock.monotonic()
        let start: Beginning
        var known = KnownAnswers(surroundings.permanent)
        let questions = scout(writes, known, connection)
        do throws(PostgresFailure) {
            let results: [PostgresResult]
            (start, results) = try begin(connection, asking: questions)
            for (question, result) in zip(questions, results) { known.foresee(result, to: question) }
        } catch {
            return (.fault(.init(closure: nil, failure: error)), writes.count)
        }
        let transaction = PostgresTransaction(connection, known, shard: line.shard, presumes: true)
        let tx = SQLTransaction(session: transaction, now: start.now)
        connection.forgetSentBytes()
        var ran = 0
        var doubtful: Set<Int> = []
        for write in writes {
            transaction.begin(closure: ran)
            if !write.attempt(tx) {
                transaction.takeBack()
                if write.foundDuplicate { doubtful.insert(ran) }
            }
            ran += 1
            if transaction.fault != nil
                || connection.sentByteCount + transaction.heldByteCount >= BatchLimit.bytes
                || surroundings.clock.monotonic() - begun >= BatchLimit.duration
            {
                break
            }
        }
        return (end(transaction, start.transaction, except: doubtful), ran)
    }

    private static let beginning = SQLStatement("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
    private static let facts = SQLStatement(
        """
        SELECT CAST(EXTRACT(EPOCH FROM transaction_timestamp()) * 1000000 AS BIGINT),
        CAST(pg_current_xact_id() AS TEXT)
        """)

    /// A transaction's time, and its number.
    private typealias Beginning = (now: Timestamp, transaction: String)

    /// What the closures ask first.
    private func scout(_ writes: Writes, _ known: KnownAnswers, _ connection: PostgresConnection) -> [Question] {
        let scout = PostgresScout(known, connection, for: .change)
        let tx = SQLTransaction(session: scout, now: surroundings.times.now())
        for write in writes where scout.hasRoom { write.scout(tx) }
        return scout.questions
    }

    /// Begins a transaction, and asks these questions in the same trip.
    private func begin(
        _ connection: PostgresConnection, asking questions: [Question] = []
    ) throws(PostgresFailure) -> (Beginning, [PostgresResult]) {
        if connection.isInTransaction { _ = try connection.ask("ROLLBACK") }
        try line.takeShard(connection)
        try connection.send(Self.beginning, for: .change, PostgresParameters())
        try connection.send(Self.facts, for: .change, PostgresParameters())
        for question in questions {
            try connection.send(question.statement, for: .change, question.parameters)
        }
        let results = try connection.roundTrip()
        guard results.count == 2 + questions.count else { throw PostgresFailure(connection: "it gave no answer") }
        let facts = results[1]
        do throws(CoreError) {
            let time = Timestamp(nanoseconds: try facts.int64(0) * 1_000)
            return ((surroundings.times.begin(at: time), facts.text(1) ?? ""), Array(results.dropFirst(2)))
        } catch {
            throw PostgresFailure(.refused, error)
        }
    }

    private func end(
        _ transaction: PostgresTransaction, _ number: String, except doubtful: Set<Int> = []
    ) -> Outcome {
        if let fault = transaction.fault { return .fault(fault) }
        do throws(PostgresFailure) {
            try transaction.finish()
            return .committed(except: doubtful)
        } catch {
            if transaction.isCommitting, error.kind == .connection {
                return .unknown(transaction: number, except: doubtful)
            }
            return .fault(transaction.fault ?? .init(closure: nil, failure: error))
        }
    }

    // MARK: What follows

    private func settle(_ outcome: Outcome, _ batch: Writes, until deadline: Duration) {
        switch outcome {
        case .committed(let doubtful):
            answer(batch, except: doubtful, until: deadline)
        case .unknown(let number, let doubtful):
            settleUnknown(number, batch, except: doubtful, until: deadline)
        case .fault(let fault):
            surroundings.reports.tell(fault.failure)
            if fault.failure.kind == .connection {
                line.drop()
                return again(batch, until: deadline, fault.failure)
            }
            if batch.count == 1 { return batch.forEach { runAlone($0, until: deadline, after: fault.failure) } }
            guard let closure = fault.closure, closure < batch.count else { return inHalves(batch, until: deadline) }
            let culprit = batch[batch.startIndex + closure]
            var others = Array(batch)
            others.remove(at: closure)
            again(others[...], until: deadline, fault.failure)
            runAlone(culprit, until: deadline, after: fault.failure)
        }
    }

    private func answer(_ batch: Writes, except doubtful: Set<Int>, until deadline: Duration) {
        for (index, write) in batch.enumerated() where !doubtful.contains(index) { write.answer() }
        for (index, write) in batch.enumerated() where doubtful.contains(index) { runAlone(write, until: deadline) }
    }

    /// Runs a batch again, unless it has taken too long.
    private func again(_ batch: Writes, until deadline: Duration, _ cause: PostgresFailure) {
        var rest = batch
        while !rest.isEmpty {
            if surroundings.clock.monotonic() >= deadline {
                for write in rest { write.answer(cause.error) }
                return
            }
            rest = rest.dropFirst(runBatch(rest, until: deadline))
        }
    }

    private func inHalves(_ batch: Writes, until deadline: Duration) {
        let middle = batch.startIndex + batch.count / 2
        for half in [batch[..<middle], batch[middle...]] {
            var rest = half
            while !rest.isEmpty { rest = rest.dropFirst(runBatch(rest, until: deadline)) }
        }
    }

    /// The commit was sent and not answered: the database knows what became of it.
    private func settleUnknown(
        _ number: String, _ batch: Writes, except doubtful: Set<Int>, until deadline: Duration
    ) {
        line.drop()
        do throws(PostgresFailure) {
            let connection = try line.connection(until: deadline)
            let status = try CommitStatus.ask(connection, number, until: deadline, surroundings.clock)
            switch status {
            case .committed: return answer(batch, except: doubtful, until: deadline)
            case .aborted:
                return again(batch, until: deadline, PostgresFailure(connection: "the connection was lost"))
            case .unknown: break
            }
        } catch {
            line.drop()
        }
        let unknown = CoreError(
            .outcomeUnknown, "The connection was lost during the commit; it is not known whether the change was kept.",
            fix: "Send the call again with the same idempotency key.", retry: .sameKey)
        for write in batch { write.answer(unlessRefused: unknown) }
    }

    // MARK: Alone

    private static let attemptsAlone = 10
    private static let duplicate = PostgresFailure(
        .duplicate, CoreError(.alreadyExists, "A record with this id exists already."))

    /// Runs one write in a transaction of its own, which presumes nothing, until nothing stands in its way. One that has
    /// waited for a lock in vain has waited enough: this thread serves others too.
    private func runAlone(
        _ write: any PendingWrite, until deadline: Duration, after failure: PostgresFailure? = nil
    ) {
        var cause = failure ?? PostgresFailure(connection: "it took too long")
        if cause.kind == .blocked { return write.answer(cause.error) }
        var duplicates = 0
        for number in 0..<Self.attemptsAlone where surroundings.clock.monotonic() < deadline {
            if number > 0 { Pause.before(attempt: number) }
            do throws(PostgresFailure) {
                let connection = try line.connection(until: deadline)
                let (start, _) = try begin(connection)
                let transaction = PostgresTransaction(
                    connection, KnownAnswers(surroundings.permanent), shard: line.shard, presumes: false)
                let succeeded = write.attempt(SQLTransaction(session: transaction, now: start.now))
                if transaction.fault == nil, !succeeded {
                    _ = try connection.ask("ROLLBACK")
                    if write.foundDuplicate { throw Self.duplicate }
                    return write.answer()
                }
                switch end(transaction, start.transaction) {
                case .committed: return write.answer()
                case .unknown(let number, _):
                    return settleUnknown(number, [write], except: [], until: deadline)
                case .fault(let fault): throw fault.failure
                }
            } catch {
                cause = error
                surroundings.reports.tell(error)
                switch error.kind {
                case .conflict: break
                case .connection: line.drop()
                case .duplicate:
                    // The first may be another's that was not there a moment ago.
                    duplicates += 1
                    if duplicates > 1 { return write.answer(unlessRefused: error.error) }
                case .refused, .blocked: return write.answer(error.error)
                }
            }
        }
        write.answer(cause.error)
    }
}
