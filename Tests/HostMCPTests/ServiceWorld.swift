import CoreDomain
import CoreLanguage
import HostMCP
import Synchronization

/// A backend whose answers are laid down, and what was asked of it.
final class ScriptedBackend: MCPBackend {
    struct State {
        var answers: [String: [Result<JSONValue, CoreError>]] = [:]
        var streams: [[JSONValue]] = []
        var asked: [(operation: String, input: JSONValue)] = []
        /// Streams do not end before this is cancelled.
        var staysOpen = false
    }
    let state = Mutex(State())

    func answer(_ operation: String, _ value: JSONValue) {
        state.withLock { $0.answers[operation, default: []].append(.success(value)) }
    }

    func refuse(_ operation: String, _ error: CoreError) {
        state.withLock { $0.answers[operation, default: []].append(.failure(error)) }
    }

    func stream(_ events: [JSONValue]) { state.withLock { $0.streams.append(events) } }

    func inputs(of operation: String) -> [JSONValue] {
        state.withLock { $0.asked.filter { $0.operation == operation }.map(\.input) }
    }

    /// The last answer stays.
    func perform(_ operation: String, _ input: JSONValue) async throws(CoreError) -> JSONValue {
        let result = state.withLock { state in
            state.asked.append((operation, input))
            var answers = state.answers[operation] ?? []
            guard let first = answers.first else {
                return Result<JSONValue, CoreError>.failure(CoreError(.notFound, "Nothing was laid down."))
            }
            if answers.count > 1 { answers.removeFirst() }
            state.answers[operation] = answers
            return first
        }
        return try result.get()
    }

    func follow(
        _ operation: String, _ input: JSONValue, _ take: @escaping @Sendable (JSONValue) async -> Bool
    ) async throws(CoreError) {
        let (events, staysOpen) = state.withLock { state in
            state.asked.append((operation, input))
            return (state.streams.isEmpty ? [] : state.streams.removeFirst(), state.staysOpen)
        }
        for event in events { if await !take(event) { return } }
        guard staysOpen else { return }
        do { try await Task.sleep(for: .seconds(60)) } catch { throw CoreError(.cancelled, "Cancelled.") }
    }
}

/// A service over such a backend, and what it says.
struct ServiceWorld {
    let backend = ScriptedBackend()
    let service: MCPService
    private let said: AsyncStream<JSONValue>

    init() {
        let (stream, continuation) = AsyncStream<JSONValue>.makeStream()
        said = stream
        service = MCPService(backend, version: "1.0.0") { bytes in
            if let value = try? JSONValue.parse(bytes) { continuation.yield(value) }
        }
    }

    func send(_ message: JSONValue) async { await service.receive(message.serialized()) }

    func send(_ text: String) async { await service.receive(Array(text.utf8)) }

    /// The next thing that the service says.
    func next() async -> JSONValue {
        var iterator = said.makeAsyncIterator()
        return await iterator.next() ?? .null
    }

    func ask(_ method: String, _ parameters: JSONValue = [:], id: JSONValue = 1) async {
        await send(["jsonrpc": "2.0", "id": id, "method": .string(method), "params": parameters])
    }

    /// A script "greeting" that can be run.
    func offerGreeting() {
        backend.answer(
            "scripts.list",
            [
                "scripts": [
                    ["name": "greeting", "status": "active", "active_version": 2, "description": "Says hello."],
                    ["name": "draft", "status": "draft"],
                ], "next_page_token": "more",
            ])
        backend.answer(
            "scripts.code",
            [
                "program": [
                    "input_schema": ["type": "object", "properties": ["name": ["type": "string"]]],
                    "output_schema": ["type": "object", "properties": ["greeting": ["type": "string"]]],
                ]
            ])
        backend.answer("threads.create", ["thread_id": "thr_1"])
    }

    func thread(_ members: JSONObject) { backend.answer("threads.get", ["thread": .object(members)]) }
}
