import CoreDomain
import CoreLanguage
import CoreTesting
import Synchronization

/// The tools of models over a provider whose answers are laid down.
struct ModelWorld {
    let provider: ScriptedModelProvider
    let tools: [NativeTool]
    let planner: NativeTool
    let items = Items()

    init(
        _ rules: ScriptedModelRule..., structure: ModelEntry.Structure = .schema, streams: Bool = true,
        price: ModelPrice? = nil
    ) throws {
        provider = ScriptedModelProvider(rules: rules)
        let entry = ModelEntry(
            provider: "scripted", name: "real", capabilities: ModelCapability.allCases, structure: structure,
            streams: streams, price: price)
        let settings = ModelSettings(providers: [:], models: ["m": entry], defaults: .none)
        let router = try ModelRouter(settings, providers: ["scripted": provider])
        tools = ModelTools.all(router)
        planner = ModelTools.plan(router)
    }

    func call(_ name: String, _ input: JSONValue) async throws -> StepOutput {
        guard let tool = tools.first(where: { $0.signature.tool.name == name }) else { throw NoTool() }
        return try await call(tool, input)
    }

    func call(_ tool: NativeTool, _ input: JSONValue) async throws -> StepOutput {
        let context = StepContext(
            thread: Identifier(high: 0, low: 1), organization: Identifier(high: 0, low: 2), path: "0", attempt: 1)
        switch tool.handler {
        case .function(let body): return try await body(input, context)
        case .stream(let body): return try await body(input, context, StepItems { items.add($0) })
        default: throw NoTool()
        }
    }

    /// The conversations that the model was given.
    var chats: [ChatRequest] {
        provider.requests.compactMap { if case .chat(let request) = $0 { request } else { nil } }
    }

    struct NoTool: Error {}

    final class Items: Sendable {
        private let values = Mutex<[JSONValue]>([])
        func add(_ value: JSONValue) { values.withLock { $0.append(value) } }
        var all: [JSONValue] { values.withLock { $0 } }
    }
}

extension ChatRequest {
    /// What was said, one text for each message.
    var texts: [String] {
        messages.map { message in
            switch message {
            case .system(let text), .user(let text), .tool(_, let text): text
            case .assistant(let text, _): text ?? ""
            }
        }
    }
}
