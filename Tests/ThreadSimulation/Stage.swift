import CoreCrypto
import CoreDomain
import CoreLanguage
import CoreTesting

/// What all runs of a process have in common: an organization with money, scripts and a recipe in a store, and for each
/// machine the operations, which are made once since that takes longer than a run.
///
/// SAFETY: only one simulation at a time uses it, on one thread.
package final class Stage: @unchecked Sendable {
    static let machines = 3

    let cryptography: LibCrypto
    let sealer: Sealer
    /// The store with which each run begins.
    let memory: MemoryStore
    let token: Secret
    let organization: Identifier
    let services: Services
    private(set) var ports: [MachinePorts] = []
    static let funds = "100000"

    package init() async throws {
        cryptography = try LibCrypto()
        let entropy = SeededEntropy(seed: 1)
        guard let key = SealingKey(bytes: Array(repeating: 5, count: 32)) else {
            throw CoreError(.internalError, "A key of 32 bytes was refused.")
        }
        let (cryptography, clock) = (cryptography, ManualClock())
        let sealer = try Sealer(key: key, cryptography: cryptography, entropy: entropy)
        self.sealer = sealer
        services = Services()
        memory = MemoryStore(clock: clock)
        let natives = FlowIngredients.all + (try services.ingredients())
        let tools = services.tools()
        let pageTokens = PageTokens(key: try key.subkey(.pageTokens, cryptography), cryptography: cryptography)
        for _ in 0..<Self.machines {
            ports.append(
                MachinePorts(clock, entropy) { ports in
                    Chapters(
                        clock: ports, entropy: ports, cryptography: cryptography, sealer: sealer,
                        pageTokens: pageTokens,
                        natives: natives, tools: tools, placement: ports)
                })
        }
        let chapters = ports[0].chapters
        try await memory.write { tx in
            try Bootstrap(sealer: sealer, entropy: entropy, cryptography: cryptography).prepare(tx)
            for native in natives { _ = try chapters.registry.publish(native.definition, tx) }
        }
        let dispatcher = Dispatcher(
            catalogue: chapters.catalogue, store: memory, sealer: sealer, cryptography: cryptography, clock: clock,
            workers: InlineWorkers())
        let account = try await dispatcher.perform(
            "accounts.create", [:], Self.call(.anonymous, String(repeating: "a", count: 32)))
        token = Secret(account["bearer_token"]?.stringValue ?? "")
        organization = Identifier(account["organization_id"]?.stringValue ?? "") ?? .greatest
        _ = try await dispatcher.perform(
            "ledger.credit", ["account": .string(organization.description), "amount": .string(Self.funds)],
            Self.call(.opener, "credit"))
        _ = try await dispatcher.perform("recipes.publish", Workload.recipe, Self.call(.opener, nil))
        for (name, source) in Workload.scripts { try await publish(name, source, dispatcher) }
    }

    private func publish(_ name: String, _ source: String, _ dispatcher: Dispatcher) async throws {
        let call = Self.call(.bearer(token), nil)
        let script: JSONValue = ["name": .string(name)]
        _ = try await dispatcher.perform("scripts.create", script, call)
        _ = try await dispatcher.perform(
            "scripts.draft.save", ["name": .string(name), "source": .string(source)], call)
        let compiled = try await dispatcher.perform("scripts.draft.compile", script, call)
        guard compiled["success"] == true else { throw CoreError(.draftHasErrors, "\(name): \(compiled)") }
        _ = try await dispatcher.perform("scripts.draft.publish", script, call)
    }

    /// Operations on a store on which no server runs.
    func reader(of store: MemoryStore, _ clock: ManualClock) -> Dispatcher {
        Dispatcher(
            catalogue: ports[0].chapters.catalogue, store: store, sealer: sealer, cryptography: cryptography,
            clock: clock, workers: InlineWorkers())
    }

    static func call(_ authority: Authority, _ key: String?) -> Call {
        Call(authority: authority, idempotencyKey: key.map { Secret($0) }, requestID: Identifier(high: 1, low: 1))
    }
}

/// The ports of the server that runs on a machine at present, for operations that outlive it.
///
/// SAFETY: only the thread of the simulation that has the stage touches it.
final class MachinePorts: Clock, Entropy, ThreadPlacement, @unchecked Sendable {
    private var clock: any Clock
    private var entropy: any Entropy
    private var lease: WorkerLease?
    private var made: Chapters?

    init(_ clock: any Clock, _ entropy: any Entropy, _ make: (MachinePorts) -> Chapters) {
        self.clock = clock
        self.entropy = entropy
        made = make(self)
    }

    var chapters: Chapters {
        guard let made else { fatalError("A machine without operations.") }
        return made
    }

    func become(_ clock: any Clock, _ entropy: any Entropy, _ lease: WorkerLease?) {
        self.clock = clock
        self.entropy = entropy
        self.lease = lease
    }

    func now() -> Timestamp { clock.now() }
    func monotonic() -> Duration { clock.monotonic() }
    func sleep(until deadline: Duration) async throws { try await clock.sleep(until: deadline) }
    func bytes(_ count: Int) throws(CoreError) -> [UInt8] { try entropy.bytes(count) }
    func worker(for organization: Identifier) -> Identifier? { lease?.worker(for: organization) }
}
