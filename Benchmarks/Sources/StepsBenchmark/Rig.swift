import CoreCrypto
import CoreDomain
import CoreLanguage

/// The core on a new database as a host assembles it, with an account, and a recipe or a script of three steps that do
/// nothing.
struct Rig {
    /// What is run.
    enum Kind {
        case recipe
        /// Steps whose results are stored before the next one begins.
        case script
        /// Steps that could be computed again, and may be stored together.
        case pureScript

        var isScript: Bool { self != .recipe }
    }

    private static let ingredient = "benchmark:call:nothing"
    private static let recipe = "benchmark:recipe:chain"
    private static let lastStep = "c"
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
    let assembly: Assembly
    private let requestID: Identifier
    private let token: Secret

    var store: any Store { assembly.store }
    var engine: Engine { assembly.engine }
    private var dispatcher: Dispatcher { assembly.dispatcher }

    /// Makes or opens the database at `path`. The engine runs `width` threads at once; `onLastStep` is told of each job
    /// that makes its last call.
    init(
        path: String, width: Int, _ kind: Kind = .recipe, onLastStep: @escaping @Sendable () -> Void
    ) async throws {
        self.kind = kind
        let native = Self.native(onLastStep)
        assembly = try Assembly(
            path: path, width: width, natives: [native],
            tools: [Self.tool(kind == .pureScript ? .pure : .idempotent, onLastStep)])
        requestID = try assembly.entropy.identifier(at: assembly.clock.now())
        let (bootstrap, registry) = (
            Bootstrap(sealer: assembly.sealer, entropy: assembly.entropy, cryptography: assembly.cryptography),
            assembly.registry
        )
        try await assembly.store.write { tx in
            if try !bootstrap.isPrepared(tx.snapshot) { try bootstrap.prepare(tx) }
            _ = try registry.publish(native.definition, tx)
            _ = try registry.publish(Self.chain, tx)
        }
        let account = try await assembly.dispatcher.perform(
            "accounts.create", [:],
            Call(
                authority: .anonymous, idempotencyKey: Secret("benchmark-of-an-account-\(requestID)"),
                requestID: requestID))
        token = Secret(account["bearer_token"]?.stringValue ?? "")
        try await engine.start()
        if kind.isScript { try await publish(Self.script, Self.source) }
    }

    func publish(_ name: String, _ source: String) async throws {
        let name: JSONValue = .string(name)
        _ = try await dispatcher.perform("scripts.create", ["name": name], call)
        _ = try await dispatcher.perform("scripts.draft.save", ["name": name, "source": .string(source)], call)
        _ = try await dispatcher.perform("scripts.draft.compile", ["name": name, "strict": true], call)
        _ = try await dispatcher.perform("scripts.draft.publish", ["name": name], call)
    }

    static func tool(_ effect: ToolSignature.Effect, _ onLastStep: @escaping @Sendable () -> Void) -> NativeTool {
        let signature = ToolSignature(
            ToolName("nothing", from: "native"), "Gives back what it is given.",
            fields: [.init("value", .any, "Anything.")], result: .any, effect: effect)
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
        if kind.isScript { return try await begin(Self.script, ["value": .integer(Int64(number))]) }
        let input: JSONValue = [
            "recipe_id": .string(Self.recipe), "input": ["value": .integer(Int64(number))],
        ]
        return try await dispatcher.perform("recipes.run", input, call)["job_id"] ?? .null
    }

    /// Begins a thread of a script, and gives its id.
    func begin(_ script: String, _ input: JSONValue) async throws -> JSONValue {
        let creation: JSONValue = ["script_name": .string(script), "input": input]
        return try await dispatcher.perform("threads.create", creation, call)["thread_id"] ?? .null
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
        if kind.isScript { return try await completedThreads() }
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
    func close() async { await assembly.close() }
}
