import CoreDomain
import CoreLanguage

/// Threads as people read them.
enum ThreadText {
    static let columns = [
        TableColumn("THREAD", "thread_id"), TableColumn("SCRIPT", "script_name"), TableColumn("STATUS", "status"),
        TableColumn("STEP", "current_step_path"), TableColumn.time("CREATED", "created_at"),
        TableColumn("ERROR", "error"),
    ]
    static let stepColumns = [
        TableColumn("STEP", "step_path"), TableColumn("NAME", "step_name"), TableColumn("DOES", "primitive"),
        TableColumn("STATUS", "status"), TableColumn("ATTEMPTS", "attempts"), TableColumn("MS", "duration_ms"),
    ]
    static let askColumns = [
        TableColumn("THREAD", "thread_id"), TableColumn("STEP", "step_path"), TableColumn("PROMPT", "prompt"),
        TableColumn.time("UNTIL", "expires_at"),
    ]

    static func print(_ envelope: JSONValue, _ output: OutputOptions) {
        if output.json { OutputOptions.writeJSON(envelope) } else { write(envelope["thread"] ?? nil) }
    }

    /// The members of a thread that say something, and what it asks.
    static func write(_ thread: JSONValue) {
        var lines: [(String, String)] = []
        for name in [
            "thread_id", "script_name", "version", "status", "pause_reason", "error", "current_step_path",
            "current_step_name", "created_at", "started_at", "finished_at",
        ] {
            guard let value = thread[name], !value.isNull else { continue }
            let text = value.stringValue ?? value.serializedString()
            if !text.isEmpty { lines.append((name, text)) }
        }
        OutputOptions.write(lines)
        for ask in thread["pending_asks"]?.arrayValue ?? [] { OutputOptions.writeText("\n" + question(ask)) }
    }

    private static func question(_ ask: JSONValue) -> String {
        var text = "asks at \(ask["step_path"]?.stringValue ?? ""): \(ask["prompt"]?.stringValue ?? "")\n"
        let options = (ask["options"]?.arrayValue ?? []).compactMap(\.stringValue)
        if !options.isEmpty { text += "  one of: \(options.joined(separator: ", "))\n" }
        text += "  answer by: scriptorium thread resume \(ask["thread_id"]?.stringValue ?? "") --input ANSWER\n"
        return text
    }

    /// One line for an event.
    static func line(_ event: JSONValue) -> String {
        let time = (event["at"]?.stringValue ?? "").dropFirst(11).prefix(8)
        var text = "\(time)  \(event["event"]?.stringValue ?? "")"
        if let yielded = event["yielded"] {
            text += "  \(yielded["label"]?.stringValue ?? "")  \(yielded["value"]?.serializedString() ?? "")"
        } else if let step = event["step"] {
            text += "  \(step["step_path"]?.stringValue ?? "")  \(step["step_name"]?.stringValue ?? "")"
        }
        let failure = event["step"]?["failure"] ?? event["status_changed"]?["failure"]
        if let message = failure?["message"]?.stringValue { text += "  \(message)" }
        if let reason = event["status_changed"]?["pause_reason"]?.stringValue { text += "  (\(reason))" }
        return TerminalText.clean(text) + "\n"
    }
}
