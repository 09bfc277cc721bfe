import CoreDomain
import CoreLanguage
import Synchronization

/// A server that is reached over HTTP: each message is a POST of its own (transport "streamable HTTP").
final class MCPWeb: MCPChannel {
    /// Bytes of an answer at most.
    static let bytesMax = 16 * 1_024 * 1_024
    /// How long a message that wants no answer may take.
    private static let patience = Duration.seconds(5)

    private struct State {
        var session: String?
        var version: String?
        var last: Int64 = 0
        var isOpen = true
    }
    private let state = Mutex(State())
    private let url: String
    private let headers: [(name: String, value: String)]
    private let transport: any HTTPTransport
    private let failure: MCPFailure
    private let timeout: Duration

    /// A server at `url`, which is told `headers` each time.
    init(
        url: String, headers: [(name: String, value: String)], transport: any HTTPTransport, timeout: Duration,
        _ failure: MCPFailure
    ) {
        self.url = url
        self.headers = headers
        self.transport = transport
        self.timeout = timeout
        self.failure = failure
    }

    var isOpen: Bool { state.withLock { $0.isOpen } }

    func agree(on version: String) { state.withLock { $0.version = version } }

    func request(_ method: String, _ parameters: JSONObject) async throws(CoreError) -> JSONObject {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        let bytes = MCPMessage.request(id, method, parameters)
        do {
            return try await withTaskCancellationHandler {
                try await exchange(bytes, id)
            } onCancel: {
                Task { await self.notify("notifications/cancelled", ["requestId": .integer(id)]) }
            }
        } catch {
            throw CoreError(narrowing: error)
        }
    }

    func notify(_ method: String, _ parameters: JSONObject) async {
        await post(MCPMessage.notification(method, parameters))
    }

    func close() async {
        let session = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen ? state.session : nil
        }
        guard session != nil else { return }
        // The server forgets the session by itself when it does not learn of the end.
        _ = try? await transport.send(  // reason: it is the end either way
            HTTPRequest(method: "DELETE", url: url, headers: allHeaders(), patience: Self.patience))
    }

    // MARK: Sending

    private func allHeaders() -> [(name: String, value: String)] {
        let (session, version) = state.withLock { ($0.session, $0.version) }
        var all = headers
        all.append((name: "content-type", value: "application/json"))
        all.append((name: "accept", value: "application/json, text/event-stream"))
        if let session { all.append((name: "mcp-session-id", value: session)) }
        if let version { all.append((name: "mcp-protocol-version", value: version)) }
        return all
    }

    /// Sends what wants no answer.
    private func post(_ body: [UInt8]) async {
        guard isOpen else { return }
        let request = HTTPRequest(
            method: "POST", url: url, headers: allHeaders(), body: body, patience: Self.patience)
        let answer = try? await transport.send(request)  // reason: nobody waits for what becomes of it
        var left = 65_536
        while left > 0, let answer, let bytes = try? await answer.nextBytes() {  // reason: as above
            left -= bytes.count
        }
    }

    private func exchange(_ body: [UInt8], _ id: Int64) async throws(CoreError) -> JSONObject {
        let answer: HTTPAnswer
        do throws(CoreError) {
            answer = try await transport.send(
                HTTPRequest(method: "POST", url: url, headers: allHeaders(), body: body, patience: timeout))
        } catch {
            if error.reason == .cancelled { throw error }
            if error.reason == .serverUnreachable || error.reason == .requestInvalid {
                throw failure.unreachable(error.message)
            }
            throw failure.broken(error.message)
        }
        try check(answer.status)
        note(session: answer.header("mcp-session-id"))
        let type = answer.header("content-type") ?? ""
        if type.hasPrefix("application/json") { return try await document(answer, id) }
        if type.hasPrefix("text/event-stream") { return try await events(answer, id) }
        throw failure.invalid("its answer is neither JSON nor a stream of events.")
    }

    private func note(session: String?) {
        guard let session, (1...1_024).contains(session.utf8.count),
            session.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return }
        state.withLock { if $0.session == nil { $0.session = session } }
    }

    private func check(_ status: Int) throws(CoreError) {
        switch status {
        case 200...299: return
        case 404:
            // The session is over: the call was not made, and a new session is begun for it.
            state.withLock { $0.isOpen = false }
            throw failure.unreachable("It answered with status 404: there is no such path, or its session is over.")
        case 401, 403: throw failure.unreachable("It answered with status \(status): it does not take the credential.")
        case 500...599: throw failure.broken("It answered with status \(status).")
        default: throw failure.unreachable("It answered with status \(status).")
        }
    }

    // MARK: Answers

    private func document(_ answer: HTTPAnswer, _ id: Int64) async throws(CoreError) -> JSONObject {
        var body: [UInt8] = []
        while let bytes = try await next(answer) {
            guard bytes.count <= Self.bytesMax - body.count else { throw tooLong }
            body += bytes
        }
        guard let result = try result(body, id) else { throw failure.invalid("its answer is to another request.") }
        return result
    }

    private func events(_ answer: HTTPAnswer, _ id: Int64) async throws(CoreError) -> JSONObject {
        var reader = ServerSentEvents()
        var left = Self.bytesMax
        while let bytes = try await next(answer) {
            guard bytes.count <= left else { throw tooLong }
            left -= bytes.count
            for event in reader.read(bytes) where !event.isEmpty {
                if let result = try result(Array(event.utf8), id) { return result }
                // A server that reports on its work may say as much as it likes, a message at a time.
                left = Self.bytesMax
            }
        }
        throw failure.broken("Its answer ended before it was complete.")
    }

    /// The result that a message has for the request; nil for a message about something else.
    private func result(_ bytes: [UInt8], _ id: Int64) throws(CoreError) -> JSONObject? {
        let message: MCPMessage
        do throws(JSONError) {
            message = try MCPMessage.parse(bytes)
        } catch {
            throw failure.invalid("its answer is no JSON (\(error.kind.rawValue)).")
        }
        switch message {
        case .answer(id, .success(let result)): return result
        case .answer(id, .failure(let refusal)): throw failure.refused(refusal)
        case .answer, .other: return nil
        case .request(let other, let method):
            Task { await self.post(MCPMessage.reply(to: other, method)) }
            return nil
        }
    }

    private func next(_ answer: HTTPAnswer) async throws(CoreError) -> [UInt8]? {
        do throws(CoreError) {
            return try await answer.nextBytes()
        } catch {
            throw error.reason == .cancelled ? error : failure.broken(error.message)
        }
    }

    private var tooLong: CoreError { failure.invalid("its answer has more than \(Self.bytesMax) bytes.") }
}
