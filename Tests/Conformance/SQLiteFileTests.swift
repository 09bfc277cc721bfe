import CSQLite
import CoreDomain
import CorePlatform
import CoreStorage
import CoreTesting
import Testing

/// What is SQLite's own: files, readers beside a writer, schemas, and time lost between processes.
@Suite struct SQLiteFileTests {
    private let clock = ManualClock()

    private func open(_ path: String, _ access: SQLiteStore.Access = .readWrite) throws(CoreError) -> SQLiteStore {
        try SQLiteStore.open(path: path, access: access, clock: clock)
    }

    @Test func whatWasCommittedIsThereAfterReopening() async throws {
        let folder = try TemporaryFolder()
        let first = try open(folder.path("a.db"))
        try await first.write { try $0.settings.set("name", [1, 2, 3]) }
        await first.close()
        let second = try open(folder.path("a.db"))
        #expect(try await second.read { try $0.settings.value("name") } == [1, 2, 3])
        await second.close()
    }

    @Test func aReaderOfItsOwnSeesTheWritersCommits() async throws {
        let folder = try TemporaryFolder()
        let writer = try open(folder.path("a.db"))
        let reader = try open(folder.path("a.db"), .readOnly)
        try await writer.write { try $0.settings.set("name", [1]) }
        #expect(try await reader.read { try $0.settings.value("name") } == [1])
        let error = await #expect(throws: CoreError.self) {
            try await reader.write { try $0.settings.set("name", [2]) }
        }
        #expect(error?.reason == .databaseReadOnly)
        await reader.close()
        await writer.close()
    }

    @Test func aReadKeepsItsSnapshotWhileOthersWrite() async throws {
        let folder = try TemporaryFolder()
        let store = try open(folder.path("a.db"))
        let other = try open(folder.path("a.db"), .readOnly)
        try await store.write { try $0.settings.set("name", [1]) }
        let (before, after) = try await other.read { tx in
            let before = try tx.settings.value("name")
            try blocking { try await store.write { try $0.settings.set("name", [2]) } }
            return (before, try tx.settings.value("name"))
        }
        #expect(before == [1])
        #expect(after == [1])
        #expect(try await other.read { try $0.settings.value("name") } == [2])
        await other.close()
        await store.close()
    }

    @Test func aNewerSchemaIsRefused() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.db")
        await (try open(path)).close()
        try execute(path, "INSERT INTO schema_migrations (version, name, applied_at) VALUES (999, 'later', 0)")
        #expect(throws: CoreError.self) { try open(path) }
        do throws(CoreError) { _ = try open(path) } catch { #expect(error.reason == .databaseNewer) }
    }

    @Test func aDatabaseOfAnotherProgramIsLeftAlone() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.db")
        try execute(path, "CREATE TABLE theirs (a)")
        do throws(CoreError) {
            _ = try open(path)
            Issue.record("It was opened.")
        } catch {
            #expect(error.reason == .databaseCorrupt)
        }
    }

    @Test func aMissingFolderIsSaidPlainly() throws {
        do throws(CoreError) {
            _ = try open("/nonexistent/folder/a.db")
            Issue.record("It was opened.")
        } catch {
            #expect(error.reason == .databaseUnavailable)
        }
    }

    private func execute(_ path: String, _ sql: String) throws {
        var handle: OpaquePointer?
        defer { sqlite3_close_v2(handle) }
        try #require(sqlite3_open(path, &handle) == SQLITE_OK)
        try #require(sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK)
    }
}

/// Waits for a task from a thread that is not the pool's.
private func blocking(_ body: @escaping @Sendable () async throws -> Void) throws {
    let waiter = Waiter<Result<Void, any Error>>()
    Task.detached {
        do { waiter.give(.success(try await body())) } catch { waiter.give(.failure(error)) }
    }
    try waiter.wait().get()
}
