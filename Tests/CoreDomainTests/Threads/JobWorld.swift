import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization

/// A world with an account that has money, and recipes to spend it on.
struct JobWorld {
    let world: World
    let token: Secret
    let organization: Identifier

    init(
        seed: UInt64 = 1, natives: [NativeIngredient] = [], credit: String = "10",
        limits: EngineLimits = EngineLimits(),
        wrapping wrap: (MemoryStore) -> any Store = { $0 }
    ) async throws {
        let world = try await World(seed: seed, natives: natives, limits: limits, wrapping: wrap)
        self.world = world
        let (token, body) = try await retried { try await world.account("a") }
        self.token = token
        guard let id = Identifier(body["organization_id"]?.stringValue ?? "") else {
            throw CoreError(.internalError, "An account has no organization.")
        }
        organization = id
        if credit != "0" { try await self.credit(id, credit) }
    }

    /// Credits an account, once however often it is asked.
    func credit(_ account: Identifier, _ amount: String = "10") async throws {
        _ = try await world.perform(
            "ledger.credit", ["account": .string(account.description), "amount": .string(amount)],
            world.call(.opener, key: "credit"))
    }

    /// Publishes a recipe of these steps.
    func publish(
        _ id: String, version: String = "1.0.0", inputs: JSONValue = [:], steps: JSONValue, outputs: JSONValue
    ) async throws {
        _ = try await world.perform(
            "recipes.publish",
            [
                "id": .string(id), "version": .string(version), "kind": "composed",
                "plan": ["schema_version": 2, "inputs": inputs, "steps": steps, "outputs": outputs],
            ], world.call(.opener))
    }

    /// Begins a run, of this account unless `token` is another's, and gives the job's id.
    func run(
        _ recipe: String, _ input: JSONValue = [:], _ more: JSONObject = [:], as token: Secret? = nil
    ) async throws -> String {
        var body: JSONObject = ["recipe_id": .string(recipe), "input": input]
        for (name, value) in more { body[name] = value }
        let answer = try await world.perform("recipes.run", .object(body), world.call(.bearer(token ?? self.token)))
        return answer["job_id"]?.stringValue ?? ""
    }

    func job(_ id: String) async throws -> JSONValue {
        try await world.perform("jobs.get", ["job_id": .string(id)], world.call(.bearer(token)))
    }

    func cancel(_ id: String) async throws -> JSONValue {
        try await world.perform("jobs.cancel", ["job_id": .string(id)], world.call(.bearer(token)))
    }

    func steps(_ id: String) async throws -> [JSONValue] {
        let answer = try await world.perform("jobs.steps", ["job_id": .string(id)], world.call(.bearer(token)))
        return answer["steps"]?.arrayValue ?? []
    }

    /// The account's available and pending amounts.
    func balance() async throws -> (available: String, pending: String) {
        let answer = try await world.perform("ledger.balance", [:], world.call(.bearer(token)))
        let balance = answer["balances"]?[0]
        return (balance?["available"]?.stringValue ?? "", balance?["pending"]?.stringValue ?? "")
    }

    /// Lets the engine work until `id` is over.
    func finish(_ id: String) async throws -> JSONValue {
        try await until { try await isOver(id) }
        return try await job(id)
    }

    private func isOver(_ id: String) async throws -> Bool {
        guard let status = try await job(id)["status"]?.stringValue else { return false }
        return !["pending", "processing"].contains(status)
    }

    /// Waits until `condition` holds. The engine has threads of its own, so this looks now and then.
    func until(_ condition: () async throws -> Bool) async throws {
        for _ in 0..<20_000 {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw CoreError(.internalError, "What was waited for did not happen.")
    }
}

extension JobWorld {
    /// Waits until no thread is under way. One that never ends fails the test, and does not hold it up.
    func idle() async throws {
        let (engine, ends) = (world.engine, Counter())
        Task {
            await engine.idle()
            ends.add()
        }
        try await until { ends.count == 1 }
    }

    /// Stops the engine, likewise.
    func stop() async throws {
        let ends = beginStop()
        try await until { ends.count == 1 }
    }

    /// Has the engine stop; the number is one once it has.
    func beginStop() -> Counter {
        let (engine, ends) = (world.engine, Counter())
        Task {
            await engine.stop()
            ends.add()
        }
        return ends
    }
}

/// What `body` gives, however often the store fails before.
func retried<Value>(_ body: () async throws -> Value) async throws -> Value {
    for _ in 0..<50 {
        do { return try await body() } catch  where CoreError(narrowing: error).code == .unavailable { continue }
    }
    throw CoreError(.internalError, "The store failed too often.")
}

/// A capability whose calls the test answers.
final class Probe: Sendable {
    private let log = Mutex<[StepContext]>([])
    let id: String

    init(_ id: String = "test:probe:call") { self.id = id }

    var calls: [StepContext] { log.withLock { $0 } }

    func native(
        effect: EffectClass = .idempotent, cost: CostModel = .free, concurrency: Int64? = nil,
        timeoutSeconds: Int64? = nil,
        _ answer: @escaping @Sendable (JSONValue, StepContext) async throws -> StepOutput
    ) -> NativeIngredient {
        NativeIngredient(
            IngredientDefinition(
                id: id, version: "1.0.0", kind: .atomic, handler: id, effect: effect, cost: cost,
                concurrency: concurrency, timeoutSeconds: timeoutSeconds),
            .function { [self] input, context in
                log.withLock { $0.append(context) }
                return try await answer(input, context)
            })
    }
}

/// A number that many may raise.
final class Counter: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }

    /// Lowers the number unless it is zero; whether it did.
    func takeOne() -> Bool {
        value.withLock { value in
            defer { value = max(0, value - 1) }
            return value > 0
        }
    }
}
