import CoreLanguage
import CorePlatform

/// What a check found, for people.
enum ScriptReport {
    /// How diagnostics that go to `stream` are to look.
    static func style(_ stream: StandardStream, _ host: CommandLineHost) -> String {
        host.isStyled(stream) ? "coloured" : "plain"
    }

    /// The text that an operation made of its diagnostics. It has been made safe for terminals there.
    static func write(_ check: JSONValue, to stream: StandardStream) {
        guard let report = check["report"]?.stringValue else { return }
        stream.write(report)
    }

    /// `2 errors, 1 warning in 3 files`.
    static func summary(_ errors: Int64, _ warnings: Int64, files: [String]) -> String {
        let place = files.count == 1 ? files.first.map { TerminalText.clean($0) } ?? "" : "\(files.count) files"
        if errors == 0, warnings == 0 { return "\(place): nothing is wrong" }
        let counts = [(errors, "error"), (warnings, "warning")].compactMap { count, word in
            count == 0 ? nil : "\(count) \(word)\(count == 1 ? "" : "s")"
        }
        return "\(place): " + counts.joined(separator: ", ")
    }
}
