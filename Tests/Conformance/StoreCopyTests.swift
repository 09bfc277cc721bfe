import CoreCrypto
import CoreDomain
import CorePlatform
import Synchronization
import Testing

@testable import CoreStorage
@testable import CoreStoragePostgres
@testable import CoreTesting

/// Moving a file into PostgreSQL.
@Suite struct StoreCopyTests {
    /// A file with something in every chapter.
    private static func source(_ folder: borrowing TemporaryFolder) async throws -> SQLiteStore {
        let clock = ManualClock()
        let store = try SQLiteStore.open(path: folder.path("source.db"), access: .readWrite, clock: clock)
        try await ThreadSample.prepare(store, clock)
        let sample = try await LedgerSample(store, funds: 1_000)
        try await sample.make([
            sample.hold(1, 10, until: clock.now().adding(.seconds(60))), sample.hold(2, 20), sample.hold(5, 10),
        ])
        try await sample.make([sample.post(3, 2, 5)])
        try await store.write { tx in
            try tx.settings.set("sealing.check", [1, 2, 3])
            try tx.settings.set("odd\0name \u{10fffd}", [])
            for number in 0..<UInt64(40) {
                try tx.threads.insert(ThreadSample.thread(100 + number, organization: 1, at: tx.now))
                try ThreadSample.append(3, to: 100 + number, organization: 1, tx)
            }
            try tx.audit.append(
                AuditEntry(
                    at: tx.now, actor: Sample.id(10), organization: Sample.id(1), operation: "x",
                    requestID: Sample.id(5)))
            let content = [UInt8](repeating: 7, count: 3 * 1_024 * 1_024)
            guard let digest = BlobDigest(bytes: try LibCrypto().sha256(content)) else { return }
            try tx.blobs.put(
                BlobRecord(
                    organization: Sample.id(1), digest: digest, size: Int64(content.count), mediaType: "text/plain",
                    createdAt: tx.now, expiresAt: tx.now.adding(.seconds(60))), content)
        }
        return store
    }

    private static func copy(
        _ source: any Store, _ target: any Store, _ report: @escaping @Sendable (String, Int64) -> Void = { _, _ in }
    ) throws -> StoreCopy {
        StoreCopy(from: source, to: target, cryptography: try LibCrypto(), report: report)
    }

    private static func target(_ place: String, isFilled: Bool = true) async throws -> PostgresStore {
        try await PostgresStore.opened(place, isFilled: isFilled)
    }

    @Test func everythingArrives() async throws {
        let folder = try TemporaryFolder()
        let source = try await Self.source(folder)
        let place = try await PrivatePostgres.server().emptyPlace()
        let target = try await Self.target(place)
        let tables = try await Self.copy(source, target).run()
        let counts = Dictionary(uniqueKeysWithValues: tables.map { ($0.name, $0.rowCount) })
        #expect(counts["threads"] == 40 && counts["events"] == 120 && counts["blob_pieces"] == 3)
        #expect(counts["transfers"] == 5 && counts["settings"] == 2 && counts["audit_entries"] == 1)
        let used = try await Self.target(place, isFilled: false)
        for number in [UInt64(100), 139] {
            let (there, here) = (
                try await source.read { try $0.events.journal(of: Sample.id(number), after: 0, limit: 9) },
                try await used.read { try $0.events.journal(of: Sample.id(number), after: 0, limit: 9) }
            )
            #expect(there == here && here.count == 3)
        }
        #expect(try await used.read { try $0.settings.value("odd\0name \u{10fffd}") } == [])
        // The ledger goes on behind what was copied.
        let sample = try await LedgerSample(used)
        try await sample.make([sample.post(4, 5, 10)])
        try await sample.expectSound("in the new place")
        for store in [target, used] { await store.close() }
        await source.close()
    }

    @Test func aCopyThatWasCutOffGoesOn() async throws {
        let folder = try TemporaryFolder()
        let source = try await Self.source(folder)
        let place = try await PrivatePostgres.server().emptyPlace()
        var runs = 0
        var copied: [StoreCopy.Table]?
        while copied == nil, runs < 40 {
            let target = try await Self.target(place)
            // Each run is cut off by its third write.
            let hindered = HinderedStore(target, writes: 3)
            copied = try? await Self.copy(source, hindered).run()  // reason: the others are cut off
            await target.close()
            runs += 1
            if copied == nil {
                let error = await #expect(throws: CoreError.self) { _ = try await Self.target(place, isFilled: false) }
                #expect(error?.reason == .databaseUnavailable)
            }
        }
        #expect(runs > 5 && copied?.first { $0.name == "events" }?.rowCount == 120)
        await source.close()
    }

    @Test func aTargetInUseAndAnotherSourceAreRefused() async throws {
        let folder = try TemporaryFolder()
        let source = try await Self.source(folder)
        let shared = try await SharedStores(1)
        try await shared[0].write { try $0.settings.set("a", [1]) }
        let target = try await Self.target(shared.place)
        let inUse = await #expect(throws: CoreError.self) { _ = try await Self.copy(source, target).run() }
        #expect(inUse?.reason == .stateConflict)
        let place = try await PrivatePostgres.server().emptyPlace()
        let half = try await Self.target(place)
        _ = try? await Self.copy(source, HinderedStore(half, writes: 2)).run()  // reason: it is cut off
        try await source.write { try $0.settings.set("sealing.check", [9]) }
        let error = await #expect(throws: CoreError.self) { _ = try await Self.copy(source, half).run() }
        #expect(error?.reason == .stateConflict)
        for store in [target, half] { await store.close() }
        await shared.close()
        await source.close()
    }

    @Test(arguments: [
        "UPDATE threads SET reference = 'x' WHERE id = (SELECT id FROM threads ORDER BY id LIMIT 1)",
        "DELETE FROM events WHERE sequence = 3 AND thread = (SELECT thread FROM events ORDER BY thread LIMIT 1)",
        "UPDATE transfers SET amount = amount + 1 WHERE sequence = 1",
        "UPDATE threads SET epoch = epoch + 1 WHERE id = (SELECT id FROM threads ORDER BY id LIMIT 1)",
    ])
    func aDifferenceIsFound(change: String) async throws {
        let folder = try TemporaryFolder()
        let source = try await Self.source(folder)
        let server = try await PrivatePostgres.server()
        let place = try await server.emptyPlace()
        let target = try await Self.target(place)
        let isChanged = Mutex(false)
        let error = await #expect(throws: CoreError.self) {
            _ = try await Self.copy(source, target) { table, _ in
                // The last of all tables: whatever was copied before may be changed now.
                if table == "blob_pieces", !isChanged.withLock({ $0 }) {
                    isChanged.withLock { $0 = true }
                    do { try server.executeNow(change, at: place) } catch { Issue.record("\(error)") }
                }
            }.run()
        }
        #expect(error?.reason == .databaseCorrupt)
        await target.close()
        await source.close()
    }

    /// Equal tables are not enough: books that were damaged before are not taken over in silence.
    @Test func aLedgerThatWasDamagedBeforeIsRefused() async throws {
        let folder = try TemporaryFolder()
        let source = try await Self.source(folder)
        try await source.write { tx throws(CoreError) in
            try (tx as? SQLTransaction)?.session.execute(
                "UPDATE ledger_accounts SET debits_posted = zeroblob(16) WHERE purpose = 'treasury'")
        }
        let place = try await PrivatePostgres.server().emptyPlace()
        let target = try await Self.target(place)
        let error = await #expect(throws: CoreError.self) { _ = try await Self.copy(source, target).run() }
        #expect(error?.reason == .ledgerDamaged)
        let unused = await #expect(throws: CoreError.self) { _ = try await Self.target(place, isFilled: false) }
        #expect(unused?.reason == .databaseUnavailable)
        await target.close()
        await source.close()
    }

    @Test func aPlaceThatWasReachedIsFoundAgain() throws {
        let settings = try #require(TableLayout.all.first { $0.name == "settings" })
        let events = try #require(TableLayout.all.first { $0.name == "events" })
        for text in ["", "a", "odd\0name \u{10fffd}", "3:ž"] {
            let key = [SQLValue.text(text)]
            #expect(try "\(CopyPosition.key(CopyPosition.bytes(key), of: settings))" == "\(key)")
        }
        let key = [SQLValue.bytes([0, 58, 255]), .int64(-5)]
        let bytes = CopyPosition.bytes(key)
        #expect(try "\(CopyPosition.key(bytes, of: events))" == "\(key)")
        for damaged in [[], bytes.dropLast(1), Array("9:a".utf8), Array("-1:".utf8), Array("x".utf8)] {
            #expect(throws: CoreError.self) { try CopyPosition.key(Array(damaged), of: events) }
        }
    }

    /// The layout is read from the migrations; SQLite says the same of a file that they made.
    @Test func theLayoutIsThatOfTheTables() throws {
        let folder = try TemporaryFolder()
        let connection = try SQLiteFile.openForWriting(folder.path("a.db"), now: Timestamp(nanoseconds: 0))
        let names = try connection.query(
            SQLStatement(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'schema_migrations' ORDER BY name"),
            [], as: Word.self
        ).map(\.text)
        #expect(TableLayout.all.map(\.name).sorted() == names)
        for table in TableLayout.all {
            let columns = try connection.query(
                SQLStatement("SELECT name FROM pragma_table_info('\(table.name)') ORDER BY cid"), [], as: Word.self
            ).map(\.text)
            #expect(table.columns.map(\.name) == columns, "\(table.name)")
            let key = try connection.query(
                SQLStatement("SELECT name FROM pragma_table_info('\(table.name)') WHERE pk > 0 ORDER BY pk"), [],
                as: Word.self
            ).map(\.text)
            #expect(table.key.map(\.name) == (key.isEmpty ? columns : key), "\(table.name)")
        }
    }
}

private struct Word: SQLDecodable {
    let text: String
    init(row: any SQLRow) throws(CoreError) { text = try row.text(0) }
}

/// A store that takes so many writes, and then none.
private final class HinderedStore: Store {
    private let store: any Store
    private let left: Mutex<Int>

    init(_ store: any Store, writes: Int) {
        self.store = store
        left = Mutex(writes)
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        try await store.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        let mayWrite = left.withLock { left in
            left -= 1
            return left >= 0
        }
        guard mayWrite else { throw CoreError(.databaseUnavailable, "cut off") }
        return try await store.write(body)
    }

    func close() async { await store.close() }
}
