import CoreDomain
import CoreLanguage

/// `http_request`: makes a request, and gives every answer as a value, whatever its status.
struct HTTPRequestTool: Sendable {
    /// What stands around the body in the output, and is kept free for it.
    static let envelopeBytes = 65_536
    /// Bytes of a body that are read, and of the output.
    static let bytesMax = 8 * 1_024 * 1_024 - envelopeBytes

    private static let repeatable: Set = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]
    private static let methods = repeatable.union(["POST", "PATCH"])

    let client: WebClient

    /// POST and PATCH happen again when they are repeated, unless the script says that the server tells repeats.
    static func effect(_ input: JSONValue) -> EffectClass {
        let method = input["method"]?.stringValue ?? "GET"
        return repeatable.contains(method) || input["idempotent"]?.boolValue == true ? .idempotent : .once
    }

    @Sendable func call(_ input: JSONValue, _ context: StepContext) async throws -> StepOutput {
        let effect = Self.effect(input)
        let input = ToolInput(input)
        let timeout = try input.timeout(WebClient.timeoutUsual)
        let request = try Self.request(input, context, timeout)
        let answer = try await client.within(timeout, late: Self.late(timeout, effect)) { () async throws(CoreError) in
            try await client.answer(to: request, bytesMax: Self.bytesMax)
        }
        guard !answer.isCut else { throw Self.tooLarge }
        let output = Self.output(answer)
        guard output.serialized().count <= Self.bytesMax else { throw Self.tooLarge }
        return StepOutput(output)
    }

    // MARK: The request

    private static func request(
        _ input: ToolInput, _ context: StepContext, _ timeout: Duration
    ) throws(CoreError) -> HTTPRequest {
        let method = try input.optionalText("method") ?? "GET"
        guard methods.contains(method) else {
            throw input.fault(
                "method", "unknown_word", "The method is none of \(methods.sorted().joined(separator: ", ")).")
        }
        let url = try WebClient.url(input).adding(query: try query(input))
        var headers = try RequestHeaders(input)
        if !repeatable.contains(method), try input.flag("idempotent") {
            headers.addMissing("idempotency-key", context.idempotencyKey)
        }
        let body = body(input["body"], &headers)
        headers.addMissing("user-agent", "scriptorium")
        headers.addMissing("accept", "*/*")
        return HTTPRequest(method: method, url: url.text, headers: headers.list, body: body, patience: timeout)
    }

    private static func query(_ input: ToolInput) throws(CoreError) -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        for (name, value) in try input.object("query") where !value.isNull {
            guard let texts = PlainTexts.texts(value) else {
                let pointer = input.pointer("query").appending(key: name)
                let message = "A value of the query is a text, a number, true, false or a list of these."
                throw CoreError(inputViolations: [Violation(pointer, rule: "wrong_type", message)])
            }
            pairs += texts.map { (name, $0) }
        }
        return pairs
    }

    private static func body(_ value: JSONValue?, _ headers: inout RequestHeaders) -> [UInt8] {
        guard let value else { return [] }
        if let text = value.stringValue {
            headers.addMissing("content-type", "text/plain; charset=utf-8")
            return Array(text.utf8)
        }
        headers.addMissing("content-type", "application/json")
        return value.serialized()
    }

    // MARK: The answer

    private static func output(_ answer: WebClient.Answer) -> JSONValue {
        let text = WebText.text(answer)
        return [
            "status": .integer(Int64(answer.status)), "headers": .object(headers(answer.headers)),
            "body": json(answer) ?? text.map { .string($0) } ?? .null, "text": .string(text ?? ""),
        ]
    }

    /// One text for each name. `set-cookie` alone cannot be joined (RFC 9110 §5.3), and is always a list.
    private static func headers(_ list: [(name: String, value: String)]) -> JSONObject {
        var texts: [(name: String, values: [String])] = []
        for (name, value) in list {
            if let index = texts.firstIndex(where: { $0.name == name }) {
                texts[index].values.append(value)
            } else {
                texts.append((name, [value]))
            }
        }
        return JSONObject(
            texts.map { name, values in
                let isCookie = name == "set-cookie"
                return (name, isCookie ? .array(values.map { .string($0) }) : .string(values.joined(separator: ", ")))
            })
    }

    private static func json(_ answer: WebClient.Answer) -> JSONValue? {
        let type = MediaType(answer.header("content-type") ?? "").essence
        guard type == "application/json" || type.hasSuffix("+json") else { return nil }
        do throws(JSONError) {
            return try JSONValue.parse(answer.body, limits: JSONLimits(maxDepth: 500))
        } catch {
            // What only calls itself JSON is a text like any other.
            return nil
        }
    }

    // MARK: Failures

    private static let tooLarge = CoreError(
        .payloadTooLarge,
        "The answer is larger than can be kept: what the tool gives, with the body as value and as text, has at most "
            + "\(bytesMax) bytes. The request was made.",
        fix: "Ask for less at once, for instance by pages.")

    private static func late(_ timeout: Duration, _ effect: EffectClass) -> CoreError {
        let time = "The answer did not come within \(timeout.inMilliseconds) ms."
        if effect == .once {
            return CoreError(
                .outcomeUnknown, "\(time) Whether the server carried the request out is not known.",
                fix: "Look there, or give a longer timeout.", retry: .sameKey)
        }
        return CoreError(.stepTimedOut, time, fix: "Give a longer timeout.", retry: .later(after: .seconds(1)))
    }
}

extension Duration {
    /// Whole milliseconds, rounded down.
    var inMilliseconds: Int64 { saturatedNanoseconds / 1_000_000 }
}
