import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization

/// A world with an account, and scripts to run.
struct ThreadWorld {
    let world: World
    let token: Secret

    init(
        seed: UInt64 = 1, tools: [NativeTool] = [], limits: EngineLimits = EngineLimits(),
        wrapping wrap: (MemoryStore) -> any Store = { $0 }
    ) async throws {
        let world = try await World(seed: seed, tools: tools, limits: limits, wrapping: wrap)
        self.world = world
        token = try await retried { try await world.account("a").token }
        try await world.engine.start()
    }

    func ask(_ name: String, _ input: JSONValue = [:]) async throws -> JSONValue {
        try await world.ask(token, name, input)
    }

    /// Makes a version of a script of this source the active one.
    func publish(_ name: String, _ source: String) async throws {
        try await save(name, source)
        let compiled = try await ask("scripts.draft.compile", ["name": .string(name)])
        if compiled["success"] != true {
            throw CoreError(.draftHasErrors, "\(compiled)")
        }
        _ = try await ask("scripts.draft.publish", ["name": .string(name)])
    }

    /// Makes this source the draft of a script, which is made when it is not there.
    func save(_ name: String, _ source: String) async throws {
        if await world.refusal(token, "scripts.get", ["name": .string(name)]) != nil {
            _ = try await ask("scripts.create", ["name": .string(name)])
        }
        _ = try await ask("scripts.draft.save", ["name": .string(name), "source": .string(source)])
    }

    /// Publishes a source, and begins a thread of it; gives its id.
    func run(_ source: String, _ input: JSONValue = [:], _ more: JSONObject = [:]) async throws -> String {
        try await publish("sample", source)
        return try await begin("sample", input, more)
    }

    func begin(_ name: String, _ input: JSONValue = [:], _ more: JSONObject = [:]) async throws -> String {
        var body: JSONObject = ["script_name": .string(name), "input": input]
        for (name, value) in more { body[name] = value }
        return try await ask("threads.create", .object(body))["thread_id"]?.stringValue ?? ""
    }

    func thread(_ id: String) async throws -> JSONValue {
        try await ask("threads.get", ["thread_id": .string(id)])["thread"] ?? .null
    }

    func result(_ id: String) async throws -> JSONValue {
        try await ask("threads.result", ["thread_id": .string(id)])
    }

    func resume(_ id: String, _ more: JSONObject) async throws -> JSONValue {
        var body = more
        body["thread_id"] = .string(id)
        return try await ask("threads.resume", .object(body))
    }

    func send(_ id: String, _ name: String, _ payload: JSONValue = .null, event: String = "") async throws -> JSONValue
    {
        try await ask(
            "threads.events.send",
            ["thread_id": .string(id), "name": .string(name), "payload": payload, "event_id": .string(event)])
    }

    /// The thread, once it stands so.
    func until(_ id: String, _ status: String, reason: String? = nil) async throws -> JSONValue {
        var last = JSONValue.null
        for _ in 0..<20_000 {
            last = try await thread(id)
            if last["status"]?.stringValue == status, reason == nil || last["pause_reason"]?.stringValue == reason {
                return last
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw CoreError(.internalError, "The thread did not come to \(status): \(last)")
    }

    /// What the thread gave, once it is done.
    func output(_ id: String) async throws -> JSONValue {
        _ = try await until(id, "completed")
        return try await result(id)["output"] ?? .null
    }

    /// The kinds of what happened to the thread, as it is followed.
    func events(_ id: String) async throws -> [JSONValue] {
        let stream = try await world.dispatcher.stream(
            "threads.watch", ["thread_id": .string(id)], after: nil, world.call(.bearer(token)))
        var events: [JSONValue] = []
        while case .item(let item) = try await stream.next(patience: .seconds(5)) { events.append(item.output) }
        return events
    }

}

/// A tool whose calls the test answers.
final class ToolProbe: Sendable {
    private let log = Mutex<[(JSONValue, StepContext)]>([])
    let name: String

    init(_ name: String = "probe") { self.name = name }

    var calls: [StepContext] { log.withLock { $0.map(\.1) } }
    var inputs: [JSONValue] { log.withLock { $0.map(\.0) } }

    func tool(
        effect: ToolSignature.Effect = .idempotent,
        _ answer: @escaping @Sendable (JSONValue, StepContext) async throws -> JSONValue
    ) -> NativeTool {
        let signature = ToolSignature(
            ToolName(name, from: "native"), "Does what the test says.",
            fields: [.init("value", .any, "Anything.")], result: .any, effect: effect)
        return NativeTool(
            signature,
            .function { [self] input, context in
                log.withLock { $0.append((input, context)) }
                return StepOutput(try await answer(input, context))
            })
    }
}
