import CoreCrypto
import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

/// One of the servers.
final class SimulatedServer: Sendable {
    private struct State {
        var isHeld = false
        var isRunning = false
    }
    let clock = ManualClock()
    let store: TroubledStore
    let lease: WorkerLease
    let engine: Engine
    let dispatcher: Dispatcher
    private let state = Mutex(State())

    var isHeld: Bool { state.withLock { $0.isHeld } }
    var isRunning: Bool { state.withLock { $0.isRunning } }

    init(
        _ memory: MemoryStore, _ signals: any Signals, _ setting: SimulatedSetting, seed: UInt64
    ) throws {
        let entropy = SeededEntropy(seed: seed)
        store = TroubledStore(memory, FaultyStore(memory, seed: seed, oneIn: 6))
        lease = WorkerLease(clock: clock)
        let chapters = setting.chapters(clock: clock, entropy: entropy, placement: lease)
        let changes = Changes(signals: signals)
        var limits = EngineLimits()
        limits.threads = 4
        engine = Engine(
            store: store, library: chapters.registry.library, changes: changes, clock: clock, entropy: entropy,
            cryptography: setting.cryptography, workers: InlineWorkers(), limits: limits,
            sharing: Sharing(lease: lease, signals: signals, name: "server \(seed)"))
        dispatcher = Dispatcher(
            catalogue: chapters.catalogue, store: store, sealer: setting.sealer, cryptography: setting.cryptography,
            clock: clock, workers: InlineWorkers(), threads: engine, changes: changes)
    }

    func hold(_ isHeld: Bool) { state.withLock { $0.isHeld = isHeld } }

    func start() async {
        for _ in 0..<50 where !isRunning {
            do {
                try await engine.start()
                state.withLock { $0.isRunning = true }
            } catch {
                continue
            }
        }
    }

    func stop() async {
        state.withLock { $0.isRunning = false }
        await engine.stop()
    }
}

/// A store that has trouble until it has none.
final class TroubledStore: Store {
    private let store: any Store
    private let faulty: any Store
    private let isTroubled = Mutex(false)

    init(_ store: any Store, _ faulty: any Store) {
        self.store = store
        self.faulty = faulty
    }

    func trouble(_ isTroubled: Bool) { self.isTroubled.withLock { $0 = isTroubled } }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        try await store.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        isTroubled.withLock { $0 } ? try await faulty.write(body) : try await store.write(body)
    }

    func close() async { await store.close() }
}

/// What the servers have in common.
struct SimulatedSetting: Sendable {
    let cryptography: LibCrypto
    let sealer: Sealer
    let pageTokens: PageTokens
    let natives: [NativeIngredient]

    init(entropy: any Entropy, natives: [NativeIngredient]) throws {
        cryptography = try LibCrypto()
        let key = try #require(SealingKey(bytes: Array(repeating: 5, count: 32)))
        sealer = try Sealer(key: key, cryptography: cryptography, entropy: entropy)
        pageTokens = PageTokens(key: try key.subkey(.pageTokens, cryptography), cryptography: cryptography)
        self.natives = FlowIngredients.all + natives
    }

    func chapters(clock: any Clock, entropy: any Entropy, placement: any ThreadPlacement) -> Chapters {
        Chapters(
            clock: clock, entropy: entropy, cryptography: cryptography, sealer: sealer, pageTokens: pageTokens,
            natives: natives,
            placement: placement)
    }
}

/// Calls of steps that must not be made twice, by thread and step.
final class OnceCalls: Sendable {
    private let counts = Mutex<[String: Int]>([:])
    var all: [String: Int] { counts.withLock { $0 } }
    func add(_ context: StepContext) {
        counts.withLock { $0["\(context.thread)/\(context.path)", default: 0] += 1 }
    }
}
