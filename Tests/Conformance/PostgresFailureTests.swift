import CoreDomain
import CorePlatform
import Synchronization
import Testing

@testable import CoreStoragePostgres
@testable import CoreTesting

/// What becomes of calls when the database, or the way to it, fails.
@Suite struct PostgresFailureTests {
    private static let killOthers = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'scriptorium' AND pid <> pg_backend_pid()
        AND query NOT LIKE '%pg_advisory_xact_lock(%'
        """

    /// Connections are cut as soon as both servers have written again; still every answer is true, and none is "unknown".
    @Test func answersAreTrueWhileConnectionsAreCut() async throws {
        let server = try await PrivatePostgres.another()
        let stores = [try await PostgresStore.opened(server.address), try await PostgresStore.opened(server.address)]
        let progress = Progress()
        let cuts = Task {
            var count = 0
            while !progress.isOver {
                if progress.bothWroteAgain() {
                    try await server.execute(Self.killOthers, at: server.address)
                    count += 1
                }
                try await Task.sleep(for: .milliseconds(15))
            }
            return count
        }
        let made = try await withThrowingTaskGroup(of: (UInt64, CoreError?).self) { group in
            for number in 1...UInt64(600) {
                group.addTask {
                    let error = await Self.write(number, to: stores[Int(number % 2)])
                    progress.note(number, isWritten: error == nil)
                    return (number, error)
                }
                guard number % 20 == 0 else { continue }
                repeat {
                    try await Task.sleep(for: .milliseconds(40))
                } while progress.answers + 40 < number
            }
            var made: [UInt64: CoreError?] = [:]
            for try await (number, error) in group { made.updateValue(error, forKey: number) }
            return made
        }
        progress.end()
        #expect(try await cuts.value > 10)
        for (number, error) in made {
            let isStored = try await stores[0].read { tx in try tx.organizations.find(Sample.id(number)) != nil }
            #expect(isStored == (error == nil), "\(number): \(String(describing: error))")
        }
        #expect(made.values.filter { $0 == nil }.count > 500)
        for store in stores { await store.close() }
    }

    /// How far the writes of two stores have come; odd numbers are the second's.
    private final class Progress: Sendable {
        private struct State {
            var isOver = false
            var answers: UInt64 = 0
            var wroteSinceCut = [true, true]
        }
        private let state = Mutex(State())

        var isOver: Bool { state.withLock { $0.isOver } }
        var answers: UInt64 { state.withLock { $0.answers } }

        func end() { state.withLock { $0.isOver = true } }

        func note(_ number: UInt64, isWritten: Bool) {
            state.withLock {
                $0.answers += 1
                if isWritten { $0.wroteSinceCut[Int(number % 2)] = true }
            }
        }

        func bothWroteAgain() -> Bool {
            state.withLock {
                guard $0.wroteSinceCut == [true, true] else { return false }
                $0.wroteSinceCut = [false, false]
                return true
            }
        }
    }

    private static func write(_ number: UInt64, to store: PostgresStore) async -> CoreError? {
        do throws(CoreError) {
            try await store.write { tx in
                try tx.organizations.insert(Sample.organization(number, at: tx.now))
                try tx.settings.set("n\(number)", [1])
            }
            return nil
        } catch {
            return error
        }
    }

    @Test func readsOutliveTheirConnection() async throws {
        let server = try await PrivatePostgres.another()
        let store = try await PostgresStore.opened(server.address)
        for _ in 0..<10 {
            _ = try await store.read { try $0.settings.value("a") }
            try await server.execute(Self.killOthers, at: server.address)
        }
        #expect(try await store.read { try $0.settings.value("a") } == nil)
        await store.close()
    }

    /// A stopped server may hold a row; whoever wants it is told so in time, and everybody else goes on.
    @Test func aRowThatSomebodyHoldsHoldsUpNobodyElse() async throws {
        var settings = PostgresSettings()
        settings.lockTimeout = .milliseconds(100)
        let shared = try await SharedStores(1, settings: settings)
        let sample = try await LedgerSample(shared[0], funds: 100)
        try await sample.make([sample.move(999, sample.treasury, sample.bob, 100)])
        let holder = try PostgresConnector(
            address: shared.place, settings: PostgresSettings(), clock: DatabaseClock(SystemClock()),
            reports: PostgresReports(clock: SystemClock()) { _ in }
        ).connect()
        _ = try holder.ask("BEGIN")
        _ = try holder.ask(
            "SELECT id FROM ledger_accounts WHERE organization = '\\x00000000000000070000000000000002' FOR UPDATE")
        let outcomes = try await shared.all(0..<20) { number -> Reason? in
            let from = number % 4 == 0 ? sample.alice : sample.bob
            do throws(CoreError) {
                try await sample.make([sample.move(UInt64(number + 1), from, sample.revenue, 1)])
                return nil
            } catch {
                return error.reason
            }
        }
        #expect(outcomes == (0..<20).map { $0 % 4 == 0 ? .busy : nil })
        _ = try holder.ask("ROLLBACK")
        try await sample.make([sample.move(100, sample.alice, sample.revenue, 1)])
        try await sample.expectSound("afterwards")
        await shared.close()
    }

    @Test(arguments: [
        ("postgres://scriptorium:sesame@127.0.0.1:1/x", "refused"),
        ("postgres://nobody-here:sesame@PLACE/scriptorium", "does not exist"),
        ("postgres://scriptorium:sesame@PLACE/missing", "does not exist"),
        ("postgres://scriptorium:sesame@host.invalid/x", "host"),
        ("postgres://scriptorium:sesame@PLACE/scriptorium?nonsense=1", "cannot be read"),
    ])
    func whatIsWrongWithAnAddressIsSaidWithoutThePassword(address: String, word: String) async throws {
        let server = try await PrivatePostgres.server().address
        let place = server.split(separator: "@")[1].split(separator: "/")[0]
        let error = await #expect(throws: CoreError.self) {
            _ = try await PostgresStore.opened(address.replacing("PLACE", with: place))
        }
        let text = error?.message ?? ""
        #expect(error?.reason == .databaseUnavailable)
        #expect(text.contains(word), "\(text)")
        #expect(!text.contains("sesame") && !text.contains("\n"), "\(text)")
    }

    @Test func aDatabaseThatIsNotSetUpIsNotReadFrom() async throws {
        let place = try await PrivatePostgres.server().emptyPlace()
        let error = await #expect(throws: CoreError.self) {
            _ = try await PostgresStore.opened(place, isReadOnly: true)
        }
        #expect(error?.reason == .databaseUnavailable)
        let store = try await PostgresStore.opened(place)
        let reader = try await PostgresStore.opened(place, isReadOnly: true)
        #expect(try await reader.read { try $0.settings.value("a") } == nil)
        await #expect(throws: CoreError.self) { try await reader.write { try $0.settings.set("a", [1]) } }
        for store in [store, reader] { await store.close() }
    }

    @Test func aNewerSchemaIsRefused() async throws {
        let shared = try await SharedStores(1)
        try await shared.execute("INSERT INTO schema_migrations (version, name, applied_at) VALUES (1000, 'future', 0)")
        let error = await #expect(throws: CoreError.self) {
            _ = try await PostgresStore.opened(shared.place)
        }
        #expect(error?.reason == .databaseNewer)
        await shared.close()
    }

    /// Four servers find the database empty at once.
    @Test func serversThatStartTogetherMakeOneSchema() async throws {
        let shared = try await SharedStores(4)
        let version = try await shared[3].read { try $0.settings.value("a") }
        #expect(version == nil)
        try await shared.execute(
            "SELECT 1 / CAST(COUNT(*) = COUNT(DISTINCT version) AS INTEGER) FROM schema_migrations")
        await shared.close()
    }

    @Test func everyTextIsKept() async throws {
        let shared = try await SharedStores(1)
        let names = ["a\0b", "\u{10fffd}", "\u{10fffd}0", "\0\u{10fffd}\0", "ž\u{10fffe}", ""]
        try await shared[0].write { tx in
            for (index, name) in names.enumerated() { try tx.settings.set(name, [UInt8(index)]) }
        }
        for (index, name) in names.enumerated() {
            #expect(
                try await shared[0].read { try $0.settings.value(name) } == [UInt8(index)], "\(name.debugDescription)")
        }
        await shared.close()
    }

    /// The time of transactions is the database's, whatever this machine's clock says.
    @Test func aClockThatIsWrongDoesNoHarm() async throws {
        struct WrongClock: Clock {
            let real = SystemClock()
            func now() -> Timestamp { real.now().adding(.seconds(86_400)) }
            func monotonic() -> Duration { real.monotonic() }
            func sleep(until deadline: Duration) async throws { try await real.sleep(until: deadline) }
        }
        let place = try await PrivatePostgres.server().emptyPlace()
        let store = try await PostgresStore.opened(place, clock: WrongClock())
        let before = SystemClock().now()
        let written = try await store.write { $0.now }
        let read = try await store.read { $0.now }
        let now = store.clock.now()
        for time in [written, read, now] {
            #expect(time > before.adding(.seconds(-5)) && time < SystemClock().now().adding(.seconds(5)))
        }
        #expect(read >= written)
        await store.close()
    }
}
