import CoreDomain
import CoreLanguage

/// A server of the Model Context Protocol that offers scripts as tools: messages in, messages out.
///
/// It speaks the versions of ``versions``. Calls are made side by side; all else is answered at once, in turn.
public actor MCPService {
    /// The versions that are spoken, the newest first.
    static let versions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
    /// Calls that are under way at most.
    static let callsMax = 64

    let backend: any MCPBackend
    let catalog: ScriptCatalog
    private let version: String
    private let send: @Sendable ([UInt8]) -> Void
    private var calls: [JSONValue: Task<Void, Never>] = [:]
    private var questions: [Int64: CheckedContinuation<JSONValue?, Never>] = [:]
    private var lastQuestion: Int64 = 0
    private var canAsk = false
    private var isOver = false

    /// A server over `backend`, of this version of the program. Messages for the client go to `send`, without line ends.
    public init(_ backend: any MCPBackend, version: String, send: @escaping @Sendable ([UInt8]) -> Void) {
        self.backend = backend
        self.version = version
        self.send = send
        catalog = ScriptCatalog(backend)
    }

    /// Takes a message of the client; nil for one that was too long to be read.
    public func receive(_ bytes: [UInt8]?) async {
        guard let bytes else {
            return tell(RPCError.parse("A message has more than \(LineReader.bytesMax) bytes.").response(to: .null))
        }
        let message: RPCMessage
        do throws(JSONError) {
            message = RPCMessage(try JSONValue.parse(bytes, limits: JSONLimits(maxDepth: 256)))
        } catch {
            return tell(RPCError.parse("The message is no JSON: \(error.message)").response(to: .null))
        }
        switch message {
        case .request(let id, let method, let parameters): await answer(id, method, parameters)
        case .notification("notifications/cancelled", let parameters):
            if let id = parameters["requestId"] { calls[id]?.cancel() }
        case .notification: return
        case .response(let id, let result):
            let question = id.int64Value.flatMap { questions.removeValue(forKey: $0) }
            question?.resume(returning: result)
        case .invalid(let id):
            tell(RPCError.invalidRequest("The message is neither a request nor a notification.").response(to: id))
        }
    }

    /// The client went away: what it called goes on without it, and nobody is answered any more.
    public func end() {
        isOver = true
        for question in questions.values { question.resume(returning: nil) }
        questions = [:]
    }

    private func tell(_ message: JSONValue) {
        if !isOver { send(message.serialized()) }
    }

    // MARK: Requests

    private func answer(_ id: JSONValue, _ method: String, _ parameters: JSONValue) async {
        do throws(RPCError) {
            switch method {
            case "initialize": reply(id, initialized(parameters))
            case "ping": reply(id, [:])
            case "tools/list": reply(id, try await list(parameters))
            case "tools/call": try begin(id, parameters)
            default: throw RPCError.unknownMethod("There is no method \"\(method.prefix(64))\" here.")
            }
        } catch {
            tell(error.response(to: id))
        }
    }

    private func reply(_ id: JSONValue, _ result: JSONValue) {
        tell(["jsonrpc": "2.0", "id": id, "result": result])
    }

    private func initialized(_ parameters: JSONValue) -> JSONValue {
        let wanted = parameters["protocolVersion"]?.stringValue ?? ""
        // A client that is told another version than it asked for goes on with it, or leaves.
        let agreed = Self.versions.first { $0 == wanted } ?? Self.versions.first ?? ""
        canAsk = parameters["capabilities"]?["elicitation"]?.objectValue != nil
        return [
            "protocolVersion": .string(agreed), "capabilities": ["tools": ["listChanged": false]],
            "serverInfo": ["name": "scriptorium", "title": "Scriptorium", "version": .string(version)],
            "instructions": "Each tool is a script. A call runs it as a durable thread and waits for its end.",
        ]
    }

    private func list(_ parameters: JSONValue) async throws(RPCError) -> JSONValue {
        do throws(CoreError) {
            return try await catalog.page(parameters["cursor"]?.stringValue)
        } catch {
            let text = "\(error.reason.name): \(error.message)"
            if error.reason == .pageTokenInvalid { throw RPCError.invalidParameters(text) }
            throw RPCError.failed(text)
        }
    }

    // MARK: Calls

    private func begin(_ id: JSONValue, _ parameters: JSONValue) throws(RPCError) {
        guard let name = parameters["name"]?.stringValue else { throw .invalidParameters("A call has a `name`.") }
        guard calls[id] == nil else { throw .invalidRequest("The id is that of a call that is under way.") }
        guard calls.count < Self.callsMax else {
            throw .failed("BUSY: \(Self.callsMax) calls are under way; make this one later.")
        }
        let asking: @Sendable (JSONValue) async -> JSONValue? = { question in await self.ask(question) }
        let input: JSONValue = parameters["arguments"] ?? [:]
        let call = ScriptCall(
            backend: backend, script: name, input: input, report: reporter(parameters["_meta"]?["progressToken"]),
            ask: canAsk ? asking : nil)
        calls[id] = Task {
            let answer = await Self.answer(call, to: id)
            self.finish(id, answer)
        }
    }

    /// The answer to a call; nil when the client wants none any more.
    private static func answer(_ call: ScriptCall, to id: JSONValue) async -> JSONValue? {
        do throws(CoreError) {
            return ["jsonrpc": "2.0", "id": id, "result": try await call.result()]
        } catch {
            if Task.isCancelled { return .none }
            let text = "\(error.reason.name): \(error.message)"
            if error.reason == .notFound {
                return RPCError.invalidParameters("There is no script of this name. \(text)").response(to: id)
            }
            // The model that made the call is to see what was wrong with it.
            let failure: JSONValue = ["status": "refused", "reason": .string(error.reason.name)]
            return ["jsonrpc": "2.0", "id": id, "result": ScriptCall.result(text, failure, isError: true)]
        }
    }

    private func finish(_ id: JSONValue, _ answer: JSONValue?) {
        calls[id] = nil
        if let answer { tell(answer) }
    }

    private func reporter(_ token: JSONValue?) -> (@Sendable (String) async -> Void)? {
        guard let token, token.stringValue != nil || token.int64Value != nil else { return nil }
        let counter = ProgressCounter()
        return { text in await self.report(token, await counter.next(), text) }
    }

    private func report(_ token: JSONValue, _ count: Int64, _ text: String) {
        tell([
            "jsonrpc": "2.0", "method": "notifications/progress",
            "params": [
                "progressToken": token, "progress": .integer(count), "message": .string(String(text.prefix(2_000))),
            ],
        ])
    }

    // MARK: Questions

    /// Asks the person behind the client; nil when nobody answers.
    private func ask(_ question: JSONValue) async -> JSONValue? {
        guard !isOver else { return .none }
        let form = QuestionForm(question)
        lastQuestion += 1
        let id = lastQuestion
        let result: JSONValue? = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<JSONValue?, Never>) in
                guard !Task.isCancelled else { return continuation.resume(returning: nil) }
                questions[id] = continuation
                let parameters = form.parameters
                tell([
                    "jsonrpc": "2.0", "id": .integer(id), "method": "elicitation/create", "params": parameters,
                ])
            }
        } onCancel: {
            Task { await self.withdraw(id) }
        }
        return result.flatMap { form.answer(in: $0) }
    }

    private func withdraw(_ id: Int64) {
        questions.removeValue(forKey: id)?.resume(returning: nil)
    }
}

/// Numbers that grow.
private actor ProgressCounter {
    private var count: Int64 = 0

    func next() -> Int64 {
        count += 1
        return count
    }
}
