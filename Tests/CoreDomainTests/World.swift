import CoreCrypto
import CoreDomain
import CoreLanguage
import CoreTesting

/// The whole core on the in-memory store, with a clock wound by hand and seeded randomness.
struct World {
    let clock = ManualClock()
    let entropy: SeededEntropy
    let memory: MemoryStore
    let dispatcher: Dispatcher
    let bootstrap: Bootstrap
    let store: any Store
    let registry: Registry
    let engine: Engine

    init(
        seed: UInt64 = 1, natives: [NativeIngredient] = [], tools: [NativeTool] = [],
        limits: EngineLimits = EngineLimits(),
        wrapping wrap: (MemoryStore) -> any Store = { $0 }
    ) async throws {
        entropy = SeededEntropy(seed: seed)
        memory = MemoryStore(clock: clock)
        let cryptography = try LibCrypto()
        guard let key = SealingKey(bytes: Array(repeating: 5, count: 32)) else {
            throw CoreError(.internalError, "A key of 32 bytes was refused.")
        }
        let sealer = try Sealer(key: key, cryptography: cryptography, entropy: entropy)
        bootstrap = Bootstrap(sealer: sealer, entropy: entropy, cryptography: cryptography)
        let bootstrap = bootstrap
        try await memory.write { try bootstrap.prepare($0) }
        let natives = FlowIngredients.all + natives
        let chapters = Chapters(
            clock: clock, entropy: entropy, cryptography: cryptography, sealer: sealer,
            pageTokens: PageTokens(key: try key.subkey(.pageTokens, cryptography), cryptography: cryptography),
            natives: natives, tools: tools)
        registry = chapters.registry
        let registry = registry
        try await memory.write { tx in
            for native in natives { _ = try registry.publish(native.definition, tx) }
        }
        store = wrap(memory)
        let changes = Changes()
        engine = Engine(
            store: store, library: registry.library, changes: changes, clock: clock, entropy: entropy,
            cryptography: cryptography, sealer: sealer, workers: InlineWorkers(), limits: limits)
        dispatcher = Dispatcher(
            catalogue: chapters.catalogue, store: store, sealer: sealer, cryptography: cryptography, clock: clock,
            workers: InlineWorkers(), threads: engine, changes: changes)
    }

    func call(_ authority: Authority, key: String? = nil) -> Call {
        Call(
            authority: authority, idempotencyKey: key.map { Secret($0) }, requestID: Identifier(high: 1, low: 1))
    }

    func perform(_ name: String, _ input: JSONValue, _ call: Call) async throws(CoreError) -> JSONValue {
        try await dispatcher.perform(name, input, call)
    }

    func perform(_ name: String, _ call: Call) async throws(CoreError) -> JSONValue {
        try await perform(name, [:], call)
    }

    /// A new account: its token and its answer.
    func account(_ key: Character) async throws -> (token: Secret, body: JSONValue) {
        let body = try await perform("accounts.create", [:], call(.anonymous, key: String(repeating: key, count: 32)))
        return (Secret(body["bearer_token"]?.stringValue ?? ""), body)
    }
}

/// The reason of the failure of `body`; nil when it succeeds.
func reason<Value>(_ body: () async throws -> Value) async -> Reason? {
    do {
        _ = try await body()
        return nil
    } catch {
        return CoreError(narrowing: error).reason
    }
}
