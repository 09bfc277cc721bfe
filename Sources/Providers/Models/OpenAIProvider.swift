public import CoreDomain
import CoreLanguage

/// A server of models that speaks as OpenAI's does: the cloud of that name, and vLLM, llama.cpp, Ollama and many others.
///
/// Nothing is tried again here. What is asked and the key never get into an error.
public struct OpenAIProvider: ModelProvider {
    public let name: String
    let baseURL: String
    let key: Secret?
    let tokenLimit: ModelProviderSettings.TokenLimit
    let transport: any HTTPTransport
    let clock: any Clock

    /// Bytes of an answer, and of a stream as a whole, at most.
    static let bytesMax = 32 * 1_024 * 1_024

    /// A provider at `baseURL`, such as `https://api.openai.com/v1`.
    ///
    /// - Throws: `CONFIGURATION_INVALID` for a URL that is not of http or https, or that has user, query or fragment; and
    ///   for a key that no header can hold.
    public init(
        name: String, baseURL: String, key: Secret?, tokenLimit: ModelProviderSettings.TokenLimit = .tokens,
        transport: any HTTPTransport, clock: any Clock
    ) throws(CoreError) {
        try Self.check(baseURL, name)
        if let key, !key.expose().utf8.allSatisfy({ (0x21...0x7E).contains($0) }) || key.expose().isEmpty {
            throw CoreError(
                .configurationInvalid, "The key of the model provider \"\(name)\" holds what no header may hold.",
                fix: "Give the key alone, without line ends and spaces.")
        }
        self.name = name
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.key = key
        self.tokenLimit = tokenLimit
        self.transport = transport
        self.clock = clock
    }

    private static func check(_ url: String, _ name: String) throws(CoreError) {
        let rest = ["https://", "http://"].first { url.hasPrefix($0) }.map { url.dropFirst($0.count) }
        guard let rest, let host = rest.split(separator: "/", omittingEmptySubsequences: false).first, !host.isEmpty,
            !host.contains("@"), !url.contains("?"), !url.contains("#"),
            url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw CoreError(
                .configurationInvalid, "The URL of the model provider \"\(name)\" is none that can be used.",
                fix: "Give it as https://HOST/PATH, without user, query and fragment.")
        }
    }

    var failure: ModelFailure { ModelFailure(provider: name, key: key, clock: clock) }

    /// Sends a body of JSON and reads the answer as JSON.
    func post(_ path: String, _ body: JSONObject, within timeout: Duration) async throws(CoreError) -> JSONValue {
        let bytes = JSONValue.object(body).serialized()
        return try await within(timeout) { () async throws(CoreError) in
            try await json(try await send(path, "application/json", bytes, timeout))
        }
    }

    /// Sends a request and gives the answer, whose status is a success.
    func send(
        _ path: String, _ type: String, _ body: [UInt8], accept: String = "application/json", _ timeout: Duration
    ) async throws(CoreError) -> HTTPAnswer {
        var headers = [(name: "content-type", value: type), (name: "accept", value: accept)]
        if let key { headers.append((name: "authorization", value: "Bearer \(key.expose())")) }
        let answer: HTTPAnswer
        do throws(CoreError) {
            answer = try await transport.send(
                HTTPRequest(method: "POST", url: baseURL + path, headers: headers, body: body, patience: timeout))
        } catch {
            throw failure.error(of: error)
        }
        guard (200...299).contains(answer.status) else {
            throw failure.error(status: answer.status, answer.header, body: try await beginning(of: answer))
        }
        return answer
    }

    func json(_ answer: HTTPAnswer) async throws(CoreError) -> JSONValue {
        var body: [UInt8] = []
        while let bytes = try await next(of: answer) {
            guard bytes.count <= Self.bytesMax - body.count else { throw tooLarge }
            body += bytes
        }
        do throws(JSONError) {
            return try JSONValue.parse(body)
        } catch {
            throw failure.unreadable("it is no JSON (\(error.kind.rawValue)).")
        }
    }

    func next(of answer: HTTPAnswer) async throws(CoreError) -> [UInt8]? {
        do throws(CoreError) {
            return try await answer.nextBytes()
        } catch {
            throw failure.error(of: error)
        }
    }

    var tooLarge: CoreError {
        CoreError(
            .modelAnswerInvalid, "The answer of the model provider \"\(name)\" has more than \(Self.bytesMax) bytes.",
            fix: "Ask for less.")
    }

    /// As much of the body of a failure as its code needs.
    private func beginning(of answer: HTTPAnswer) async throws(CoreError) -> [UInt8] {
        var body: [UInt8] = []
        while body.count < 65_536, let bytes = try await next(of: answer) { body += bytes }
        return body
    }

    /// The tokens that an answer says were taken.
    static func usage(_ body: JSONValue) -> ModelUsage {
        let usage = body["usage"]
        return ModelUsage(
            inputTokens: (usage?["prompt_tokens"] ?? usage?["input_tokens"] ?? usage?["total_tokens"])?.int64Value ?? 0,
            outputTokens: (usage?["completion_tokens"] ?? usage?["output_tokens"])?.int64Value ?? 0)
    }
}
