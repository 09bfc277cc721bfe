import CoreDomain
import CoreStoragePostgres
import HostSupport

/// A PostgreSQL database, named by its URL: the one store that several servers may share.
struct PostgresDriver: StoreDriver {
    /// Where a server without a terminal leaves the operator's first token; nil: nowhere.
    let operatorTokenFile: String?

    func accepts(_ database: String) -> Bool {
        database.hasPrefix("postgres://") || database.hasPrefix("postgresql://")
    }

    func open(_ database: String, clock: any Clock) throws(CoreError) -> OpenStore {
        opened(try PostgresStore.open(database, clock: clock))
    }

    func openForReading(_ database: String, clock: any Clock) throws(CoreError) -> OpenStore {
        opened(try PostgresStore.open(database, isReadOnly: true, clock: clock))
    }

    private func opened(_ store: PostgresStore) -> OpenStore {
        OpenStore(
            store: store, keyPlace: .given, operatorTokenFile: operatorTokenFile, announce: { _ in }, release: {})
    }
}
