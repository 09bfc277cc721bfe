import CoreDomain
import CoreStoragePostgres
import HostSupport

/// A PostgreSQL database, named by its URL: the one store that several servers may share.
struct PostgresDriver: FillableStoreDriver {
    /// Where a server without a terminal leaves the operator's first token; nil: nowhere.
    let operatorTokenFile: String?

    func accepts(_ database: String) -> Bool {
        database.hasPrefix("postgres://") || database.hasPrefix("postgresql://")
    }

    func open(_ database: String, _ options: PostgresOptions, clock: any Clock) throws(CoreError) -> OpenStore {
        let settings = PostgresSettings(options)
        let store = try PostgresStore.open(database, clock: clock, settings: settings)
        let signals = try PostgresSignals(database, settings: settings, clock: clock)
        return OpenStore(
            store: store, sharing: SharedStore(signals: signals, lease: .seconds(options.leaseSeconds)),
            clock: store.clock, keyPlace: .given, operatorTokenFile: operatorTokenFile, announce: { _ in },
            release: { signals.close() })
    }

    func openForReading(
        _ database: String, _ options: PostgresOptions, clock: any Clock
    ) throws(CoreError) -> OpenStore {
        let store = try PostgresStore.open(
            database, isReadOnly: true, clock: clock, settings: PostgresSettings(options))
        return OpenStore(
            store: store, clock: store.clock, keyPlace: .given, operatorTokenFile: nil, announce: { _ in }, release: {})
    }

    func openToFill(_ database: String, _ options: PostgresOptions, clock: any Clock) throws(CoreError) -> OpenStore {
        let store = try PostgresStore.open(database, isFilled: true, clock: clock, settings: PostgresSettings(options))
        return OpenStore(
            store: store, clock: store.clock, keyPlace: .given, operatorTokenFile: nil, announce: { _ in }, release: {})
    }
}

extension PostgresSettings {
    fileprivate init(_ options: PostgresOptions) {
        self.init()
        writers = Int(options.writers)
        readers = Int(options.readers)
        statementTimeout = .seconds(options.statementTimeout)
        lockTimeout = .milliseconds(options.lockTimeoutMilliseconds)
        idleTransactionTimeout = .seconds(options.idleTransactionTimeout)
        reconnectTimeout = .seconds(options.reconnectTimeout)
    }
}
