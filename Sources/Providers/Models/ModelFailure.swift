import CoreDomain
import CoreLanguage

/// What the failures of a server of models mean. Messages name the provider, the status and the server's own code for it,
/// never its words: servers repeat keys and prompts in them.
struct ModelFailure {
    let provider: String
    let key: Secret?
    let clock: any Clock

    /// The longest pause that a server may ask for.
    private static let pauseMax = Duration.seconds(3_600)
    private static let pause = Duration.seconds(1)

    /// The error of an answer with a status that is no success.
    func error(status: Int, _ header: (String) -> String?, body: [UInt8]) -> CoreError {
        let code = code(in: (try? JSONValue.parse(body)) ?? .null)  // reason: the body of a failure may be anything
        let who = "The model provider \"\(provider)\" answered with status \(status)\(code.map { " (\($0))" } ?? "")."
        switch status {
        case 429 where code == "insufficient_quota":
            return CoreError(.modelRequestRefused, who, fix: "The provider's account has run out of what it may use.")
        case 429, 503, 529:
            return CoreError(
                .modelOverloaded, who, fix: "Try again later.", retry: .later(after: pause(header) ?? Self.pause))
        case 408, 425, 500...599: return CoreError(.modelUnavailable, who, fix: "Try again later.", retry: .sameKey)
        case 401, 403:
            return CoreError(
                .modelRequestRefused, who, fix: "Whoever runs the server checks the provider's key and its rights.")
        case 404:
            return CoreError(.modelRequestRefused, who, fix: "Check the provider's URL and its name of the model.")
        case 300...399:
            return CoreError(.modelRequestRefused, who, fix: "Redirects are not followed: correct the provider's URL.")
        default: return CoreError(.modelRequestRefused, who, fix: "Check what the model is asked, and its name.")
        }
    }

    /// The error that a server puts into a stream that it had begun.
    func error(inStream body: JSONValue) -> CoreError {
        let code = code(in: body)
        let who = "The model provider \"\(provider)\" failed while it answered\(code.map { " (\($0))" } ?? "")."
        if let code, code.hasPrefix("rate_limit") || code.hasPrefix("overloaded") || code == "429" {
            return CoreError(.modelOverloaded, who, fix: "Try again later.", retry: .later(after: Self.pause))
        }
        return CoreError(.modelUnavailable, who, fix: "Try again later.", retry: .sameKey)
    }

    /// The error of a connection that failed.
    func error(of failure: CoreError) -> CoreError {
        switch failure.reason {
        case .cancelled: return failure
        case .serverUnreachable:
            return CoreError(
                .modelUnavailable, "The model provider \"\(provider)\" cannot be reached. \(failure.message)",
                fix: "Check that it runs, and its URL in the configuration.", retry: failure.retry)
        case .requestInvalid:
            return CoreError(
                .modelRequestRefused, "No request can be sent to the model provider \"\(provider)\".",
                fix: "Check its URL, and that its key holds only what a header may hold.")
        default:
            return CoreError(
                .modelUnavailable, "The connection to the model provider \"\(provider)\" broke.",
                fix: "Try again later.", retry: .sameKey)
        }
    }

    /// The error of an answer that did not come in time.
    func timedOut(after timeout: Duration) -> CoreError {
        let (seconds, fraction) = timeout.components
        let text = fraction == 0 ? "\(seconds) s" : "\(seconds * 1_000 + fraction / 1_000_000_000_000_000) ms"
        return CoreError(
            .modelUnavailable, "The model provider \"\(provider)\" took longer than \(text).",
            fix: "Allow a longer `timeout`, or ask for less.", retry: .sameKey)
    }

    /// The error of an answer that cannot be read.
    func unreadable(_ what: String) -> CoreError {
        CoreError(
            .modelAnswerInvalid, "The answer of the model provider \"\(provider)\" cannot be read: \(what)",
            fix: "Check that its URL is that of such a server.", retry: .sameKey)
    }

    /// The error of a stream that ends too early.
    var cutOff: CoreError {
        CoreError(
            .modelUnavailable, "The answer of the model provider \"\(provider)\" ended before it was complete.",
            fix: "Try again.", retry: .sameKey)
    }

    /// The error of a model that declines.
    var refusal: CoreError {
        CoreError(
            .modelRefused, "The model of the provider \"\(provider)\" declined to answer.",
            fix: "Ask differently, or name another model.")
    }

    /// The server's word for the error, when it is one that can carry nothing else.
    private func code(in body: JSONValue) -> String? {
        let error = body["error"] ?? body
        for member in ["code", "type"] {
            guard let value = error[member] else { continue }
            let word = value.stringValue ?? value.int64Value.map(String.init) ?? ""
            if (1...40).contains(word.utf8.count), word.utf8.allSatisfy(Self.isOfWord), !isOfKey(word) {
                return word
            }
        }
        return nil
    }

    /// Whether a server repeats the key where its code should be.
    private func isOfKey(_ word: String) -> Bool {
        guard let key = key?.expose() else { return false }
        return Self.isPart(key, of: word) || (word.utf8.count >= 8 && Self.isPart(word, of: key.lowercased()))
    }

    private static func isPart(_ part: String, of text: String) -> Bool {
        let (part, text) = (Array(part.utf8), Array(text.utf8))
        return text.indices.contains { text[$0...].starts(with: part) }
    }

    /// Codes are words of lower-case letters; most keys have capitals or hyphens as well.
    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private func pause(_ header: (String) -> String?) -> Duration? {
        if let text = header("retry-after-ms"), let milliseconds = Int64(text), milliseconds >= 0 {
            return min(.milliseconds(min(milliseconds, 86_400_000)), Self.pauseMax)
        }
        guard let text = header("retry-after") else { return nil }
        if let seconds = Double(text), seconds >= 0, seconds.isFinite {
            return min(.milliseconds(Int64(min(seconds, 86_400) * 1_000)), Self.pauseMax)
        }
        guard let date = HTTPDate.timestamp(text) else { return nil }
        return min(max(date.since(clock.now()), .zero), Self.pauseMax)
    }
}

/// Dates in headers (RFC 9110, section 5.6.7), in the one form that is still made.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// The time of a text such as `Wed, 21 Oct 2026 07:28:00 GMT`; nil for any other.
    static func timestamp(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else {
            return nil
        }
        let number = month + 1
        return Timestamp("\(parts[3])-\(number < 10 ? "0" : "")\(number)-\(parts[1])T\(parts[4])Z")
    }
}
