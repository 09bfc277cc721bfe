import CoreCrypto
import CoreDomain
import CoreLanguage
import CorePlatform

/// The core on a new database as a host assembles it, with an account, and a recipe or a script of three steps that do
/// nothing.
struct Rig {
    /// What is run.
    enum Kind {
        case recipe
        case script
    }

    private static let ingredient = "benchmark:call:nothing"
    private static let recipe = "benchmark:recipe:chain"
    private static let lastStep = "c"
    private static let threadsSpare = 64
    private static let script = "chain"
    private static let source = """
        script "Chain"
        version "1.0.0"
        input
          value : integer
        output
          value : any
        import tools
          nothing from native
        do "A" with nothing
          value = value
          -> a
        do "B" with nothing
          value = a
          -> b
        do "C" with nothing
          value = b
          -> c
        emit
          value = c
        """
    private static let lastPath = "2"

    let kind: Kind

    let store: any Store
    let engine: Engine
    private let dispatcher: Dispatcher
    private let requestID: Identifier
    private let token: Secret

    /// Makes or opens the database at `path`. The engine runs `width` threads at once; `onLastStep` is told of each job
    /// that makes its last call.
    init(
        path: String, width: Int, _ kind: Kind = .recipe, onLastStep: @escaping @Sendable () -> Void
    ) async throws {
        self.kind = kind
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
            natives: [native], tools: [Self.tool(onLastStep)], placement: place.placement)
        store = place.store
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
        if kind == .script { try await publish() }
    }

    private func publish() async throws {
        let name: JSONValue = .string(Self.script)
        _ = try await dispatcher.perform("scripts.create", ["name": name], call)
        _ = try await dispatcher.perform("scripts.draft.save", ["name": name, "source": .string(Self.source)], call)
        _ = try await dispatcher.perform("scripts.draft.compile", ["name": name, "strict": true], call)
        _ = try await dispatcher.perform("scripts.draft.publish", ["name": name], call)
    }

    private static func tool(_ onLastStep: @escaping @Sendable () -> Void) -> NativeTool {
        let signature = ToolSignature(
            ToolName("nothing", from: "native"), "Gives back what it is given.",
            fields: [.init("value", .any, "Anything.")], result: .any, effect: .idempotent)
        return NativeTool(
            signature,
            .function { input, context in
                if context.path == lastPath { onLastStep() }
                return StepOutput(input["value"] ?? .null)
            })
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
        if kind == .script {
            let input: JSONValue = [
                "script_name": .string(Self.script), "input": ["value": .integer(Int64(number))],
            ]
            return try await dispatcher.perform("threads.create", input, call)["thread_id"] ?? .null
        }
        let input: JSONValue = [
            "recipe_id": .string(Self.recipe), "input": ["value": .integer(Int64(number))],
        ]
        return try await dispatcher.perform("recipes.run", input, call)["job_id"] ?? .null
    }

    /// Everything that happens to the account's jobs from now on.
    func events() async throws -> OperationStream {
        try await dispatcher.stream("jobs.watch", [:], after: nil, call)
    }

    /// Follows a thread of a script to its end.
    func follow(_ thread: JSONValue) async throws {
        let stream = try await dispatcher.stream("threads.watch", ["thread_id": thread], after: nil, call)
        while case .item = try await stream.next(patience: .seconds(60)) {}
    }

    /// How many jobs or threads are completed.
    func completedCount() async throws -> Int {
        if kind == .script { return try await completedThreads() }
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

    private func completedThreads() async throws -> Int {
        var (count, token) = (0, "")
        repeat {
            let page = try await dispatcher.perform(
                "threads.list", ["status_filter": "completed", "page_size": 200, "page_token": .string(token)], call)
            count += page["threads"]?.arrayValue?.count ?? 0
            token = page["next_page_token"]?.stringValue ?? ""
        } while !token.isEmpty
        return count
    }

    /// Lets go of everything.
    func close() async {
        await engine.stop()
        await store.close()
    }
}
