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

    init(seed: UInt64 = 1, wrapping wrap: (MemoryStore) -> any Store = { $0 }) async throws {
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
        let accounts = Accounts(entropy: entropy, cryptography: cryptography)
        dispatcher = Dispatcher(
            catalogue: Catalogue(SystemReports(clock: clock).operations + accounts.operations),
            store: wrap(memory), sealer: sealer, cryptography: cryptography, clock: clock)
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
