public import CoreDomain
public import CoreLanguage
import CorePlatform
import Synchronization

/// The assembled program: a store, the services, and every operation over them. Each host holds one.
public final class Backend: Sendable {
    /// Every operation.
    public let catalogue: Catalogue
    /// The services it was assembled with.
    public let services: Services
    private let opened: OpenStore
    private let dispatcher: Dispatcher
    private let bootstrap: Bootstrap
    private let engine: Engine
    private let registry: Registry
    private let sweeper: Sweeper
    private let sweeping = Mutex<Task<Void, Never>?>(nil)

    private init(
        _ opened: OpenStore, services: Services, chapters: Chapters, sharing: Sharing?, sealer: Sealer,
        bootstrap: Bootstrap, mayWrite: Bool
    ) {
        self.opened = opened
        self.services = services
        catalogue = chapters.catalogue
        registry = chapters.registry
        self.bootstrap = bootstrap
        let changes = Changes(signals: sharing?.signals)
        let log = services.log
        engine = Engine(
            store: opened.store, library: chapters.registry.library, changes: changes, clock: services.clock,
            entropy: services.entropy, cryptography: services.cryptography, sealer: sealer,
            workers: services.workers, sharing: sharing
        ) { thread, error in
            log(.warning, "The thread \(thread) waits: \(error.reason.name): \(error.message)")
        }
        sweeper = Sweeper(store: opened.store, clock: services.clock) { error in
            log(.warning, "A sweep failed: \(error.reason.name): \(error.message)")
        }
        dispatcher = Dispatcher(
            catalogue: catalogue, store: opened.store, sealer: sealer, cryptography: services.cryptography,
            clock: services.clock, workers: services.workers, threads: engine, changes: changes,
            auditsReads: mayWrite)
    }

    /// Opens the store at `database` as its owner, sets it up when it is new, and publishes what the program brings
    /// along and what `recipesFolder` holds. Threads rest until ``runThreads()``.
    ///
    /// - Throws: `DATABASE_IN_USE` when another process owns it, `SEALING_KEY_WRONG` and its kin,
    ///   `CONFIGURATION_INVALID` for a faulty recipe, or what the store's driver throws.
    public static func open(
        _ database: String, key source: SealingKeySource, drivers: [any StoreDriver], services: Services,
        recipesFolder: String? = nil, postgres: PostgresOptions = .standard
    ) async throws(CoreError) -> Backend {
        let driver = try driver(for: database, drivers)
        let opened = try await WorkerThread.result {
            Result { () throws(CoreError) in try driver.open(database, postgres, services) }
        }
        return try await closing(opened) { () async throws(CoreError) in
            let backend = try await assemble(opened, source, services, mayWrite: true)
            try await backend.publish(recipesFolder)
            return backend
        }
    }

    /// Opens the store at `database` for reading, also beside another process that owns it. Reads are not audited.
    ///
    /// - Throws: `DATABASE_UNAVAILABLE` when there is none, or it was not set up; `SEALING_KEY_WRONG` and its kin.
    public static func openForReading(
        _ database: String, key source: SealingKeySource, drivers: [any StoreDriver], services: Services,
        postgres: PostgresOptions = .standard
    ) async throws(CoreError) -> Backend {
        let driver = try driver(for: database, drivers)
        let opened = try await WorkerThread.result {
            Result { () throws(CoreError) in
                try driver.openForReading(database, postgres, services)
            }
        }
        return try await closing(opened) { () async throws(CoreError) in
            try await assemble(opened, source, services, mayWrite: false)
        }
    }

    static func driver(
        for database: String, _ drivers: [any StoreDriver]
    ) throws(CoreError) -> any StoreDriver {
        if let driver = drivers.first(where: { $0.accepts(database) }) { return driver }
        throw CoreError(
            // It may hold a password, so it is not repeated.
            .requestInvalid, "No store of this program has a location of that kind.",
            fix: "Name a file or `:memory:`; the program, not the C library, takes `postgres://…` too.")
    }

    /// What `body` makes of `opened`, which is closed when it fails.
    private static func closing(
        _ opened: OpenStore, _ body: () async throws(CoreError) -> Backend
    ) async throws(CoreError) -> Backend {
        do throws(CoreError) {
            return try await body()
        } catch {
            await opened.store.close()
            opened.release()
            throw error
        }
    }

    private static func assemble(
        _ opened: OpenStore, _ source: SealingKeySource, _ services: Services, mayWrite: Bool
    ) async throws(CoreError) -> Backend {
        let services = services.with(opened.clock)
        let isNew = try await opened.store.read { tx in try Bootstrap.isEmpty(tx) }
        guard !isNew || mayWrite else { throw DatabaseFile.notSetUp }
        let key = try source.key(opened.keyPlace, storeIsNew: isNew, services)
        let sealer = try Sealer(key: key, cryptography: services.cryptography, entropy: services.entropy)
        let bootstrap = Bootstrap(sealer: sealer, entropy: services.entropy, cryptography: services.cryptography)
        if try await !opened.store.read({ tx in try bootstrap.isPrepared(tx) }), mayWrite {
            try await opened.store.write { tx in try bootstrap.prepare(tx) }
        }
        let subkey = try key.subkey(.pageTokens, services.cryptography)
        let sharing = opened.sharing.map { Self.sharing($0, services) }
        let placement: any ThreadPlacement = if let sharing { sharing.lease } else { ExclusivePlacement() }
        let chapters = Self.chapters(
            services, services.natives(over: opened.store), services.tools(over: opened.store),
            external: services.externalTools(over: opened.store, sealer), sealer: sealer,
            pageTokenKey: subkey, placement: placement)
        return Backend(
            opened, services: services, chapters: chapters, sharing: sharing, sealer: sealer, bootstrap: bootstrap,
            mayWrite: mayWrite)
    }

    private static func sharing(_ store: SharedStore, _ services: Services) -> Sharing {
        let log = services.log
        return Sharing(
            lease: WorkerLease(length: store.lease, clock: services.clock), signals: store.signals,
            name: CurrentProcess.name
        ) { error in
            log(.warning, "Work is not shared at the moment: \(error.reason.name): \(error.message)")
        }
    }

    private static func chapters(
        _ services: Services, _ natives: [NativeIngredient], _ tools: [NativeTool] = [],
        external: any ExternalTools = NoExternalTools(), sealer: Sealer?, pageTokenKey: [UInt8],
        placement: any ThreadPlacement = ExclusivePlacement()
    ) -> Chapters {
        Chapters(
            clock: services.clock, entropy: services.entropy, cryptography: services.cryptography, sealer: sealer,
            pageTokens: PageTokens(key: pageTokenKey, cryptography: services.cryptography), natives: natives,
            tools: tools, external: external, placement: placement)
    }

    private func publish(_ recipesFolder: String?) async throws(CoreError) {
        let own = services.natives(over: opened.store).map(\.definition) + Services.recipes
        let files = try recipesFolder.map { path throws(CoreError) in try RecipeFolder(path: path).definitions() }
        let definitions = own.map { (file: $0.id, definition: $0) } + (files ?? [])
        let registry = registry
        try await opened.store.write { tx in
            for (file, definition) in definitions {
                try RecipeFolder.naming(file) { () throws(CoreError) in _ = try registry.publish(definition, tx) }
            }
        }
    }

    /// Takes up every thread that is open, runs those that are begun from now on, and clears away what has served its
    /// time.
    public func runThreads() async throws(CoreError) {
        let external = services.externalTools
        // Those that are slow hold nobody up: a step that calls one of them waits for it.
        Task { await external.prepare() }
        try await engine.start()
        let sweeper = sweeper
        sweeping.withLock { task in
            if task == nil { task = Task { await sweeper.run() } }
        }
    }

    /// Every operation that a backend with these services offers.
    public static func catalogue(_ services: Services) -> Catalogue {
        chapters(services, services.natives, ScriptTools.described(services), sealer: nil, pageTokenKey: []).catalogue
    }

    /// Operations that look at what tools there are.
    private static let toolReaders: Set = [
        "scripts.check", "scripts.compile", "scripts.explain", "scripts.rehearse", "scripts.create",
        "scripts.draft.save", "scripts.draft.compile", "scripts.draft.publish", "tools.list",
    ]

    /// Performs an operation; see ``Dispatcher/perform(_:_:_:)``.
    public func perform(_ name: String, _ input: JSONValue, _ call: Call) async throws(CoreError) -> JSONValue {
        if Self.toolReaders.contains(name) { await services.externalTools.prepare() }
        return try await dispatcher.perform(name, input, call)
    }

    /// Begins a stream; see ``Dispatcher/stream(_:_:after:_:)``.
    public func stream(
        _ name: String, _ input: JSONValue, after position: StreamPosition?, _ call: Call
    ) async throws(CoreError) -> OperationStream {
        try await dispatcher.stream(name, input, after: position, call)
    }

    /// Who makes a call; see ``Dispatcher/caller(_:for:)``.
    public func caller(_ call: Call, for access: Access) async throws(CoreError) -> Caller {
        try await dispatcher.caller(call, for: access)
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
        let sweep = sweeping.withLock { task in
            defer { task = nil }
            return task
        }
        sweep?.cancel()
        await sweep?.value
        await engine.stop()
        await opened.store.close()
        opened.release()
        await services.externalTools.close()
        await services.tools?.transport.close()
    }
}
