import CoreLanguage
import CorePlatform

/// Tells how work goes on that outlives a command.
enum JobHints {
    /// After `call recipes.run`: on a file nobody works on the job yet.
    static func afterCall(_ operation: String, _ output: JSONValue, _ session: any Session) {
        guard operation == "recipes.run", session.carriesThreads, let id = output["job_id"]?.stringValue else { return }
        StandardStream.error.write(goesOn(id, session) + "\n")
    }

    /// How the job goes on after this process.
    static func goesOn(_ id: String, _ session: any Session) -> String {
        let watch = "scriptorium job watch \(id) \(session.place)"
        return session.carriesThreads
            ? "The job \(id) rests until somebody carries it on: `scriptorium serve`, or `\(trimmed(watch))`."
            : "The job \(id) goes on at the server; `\(trimmed(watch))` follows it again."
    }

    private static func trimmed(_ text: String) -> String { text.hasSuffix(" ") ? String(text.dropLast()) : text }
}
