import CoreDomain
import CoreLanguage
import Synchronization

@testable import Providers

/// A transport whose answers are laid down beforehand.
final class ScriptedTransport: HTTPTransport {
    enum Answer: Sendable {
        case bytes(Int, headers: [(name: String, value: String)], chunks: [[UInt8]])
        case failure(CoreError)
        /// The body breaks off behind these chunks.
        case broken([[UInt8]], CoreError)
        /// Nothing comes until the task is cancelled.
        case never

        static func json(_ json: JSONValue, status: Int = 200) -> Answer {
            .bytes(status, headers: [("content-type", "application/json")], chunks: [json.serialized()])
        }

        static func events(_ text: String) -> Answer {
            .bytes(200, headers: [("content-type", "text/event-stream")], chunks: [Array(text.utf8)])
        }
    }

    private struct State {
        var answers: [Answer]
        var requests: [HTTPRequest] = []
    }
    private let state: Mutex<State>

    init(_ answers: [Answer]) { state = Mutex(State(answers: answers)) }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    func send(_ request: HTTPRequest) async throws(CoreError) -> HTTPAnswer {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty ? Answer.never : state.answers.removeFirst()
        }
        switch answer {
        case .failure(let error): throw error
        case .never:
            do {
                try await Task.sleep(for: .seconds(60))
            } catch {
                throw CoreError(.cancelled, "The call was cancelled before it was answered.")
            }
            throw CoreError(.internalError, "Nobody cancelled the call.")
        case .bytes(let status, let headers, let chunks):
            return HTTPAnswer(status: status, headers: headers, nextBytes: Self.reader(chunks, nil))
        case .broken(let chunks, let error):
            return HTTPAnswer(
                status: 200, headers: [("content-type", "text/event-stream")], nextBytes: Self.reader(chunks, error))
        }
    }

    func close() async {}

    private static func reader(
        _ chunks: [[UInt8]], _ end: CoreError?
    ) -> @Sendable () async throws(CoreError) -> [UInt8]? {
        let rest = Rest(chunks)
        return { () async throws(CoreError) in
            if let chunk = rest.next() { return chunk }
            if let end { throw end }
            return nil
        }
    }

    private final class Rest: Sendable {
        private let chunks: Mutex<[[UInt8]]>
        init(_ chunks: [[UInt8]]) { self.chunks = Mutex(chunks) }
        func next() -> [UInt8]? { chunks.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
    }
}

extension HTTPRequest {
    /// The body as JSON.
    var json: JSONValue {
        get throws { try JSONValue.parse(body) }
    }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// A provider over a scripted transport, and what every test asks it.
struct ProviderWorld {
    static let key = "sk-Secret-0123456789"
    static let prompt = "the confidential prompt"

    let transport: ScriptedTransport
    let provider: OpenAIProvider

    init(_ answers: ScriptedTransport.Answer..., clock: any Clock = StoppedClock()) throws {
        transport = ScriptedTransport(answers)
        provider = try OpenAIProvider(
            name: "cloud", baseURL: "https://models.example/v1/", key: Secret(Self.key), transport: transport,
            clock: clock)
    }

    static let request = ChatRequest(model: "m-1", messages: [.user(prompt)])

    func chat(_ request: ChatRequest = request) async throws(CoreError) -> ChatAnswer {
        try await provider.chat(request, onText: nil)
    }

    /// The answer, and the pieces of text in their order.
    func stream(_ request: ChatRequest = request) async throws(CoreError) -> (ChatAnswer, [String]) {
        let pieces = Pieces()
        let answer = try await provider.chat(request) { pieces.add($0) }
        return (answer, pieces.all)
    }
}

/// Texts that come one after the other.
final class Pieces: Sendable {
    private let texts = Mutex<[String]>([])
    func add(_ text: String) { texts.withLock { $0.append(text) } }
    var all: [String] { texts.withLock { $0 } }
}

/// Time stands still: nothing is ever late.
struct StoppedClock: Clock {
    func now() -> Timestamp { Timestamp(nanoseconds: 1_792_567_680_000_000_000) }
    func monotonic() -> Duration { .zero }
    func sleep(until deadline: Duration) async throws { try await Task.sleep(for: .seconds(600)) }
}
