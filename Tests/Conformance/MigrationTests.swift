import CSQLite
import CoreDomain
import CoreStorage
import CoreTesting
import Testing

/// A file that an older program left is brought up to date, with everything in it.
@Suite struct MigrationTests {
    private let clock = ManualClock()
    private let digest: [UInt8] = Array(repeating: 0xab, count: 32)

    @Test func theStepsAreNumberedWithoutGaps() {
        #expect(Migration.all.map(\.version) == Array(1...Int64(Migration.all.count)))
        #expect(Set(Migration.all.map(\.name)).count == Migration.all.count)
    }

    @Test func credentialsOfTheFirstSchemaAreKept() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("old.db")
        try makeFirstSchema(path)
        let store = try SQLiteStore.open(path: path, access: .readWrite, clock: clock)
        let (digest, id) = (digest, Identifier(high: 0, low: 3))
        let holder = try await store.read { try $0.credentials.find(digest: digest) }
        #expect(
            holder?.credential
                == Credential(
                    id: id, digest: digest, principal: Identifier(high: 0, low: 2),
                    createdAt: Timestamp(nanoseconds: 5),
                    expiresAt: Timestamp(nanoseconds: 9)))
        #expect(holder?.homeRole == .owner)
        let listed = try await store.read { tx in
            try tx.credentials.list(
                of: Identifier(high: 0, low: 2), before: Identifier(high: .max, low: .max), limit: 9)
        }
        #expect(listed.map(\.id) == [id])
        #expect(
            try await store.write { try $0.credentials.removeDead(before: Timestamp(nanoseconds: 10), limit: 9) } == 1)
        await store.close()
    }

    /// A file as a program left it that knew the first step alone.
    private func makeFirstSchema(_ path: String) throws {
        let first = try #require(Migration.all.first)
        try execute(
            path,
            [
                "PRAGMA application_id = 0x53435250",
                """
                CREATE TABLE schema_migrations (
                    version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT
                """,
                "INSERT INTO schema_migrations VALUES (1, 'access', 0)",
            ] + first.statements(.sqlite) + [
                "INSERT INTO organizations VALUES (\(id(1)), 'personal', 'active', 5)",
                "INSERT INTO principals VALUES (\(id(2)), 'guest', \(id(1)), 'active', 5)",
                "INSERT INTO memberships VALUES (\(id(1)), \(id(2)), 'owner', 5)",
                """
                INSERT INTO credentials (digest, id, principal, created_at, expires_at)
                VALUES (x'\(String(repeating: "ab", count: 32))', \(id(3)), \(id(2)), 5, 9)
                """,
            ])
    }

    /// The identifier with this number, as a literal of SQL.
    private func id(_ number: Int) -> String { "x'" + String(repeating: "0", count: 31) + "\(number)'" }

    private func execute(_ path: String, _ statements: [String]) throws {
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        try #require(sqlite3_open(path, &handle) == SQLITE_OK)
        for statement in statements {
            try #require(sqlite3_exec(handle, statement, nil, nil, nil) == SQLITE_OK, "\(statement)")
        }
    }
}
