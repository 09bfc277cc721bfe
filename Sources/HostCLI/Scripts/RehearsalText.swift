import CoreLanguage
import CorePlatform
import HostSupport

/// What came of a rehearsal, for people.
struct RehearsalText {
    private let outcome: JSONValue
    private let file: String

    init(_ outcome: JSONValue, _ file: String) {
        self.outcome = outcome
        self.file = TerminalText.clean(file)
    }

    func write() {
        for entry in Self.inTime(outcome["trace"]?.arrayValue ?? []) {
            StandardStream.error.write(Self.line(entry) + "\n")
        }
        let status = outcome["status"]?.stringValue ?? ""
        let elapsed = Self.time(outcome["elapsed_ms"]?.int64Value ?? 0)
        StandardStream.error.write("\(elapsed)  \(status)\n")
        if let error = outcome["error"] { StandardStream.error.write(text(of: error)) }
        let unused = outcome["unused_rules"]?.arrayValue?.compactMap(\.int64Value) ?? []
        if !unused.isEmpty { StandardStream.error.write(Self.text(ofUnused: unused)) }
        if let crashes = outcome["crashes"] { StandardStream.error.write(Self.text(of: crashes)) }
        for item in outcome["yields"]?.arrayValue ?? [] { OutputOptions.writeJSON(item, style: .compact) }
        if let result = outcome["result"] { OutputOptions.writeJSON(result) }
    }

    /// What kills would have done.
    static func text(of crashes: JSONValue) -> String {
        let calls = crashes["calls"]?.arrayValue ?? []
        let doubtful = calls.filter { $0["then"] == "in_doubt" }
        var text = "  killed after each of \(crashes["writes"]?.int64Value ?? 0) writes: "
        if let write = crashes["differs_at"]?.int64Value {
            text += "stands otherwise after write \(write)\n"
        } else {
            text += "goes on alike; \(calls.count - doubtful.count) calls are made again, \(doubtful.count) in doubt\n"
        }
        for call in doubtful {
            let place = call["line"]?.int64Value.map { "line \($0)" }
            let words = [call["effect"], call["name"], call["path"]].map { $0?.stringValue } + [place]
            text += TerminalText.clean("    in doubt: " + words.compactMap { $0 }.joined(separator: "  ")) + "\n"
        }
        return text
    }

    /// The entries by the time at which they began; those of the same time stay in the order in which they were wanted.
    private static func inTime(_ trace: [JSONValue]) -> [JSONValue] {
        let times = trace.map { $0["at_ms"]?.int64Value ?? 0 }
        return trace.indices.sorted { (times[$0], $0) < (times[$1], $1) }.map { trace[$0] }
    }

    private static let unusedMax = 20

    private static func text(ofUnused rules: [Int64]) -> String {
        let numbers = rules.prefix(unusedMax).map { "\($0)" }.joined(separator: ", ")
        return "  no effect used \(rules.count == 1 ? "rule" : "the rules") \(numbers)"
            + (rules.count > unusedMax ? " and \(rules.count - unusedMax) more" : "") + " of the world (from 0)\n"
    }

    /// `0:02.500  tool http_request  2.~1.0  line 14  completed`.
    private static func line(_ entry: JSONValue) -> String {
        var words = [time(entry["at_ms"]?.int64Value ?? 0), entry["effect"]?.stringValue ?? ""]
        if let name = entry["name"]?.stringValue { words[1] += " " + name }
        words.append(entry["path"]?.stringValue ?? "")
        if let line = entry["line"]?.int64Value { words.append("line \(line)") }
        if let attempt = entry["attempt"]?.int64Value, attempt > 1 { words.append("attempt \(attempt)") }
        if let error = entry["error"] {
            words.append("failed: \(error["code"]?.stringValue ?? ""): \(error["message"]?.stringValue ?? "")")
        } else if let value = entry["value"] {
            words.append(shortened(value.serializedString()))
        }
        return TerminalText.clean(words.joined(separator: "  "))
    }

    private static let lengthMax = 120

    private static func shortened(_ text: String) -> String {
        text.count > lengthMax ? text.prefix(lengthMax) + "…" : text
    }

    /// The virtual clock: `2:05.250` minutes, from an hour on `1:02:05.250`, from a day on `3d 01:02:05.250`.
    static func time(_ milliseconds: Int64) -> String {
        func padded(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let (minutes, rest) = milliseconds.quotientAndRemainder(dividingBy: 60_000)
        let (days, hours) = (minutes / 1_440, minutes / 60 % 24)
        let seconds = "\(padded(rest / 1_000, 2)).\(padded(rest % 1_000, 3))"
        if days > 0 { return "\(days)d \(padded(hours, 2)):\(padded(minutes % 60, 2)):\(seconds)" }
        return hours > 0 ? "\(hours):\(padded(minutes % 60, 2)):\(seconds)" : "\(minutes):\(seconds)"
    }

    /// The error, in the form of a diagnostic where its place in the source is known.
    private func text(of error: JSONValue) -> String {
        let place = [error["line"], error["column"]].compactMap { $0?.int64Value }.map { "\($0):" }.joined()
        let head = place.isEmpty ? "" : "\(file):\(place) "
        let code = error["code"]?.stringValue ?? ""
        var lines = [TerminalText.clean("\(head)error[\(code)]: \(error["message"]?.stringValue ?? "")")]
        if let path = error["path"]?.stringValue, !path.isEmpty {
            lines.append("  at step \(TerminalText.clean(path))")
        }
        if let rule = error["rule"] {
            lines.append("  a rule that would answer it: \(TerminalText.json(rule.serializedString()))")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
