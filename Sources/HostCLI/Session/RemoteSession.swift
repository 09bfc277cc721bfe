import CoreDomain
import CoreLanguage
import CorePlatform
import HostSupport
import HostWire

/// Operations on a server, over its canonical paths.
struct RemoteSession: Session {
    /// Bytes of an answer that are read at most.
    private static let answerBytesMax = 64 * 1_024 * 1_024

    let server: ServerAddress
    let place: String
    private let token: Secret?
    private let transport: any HTTPTransport

    var carriesThreads: Bool { false }

    /// A session whose transport is made last: what was made must be closed.
    init(
        server: ServerAddress, tokens: TokenSource, makeTransport: () -> any HTTPTransport
    ) throws(CoreError) {
        token = try tokens.token()
        self.server = server
        place = "--url \(server.url)" + (tokens.file.map { " --token-file \(ShellText.quoted($0))" } ?? "")
        if token != nil, !server.isLoopback, !server.isEncrypted {
            StandardStream.error.write("warning: the token travels to \(server.url) unencrypted; use https://.\n")
        }
        transport = makeTransport()
    }

    func perform(
        _ operation: String, _ input: JSONValue, idempotencyKey: String?
    ) async throws(CoreError) -> JSONValue {
        guard !operation.isEmpty, operation.utf8.allSatisfy({ (0x61...0x7a).contains($0) || $0 == 0x2e || $0 == 0x5f })
        else {
            throw CoreError(.operationUnknown, "There is no operation \"\(operation.prefix(128))\".")
        }
        var headers = headers(accepting: "application/json")
        headers.append(("content-type", "application/json"))
        if let idempotencyKey { headers.append(("idempotency-key", idempotencyKey)) }
        let answer = try await transport.send(
            HTTPRequest(
                method: "POST", url: "\(server.url)/v1/operations/\(operation)", headers: headers,
                body: input.serialized()))
        return try ServerAnswer.json(answer, try await bytes(of: answer), server)
    }

    func follow(_ operation: String, _ input: JSONValue) async throws(CoreError) -> any ItemStream {
        guard let path = WireTables.all.path(ofStream: operation) else {
            throw CoreError(.unsupported, "The stream \"\(operation)\" cannot be followed over --url.")
        }
        let stream = RemoteStream(session: self, url: server.url + path + QueryText.text(input))
        try await stream.open()
        return stream
    }

    func close() async { await transport.close() }

    /// The answer to a request for events behind `lastID`; a refusal is thrown.
    func events(_ url: String, after lastID: String?) async throws(CoreError) -> HTTPAnswer {
        var headers = headers(accepting: "text/event-stream")
        if let lastID { headers.append(("last-event-id", lastID)) }
        let answer = try await transport.send(HTTPRequest(method: "GET", url: url, headers: headers))
        guard answer.status == 200, answer.header("content-type")?.hasPrefix("text/event-stream") == true else {
            _ = try ServerAnswer.json(answer, try await bytes(of: answer), server)
            throw ServerAnswer.invalid("no events came", server)
        }
        return answer
    }

    private func headers(accepting type: String) -> [(name: String, value: String)] {
        var headers = [(name: "accept", value: type), (name: "user-agent", value: "scriptorium/\(Version.current)")]
        if let token { headers.append(("authorization", "Bearer \(token.expose())")) }
        return headers
    }

    private func bytes(of answer: HTTPAnswer) async throws(CoreError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await answer.nextBytes() {
            bytes += chunk
            guard bytes.count <= Self.answerBytesMax else {
                throw ServerAnswer.invalid("it is longer than \(Self.answerBytesMax / 1_048_576) MiB", server)
            }
        }
        return bytes
    }
}

extension [Binding] {
    /// The path of the stream of an operation; nil when it has none without parameters.
    fileprivate func path(ofStream operation: String) -> String? {
        first { binding in
            guard case .operation(operation) = binding.target, binding.method == "GET" else { return false }
            return !binding.template.contains("{")
        }?.template
    }
}

/// An input as a query.
enum QueryText {
    /// `?job_id=…`; empty for no members.
    static func text(_ input: JSONValue) -> String {
        guard case .object(let members) = input, !members.isEmpty else { return "" }
        return "?"
            + members.map { "\(escaped($0.key))=\(escaped(OutputOptions.text($0.value)))" }.joined(separator: "&")
    }

    /// Everything but the unreserved characters in percent form (RFC 3986 §2.3).
    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
                String(Character(Unicode.Scalar(byte)))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
