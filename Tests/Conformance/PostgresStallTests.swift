import CoreDomain
import CorePlatform
import CoreStorage
import Testing

@testable import CoreStoragePostgres
@testable import CoreTesting

/// What somebody else holds, for long or for ever, does no more harm than it must.
@Suite(.timeLimit(.minutes(15))) struct PostgresStallTests {
    /// A server that was stopped while it sent leaves PostgreSQL waiting within a trip, where no time limit of its own runs.
    @Test func aTransactionThatStallsWithinATripIsEnded() async throws {
        let shared = try await SharedStores(1)
        let (writes, other) = (
            try await RawConnection.holding([], at: shared.place), try await RawConnection.holding([], at: shared.place)
        )
        for (connection, number) in [(writes, 70), (other, 71)] {
            try await connection.ask("SELECT pg_advisory_lock(\(AdvisoryLock.shards.key), \(number))")
        }
        let process = try #require(try await writes.ask("SELECT pg_backend_pid()"))
        // It changes something, and the end of the trip never comes. The other one waits between two trips.
        try await writes.begin([
            "SELECT pg_current_xact_id()", "SELECT '\(String(repeating: "a", count: 20_000))'",
        ])
        try await other.ask("SELECT pg_current_xact_id()")
        var settings = PostgresSettings()
        settings.idleTransactionTimeout = .milliseconds(200)
        let signals = try PostgresSignals(shared.place, settings: settings, clock: SystemClock())
        signals.receive { _ in }
        let end = ContinuousClock.now + .seconds(60)
        let count = "SELECT COUNT(*) FROM pg_stat_activity WHERE pid = \(process)"
        while try await other.ask(count) != "0", ContinuousClock.now < end {
            signals.send(.work)
            try await other.ask("SELECT pg_stat_clear_snapshot()")
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try await other.ask(count) == "0")
        signals.close()
        await shared.close()
    }

    /// Those that wait for the same in vain do not wait one after the other; who wants nothing of it gets its turn.
    @Test func aTurnThatSomebodyHoldsHoldsUpNobodyElse() async throws {
        var settings = PostgresSettings()
        (settings.writers, settings.lockTimeout, settings.reconnectTimeout) = (1, .seconds(1), .seconds(15))
        let shared = try await SharedStores(1, settings: settings)
        let sample = try await LedgerSample(shared[0], funds: 1_000)
        let holder = try await RawConnection.holding(
            ["SELECT pg_advisory_xact_lock(\(AdvisoryLock.turns.key), \(SQLTurn.ledger.rawValue))"], at: shared.place)
        let transfers = (0..<60).map { number in
            { @Sendable (tx: any WriteTransaction) throws -> Void in
                _ = try Ledger().transfer([sample.move(UInt64(number + 1), sample.alice, sample.bob, 1)], tx)
            }
        }
        let plain = { @Sendable (tx: any WriteTransaction) throws -> Void in
            try tx.organizations.insert(Sample.organization(900, at: tx.now))
        }
        // One second after the other would be more than anybody waits, the last one too.
        let answers = try await shared[0].together(transfers + [plain])
        #expect(answers.dropLast().allSatisfy { $0.refusal == .busy })
        #expect(answers.last?.refusal == nil)
        try await holder.ask("ROLLBACK")
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    /// Who comes late in an outage is told as soon as who came first, and not after all those before.
    @Test func manyReadsInAnOutageWaitNoLongerThanOne() async throws {
        let server = try await PrivatePostgres.another()
        var settings = PostgresSettings()
        (settings.readers, settings.reconnectTimeout) = (1, .seconds(1))
        let store = try await PostgresStore.opened(server.address, settings: settings)
        let postgres = server.address.dropLast("scriptorium".count) + "postgres"
        try await server.execute("ALTER DATABASE scriptorium ALLOW_CONNECTIONS false", at: String(postgres))
        try await server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'scriptorium'", at: String(postgres)
        )
        let begun = ContinuousClock.now
        let reasons = try await withThrowingTaskGroup(of: Reason?.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    do throws(CoreError) {
                        _ = try await store.read { try $0.settings.value("a") }
                        return nil
                    } catch {
                        return error.reason
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(reasons.allSatisfy { $0 == .databaseUnavailable })
        // 25 batches of 8, of which each waited for a second once.
        #expect(ContinuousClock.now - begun < .seconds(12))
        try await server.execute("ALTER DATABASE scriptorium ALLOW_CONNECTIONS true", at: String(postgres))
        let end = ContinuousClock.now + .seconds(60)
        var isBack = false
        while !isBack, ContinuousClock.now < end {
            do throws(CoreError) {
                isBack = try await store.read { try $0.settings.value("a") } == nil
            } catch {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        #expect(isBack)
        await store.close()
    }

    /// Installations in schemas of one database have nothing to do with each other.
    @Test func schemasTakeTurnsForThemselves() async throws {
        var settings = PostgresSettings()
        settings.lockTimeout = .milliseconds(200)
        let (one, other) = (try await SharedStores(1), try await SharedStores(1, settings: settings))
        let holder = try await RawConnection.holding(
            ["SELECT pg_advisory_xact_lock(\(AdvisoryLock.turns.key), \(SQLTurn.ledger.rawValue))"], at: one.place)
        let sample = try await LedgerSample(other[0], funds: 10)
        try await sample.make([sample.move(1, sample.alice, sample.bob, 1)])
        try await sample.expectSound("afterwards")
        try await holder.ask("ROLLBACK")
        await one.close()
        await other.close()
    }

    /// A connection that is lost whenever it is used is made anew until nobody waits any longer, and not without a pause.
    @Test func aConnectionThatIsLostAtEachUseEndsInAnAnswer() async throws {
        let shared = try await SharedStores(1)
        try await shared.execute(
            """
            CREATE FUNCTION lose() RETURNS TRIGGER LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'gone' USING ERRCODE = '57P01'; END $$
            """)
        try await shared.execute(
            "CREATE TRIGGER lose BEFORE INSERT ON organizations FOR EACH ROW EXECUTE FUNCTION lose()")
        let write = ProbeWrite { tx, _ throws(CoreError) in
            try tx.organizations.insert(Sample.organization(1, at: tx.now))
        }
        try await DirectWriter(shared.place, clock: SystemClock(), patience: .seconds(3)).run([write])
        #expect(write.answers == [.databaseUnavailable])
        #expect((3...200).contains(write.runs))
        await shared.close()
    }
}

extension Result where Failure == CoreError {
    /// Why it was refused; nil when it was not.
    fileprivate var refusal: Reason? {
        if case .failure(let error) = self { error.reason } else { nil }
    }
}
