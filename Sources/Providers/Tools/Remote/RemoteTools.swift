public import CoreDomain
public import CoreLanguage

/// Calls registered tools: each call is a POST of JSON, signed with the tool's secret.
public struct RemoteTools: RemoteToolCaller {
    /// Bytes of an answer at most: what a step gives has room for little more.
    static let bytesMax = 8 * 1_024 * 1_024
    /// The longest rest between two tries, and the longest that an endpoint may ask for.
    private static let (restMax, askedMax) = (Duration.seconds(30), Duration.seconds(3_600))

    private let client: WebClient
    private let clock: any Clock
    private let cryptography: any Cryptography

    /// Calls through `transport`, which has to be a ``GuardedTransport``: whoever registers tools names any URL.
    public init(transport: any HTTPTransport, clock: any Clock, cryptography: any Cryptography) {
        client = WebClient(transport: transport, clock: clock)
        self.clock = clock
        self.cryptography = cryptography
    }

    public func call(
        _ tool: RegisteredTool, _ secrets: ToolSecrets, _ input: JSONValue, _ context: StepContext
    ) async throws(CoreError) -> JSONValue {
        let failure = RemoteToolFailure(name: tool.name, isRepeatable: tool.facts.repeated != .once)
        let attempts = max(Int(clamping: tool.facts.attempts), 1)
        var rest = Duration.seconds(1)
        var number = 1
        while true {
            do throws(CoreError) {
                return try await once(tool, secrets, input, context, number, failure)
            } catch {
                guard number < attempts, case .later(let asked) = error.retry, asked <= Self.restMax else {
                    throw error
                }
                try await pause(max(rest, asked))
                rest = min(rest * 2, Self.restMax)
                number += 1
            }
        }
    }

    private func pause(_ duration: Duration) async throws(CoreError) {
        do {
            try await clock.sleep(until: clock.monotonic() + duration)
        } catch {
            throw CoreError(.cancelled, "The call was cancelled before it was tried again.")
        }
    }

    // MARK: One try

    private func once(
        _ tool: RegisteredTool, _ secrets: ToolSecrets, _ input: JSONValue, _ context: StepContext, _ number: Int,
        _ failure: RemoteToolFailure
    ) async throws(CoreError) -> JSONValue {
        let timeout = Duration.seconds(tool.facts.timeoutSeconds)
        let request = request(tool, secrets, input, context, number, timeout)
        let client = client
        let answer: WebClient.Answer
        do throws(CoreError) {
            answer = try await client.within(timeout, late: failure.late(timeout)) { () async throws(CoreError) in
                try await client.answer(to: request, bytesMax: Self.bytesMax)
            }
        } catch {
            throw failure.transport(error)
        }
        return try output(of: answer, tool, failure)
    }

    private func request(
        _ tool: RegisteredTool, _ secrets: ToolSecrets, _ input: JSONValue, _ context: StepContext, _ number: Int,
        _ timeout: Duration
    ) -> HTTPRequest {
        let earlier = Int64(context.attempt - 1).multipliedReportingOverflow(by: max(tool.facts.attempts, 1))
        let document: JSONValue = [
            "tool": .string(tool.name), "version": .string(String(tool.version)), "input": input,
            "threadId": .string(IdentifierForm.uuid.text(context.thread)), "stepPath": .string(context.path),
            "attempt": .integer(earlier.overflow ? .max : earlier.partialValue &+ Int64(number)),
            "idempotencyKey": .string(context.idempotencyKey),
        ]
        let body = document.serialized()
        let timestamp = String(clock.now().nanoseconds / 1_000_000_000)
        let signed = Array("\(timestamp).".utf8) + body
        let signature = cryptography.hmacSHA256(signed, key: Array(secrets.signingSecret.expose().utf8))
        var headers: [(name: String, value: String)] = [
            ("content-type", "application/json"), ("accept", "application/json"), ("user-agent", "scriptorium"),
            ("idempotency-key", context.idempotencyKey), ("x-scriptorium-timestamp", timestamp),
            ("x-scriptorium-signature", "v1=" + Hexadecimal.text(signature)),
        ]
        for (name, value) in secrets.headers.sorted(by: { $0.key < $1.key }) { headers.append((name, value.expose())) }
        return HTTPRequest(method: "POST", url: tool.facts.endpoint, headers: headers, body: body, patience: timeout)
    }

    // MARK: Answers

    private func output(
        of answer: WebClient.Answer, _ tool: RegisteredTool, _ failure: RemoteToolFailure
    ) throws(CoreError) -> JSONValue {
        if let refusal = failure.status(answer.status, asked: Self.rest(answer.header("retry-after"))) { throw refusal }
        guard !answer.isCut else { throw failure.invalid("it has more than \(Self.bytesMax) bytes.") }
        let document: JSONValue
        do throws(JSONError) {
            document = try JSONValue.parse(answer.body, limits: JSONLimits(maxDepth: 128))
        } catch {
            // A refusal needs no document; a success does.
            if answer.status >= 400 { throw failure.refused(status: answer.status) }
            throw failure.invalid("it is no JSON (\(error.kind.rawValue)).")
        }
        if let told = document["error"], !told.isNull { throw failure.told(told) }
        guard answer.status < 400 else { throw failure.refused(status: answer.status) }
        guard let output = document["output"] else { throw failure.invalid("it has neither `output` nor `error`.") }
        try check(output, tool, failure)
        return output
    }

    private func check(
        _ output: JSONValue, _ tool: RegisteredTool, _ failure: RemoteToolFailure
    ) throws(CoreError) {
        guard let schema = tool.facts.outputSchema else { return }
        let violations: [JSONSchemaViolation]
        do throws(JSONSchemaError) {
            violations = try JSONSchema(compiling: schema).validate(output)
        } catch {
            throw CoreError(.databaseCorrupt, "A stored schema does not compile: \(error.message)")
        }
        guard let first = violations.first else { return }
        throw failure.invalid("`output` does not fit the output schema at \"\(first.instance)\": \(first.message)")
    }

    /// How long `Retry-After` asks for; a date is not read.
    private static func rest(_ header: String?) -> Duration? {
        guard let header, let seconds = Int64(header), seconds >= 0 else { return nil }
        return min(.seconds(min(seconds, 86_400)), askedMax)
    }
}
