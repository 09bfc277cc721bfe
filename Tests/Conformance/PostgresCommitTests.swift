import CoreDomain
import CorePlatform
import Synchronization
import Testing

@testable import CoreStoragePostgres
@testable import CoreTesting

/// What a writer does about each answer of the database, and about none.
@Suite(.timeLimit(.minutes(5))) struct PostgresCommitTests {
    private static func addition(_ number: UInt64) -> ProbeWrite {
        ProbeWrite { tx, _ throws(CoreError) in
            try tx.organizations.insert(Sample.organization(number, at: tx.now))
        }
    }

    private static func connection(_ place: String) throws -> PostgresConnection {
        try PostgresConnector(
            address: place, settings: PostgresSettings(), clock: DatabaseClock(SystemClock()),
            reports: PostgresReports(clock: SystemClock()) { _ in }
        ).connect()
    }

    private func expectStored(_ numbers: ClosedRange<UInt64>, _ store: PostgresStore) async throws {
        for number in numbers {
            #expect(try await store.read { try $0.organizations.find(Sample.id(number)) != nil }, "\(number)")
        }
    }

    /// A sequence counts on when its transaction is rolled back, so the first so many tries to add one record fail.
    @Test(arguments: [
        ("40001", 4, Reason?.none), ("40P01", 4, nil), ("23505", 2, nil), ("23505", 3, .alreadyExists),
        ("55P03", 1, nil), ("55P03", 2, .busy), ("57P01", 3, nil), ("57P02", 3, nil), ("25P03", 3, nil),
        ("25006", 3, nil),
        ("53100", 2, .databaseFull), ("57014", 2, .databaseUnavailable), ("XX001", 2, .databaseCorrupt),
        ("42501", 2, .databaseUnavailable), ("22003", 1, nil), ("22003", 2, .internalError),
    ])
    func whatTheDatabaseSaysOfOneIsNotSaidToItsNeighbours(state: String, times: Int, answer: Reason?) async throws {
        let shared = try await SharedStores(1)
        try await shared.execute("CREATE SEQUENCE tries")
        try await shared.execute(
            """
            CREATE FUNCTION hinder() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF nextval('tries') <= \(times) THEN RAISE EXCEPTION 'planned' USING ERRCODE = '\(state)'; END IF;
            RETURN NEW; END $$
            """)
        try await shared.execute(
            """
            CREATE TRIGGER hinder BEFORE INSERT ON organizations FOR EACH ROW
            WHEN (NEW.id = '\\x00000000000000070000000000000003') EXECUTE FUNCTION hinder()
            """)
        let writes = (UInt64(1)...5).map { Self.addition($0) }
        try await DirectWriter(shared.place).run(writes)
        #expect(writes.map(\.answers) == (1...5).map { $0 == 3 ? [answer] : [nil] })
        for number in UInt64(1)...5 {
            let isStored = try await shared[0].read { try $0.organizations.find(Sample.id(number)) != nil }
            #expect(isStored == (number != 3 || answer == nil), "\(number)")
        }
        await shared.close()
    }

    /// The server dies in the middle of the commit, before the point from which it would be kept.
    @Test func aCommitThatWasLostIsMadeAgain() async throws {
        let shared = try await SharedStores(1)
        try await shared.execute("CREATE SEQUENCE tries")
        try await shared.execute(
            """
            CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF nextval('tries') = 1 THEN
            PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60); END IF;
            RETURN NEW; END $$
            """)
        try await shared.execute(
            """
            CREATE CONSTRAINT TRIGGER die AFTER INSERT ON organizations DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION die()
            """)
        let writes = (UInt64(1)...3).map { Self.addition($0) }
        try await DirectWriter(shared.place).run(writes)
        #expect(writes.map(\.answers) == [[nil], [nil], [nil]])
        #expect(writes.map(\.runs) == [2, 2, 2])
        try await expectStored(1...3, shared[0])
        await shared.close()
    }

    /// A commit that waits for a standby is kept already; whoever cuts its connection then leaves it without an answer.
    @Test func aCommitThatWasKeptIsNotMadeAgain() async throws {
        let server = try await PrivatePostgres.another()
        let store = try await PostgresStore.opened(server.address)
        try await server.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", at: server.address)
        try await server.execute("SELECT pg_reload_conf()", at: server.address)
        let writer = DirectWriter(server.address)
        let hasCut = Mutex(false)
        let cut = Task {
            try await offPool {
                let connection = try Self.connection(server.address)
                var victim: String?
                while victim == nil {
                    victim = try connection.ask("SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'").text(0)
                }
                hasCut.withLock { $0 = true }
                _ = try connection.ask("SELECT pg_terminate_backend(\(victim ?? "0"))")
                while try connection.ask("SELECT pid FROM pg_stat_activity WHERE pid = \(victim ?? "0")").rowCount > 0 {
                }
                _ = try connection.ask("ALTER SYSTEM RESET synchronous_standby_names")
                _ = try connection.ask("SELECT pg_reload_conf()")
            }
        }
        // The server takes the setting up a moment after it was told to.
        var number: UInt64 = 0
        var writes: [ProbeWrite] = []
        var doubtful = Self.addition(0)
        while !hasCut.withLock({ $0 }), number < 10_000 {
            number += 10
            let (first, third) = (number + 1, number + 3)
            doubtful = ProbeWrite { tx, runs throws(CoreError) in
                if runs == 0 { throw CoreError(.alreadyExists, "presumed") }
                try tx.organizations.insert(Sample.organization(third, at: tx.now))
            }
            writes = [Self.addition(first), Self.addition(first + 1)]
            try await writer.run(writes + [doubtful])
        }
        try await cut.value
        #expect(writes.map(\.answers) == [[nil], [nil]])
        #expect(writes.map(\.runs) == [1, 1])
        #expect(doubtful.answers == [nil] && doubtful.runs == 2)
        try await expectStored(number + 1...number + 3, store)
        await store.close()
    }

    /// A transaction that is under way may yet be kept or not.
    @Test func aTransactionUnderWayIsNeitherKeptNorLost() async throws {
        let place = try await PrivatePostgres.server().address
        let states = try await offPool {
            let (holder, asker) = (try Self.connection(place), try Self.connection(place))
            let clock = SystemClock()
            func ask(_ number: String, _ patience: Duration) throws -> CommitStatus {
                let timeline = try asker.ask("SELECT \(TransactionMark.timeline)").text(0) ?? ""
                let mark = TransactionMark(
                    cluster: asker.cluster, timeline: timeline, number: number, recovery: asker.recovery)
                return try CommitStatus.ask(asker, mark, until: clock.monotonic() + patience, clock)
            }
            var states: [CommitStatus] = []
            for end in ["COMMIT", "ROLLBACK"] {
                _ = try holder.ask("BEGIN")
                let number = try holder.ask("SELECT CAST(pg_current_xact_id() AS TEXT)").text(0) ?? ""
                states.append(try ask(number, .milliseconds(100)))
                _ = try holder.ask(end)
                states.append(try ask(number, .seconds(10)))
            }
            return states + [try ask("", .seconds(10)), try ask("1'", .seconds(10))]
        }
        #expect(states == [.unknown, .committed, .unknown, .aborted, .unknown, .unknown])
    }
}
