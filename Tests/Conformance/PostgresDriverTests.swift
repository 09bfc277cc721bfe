import CoreDomain
import CorePlatform
import CoreStorage
import Synchronization
import Testing

@testable import CoreStoragePostgres
@testable import CoreTesting

/// The parts of the driver, each for itself.
@Suite(.timeLimit(.minutes(5))) struct PostgresDriverTests {
    @Test func everyConnectionHasItsLimits() async throws {
        let place = try await PrivatePostgres.server().emptyPlace()
        var settings = PostgresSettings()
        settings.statementTimeout = .milliseconds(1_234)
        settings.lockTimeout = .milliseconds(2_345)
        settings.idleTransactionTimeout = .milliseconds(3_456)
        let connector = PostgresConnector(
            address: place + "%20-csynchronous_commit%3Doff", settings: settings, clock: DatabaseClock(SystemClock()),
            reports: PostgresReports(clock: SystemClock()) { _ in })
        let found = try await offPool {
            let connection = try connector.connect()
            return try [
                "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "synchronous_commit",
            ].map { try connection.ask("SHOW \($0)").text(0) }
        }
        #expect(found == ["1234ms", "2345ms", "3456ms", "on"])
    }

    @Test func theDatabaseIsTriedForAsLongAsMayBe() async throws {
        let clock = SystemClock()
        let line = PostgresLine(
            PostgresConnector(
                address: "postgres://scriptorium@127.0.0.1:1/x", settings: PostgresSettings(),
                clock: DatabaseClock(clock), reports: PostgresReports(clock: clock) { _ in }))
        let duration = try await offPool {
            let start = clock.monotonic()
            #expect(throws: PostgresFailure.self) { _ = try line.connection(until: start + .milliseconds(300)) }
            return clock.monotonic() - start
        }
        #expect(duration > .milliseconds(50) && duration < .seconds(5))
    }

    @Test func theClockFollowsTheDatabaseAndNeverGoesBack() {
        let local = ManualClock()
        let clock = DatabaseClock(local)
        #expect(clock.now() == local.now())
        let start = local.now().adding(.seconds(100))
        clock.see(start)
        #expect(clock.now() == start)
        local.advance(by: .seconds(1))
        #expect(clock.now() == start.adding(.seconds(1)))
        clock.see(start)
        #expect(clock.now() == start.adding(.seconds(1)))
        local.advance(by: .seconds(3))
        #expect(clock.now() == start.adding(.seconds(3)))
        clock.see(start.adding(.seconds(60)))
        #expect(clock.now() == start.adding(.seconds(60)))
    }

    @Test func whoWaitsNextIsWokenOnce() throws {
        let waker = try Waker()
        #expect(!waker.wait(nil, 0))
        for _ in 0..<600 { waker.wake() }
        #expect(waker.wait(nil, 0))
        #expect(!waker.wait(nil, 0))
    }

    @Test func aReportIsRepeatedOnlyAfterAWhile() {
        let clock = ManualClock()
        let told = Mutex<[String]>([])
        let reports = PostgresReports(clock: clock) { line in told.withLock { $0.append(line) } }
        func failure(_ kind: PostgresFailure.Kind, _ detail: String?) -> PostgresFailure {
            PostgresFailure(kind, CoreError(.busy, "x"), detail: detail)
        }
        for (kind, detail) in [
            (PostgresFailure.Kind.connection, "a"), (.connection, "a"), (.refused, "b"), (.conflict, "c"),
            (.blocked, "d"), (.duplicate, "e"), (.refused, nil),
        ] { reports.tell(failure(kind, detail)) }
        #expect(told.withLock { $0 } == ["a", "b"])
        clock.advance(by: .seconds(9))
        reports.tell(failure(.connection, "a"))
        clock.advance(by: .seconds(1))
        reports.tell(failure(.connection, "a"))
        reports.tell(failure(.connection, "a"))
        #expect(told.withLock { $0 } == ["a", "b", "a"])
    }

    /// Texts are kept apart and come back, whatever is in them.
    @Test func everyTextComesBack() {
        let parts = ["", "a", "\0", "\u{10fffd}", "0", "1", "\u{10fffe}", "ž"]
        let texts = parts.flatMap { first in parts.flatMap { second in parts.map { first + second + $0 } } }
        for text in Set(texts) {
            let stored = TextEscape.stored(text)
            #expect(!stored.contains(0), "\(text.debugDescription)")
            #expect(stored.withUnsafeBytes { TextEscape.text($0) } == text, "\(text.debugDescription)")
        }
    }

    /// What others commit in the middle of a read is not seen by it.
    @Test func aReadLooksAtOneMoment() async throws {
        let shared = try await SharedStores(1)
        let (server, place) = (try await PrivatePostgres.server(), shared.place)
        let seen = try await shared[0].read { tx in
            let before = try tx.organizations.find(Sample.id(1))
            try server.executeNow(
                """
                INSERT INTO organizations (id, kind, status, created_at)
                VALUES ('\\x00000000000000070000000000000001', 'personal', 'active', 0)
                """, at: place)
            return [before, try tx.organizations.find(Sample.id(1))]
        }
        #expect(seen == [nil, nil])
        #expect(try await shared[0].read { try $0.organizations.find(Sample.id(1)) } != nil)
        await shared.close()
    }

    @Test func aShardIsOneWritersOwnAlsoOverANewConnection() async throws {
        let connector = PostgresConnector(
            address: try await PrivatePostgres.another().address, settings: PostgresSettings(),
            clock: DatabaseClock(SystemClock()), reports: PostgresReports(clock: SystemClock()) { _ in })
        let (shards, held) = try await offPool {
            let lines = (0..<3).map { _ in PostgresLine(connector) }
            var held: [Int] = []
            func take(_ number: Int) throws -> Int64 {
                let connection = try lines[number].connection(until: .zero)
                try lines[number].takeShard(connection)
                held.append(
                    try connection.ask(
                        "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()"
                    ).rowCount)
                return lines[number].shard
            }
            let shards = try [take(0), take(1), take(2), take(1)]
            lines[1].drop()
            _ = try take(1)
            return (shards, held)
        }
        #expect(shards == [0, 1, 2, 1])
        #expect(held == [1, 1, 1, 1, 1])
    }
}
