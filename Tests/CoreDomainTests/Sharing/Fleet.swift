import CoreCrypto
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

@testable import CoreDomain

/// One of several servers on a store, with a clock of its own: one that stands still is a process that does.
final class Server: Sendable {
    let clock = ManualClock()
    let lease: WorkerLease
    let engine: Engine
    let changes: Changes
    let dispatcher: Dispatcher
    let errors = Log()
    private let held = Mutex(false)

    /// Whether its clock stands still.
    var isHeld: Bool {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }

    init(
        _ store: any Store, _ signals: any Signals, natives: [NativeIngredient], limits: EngineLimits, seed: UInt64
    ) throws {
        let (entropy, cryptography) = (SeededEntropy(seed: seed), try LibCrypto())
        let key = try #require(SealingKey(bytes: Array(repeating: 5, count: 32)))
        let sealer = try Sealer(key: key, cryptography: cryptography, entropy: entropy)
        lease = WorkerLease(clock: clock)
        let chapters = Chapters(
            clock: clock, entropy: entropy, cryptography: cryptography, sealer: sealer,
            pageTokens: PageTokens(key: try key.subkey(.pageTokens, cryptography), cryptography: cryptography),
            natives: FlowIngredients.all + natives, placement: lease)
        changes = Changes(signals: signals)
        let errors = errors
        engine = Engine(
            store: store, library: chapters.registry.library, changes: changes, clock: clock, entropy: entropy,
            cryptography: cryptography, workers: InlineWorkers(), limits: limits,
            sharing: Sharing(lease: lease, signals: signals, name: "server \(seed)") { errors.add($0.reason.name) }
        ) { _, error in errors.add(error.reason.name) }
        dispatcher = Dispatcher(
            catalogue: chapters.catalogue, store: store,
            sealer: sealer, cryptography: cryptography,
            clock: clock, workers: InlineWorkers(), threads: engine, changes: changes)
    }
}

/// Servers on one store, and an account with money.
struct Fleet {
    /// Sets the store up; its own engine never runs.
    let jobs: JobWorld
    let exchange = SignalExchange()
    let servers: [Server]

    init(
        _ count: Int = 2, limits: EngineLimits = EngineLimits(), credit: String = "10",
        natives: (_ server: Int) -> [NativeIngredient] = { _ in [] },
        wrapping wrap: (Int, any Store) -> any Store = { $1 }
    ) async throws {
        jobs = try await JobWorld(natives: natives(0), credit: credit)
        let (memory, exchange) = (jobs.world.memory, exchange)
        servers = try (0..<count).map { index in
            try Server(
                wrap(index, memory), exchange.join(), natives: natives(index), limits: limits,
                seed: UInt64(index + 50))
        }
    }

    subscript(index: Int) -> Server { servers[index] }

    func start() async throws {
        for server in servers { try await server.engine.start() }
        try await settle()
    }

    /// Begins a run at a server.
    func run(
        _ recipe: String, _ input: JSONValue = [:], at server: Int, as token: Secret? = nil
    ) async throws -> String {
        let answer = try await servers[server].dispatcher.perform(
            "recipes.run", ["recipe_id": .string(recipe), "input": input],
            jobs.world.call(.bearer(token ?? jobs.token)))
        return answer["job_id"]?.stringValue ?? ""
    }

    func cancel(_ id: String, at server: Int) async throws {
        _ = try await servers[server].dispatcher.perform(
            "jobs.cancel", ["job_id": .string(id)], jobs.world.call(.bearer(jobs.token)))
    }

    func thread(_ id: String) async throws -> CoreDomain.Thread {
        let id = try #require(Identifier(id))
        return try #require(try await jobs.world.memory.read { try $0.threads.find(id) })
    }

    /// The worker that a server is by the store; nil when it is none.
    func worker(_ server: Int) -> Identifier? { servers[server].lease.worker }

    func workers() async throws -> [Worker] {
        try await jobs.world.memory.read { try $0.workers.list() }
    }

    // MARK: Time

    /// Lets time pass for the store and for every server that is not held, a second at a time, each with all that it brings.
    func pass(_ duration: Duration) async throws {
        var left = duration
        while left > .zero {
            let step = min(left, .seconds(1))
            jobs.world.clock.advance(by: step)
            for server in servers where !server.isHeld { server.clock.advance(by: step) }
            try await settle()
            left -= step
        }
    }

    /// Waits until those who have a lease have renewed it as lately as they should.
    private func settle() async throws {
        let memory = jobs.world.memory
        let living = servers.filter { !$0.isHeld }.compactMap(\.lease.worker)
        try await jobs.until {
            try await memory.read { tx in
                try tx.workers.list().allSatisfy { worker in
                    !living.contains(worker.id) || worker.diedAt != nil
                        || worker.leaseUntil.since(tx.now) > .milliseconds(9_900)
                }
            }
        }
        for _ in 0..<20 { await Task.yield() }
    }

    /// Lets time pass until `id` is over.
    func finish(_ id: String) async throws -> JSONValue {
        try await finish([id])
        return try await jobs.job(id)
    }

    /// Lets time pass until all are over.
    func finish(_ ids: [String]) async throws {
        for id in ids {
            for _ in 0..<600 {
                if try await isOver(id) { break }
                try await Task.sleep(for: .milliseconds(1))
                try await pass(.milliseconds(100))
            }
            #expect(try await isOver(id), "the job is not over")
        }
    }

    private func isOver(_ id: String) async throws -> Bool { try await thread(id).status.state.isFinal }
}

/// Opened once; until then whoever waits for it waits, cancelled or not.
final class Door: Sendable {
    private let state = Mutex(false)
    var isOpen: Bool { state.withLock { $0 } }
    func open() { state.withLock { $0 = true } }

    /// Waits also when it is cancelled: a call that does not listen.
    func wait() async {
        while !isOpen { await Task.detached { try? await Task.sleep(for: .milliseconds(1)) }.value }
    }

    /// Waits until the task is cancelled.
    func waitOrEnd() async throws {
        while !isOpen { try await Task.sleep(for: .milliseconds(1)) }
    }
}

/// Lines in the order in which they came.
final class Log: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

/// On or off.
final class Switch: Sendable {
    private let state = Mutex(false)
    var isOn: Bool { state.withLock { $0 } }
    func turn(on isOn: Bool) { state.withLock { $0 = isOn } }
}

/// A store in which, once, every thread is taken from its worker right before a write that finds one.
final class Thieving: Store {
    private let store: any Store
    private let isOn: Switch

    init(_ store: any Store, _ isOn: Switch) {
        self.store = store
        self.isOn = isOn
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        try await store.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        if isOn.isOn, try await steal() { isOn.turn(on: false) }
        return try await store.write(body)
    }

    func close() async { await store.close() }

    private func steal() async throws(CoreError) -> Bool {
        try await store.write { tx in
            var stolen = 0
            for worker in try tx.workers.list() { stolen += try tx.threads.release(of: worker.id, limit: 99) }
            return stolen > 0
        }
    }
}
