import CoreDomain
import CorePlatform
import CoreStorage
import Synchronization
import Testing

@testable import CoreStoragePostgres
@testable import CoreTesting

/// What a transaction holds back, presumes and remembers.
@Suite struct PostgresTransactionTests {
    private struct Number: SQLDecodable, Sendable {
        let value: Int64
        init(row: any SQLRow) throws(CoreError) { value = try row.int64(0) }
    }

    private static let turnsTaken = SQLStatement(
        """
        SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()
        AND CAST(classid AS BIGINT) = \(AdvisoryLock.turns.listedKey)
        """)
    private static let events = SQLStatement("SELECT COUNT(*) FROM events")

    /// Runs `body` on a transaction, which is not committed.
    private static func uncommitted<Value: Sendable>(
        _ place: String, presumes: Bool = true,
        _ body: @escaping @Sendable (PostgresTransaction, SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await offPool {
            let clock = SystemClock()
            let connection = try PostgresConnector(
                address: place, settings: PostgresSettings(), clock: DatabaseClock(clock),
                reports: PostgresReports(clock: clock) { _ in }
            ).connect()
            _ = try connection.ask("BEGIN")
            let transaction = PostgresTransaction(
                connection, KnownAnswers(PermanentRows(), on: connection), shard: 0, presumes: presumes)
            return try body(transaction, SQLTransaction(session: transaction, now: clock.now()))
        }
    }

    /// The turn at the ledger is taken with what comes last, by the first who wants it; when that one refuses, by the next.
    @Test func aTurnThatWasTakenBackIsTakenAgain() async throws {
        let shared = try await SharedStores(1)
        let turns = try await Self.uncommitted(shared.place) { transaction, tx in
            transaction.begin(closure: 0)
            try transaction.takeTurn(.ledger, place: [255])
            transaction.takeBack()
            transaction.begin(closure: 1)
            try transaction.takeTurn(.ledger, place: [255])
            try ThreadSample.append(1, to: 1, organization: 1, tx)
            _ = try transaction.query(Self.events, [], as: Number.self)
            return try transaction.query(Self.turnsTaken, [], as: Number.self).first?.value
        }
        #expect(turns == 1)
        await shared.close()
    }

    /// Everybody takes what comes last in one order, at the end: also who presumes nothing.
    @Test(arguments: [true, false])
    func whatComesLastIsTakenAtTheEnd(presumes: Bool) async throws {
        let shared = try await SharedStores(1)
        let sample = try await LedgerSample(shared[0], funds: 100)
        let turns = try await Self.uncommitted(shared.place, presumes: presumes) { transaction, tx in
            transaction.begin(closure: 0)
            let made = try Ledger().transfer([sample.move(1, sample.alice, sample.revenue, 1)], tx)
            try ThreadSample.append(1, to: 1, organization: 1, tx)
            #expect(made == [.created])
            return try transaction.query(Self.turnsTaken, [], as: Number.self).first?.value
        }
        #expect(turns == 0)
        await shared.close()
    }

    /// What one server said of a row counts no more when another has taken its place.
    @Test func anotherServerIsAskedAnew() async throws {
        let place = try await PrivatePostgres.server().address
        let isKept = try await Self.uncommitted(place) { transaction, _ in
            let rows = PermanentRows()
            let key = PermanentRows.Key(statement: 1, parameters: [])
            let result = try transaction.connection.ask("SELECT 1")
            rows.belong(to: "a")
            rows.keep([(key, result)])
            rows.belong(to: "a")
            let isKept = rows.find(key) != nil
            rows.belong(to: "b")
            return [isKept, rows.find(key) != nil]
        }
        #expect(isKept == [true, false])
    }

    /// What a decision rests on is locked when it is read.
    @Test func whatAWriteReadsToChangeItIsLocked() async throws {
        let shared = try await SharedStores(1)
        try await ThreadSample.insert(1, organization: 1, shared[0], ManualClock())
        let sample = try await LedgerSample(shared[0])
        let (server, place) = (try await PrivatePostgres.server(), shared.place)
        let turns = try await Self.uncommitted(place) { transaction, tx in
            transaction.begin(closure: 0)
            #expect(try tx.threads.find(Sample.id(1)) != nil)
            _ = try tx.ledger.accountsForChange([sample.alice, sample.revenue], exactly: true)
            for rows in [
                "threads", "ledger_accounts WHERE purpose = 'revenue'", "ledger_accounts WHERE purpose = 'available'",
            ] {
                #expect(throws: PostgresFailure.self, "\(rows)") {
                    try server.executeNow("SELECT id FROM \(rows) FOR NO KEY UPDATE NOWAIT", at: place)
                }
            }
            _ = try tx.ingredients.versions(of: "a:b:c")
            return try transaction.query(Self.turnsTaken, [], as: Number.self).first?.value
        }
        #expect(turns == 1)
        await shared.close()
    }

    /// A write that refuses when it runs alone lets go of what it locked, although no other write follows.
    @Test func whoRefusesAloneHoldsNothing() async throws {
        let shared = try await SharedStores(1)
        try await ThreadSample.insert(1, organization: 1, shared[0], ManualClock())
        let write = ProbeWrite { tx, runs throws(CoreError) in
            _ = try tx.threads.find(Sample.id(1))
            throw CoreError(runs == 0 ? .alreadyExists : .permissionDenied, "no")
        }
        let writer = DirectWriter(shared.place)
        try await writer.run([write])
        #expect(write.answers == [.permissionDenied] && write.runs == 2)
        try await shared.execute("SELECT id FROM threads FOR NO KEY UPDATE NOWAIT")
        // The connection lasts as long as its writer.
        try await writer.run([])
        await shared.close()
    }

    /// A read that found no account finds it once there is one.
    @Test func whatIsNotThereIsNotRemembered() async throws {
        let shared = try await SharedStores(1)
        func find() async throws -> Identifier? {
            try await shared[0].read { try $0.ledger.accountID(.available, of: Sample.id(1), in: .usdc) }
        }
        #expect(try await find() == nil)
        let id = try await shared[0].write { try Ledger().open(.available, Sample.id(1), .usdc, $0).id }
        #expect(try await find() == id)
        await shared.close()
    }

    /// A question that looks at what comes last has it sent before.
    @Test func aQuestionSeesWhatWasHeldBack() async throws {
        let shared = try await SharedStores(1)
        let seen = try await Self.uncommitted(shared.place) { transaction, tx in
            transaction.begin(closure: 0)
            try ThreadSample.append(3, to: 1, organization: 1, tx)
            let latest = try tx.events.latest(of: Sample.id(1))
            try ThreadSample.append(2, to: 1, after: 3, organization: 1, tx)
            let numbers = try tx.events.history(of: Sample.id(1), after: 0, limit: 9).map(\.organizationSequence)
            return [latest] + numbers
        }
        #expect(seen == [3, 1, 2, 3, 4, 5])
        await shared.close()
    }

    /// An account that a write opened and that was rolled back is not remembered.
    @Test func whatWasNotCommittedIsNotRemembered() async throws {
        let shared = try await SharedStores(1)
        let writer = DirectWriter(shared.place)
        let found = Mutex<[Identifier?]>([])
        @Sendable func ask(_ tx: any WriteTransaction) throws(CoreError) {
            let id = try tx.ledger.accountID(.available, of: Sample.id(1), in: .usdc)
            found.withLock { $0.append(id) }
        }
        let refused = ProbeWrite { tx, _ throws(CoreError) in
            try ask(tx)
            _ = try Ledger().open(.available, Sample.id(1), .usdc, tx)
            _ = try tx.ledger.accountID(.available, of: Sample.id(1), in: .usdc)
            throw CoreError(.permissionDenied, "no")
        }
        let next = ProbeWrite { tx, _ throws(CoreError) in try ask(tx) }
        for write in [refused, next] { try await writer.run([write]) }
        #expect(refused.answers == [.permissionDenied] && next.answers == [nil])
        #expect(found.withLock { $0 } == [nil, nil, nil])
        // What is not there is asked for again.
        let id = try await shared[0].write { try Ledger().open(.available, Sample.id(1), .usdc, $0).id }
        try await writer.run([next])
        #expect(found.withLock { $0.last } == .some(id))
        await shared.close()
    }

    /// Each of a batch runs at most twice when one of them was presumed wrongly.
    @Test(arguments: [0, 3, 5])
    func onlyWhoWasPresumedWronglyRunsAlone(culprit: Int) async throws {
        let shared = try await SharedStores(1)
        try await ThreadSample.prepare(shared[0], ManualClock())
        try await shared[0].write { tx in
            for number in 0..<UInt64(6) {
                try tx.threads.insert(ThreadSample.thread(number, organization: 1, at: tx.now))
            }
        }
        let before = ThreadStatus.accepted(at: ManualClock().now(), held: nil, steps: 3)
        let writes = (0..<6).map { number in
            ProbeWrite { tx, _ throws(CoreError) in
                var (old, new) = (before, before)
                if number == culprit { old.sequence = 4 }
                new.sequence = 5
                let isMoved = try tx.threads.update(Sample.id(UInt64(number)), from: old, epoch: 0, to: new)
                if !isMoved { throw CoreError(.stateConflict, "stale") }
            }
        }
        try await DirectWriter(shared.place).run(writes)
        #expect(writes.map(\.answers) == (0..<6).map { $0 == culprit ? [.stateConflict] : [nil] })
        #expect(writes.map(\.runs) == Array(repeating: 2, count: 6))
        await shared.close()
    }
}
