import CoreCrypto
import CoreDomain
import CoreLanguage
import CorePlatform

/// The core on a new database as a host assembles it, with an account and a recipe of three steps that do nothing.
struct Rig {
    private static let ingredient = "benchmark:call:nothing"
    private static let recipe = "benchmark:recipe:chain"
    private static let lastStep = "c"
    private static let threadsSpare = 64

    let store: any Store
    let engine: Engine
    private let dispatcher: Dispatcher
    private let requestID: Identifier
    private let token: Secret

    /// Makes or opens the database at `path`. The engine runs `width` threads at once; `onLastStep` is told of each job
    /// that makes its last call.
    init(path: String, width: Int, onLastStep: @escaping @Sendable () -> Void) async throws {
        let (place, entropy, cryptography) = (try Place(path), SystemEntropy(), try LibCrypto())
        let clock = place.clock
        // The same for every process on a database.
        guard let key = SealingKey(bytes: Array(repeating: 7, count: 32)) else {
            throw CoreError(.internalError, "A key of 32 bytes was refused.")
        }
        let sealer = try Sealer(key: key, cryptography: cryptography, entropy: entropy)
        let native = Self.native(onLastStep)
        let chapters = Chapters(
            clock: clock, entropy: entropy, cryptography: cryptography, sealer: sealer,
            pageTokens: PageTokens(key: try key.subkey(.pageTokens, cryptography), cryptography: cryptography),
            natives: [native], placement: place.placement)
        store = place.store
        var limits = EngineLimits()
        // A job has its place until its end is stored; where others could take it up, the next one finds another.
        limits.threads = place.sharing == nil ? width : 2 * width + Self.threadsSpare
        limits.threadsPerOrganization = limits.threads
        let changes = Changes(signals: place.sharing?.signals)
        engine = Engine(
            store: store, library: chapters.registry.library, changes: changes, clock: clock, entropy: entropy,
            cryptography: cryptography, workers: WorkerPool(), limits: limits, sharing: place.sharing)
        dispatcher = Dispatcher(
            catalogue: chapters.catalogue, store: store, sealer: sealer, cryptography: cryptography, clock: clock,
            workers: WorkerPool(), threads: engine, changes: changes)
        requestID = try entropy.identifier(at: clock.now())
        let (bootstrap, registry) = (
            Bootstrap(sealer: sealer, entropy: entropy, cryptography: cryptography), chapters.registry
        )
        try await store.write { tx in
            if try !bootstrap.isPrepared(tx.snapshot) { try bootstrap.prepare(tx) }
            _ = try registry.publish(native.definition, tx)
            _ = try registry.publish(Self.chain, tx)
        }
        let account = try await dispatcher.perform(
            "accounts.create", [:],
            Call(
                authority: .anonymous, idempotencyKey: Secret("benchmark-of-an-account-\(requestID)"),
                requestID: requestID))
        token = Secret(account["bearer_token"]?.stringValue ?? "")
        try await engine.start()
    }

    private static func native(_ onLastStep: @escaping @Sendable () -> Void) -> NativeIngredient {
        let definition = IngredientDefinition(
            id: ingredient, version: "1.0.0", kind: .atomic, handler: ingredient, effect: .idempotent)
        return NativeIngredient(
            definition,
            .function { input, context in
                if context.path == lastStep { onLastStep() }
                return StepOutput(input)
            })
    }

    private static let chain = IngredientDefinition(
        id: recipe, version: "1.0.0", kind: .composed,
        plan: [
            "schema_version": 2, "inputs": ["value": ["type": "integer"]],
            "steps": [
                step("a", "$.inputs.value"), step("b", "$.steps.a.output.value"),
                step(lastStep, "$.steps.b.output.value"),
            ],
            "outputs": ["value": ["from": "$.steps.c.output.value"]],
        ])

    private static func step(_ id: String, _ value: String) -> JSONValue {
        ["id": .string(id), "ingredient": .string(ingredient), "input": ["value": ["from": .string(value)]]]
    }

    private var call: Call { Call(authority: .bearer(token), requestID: requestID) }

    /// Has a job accepted, and gives its id.
    func begin(_ number: Int) async throws -> JSONValue {
        let input: JSONValue = [
            "recipe_id": .string(Self.recipe), "input": ["value": .integer(Int64(number))],
        ]
        return try await dispatcher.perform("recipes.run", input, call)["job_id"] ?? .null
    }

    /// Everything that happens to the account's jobs from now on.
    func events() async throws -> OperationStream {
        try await dispatcher.stream("jobs.watch", [:], after: nil, call)
    }

    /// How many jobs are completed.
    func completedCount() async throws -> Int {
        var (count, cursor): (Int, String?) = (0, nil)
        repeat {
            var input: JSONObject = ["status": "completed", "limit": 200]
            if let cursor { input["cursor"] = .string(cursor) }
            let page = try await dispatcher.perform("jobs.list", .object(input), call)
            count += page["jobs"]?.arrayValue?.count ?? 0
            cursor = page["next_cursor"]?.stringValue
        } while cursor != nil
        return count
    }

    /// Lets go of everything.
    func close() async {
        await engine.stop()
        await store.close()
    }
}
