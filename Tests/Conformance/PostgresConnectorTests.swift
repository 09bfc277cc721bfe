import CoreDomain
import CorePlatform
import Testing

@testable import CoreStoragePostgres
@testable import CoreTesting

/// Which servers are connected to, how the connection is set up, and what is taken of what they say.
@Suite struct PostgresConnectorTests {
    /// What a test asks over connections of its own.
    private static func connected<Value: Sendable>(
        _ address: String, _ purpose: PostgresConnector.Purpose = .changes,
        settings: PostgresSettings = PostgresSettings(),
        _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws -> Value {
        try await offPool {
            let clock = DatabaseClock(SystemClock())
            let connector = PostgresConnector(
                address: address, settings: settings, clock: clock, reports: PostgresReports(clock: clock) { _ in },
                purpose: purpose)
            return try body(try connector.connect())
        }
    }

    /// The mark of a transaction, which ends with this unless one is open.
    private static func mark(_ connection: PostgresConnection) throws -> TransactionMark {
        let answer = try connection.ask("SELECT pg_current_xact_id()::text, \(TransactionMark.timeline)")
        return TransactionMark(
            cluster: connection.cluster, timeline: answer.text(1) ?? "", number: answer.text(0) ?? "",
            recovery: connection.recovery)
    }

    /// Where the server of the tests is: `127.0.0.1:4711`.
    private static func place() async throws -> String {
        String(try await PrivatePostgres.server().address.split(separator: "@")[1].split(separator: "/")[0])
    }

    @Test(arguments: [
        "postgres://u:sesame@h/x?nonsense=1", "postgres://u:sesame%zz@h/x", "postgres://u:p@h/x?password=sesame%zz",
        "postgres://u@[::1/db?password=sesame", "postgres://u:ses/ame@h/x", "postgres://u:5432/sesame@h/x",
        "postgres://u:p@sesame@h/x", "postgres://u:sesame@h:port/x", "postgres://u:sesame@h:99999/x",
        "postgres://u:sesame@h:0/x", "host=h password='sesame", "sesame",
    ])
    func anAddressThatCannotBeReadIsNotRepeated(address: String) async throws {
        let error = await #expect(throws: CoreError.self) { _ = try await PostgresStore.opened(address) }
        #expect(error?.reason == .databaseUnavailable)
        #expect(error?.message == "The address of the database cannot be read.")
        #expect(error?.fix?.contains("postgres://user:password@host:port/name") == true)
        #expect(error?.fix?.contains("sesame") == false)
    }

    @Test(arguments: [
        ("postgres://u@a,b/x", [["host a", "port 5432"], ["host b", "port 5432"]]),
        ("postgres://u@a:1,b:2/x?connect_timeout=3", [["host a", "port 1"], ["host b", "port 2"]]),
        ("postgres://u@a,b:2/x", [["host a", "port 5432"], ["host b", "port 2"]]),
        ("postgres://u@a,b/x?port=7", [["host a"], ["host b"]]),
        ("host=a,b hostaddr=127.0.0.1,::1 port=7", [["host a", "hostaddr 127.0.0.1"], ["host b", "hostaddr ::1"]]),
        ("hostaddr=127.0.0.1,::1", [["hostaddr 127.0.0.1"], ["hostaddr ::1"]]),
        // One host, and what libpq has to judge.
        ("postgres://u@a:1/x", [[]]), ("postgres:///x", [[]]), ("postgres://u@a:1,b:2/x?port=1,2,3", [[]]),
        ("host=a,b hostaddr=127.0.0.1", [[]]), ("host=a,,b", [[]]),
    ])
    func hostsAreTakenApart(address: String, hosts: [[String]]) async throws {
        let found = try await offPool {
            try PostgresConnection.load()
            return try PostgresAddress(address).hosts.map { $0.map { "\($0.name) \($0.value)" } }
        }
        #expect(found == hosts)
    }

    @Test(
        arguments: [
            ("", nil), ("?connect_timeout=3", 3), ("?connect_timeout=0", nil), ("?connect_timeout=-1", nil),
            ("?connect_timeout=x", nil), ("?connect_timeout=99999999999999999999", nil),
        ] as [(String, Int64?)])
    func theAddressSaysHowLongAHostMayTake(parameters: String, seconds: Int64?) async throws {
        let found = try await offPool {
            try PostgresConnection.load()
            return try PostgresAddress("postgres://u@a/x" + parameters).connectTimeout
        }
        #expect(found == seconds.map { .seconds($0) })
    }

    @Test func theNextHostIsTriedAndBothAreTold() async throws {
        let place = try await Self.place()
        let port = try await Self.connected("postgres://scriptorium@127.0.0.1:1,\(place)/scriptorium") {
            try $0.ask("SHOW port").text(0)
        }
        #expect(port == place.split(separator: ":").last.map { String($0) })
        let error = await #expect(throws: CoreError.self) {
            _ = try await PostgresStore.opened("postgres://scriptorium@127.0.0.1:1,\(place)/missing")
        }
        let text = error?.message ?? ""
        #expect(text.contains("port 1 failed") && text.contains("\"missing\" does not exist"), "\(text)")
    }

    @Test func aServerThatTakesNoChangesIsForReadsAlone() async throws {
        let server = try await PrivatePostgres.another()
        try await server.execute(
            "ALTER DATABASE scriptorium SET default_transaction_read_only = on", at: server.address)
        let error = await #expect(throws: PostgresFailure.self) { try await Self.connected(server.address) { _ in } }
        #expect(error?.kind == .connection)
        #expect(error?.error.message.contains("takes no changes") == true)
        #expect(error?.detail?.contains("read-only") == true)
        for purpose in [PostgresConnector.Purpose.reading, .inspection] {
            #expect(try await Self.connected(server.address, purpose) { try $0.ask("SELECT 1").text(0) } == "1")
        }
        let chosen = server.address + "?target_session_attrs=any"
        #expect(try await Self.connected(chosen) { try $0.ask("SELECT 1").text(0) } == "1")
        // Several servers: changes go to the one that takes them, whatever the order.
        let both =
            try await "postgres://scriptorium@\(server.address.split(separator: "@")[1].split(separator: "/")[0]),"
            + Self.place() + "/scriptorium"
        let port = try await Self.place().split(separator: ":").last.map { String($0) }
        for purpose in [PostgresConnector.Purpose.changes, .inspection] {
            #expect(try await Self.connected(both, purpose) { try $0.ask("SHOW port").text(0) } == port)
        }
        #expect(try await Self.connected(both, .reading) { try $0.ask("SHOW port").text(0) } != port)
        for (wanted, isFirst) in [
            ("prefer-standby", true), ("read-only", true), ("primary", true), ("read-write", false),
        ] {
            let found = try await Self.connected(both + "?target_session_attrs=\(wanted)") {
                try $0.ask("SHOW port").text(0)
            }
            #expect((found != port) == isFirst, "\(wanted)")
        }
    }

    /// A standby refuses to begin with 0A000; whoever met one needs another connection.
    @Test(arguments: [("0A000", true), ("25006", true), ("57P01", true), ("08006", true), ("42501", false)])
    func aServerThatTakesNoChangesIsLeft(state: String, isLeft: Bool) async throws {
        let address = try await PrivatePostgres.server().address
        let isBroken = try await Self.connected(address) { connection in
            let error = #expect(throws: PostgresFailure.self) {
                try connection.ask("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '\(state)'; END $$")
            }
            #expect((error?.kind == .connection) == isLeft)
            #expect(error?.error.reason == .databaseUnavailable)
            return connection.isBroken
        }
        #expect(isBroken == isLeft)
    }

    /// A backend whose client is gone with its network must not live for two hours, as is usual.
    @Test(arguments: [(10, 10, 5, 10_000), (60, 10, 30, 60_000), (1, 10, 5, 10_000), (1, 0, 1, 1_000)])
    func theServerLooksWhetherItsClientIsThere(idle: Int, connect: Int, seconds: Int, limit: Int) async throws {
        var settings = PostgresSettings()
        settings.idleTransactionTimeout = .seconds(idle)
        settings.connectTimeout = .seconds(connect)
        let address = try await PrivatePostgres.server().address + "?connect_timeout=10"
        let answer = try await Self.connected(address, settings: settings) { connection in
            try ["idle", "interval", "count"].map { try connection.ask("SHOW tcp_keepalives_\($0)").text(0) }
                + [connection.ask("SELECT setting FROM pg_settings WHERE name = 'tcp_user_timeout'").text(0)]
        }
        #expect(answer == ["\(seconds)", "\(max(1, max(idle, connect) / 6))", "3", "\(limit)"])
    }

    /// Whoever may use the database may ask what is needed to find a commit again.
    @Test func aUserWithoutRightsMayWrite() async throws {
        let server = try await PrivatePostgres.another()
        try await server.execute("CREATE ROLE guest LOGIN", at: server.address)
        try await server.execute("CREATE SCHEMA guest AUTHORIZATION guest", at: server.address)
        let address = server.address.replacing("scriptorium@", with: "guest@")
        let store = try await PostgresStore.opened(address)
        try await store.write { try $0.settings.set("a", [1]) }
        #expect(try await store.read { try $0.settings.value("a") } == [1])
        await store.close()
        #expect(try await Self.connected(address) { $0.cluster.utf8.count } > 15)
    }

    /// Other servers have transactions of the same number.
    @Test func aCommitIsLookedUpOnlyWhereItWas() async throws {
        let address = try await PrivatePostgres.server().address
        let other = try await PrivatePostgres.another().address
        let mark = try await Self.connected(address) { try Self.mark($0) }
        let cases: [(String, TransactionMark, CommitStatus)] = [
            (address, mark, .committed), (other, mark, .unknown),
            (address, mark.with(timeline: "00000002"), .unknown), (address, mark.with(timeline: ""), .unknown),
            (address, mark.with(cluster: ""), .unknown), (address, mark.with(recovery: "long ago"), .unknown),
            (address, mark.with(number: ""), .unknown), (address, mark.with(number: "1'"), .unknown),
        ]
        for (place, asked, expected) in cases {
            let status = try await Self.connected(place) { connection in
                try CommitStatus.ask(connection, asked, until: .seconds(1 << 40), SystemClock())
            }
            #expect(status == expected, "\(asked)")
        }
    }

    /// A crash forgets numbers that were given, and gives them again.
    @Test func aCommitBeforeACrashIsNotTakenForOneAfterIt() async throws {
        let server = try await PrivatePostgres.another()
        // What the server happens to log on its own may keep a number from being given again.
        for _ in 0..<10 {
            let (said, status) = try await Self.statusAfterCrash(of: server)
            #expect(status == (said == "committed" ? .unknown : .aborted), "\(said ?? "")")
            if said == "committed" { return }
        }
        Issue.record("No number was given again.")
    }

    /// What a server says of a number that it gave before it crashed, and what is made of that.
    private static func statusAfterCrash(
        of server: PrivatePostgres
    ) async throws -> (said: String?, status: CommitStatus) {
        let mark = try await Self.connected(server.address) { connection in
            _ = try connection.ask("BEGIN")
            let mark = try Self.mark(connection)
            #expect(throws: PostgresFailure.self) {
                try server.executeNow("COPY (SELECT 1) TO PROGRAM 'kill -9 $PPID'", at: server.address)
            }
            return mark
        }
        // Until the server has noticed, it goes on as before.
        let hasRecovered = { () async -> Bool in
            do {
                return try await Self.connected(server.address) { $0.recovery != mark.recovery }
            } catch {
                return false
            }
        }
        while await !hasRecovered() { try await Task.sleep(for: .milliseconds(20)) }
        for _ in 0..<8 { try await server.execute("SELECT pg_current_xact_id()", at: server.address) }
        return try await Self.connected(server.address) { connection in
            let said = try connection.ask("SELECT pg_xact_status('\(mark.number)'::xid8)").text(0)
            return (said, try CommitStatus.ask(connection, mark, until: .seconds(1 << 40), SystemClock()))
        }
    }

    /// Beyond 2262 nanoseconds do not fit.
    @Test(arguments: ["2300-01-01", "1960-01-01"])
    func aClockOutOfAllRangeIsRefused(date: String) async throws {
        let server = try await PrivatePostgres.server()
        let place = try await server.emptyPlace() + "%2Cpg_catalog"
        let clock = "RETURNS timestamptz LANGUAGE sql AS $$ SELECT '\(date)'::timestamptz $$"
        let store = try await PostgresStore.opened(place)
        try await server.execute("CREATE FUNCTION transaction_timestamp() \(clock)", at: place)
        let refused = await #expect(throws: CoreError.self) {
            try await store.write { try $0.settings.set("a", [1]) }
        }
        try await server.execute("CREATE FUNCTION clock_timestamp() \(clock)", at: place)
        let error = await #expect(throws: CoreError.self) { _ = try await PostgresStore.opened(place) }
        for error in [refused, error] {
            #expect(error?.reason == .databaseUnavailable)
            #expect(error?.message.contains("2262") == true)
        }
        await store.close()
    }
}

extension TransactionMark {
    fileprivate func with(
        cluster: String? = nil, timeline: String? = nil, number: String? = nil, recovery: String? = nil
    ) -> TransactionMark {
        TransactionMark(
            cluster: cluster ?? self.cluster, timeline: timeline ?? self.timeline, number: number ?? self.number,
            recovery: recovery ?? self.recovery)
    }
}
