public import CoreDomain
public import CoreLanguage
import CorePlatform

/// The assembled program: a store, the services, and every operation over them. Each host holds one.
public final class Backend: Sendable {
    /// Every operation.
    public let catalogue: Catalogue
    /// The services it was assembled with.
    public let services: Services
    private let opened: OpenStore
    private let dispatcher: Dispatcher
    private let bootstrap: Bootstrap

    private init(
        _ opened: OpenStore, services: Services, catalogue: Catalogue, sealer: Sealer, bootstrap: Bootstrap
    ) {
        self.opened = opened
        self.services = services
        self.catalogue = catalogue
        self.bootstrap = bootstrap
        dispatcher = Dispatcher(
            catalogue: catalogue, store: opened.store, sealer: sealer, cryptography: services.cryptography,
            clock: services.clock)
    }

    /// Opens the store at `database` as its owner, and sets it up when it is new.
    ///
    /// - Throws: `DATABASE_IN_USE` when another process owns it, `SEALING_KEY_WRONG` and its kin, or what the store's
    ///   driver throws.
    public static func open(
        _ database: String, key source: SealingKeySource, drivers: [any StoreDriver], services: Services
    ) async throws(CoreError) -> Backend {
        guard let driver = drivers.first(where: { $0.accepts(database) }) else {
            throw CoreError(
                .requestInvalid, "No store of this program has the location \"\(database.prefix(200))\".",
                fix: "Name a file, or `:memory:`.")
        }
        let opened = try await WorkerThread.result {
            Result { () throws(CoreError) in try driver.open(database, clock: services.clock) }
        }
        do throws(CoreError) {
            return try await assemble(opened, source, services)
        } catch {
            await opened.store.close()
            opened.release()
            throw error
        }
    }

    private static func assemble(
        _ opened: OpenStore, _ source: SealingKeySource, _ services: Services
    ) async throws(CoreError) -> Backend {
        let isNew = try await opened.store.read { tx in try Bootstrap.isEmpty(tx) }
        let key = try source.key(opened.keyPlace, storeIsNew: isNew, services)
        let sealer = try Sealer(key: key, cryptography: services.cryptography, entropy: services.entropy)
        let bootstrap = Bootstrap(sealer: sealer, entropy: services.entropy, cryptography: services.cryptography)
        if try await !opened.store.read({ tx in try bootstrap.isPrepared(tx) }) {
            try await opened.store.write { tx in try bootstrap.prepare(tx) }
        }
        return Backend(
            opened, services: services, catalogue: catalogue(services), sealer: sealer, bootstrap: bootstrap)
    }

    /// Every operation that a backend with these services offers.
    public static func catalogue(_ services: Services) -> Catalogue {
        let accounts = Accounts(entropy: services.entropy, cryptography: services.cryptography)
        return Catalogue(SystemReports(clock: services.clock).operations + accounts.operations)
    }

    /// Performs an operation; see ``Dispatcher/perform(_:_:_:)``.
    public func perform(_ name: String, _ input: JSONValue, _ call: Call) async throws(CoreError) -> JSONValue {
        try await dispatcher.perform(name, input, call)
    }

    /// Where a host leaves the operator's first token when it has no terminal; nil: nowhere.
    public var operatorTokenFile: String? { opened.operatorTokenFile }

    /// Whether the operator has no token that works, as on the first start.
    public func operatorNeedsToken() async throws(CoreError) -> Bool {
        let bootstrap = bootstrap
        return try await opened.store.read { tx in try bootstrap.operatorNeedsToken(tx) }
    }

    /// Makes `token` the operator's, unless it has one that works; tells whether it did.
    public func grantOperatorToken(_ token: Secret) async throws(CoreError) -> Bool {
        let bootstrap = bootstrap
        return try await opened.store.write { tx in try bootstrap.grantOperatorToken(token, tx) }
    }

    /// A name for a request.
    public func newRequestID() throws(CoreError) -> Identifier {
        try services.entropy.identifier(at: services.clock.now())
    }

    /// Tells other processes that want the same store where this one is reached.
    public func announce(url: String) {
        opened.announce(url)
    }

    /// Finishes what was accepted, refuses the rest, and lets go of the store. Harmless when called again.
    public func close() async {
        await opened.store.close()
        opened.release()
    }
}
