import CSQLite
import CoreDomain
import CoreTesting
import Testing

@testable import CoreStorage

/// However many threads there are, a claim looks up as many rows of an index as it takes.
@Suite struct ClaimIndexTests {
    @Test func everyClaimIsALookUp() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        let store = try SQLiteStore.open(path: path, access: .readWrite, clock: ManualClock())
        await store.close()
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        try #require(sqlite3_open(path, &handle) == SQLITE_OK)
        for statement in ThreadClaimStatements.all + [WorkerRecords.enterUnknown] {
            let plan = try plan(of: statement.text, handle)
            #expect(!plan.isEmpty)
            for line in plan where line.contains("threads") {
                #expect(line.hasPrefix("SEARCH threads USING"), "\(plan)\n\(statement.text)")
                #expect(!line.contains("TEMP B-TREE"), "\(plan)")
            }
            #expect(!plan.contains { $0.contains("ORDER BY") }, "rows are sorted: \(plan)")
        }
    }

    @Test func eachClaimUsesTheIndexThatIsMadeForIt() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        await (try SQLiteStore.open(path: path, access: .readWrite, clock: ManualClock())).close()
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        try #require(sqlite3_open(path, &handle) == SQLITE_OK)
        for (statement, index) in [
            (ThreadClaimStatements.claimReady, "threads_ready (organization=?)"),
            (ThreadClaimStatements.claimDue, "threads_resting (wake_at>? AND wake_at<?)"),
            (ThreadClaimStatements.release, "threads_worker (worker=?)"),
            (ThreadClaimStatements.own, "threads_worker (worker=? AND id>?)"),
            (ThreadClaimStatements.listReady, "threads_ready ((organization,id)>(?,?))"),
            (ThreadClaimStatements.listResting, "threads_resting ((wake_at,id)>(?,?) AND wake_at<?)"),
            (ThreadClaimStatements.organizations, "threads_ready (organization>?)"),
            (ThreadClaimStatements.claim, "PRIMARY KEY (id=?)"),
            (WorkerRecords.enterUnknown, "threads_worker (worker>?)"),
        ] {
            let plan = try plan(of: statement.text, handle)
            #expect(plan.contains { $0.hasSuffix(index) }, "\(index): \(plan)")
        }
    }

    /// An organization with very many threads costs no more than one with a few.
    @Test func organizationsAreSkippedFromOneToTheNext() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        await (try SQLiteStore.open(path: path, access: .readWrite, clock: ManualClock())).close()
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        try #require(sqlite3_open(path, &handle) == SQLITE_OK)
        let threads = """
            INSERT INTO threads (id, organization, principal, kind, program, program_name, program_version, created_at,
            expires_at, state, sequence, updated_at, held, charged, steps_done, steps_total)
            SELECT randomblob(16), CASE WHEN value % 1000 = 0 THEN CAST(printf('%016d', value) AS BLOB) ELSE zeroblob(16) END, x'00',
            'recipe', x'00', 'a', 'b', 0, 0, 'PENDING', 0, 0, x'00', x'00', 0, 0 FROM generated
            """
        try execute(
            "PRAGMA foreign_keys = OFF; WITH RECURSIVE generated (value) AS (SELECT 1 UNION ALL SELECT value + 1 "
                + "FROM generated LIMIT 50000) " + threads, handle)
        let steps = try steps(of: ThreadClaimStatements.organizations.text, limit: 10, handle)
        #expect(steps.rows == 10)
        #expect(steps.steps < 2_000, "the virtual machine took \(steps.steps) steps")
    }

    /// However many threads a worker has, one look at the index finds the next one.
    @Test func workersAreSkippedFromOneToTheNext() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("store.db")
        await (try SQLiteStore.open(path: path, access: .readWrite, clock: ManualClock())).close()
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        try #require(sqlite3_open(path, &handle) == SQLITE_OK)
        try execute(
            """
            PRAGMA foreign_keys = OFF; WITH RECURSIVE generated (value) AS (SELECT 1 UNION ALL SELECT value + 1
            FROM generated LIMIT 50000) INSERT INTO threads (id, organization, principal, kind, program, program_name,
            program_version, created_at, expires_at, state, sequence, updated_at, held, charged, steps_done, steps_total,
            worker) SELECT randomblob(16), x'00', x'00', 'recipe', x'00', 'a', 'b', 0, 0, 'PENDING', 0, 0, x'00', x'00', 0,
            0, CAST(printf('%016d', value % 10) AS BLOB) FROM generated;
            INSERT INTO workers (id, name, started_at, lease_until) VALUES (CAST(printf('%016d', 3) AS BLOB), 'a', 1, 1)
            """, handle)
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        try #require(sqlite3_prepare_v2(handle, WorkerRecords.enterUnknown.text, -1, &statement, nil) == SQLITE_OK)
        sqlite3_bind_zeroblob(statement, 1, 0)
        sqlite3_bind_text(statement, 2, "a", 1, nil)
        for (place, value): (Int32, Int64) in [(3, 1), (4, -1), (5, 99)] { sqlite3_bind_int64(statement, place, value) }
        #expect(sqlite3_step(statement) == SQLITE_DONE)
        #expect(sqlite3_changes(handle) == 9)
        let steps = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0)
        #expect(steps < 2_000, "the virtual machine took \(steps) steps")
    }

    private func plan(of text: String, _ handle: OpaquePointer?) throws -> [String] {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        let prepared = sqlite3_prepare_v2(handle, "EXPLAIN QUERY PLAN " + text, -1, &statement, nil)
        try #require(prepared == SQLITE_OK, "\(String(cString: sqlite3_errmsg(handle))): \(text)")
        var lines: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            lines.append(sqlite3_column_text(statement, 3).map { String(cString: $0) } ?? "")
        }
        return lines
    }

    private func steps(
        of text: String, limit: Int64, _ handle: OpaquePointer?
    ) throws -> (rows: Int, steps: Int32) {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        try #require(sqlite3_prepare_v2(handle, text, -1, &statement, nil) == SQLITE_OK)
        try #require(sqlite3_bind_zeroblob(statement, 1, 0) == SQLITE_OK)
        try #require(sqlite3_bind_int64(statement, 2, limit) == SQLITE_OK)
        var rows = 0
        while sqlite3_step(statement) == SQLITE_ROW { rows += 1 }
        return (rows, sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0))
    }

    private func execute(_ text: String, _ handle: OpaquePointer?) throws {
        try #require(
            sqlite3_exec(handle, text, nil, nil, nil) == SQLITE_OK, "\(String(cString: sqlite3_errmsg(handle)))")
    }
}
