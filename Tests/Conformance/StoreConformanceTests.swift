import CoreDomain
import CorePlatform
import CoreStorage
import CoreStoragePostgres
import CoreTesting
import Testing

/// One suite, every store: adding a store is adding a case to `Kind`.
@Suite struct StoreConformanceTests {
    enum Kind: CaseIterable, Sendable {
        case memory
        case sqliteFile
        case sqliteMemory
        case postgres

        func open(_ clock: ManualClock, _ folder: borrowing TemporaryFolder) async throws -> any Store {
            switch self {
            case .memory: MemoryStore(clock: clock)
            case .sqliteFile:
                try SQLiteStore.open(path: folder.path("store.db"), access: .readWrite, clock: clock)
            case .sqliteMemory:
                try SQLiteStore.open(path: SQLiteStore.memoryPath, access: .readWrite, clock: clock)
            case .postgres:
                try await PostgresStore.opened(
                    try await PrivatePostgres.server().emptyPlace(), time: .clock, clock: clock)
            }
        }
    }

    @Test(arguments: Kind.allCases, StoreConformance.all)
    func keeps(kind: Kind, check: StoreConformance) async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        let store = try await kind.open(clock, folder)
        do {
            try await check.run(store, clock)
        } catch {
            Issue.record("\(kind): \(check.name): \(error)")
        }
        await store.close()
    }
}
