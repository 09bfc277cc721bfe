import CoreCrypto
import CoreDomain
import CorePlatform

/// The core on a database, as a host assembles it; its engine is not running yet.
struct Assembly {
    let store: any Store
    let engine: Engine
    let dispatcher: Dispatcher
    let registry: Registry
    let sealer: Sealer
    let clock: any Clock
    let entropy = SystemEntropy()
    let cryptography: LibCrypto

    private static let threadsSpare = 64

    /// Makes or opens the database at `path`. The engine runs `width` threads at once.
    init(path: String, width: Int, natives: [NativeIngredient], tools: [NativeTool]) throws {
        let place = try Place(path)
        (store, clock, cryptography) = (place.store, place.clock, try LibCrypto())
        // The same for every process on a database.
        guard let key = SealingKey(bytes: Array(repeating: 7, count: 32)) else {
            throw CoreError(.internalError, "A key of 32 bytes was refused.")
        }
        sealer = try Sealer(key: key, cryptography: cryptography, entropy: entropy)
        let chapters = Chapters(
            clock: clock, entropy: entropy, cryptography: cryptography, sealer: sealer,
            pageTokens: PageTokens(key: try key.subkey(.pageTokens, cryptography), cryptography: cryptography),
            natives: natives, tools: tools, placement: place.placement)
        registry = chapters.registry
        var limits = EngineLimits()
        // A job has its place until its end is stored; where others could take it up, the next one finds another.
        limits.threads = place.sharing == nil ? width : 2 * width + Self.threadsSpare
        limits.threadsPerOrganization = limits.threads
        let changes = Changes(signals: place.sharing?.signals)
        engine = Engine(
            store: store, library: chapters.registry.library, changes: changes, clock: clock, entropy: entropy,
            cryptography: cryptography, sealer: sealer, workers: WorkerPool(), limits: limits, sharing: place.sharing)
        dispatcher = Dispatcher(
            catalogue: chapters.catalogue, store: store, sealer: sealer, cryptography: cryptography, clock: clock,
            workers: WorkerPool(), threads: engine, changes: changes)
    }

    /// Lets go of everything.
    func close() async {
        await engine.stop()
        await store.close()
    }
}
