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

    func open(_ database: String, _ options: PostgresOptions, _ services: Services) throws(CoreError) -> OpenStore {
        let (settings, clock, log) = (PostgresSettings(options), services.clock, services.log)
        let report = { @Sendable (text: String) in log(.warning, text) }
        let store = try PostgresStore.open(database, clock: clock, settings: settings, report: report)
        let signals = try PostgresSignals(database, settings: settings, clock: clock, report: report)
        return OpenStore(
            store: store, sharing: SharedStore(signals: signals, lease: .seconds(options.leaseSeconds)),
            clock: store.clock, keyPlace: .given, operatorTokenFile: operatorTokenFile, announce: { _ in },
            release: { signals.close() })
    }

    func openForReading(
        _ database: String, _ options: PostgresOptions, _ services: Services
    ) throws(CoreError) -> OpenStore {
        let store = try PostgresStore.open(
            database, isReadOnly: true, clock: services.clock, settings: PostgresSettings(options))
        return OpenStore(
            store: store, clock: store.clock, keyPlace: .given, operatorTokenFile: nil, announce: { _ in }, release: {})
    }

    func examine(_ database: String, _ options: PostgresOptions, _ services: Services) -> [Finding] {
        PostgresDoctor(database: database, settings: PostgresSettings(options), clock: services.clock).examine()
    }

    func fill(
        _ database: String, from source: any Store, _ options: PostgresOptions, _ services: Services,
        report: @escaping @Sendable (_ table: String, _ rows: Int64) -> Void
    ) async throws(CoreError) -> [DatabaseMove.Table] {
        let target = try await PostgresStore.openToFill(
            database, clock: services.clock, settings: PostgresSettings(options))
        let copy = StoreCopy(from: source, to: target, cryptography: services.cryptography, report: report)
        let result: Result<[StoreCopy.Table], CoreError>
        do throws(CoreError) { result = .success(try await copy.run()) } catch { result = .failure(error) }
        await target.close()
        return try result.get().map { table in
            DatabaseMove.Table(name: table.name, rowCount: table.rowCount, checksum: table.checksum)
        }
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
