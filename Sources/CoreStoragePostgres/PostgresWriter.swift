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
    /// Whether one of the writes that were taken together has waited for a lock in vain: the others, which may want the
    /// same, wait for less, so that those that want nothing of it come to their turn.
    private var isHurried = false
    /// Connections lost one after the other.
    private var losses = 0

    init(_ line: PostgresLine, _ surroundings: PostgresSurroundings) {
        self.line = line
        self.surroundings = surroundings
    }

    /// Most writes taken from the queue at once.
    static let jobsMax = BatchLimit.writes

    /// Some of the writes that were taken together, which are not answered yet.
    private struct Portion {
        var writes: Writes
        /// Whether each runs in a transaction of its own.
        var isAlone = false
        /// Whether all of them have given way to others before, and may wait now.
        var isLate = false
        /// How often the first of them has given way for all that.
        var failures = 0
        /// Whether each of them has waited for a lock in vain: they run once more, and wait for nothing.
        var hasWaited = false
        /// Whether one of them may wait for another transaction.
        var mayWait: Bool { isAlone || isLate }
        /// What they are told when there is no time left.
        var cause: PostgresFailure
    }

    /// Runs `writes`, in as many batches as it takes.
    func run(_ writes: [any PendingWrite]) {
        let deadline = surroundings.clock.monotonic() + surroundings.patience
        (isHurried, losses) = (false, 0)
        // The next one is the last.
        var agenda = [Portion(writes: writes[...], cause: Self.tookTooLong)]
        while let portion = agenda.popLast() {
            if surroundings.clock.monotonic() >= deadline {
                for write in portion.writes { write.answer(portion.cause.error) }
            } else if !portion.isAlone {
                for left in runBatch(portion, until: deadline).reversed() where !left.writes.isEmpty {
                    if left.hasWaited { Self.putOff(left, &agenda) } else { agenda.append(left) }
                }
            } else if let first = portion.writes.first {
                let rest = Portion(writes: portion.writes.dropFirst(), isAlone: true, cause: portion.cause)
                if !rest.writes.isEmpty { agenda.append(rest) }
                agenda += runAlone(first, until: deadline, after: portion.cause)
            }
        }
        letGo()
    }

    /// Puts those that have waited behind all others, into one batch.
    private static func putOff(_ portion: Portion, _ agenda: inout [Portion]) {
        guard let last = agenda.first, last.hasWaited else { return agenda.insert(portion, at: 0) }
        agenda[0].writes = last.writes + portion.writes
    }

    private static let tookTooLong = PostgresFailure(connection: "it took too long")

    /// Lets go of what a transaction holds that was given up and is not followed by another one.
    private func letGo() {
        guard let connection = line.openConnection, connection.isInTransaction else { return }
        // One that fails here is found broken by whoever uses it next.
        do throws(PostgresFailure) { _ = try connection.ask("ROLLBACK") } catch { return }
    }

    /// What became of a batch.
    private enum Outcome {
        case committed(except: Rest)
        /// Nothing was kept.
        case fault(PostgresTransaction.Fault)
        /// The connection was lost during the commit of this transaction.
        case unknown(transaction: TransactionMark, except: Rest)
    }

    /// Those of a batch, by place, that changed nothing and run again.
    private struct Rest {
        /// They found what may have been presumed, and run alone.
        var doubtful: Set<Int> = []
        /// They refused, which may rest on what others of the batch changed.
        var refused: Set<Int> = []
        /// They would have had to wait for another transaction, and run in another batch.
        var waiting: Set<Int> = []
    }

    /// Runs a batch from the front of `portion`; returns what is left to do, the first first.
    private func runBatch(_ portion: Portion, until deadline: Duration) -> [Portion] {
        do throws(PostgresFailure) {
            let connection = try line.connection(until: deadline)
            let (outcome, ran) = attempt(portion, on: connection)
            var (done, behind) = (portion, portion)
            done.writes = portion.writes.prefix(ran)
            behind.writes = portion.writes.dropFirst(ran)
            behind.failures = 0
            let left = settle(outcome, done, until: deadline)
            // Who may have to wait comes behind those who need not.
            return left.filter { !$0.mayWait } + [behind] + left.filter(\.mayWait)
        } catch {
            for write in portion.writes { write.answer(error.error) }
            return []
        }
    }

    /// Runs closures until a limit is reached, and commits; returns how many ran.
    private func attempt(_ portion: Portion, on connection: PostgresConnection) -> (Outcome, ran: Int) {
        let writes = portion.writes
        let begun = surroundings.clock.monotonic()
        let start: Beginning
        var known = KnownAnswers(surroundings.permanent, on: connection)
        let questions = scout(writes, known, connection)
        do throws(PostgresFailure) {
            let results: [PostgresResult]
            (start, results) = try begin(connection, asking: questions)
            for (question, result) in zip(questions, results) { known.foresee(result, to: question) }
        } catch {
            return (.fault(.init(closure: nil, failure: error)), writes.count)
        }
        if isHurried { hurry(connection) }
        let transaction = PostgresTransaction(
            connection, known, shard: line.shard, presumes: true, mayWait: portion.isLate)
        let tx = SQLTransaction(session: transaction, now: start.now)
        connection.forgetSentBytes()
        var ran = 0
        var rest = Rest()
        for write in writes {
            transaction.begin(closure: ran)
            let succeeded = write.attempt(tx)
            if transaction.wouldWait {
                transaction.takeBack()
                rest.waiting.insert(ran)
            } else if !succeeded {
                transaction.takeBack()
                if write.foundDuplicate { rest.doubtful.insert(ran) } else { rest.refused.insert(ran) }
            }
            ran += 1
            if transaction.fault != nil || transaction.isSealed
                || connection.sentByteCount + transaction.heldByteCount >= BatchLimit.bytes
                || surroundings.clock.monotonic() - begun >= BatchLimit.duration
            {
                break
            }
        }
        return (end(transaction, start.transaction, except: rest), ran)
    }

    private static let beginning = SQLStatement("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
    private static let facts = SQLStatement(
        """
        SELECT CAST(EXTRACT(EPOCH FROM transaction_timestamp()) * 1000000 AS BIGINT),
        CAST(pg_current_xact_id() AS TEXT), \(TransactionMark.timeline)
        """)

    private func hurry(_ connection: PostgresConnection) {
        // A connection that fails here fails at the next statement too.
        do throws(PostgresFailure) { _ = try connection.ask("SET LOCAL lock_timeout = '50ms'") } catch { return }
    }

    /// A transaction's time, and what it is found by afterwards.
    private typealias Beginning = (now: Timestamp, transaction: TransactionMark)

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
            let time = try Timestamp(databaseMicroseconds: try facts.int64(0))
            let mark = TransactionMark(
                cluster: connection.cluster, timeline: facts.text(2) ?? "", number: facts.text(1) ?? "",
                recovery: connection.recovery)
            return ((surroundings.times.begin(at: time), mark), Array(results.dropFirst(2)))
        } catch {
            throw PostgresFailure(.refused, error)
        }
    }

    private func end(
        _ transaction: PostgresTransaction, _ number: TransactionMark, except rest: Rest = Rest()
    ) -> Outcome {
        if let fault = transaction.fault { return .fault(fault) }
        do throws(PostgresFailure) {
            try transaction.finish()
            return .committed(except: rest)
        } catch {
            if transaction.isCommitting, error.kind == .connection {
                return .unknown(transaction: number, except: rest)
            }
            return .fault(transaction.fault ?? .init(closure: nil, failure: error))
        }
    }

    // MARK: What follows

    /// Answers a batch as far as it can be; returns what is left to do of it.
    private func settle(_ outcome: Outcome, _ portion: Portion, until deadline: Duration) -> [Portion] {
        let batch = portion.writes
        switch outcome {
        case .committed(let rest): return answer(portion, except: rest)
        case .unknown(let number, let rest): return settleUnknown(number, portion, except: rest, until: deadline)
        case .fault(let fault):
            surroundings.reports.tell(fault.failure)
            if fault.failure.kind == .connection { return afterLoss(batch, fault.failure) }
            if fault.failure.kind == .blocked { return afterWait(portion, fault) }
            guard batch.count > 1 else { return [Portion(writes: batch, isAlone: true, cause: Self.inTheWay)] }
            guard let closure = fault.closure, closure < batch.count else { return halves(portion) }
            let place = batch.startIndex + closure
            return [
                Portion(writes: batch[..<place] + batch[(place + 1)...], cause: Self.inTheWay),
                Portion(writes: batch[place...place], isAlone: true, cause: Self.inTheWay),
            ]
        }
    }

    /// A write of the batch has waited for a lock in vain: it runs once more when all others are done, since who held it
    /// may only have been slow.
    private func afterWait(_ portion: Portion, _ fault: PostgresTransaction.Fault) -> [Portion] {
        isHurried = true
        let batch = portion.writes
        if portion.hasWaited {
            for write in batch { write.answer(fault.failure.error) }
            return []
        }
        if batch.count > 1, fault.closure == nil { return halves(portion) }
        let place = batch.startIndex + min(fault.closure ?? 0, batch.count - 1)
        return [
            Portion(writes: batch[..<place] + batch[(place + 1)...], cause: Self.inTheWay),
            Portion(writes: batch[place...place], hasWaited: true, cause: fault.failure),
        ]
    }

    /// The connection is gone, and nothing was kept.
    private func afterLoss(_ batch: Writes, _ failure: PostgresFailure) -> [Portion] {
        line.drop()
        // One that is lost again and again is made again and again, though not without a pause.
        if losses > 0 { Pause.before(attempt: losses) }
        losses += 1
        return [Portion(writes: batch, cause: failure)]
    }

    private func halves(_ portion: Portion) -> [Portion] {
        let batch = portion.writes
        let middle = batch.startIndex + batch.count / 2
        return [batch[..<middle], batch[middle...]].map { Portion(writes: $0, cause: Self.inTheWay) }
    }

    private func answer(_ portion: Portion, except rest: Rest) -> [Portion] {
        losses = 0
        var (doubtful, waiting): (Writes, Writes) = ([], [])
        for (place, write) in portion.writes.enumerated() {
            if rest.doubtful.contains(place) {
                doubtful.append(write)
            } else if rest.waiting.contains(place) {
                waiting.append(write)
            } else {
                write.answer()
            }
        }
        if portion.hasWaited {
            for write in waiting { write.answer(portion.cause.error) }
            waiting = []
        }
        let isStuck = portion.isLate && rest.waiting.contains(0)
        var failures = isStuck ? portion.failures + 1 : 0
        if isStuck { Pause.before(attempt: failures) }
        if failures >= Self.attemptsLate, let first = waiting.popFirst() {
            doubtful.append(first)
            failures = 0
        }
        return [
            Portion(writes: doubtful, isAlone: true, cause: Self.tookTooLong),
            Portion(writes: waiting, isLate: true, failures: failures, cause: Self.inTheWay),
        ]
    }

    /// How often the first of a late batch, which has waited for its first row, gives way when it wants another one. Then it
    /// runs alone, and waits while it holds the first.
    private static let attemptsLate = 6

    private static let inTheWay = PostgresFailure(
        .conflict,
        CoreError(
            .busy, "Other changes stood in the way of this one for too long.", retry: .later(after: .seconds(1))))

    /// The commit was sent and not answered: the database knows what became of it.
    private func settleUnknown(
        _ number: TransactionMark, _ portion: Portion, except rest: Rest, until deadline: Duration
    ) -> [Portion] {
        line.drop()
        // The loss may have taken long to be noticed; what is left of the batch's own time is for running it again.
        let answerDeadline = surroundings.clock.monotonic() + surroundings.patience
        do throws(PostgresFailure) {
            let connection = try line.connection(until: answerDeadline)
            let status = try CommitStatus.ask(connection, number, until: answerDeadline, surroundings.clock)
            switch status {
            case .committed: return answer(portion, except: rest)
            case .aborted: return afterLoss(portion.writes, Self.lost)
            case .unknown: break
            }
        } catch {
            line.drop()
        }
        let unknown = CoreError(
            .outcomeUnknown, "The connection was lost during the commit; it is not known whether the change was kept.",
            fix: "Send the call again with the same idempotency key.", retry: .sameKey)
        // Of those that changed nothing it is known, and they may run again.
        let unchanged = rest.doubtful.union(rest.refused).union(rest.waiting)
        var again: Writes = []
        for (place, write) in portion.writes.enumerated() {
            if unchanged.contains(place) { again.append(write) } else { write.answer(unknown) }
        }
        return [Portion(writes: again, cause: Self.lost)]
    }

    private static let lost = PostgresFailure(connection: "the connection was lost")

    // MARK: Alone

    private static let attemptsAlone = 10
    private static let duplicate = PostgresFailure(
        .duplicate, CoreError(.alreadyExists, "A record with this id exists already."))

    /// Runs one write in a transaction of its own, which presumes nothing, until nothing stands in its way; returns it when
    /// it is to run again. One that has waited for a lock in vain has waited enough: this thread serves others too.
    private func runAlone(
        _ write: any PendingWrite, until deadline: Duration, after failure: PostgresFailure
    ) -> [Portion] {
        var cause = failure
        var duplicates = 0
        for number in 0..<Self.attemptsAlone where surroundings.clock.monotonic() < deadline {
            if cause.kind == .blocked { break }
            if number > 0 { Pause.before(attempt: number) }
            do throws(PostgresFailure) {
                if let number = try attemptAlone(write, on: try line.connection(until: deadline)) {
                    let portion = Portion(writes: [write], isAlone: true, cause: cause)
                    return settleUnknown(number, portion, except: Rest(), until: deadline)
                }
                return []
            } catch {
                cause = error
                surroundings.reports.tell(error)
                if error.kind == .connection { line.drop() }
                if error.kind == .blocked { isHurried = true }
                if error.kind == .refused { break }
                // The first may be another's that was not there a moment ago.
                duplicates += error.kind == .duplicate ? 1 : 0
                if duplicates > 1 {
                    write.answer(unlessRefused: error.error)
                    return []
                }
            }
        }
        write.answer(cause.error)
        return []
    }

    /// Runs the write and answers it; returns the mark of the transaction when its commit was not answered.
    private func attemptAlone(
        _ write: any PendingWrite, on connection: PostgresConnection
    ) throws(PostgresFailure) -> TransactionMark? {
        let (start, _) = try begin(connection)
        if isHurried { hurry(connection) }
        let transaction = PostgresTransaction(
            connection, KnownAnswers(surroundings.permanent, on: connection), shard: line.shard, presumes: false)
        let succeeded = write.attempt(SQLTransaction(session: transaction, now: start.now))
        if transaction.fault == nil, !succeeded {
            _ = try connection.ask("ROLLBACK")
            if write.foundDuplicate { throw Self.duplicate }
            write.answer()
            return nil
        }
        switch end(transaction, start.transaction) {
        case .committed: write.answer()
        case .unknown(let number, _): return number
        case .fault(let fault): throw fault.failure
        }
        return nil
    }
}
