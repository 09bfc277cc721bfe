import CoreCrypto
import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization
import Testing

/// Goal: whatever happens to the servers on a store, each job ends once, is paid for once, and what must not be done twice
/// is not.
/// Method: three servers, jobs and cancellations at any of them, while by the numbers of a seed servers stand still, stop,
/// start again and lose signals, and their writes fail, lose their answers or run twice. Then all of that ends, and so must
/// every job.
@Suite(.timeLimit(.minutes(15))) struct WorkerSimulationTests {
    @Test(arguments: Torture.seeds(0..<12))
    func everyJobEndsOnce(seed: UInt64) async throws {
        let fleet = try await SimulatedFleet(seed: seed, count: 3)
        var random = SeededRandom(seed: seed &+ 7)
        try await fleet.startAll()
        for step in 0..<60 {
            try await fleet.happen(&random, step)
            try await fleet.pass(.milliseconds(Int64(random.next() % 4_000)))
        }
        try await fleet.calmDown()
        try await fleet.finish()
        try await fleet.check("seed \(seed)")
    }
}

private final class SimulatedFleet: Sendable {
    private static let jobsMax = 24
    private let clock = ManualClock()
    private let memory: MemoryStore
    private let exchange: SignalExchange
    private let servers: [SimulatedServer]
    private let calls: OnceCalls
    private let token: Secret
    private let organization: Identifier
    private let begun = Mutex(0)

    init(seed: UInt64, count: Int) async throws {
        let calls = OnceCalls()
        self.calls = calls
        memory = MemoryStore(clock: clock)
        exchange = SignalExchange(seed: seed)
        let entropy = SeededEntropy(seed: seed)
        let setting = try SimulatedSetting(
            entropy: entropy,
            natives: [
                try Self.native("test:probe:again", .idempotent) { _ in },
                try Self.native("test:probe:once", .once) { context in calls.add(context) },
            ])
        let (memory, exchange) = (memory, exchange)
        servers = try (0..<count).map { index in
            try SimulatedServer(memory, exchange.join(), setting, seed: seed &* 10 &+ UInt64(index))
        }
        let chapters = setting.chapters(clock: clock, entropy: entropy, placement: ExclusivePlacement())
        try await memory.write { tx in
            try Bootstrap(sealer: setting.sealer, entropy: entropy, cryptography: setting.cryptography).prepare(tx)
            for native in setting.natives { _ = try chapters.registry.publish(native.definition, tx) }
        }
        let dispatcher = Dispatcher(
            catalogue: chapters.catalogue, store: memory, sealer: setting.sealer, cryptography: setting.cryptography,
            clock: clock, workers: InlineWorkers())
        let account = try await dispatcher.perform(
            "accounts.create", [:], Self.call(.anonymous, String(repeating: "a", count: 32)))
        token = Secret(account["bearer_token"]?.stringValue ?? "")
        organization = try #require(Identifier(account["organization_id"]?.stringValue ?? ""))
        _ = try await dispatcher.perform(
            "ledger.credit", ["account": .string(organization.description), "amount": "1000"],
            Self.call(.opener, "credit"))
        _ = try await dispatcher.perform("recipes.publish", Self.recipe, Self.call(.opener, nil))
    }

    private static func native(
        _ id: String, _ effect: EffectClass, _ note: @escaping @Sendable (StepContext) -> Void
    ) throws -> NativeIngredient {
        NativeIngredient(
            IngredientDefinition(
                id: id, version: "1.0.0", kind: .atomic, handler: id, effect: effect,
                cost: .fixed(Money(amount: try Amount("1")))),
            .function { input, context in
                note(context)
                for _ in 0..<3 { await Task.yield() }
                return StepOutput(input)
            })
    }

    private static let recipe: JSONValue = [
        "id": "test:recipe:all", "version": "1.0.0", "kind": "composed",
        "plan": [
            "schema_version": 2, "inputs": [:],
            "steps": [
                ["id": "a", "ingredient": "test:probe:again", "input": [:]],
                [
                    "id": "b", "ingredient": "scriptorium:flow:wait",
                    "input": ["milliseconds": 5_000, "value": ["from": "$.steps.a.output"]],
                ],
                ["id": "c", "ingredient": "test:probe:once", "input": ["x": ["from": "$.steps.b.output"]]],
            ],
            "outputs": ["c": ["from": "$.steps.c.output"]],
        ],
    ]

    private static func call(_ authority: Authority, _ key: String?) -> Call {
        Call(authority: authority, idempotencyKey: key.map { Secret($0) }, requestID: Identifier(high: 1, low: 1))
    }

    // MARK: What happens

    func startAll() async throws {
        for server in servers {
            await server.start()
            server.store.trouble(true)
        }
        exchange.lose(oneIn: 3)
    }

    /// One thing that may happen.
    func happen(_ random: inout SeededRandom, _ step: Int) async throws {
        let server = servers[Int(random.next() % UInt64(servers.count))]
        switch random.next() % 10 {
        case 0...4: try await begin(at: server, step)
        case 5: try await cancel(Int(random.next() % 64), at: server)
        case 6...7: server.hold(!server.isHeld)
        case 8: Task { await server.stop() }
        default: if !server.isRunning { Task { await server.start() } }
        }
    }

    private func begin(at server: SimulatedServer, _ step: Int) async throws {
        let number = begun.withLock { $0 }
        guard number < Self.jobsMax else { return }
        _ = try await firm {
            try await server.dispatcher.perform(
                "recipes.run", ["recipe_id": "test:recipe:all", "input": [:]],
                Self.call(.bearer(token), "job-\(step)"))
        }
        begun.withLock { $0 += 1 }
    }

    private func cancel(_ number: Int, at server: SimulatedServer) async throws {
        let ids = try await threads().map(\.id)
        guard !ids.isEmpty, number % 3 == 0 else { return }
        _ = try await firm {
            try await server.dispatcher.perform(
                "jobs.cancel", ["job_id": .string(ids[number % ids.count].description)],
                Self.call(.bearer(token), nil))
        }
    }

    private func firm(_ body: () async throws -> JSONValue) async throws -> JSONValue {
        for _ in 0..<100 {
            do { return try await body() } catch {
                guard CoreError(narrowing: error).retry == .sameKey else { throw error }
            }
        }
        throw CoreError(.internalError, "There was no firm answer in a hundred tries.")
    }

    // MARK: Time

    func pass(_ duration: Duration) async throws {
        clock.advance(by: duration)
        for server in servers where !server.isHeld { server.clock.advance(by: duration) }
        try await Task.sleep(for: .milliseconds(1))
    }

    /// No more trouble.
    func calmDown() async throws {
        exchange.lose(oneIn: nil)
        for server in servers {
            server.store.trouble(false)
            server.hold(false)
        }
        // Stops that are under way wait for their time to be over.
        for _ in 0..<15 { try await pass(.seconds(1)) }
        for server in servers { await server.start() }
    }

    /// Lets time pass until every job is over, and for each second as long as the servers need for what is due.
    func finish() async throws {
        for _ in 0..<300 {
            if try await threads().allSatisfy(\.status.state.isFinal) { return }
            try await pass(.seconds(1))
            for _ in 0..<500 {
                if try await isFresh() { break }
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        Issue.record("jobs do not end")
    }

    private func isFresh() async throws -> Bool {
        let living = servers.compactMap(\.lease.worker)
        return try await memory.read { tx in
            try tx.workers.list().allSatisfy { worker in
                !living.contains(worker.id) || worker.leaseUntil.since(tx.now) > .seconds(9)
            }
        }
    }

    // MARK: What must be so

    private func threads() async throws -> [CoreDomain.Thread] {
        let organization = organization
        return try await memory.read { tx in
            try tx.threads.list(
                ThreadFilter(organization: organization, kinds: [.recipe], states: nil), before: nil, limit: 1_000)
        }
    }

    func check(_ place: String) async throws {
        let threads = try await threads()
        #expect(threads.count == begun.withLock { $0 }, "\(place)")
        #expect(!threads.isEmpty, "\(place)")
        #expect(calls.all.values.allSatisfy { $0 == 1 }, "\(place): \(calls.all)")
        var charged = 0
        for thread in threads {
            #expect(thread.status.worker == nil, "\(place)")
            let id = thread.id
            let kinds = try await memory.read { try $0.events.events(of: id, after: 0, limit: 1_000).map(\.kind) }
            let ends = kinds.filter {
                [.threadCompleted, .threadFailed, .threadCancelled, .threadExpired].contains($0)
            }
            #expect(ends.count == 1, "\(place): \(kinds)")
            #expect(kinds.last == ends.first, "\(place): \(kinds)")
            if thread.status.state == .completed {
                charged += 2
                #expect(kinds.count { $0 == .stepCompleted } == 3, "\(place): \(kinds)")
                #expect(thread.status.charged == (try Amount("2")), "\(place)")
            }
        }
        let balance = try await servers[0].dispatcher.perform("ledger.balance", [:], Self.call(.bearer(token), nil))
        #expect(balance["balances"]?[0]?["available"]?.stringValue == "\(1_000 - charged)", "\(place)")
        #expect(balance["balances"]?[0]?["pending"]?.stringValue == "0", "\(place)")
        #expect(try await LedgerVerification(store: memory).run().isSound, "\(place)")
    }
}
