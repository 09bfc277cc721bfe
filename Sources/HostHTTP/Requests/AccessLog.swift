import CoreDomain
import CoreLanguage
import HostSupport
import HostWire

/// Writes one line for each request: never its query, its headers or its body.
struct AccessLog: Sendable {
    /// Characters of a path or a message that are logged at most.
    private static let textCountMax = 1_024
    /// How the credentials begin that somebody may have put into a path by mistake.
    private static let secretPrefixes = ["scrypted_", "scp-", "srt_"]

    let log: Log
    /// Whether every request is logged at `info`.
    let isOn: Bool

    /// A request as it is logged.
    struct Line {
        let request: AnsweredRequest
        let path: String
        let requestID: Identifier
        let organization: Identifier?
        let failure: CoreError?
    }

    func write(_ line: Line) {
        log(level(line.failure), "request", Self.facts(line))
    }

    /// By what went wrong, not by the status: a feature that is not offered is nobody's failure.
    private func level(_ failure: CoreError?) -> Log.Level {
        let usual: Log.Level = isOn ? .info : .debug
        guard let failure else { return usual }
        switch failure.code {
        case .internal, .dataLoss, .unknown: return .error
        case .unavailable: return failure.reason == .shuttingDown ? usual : .error
        case .resourceExhausted: return failure.reason == .databaseFull ? .error : .warning
        default: return usual
        }
    }

    private static func facts(_ line: Line) -> JSONObject {
        let microseconds = max(0, line.request.duration.saturatedNanoseconds / 1_000)
        var facts: JSONObject = [
            "request_id": .string(line.requestID.description), "operation": .string(line.request.operation),
            "method": .string(String(line.request.method.prefix(32))), "path": .string(shown(line.path)),
            "status": .integer(Int64(line.request.status)), "duration_ms": .double(Double(microseconds) / 1_000),
            "bytes_in": .integer(Int64(line.request.bytesIn)), "bytes": .integer(Int64(line.request.bytesOut)),
        ]
        if let organization = line.organization { facts["organization"] = .string(organization.description) }
        if let failure = line.failure {
            facts["reason"] = .string(failure.reason.name)
            facts["error"] = .string(shown(failure.message))
        }
        return facts
    }

    /// `text` without the credentials in it: a message may repeat the path.
    private static func shown(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) || holdsSecret(text) else {
            return String(text.prefix(textCountMax))
        }
        var words: [String] = []
        for part in text.split(separator: "/", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: " ", omittingEmptySubsequences: false).map { piece in
                // What cannot be decoded may hide anything.
                PercentEncoding.text(piece).map(holdsSecret) == false ? String(piece) : "[redacted]"
            }
            words.append(pieces.joined(separator: " "))
        }
        return String(words.joined(separator: "/").prefix(textCountMax))
    }

    private static func holdsSecret(_ text: String) -> Bool { secretPrefixes.contains { text.contains($0) } }
}
