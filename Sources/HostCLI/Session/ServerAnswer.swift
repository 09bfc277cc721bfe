import CoreDomain
import CoreLanguage
import HostSupport

/// Reads what a server answered.
enum ServerAnswer {
    /// The output in `bytes`.
    ///
    /// - Throws: the refusal that the server sent, or `SERVER_ANSWER_INVALID` for what no server of this program sends.
    static func json(
        _ answer: HTTPAnswer, _ bytes: [UInt8], _ server: ServerAddress
    ) throws(CoreError) -> JSONValue {
        if (300..<400).contains(answer.status) {
            throw invalid("it sends elsewhere (status \(answer.status)), and redirects are not followed", server)
        }
        guard answer.header("content-type")?.contains("json") == true else {
            throw invalid("status \(answer.status), and no JSON", server)
        }
        let body: JSONValue
        do throws(JSONError) {
            body = try JSONValue.parse(bytes)
        } catch {
            throw invalid("status \(answer.status), and broken JSON", server)
        }
        if (200..<300).contains(answer.status) { return body }
        throw refusal(answer, body, server)
    }

    static func invalid(_ why: String, _ server: ServerAddress) -> CoreError {
        CoreError(
            .serverAnswerInvalid, "What answers at \(server.url) is no server of this program: \(why).",
            fix: "Give the URL that `scriptorium serve` printed.")
    }

    /// The error in a problem (RFC 9457), or in an error event.
    static func refusal(_ body: JSONValue, retryAfter: Duration? = nil) -> CoreError? {
        guard let name = body["reason"]?.stringValue, let reason = Reason.allCases.first(where: { $0.name == name }),
            let message = body["detail"]?.stringValue ?? body["message"]?.stringValue
        else { return nil }
        var details = CoreError.Details.none
        details.violations = body["errors"]?.arrayValue?.compactMap { violation($0) } ?? []
        return CoreError(
            reason, message, fix: fix(reason, body["fix"]?.stringValue), details: details,
            retry: retryAfter.map { .later(after: $0) } ?? .never)
    }

    private static func refusal(_ answer: HTTPAnswer, _ body: JSONValue, _ server: ServerAddress) -> CoreError {
        let retryAfter = answer.header("retry-after").flatMap { Int64($0) }.map { Duration.seconds($0) }
        if let known = refusal(body, retryAfter: retryAfter) { return known }
        if answer.status == 402, let message = body["detail"]?.stringValue {
            return CoreError(.insufficientFunds, message, fix: "`scriptorium account credit` adds to a balance.")
        }
        return invalid("status \(answer.status)", server)
    }

    private static func violation(_ error: JSONValue) -> Violation? {
        guard let message = error["msg"]?.stringValue ?? error["message"]?.stringValue else { return nil }
        let tokens = (error["pointer"]?.stringValue ?? "").split(separator: "/", omittingEmptySubsequences: true)
        let pointer = tokens.reduce(JSONPointer.root) { $0.appending(key: String($1)) }
        return Violation(pointer, rule: error["type"]?.stringValue ?? "invalid", message)
    }

    /// What the server advises, in the words of the command line where that is another way.
    private static func fix(_ reason: Reason, _ given: String?) -> String? {
        switch reason {
        case .credentialMissing, .credentialInvalid:
            "Name a file with a token by --token-file, or set SCRIPTORIUM_TOKEN. `scriptorium account create --url …` "
                + "makes an account; on the server's machine `scriptorium account token create` makes the operator another."
        default: given
        }
    }
}
