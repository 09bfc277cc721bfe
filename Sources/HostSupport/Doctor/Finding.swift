public import CoreDomain
public import CoreLanguage

/// What one look at an installation found.
public struct Finding: Hashable, Sendable {
    /// How it stands.
    public enum Verdict: String, Hashable, Sendable {
        case good
        /// Something is missing that not everybody needs.
        case warning
        case fault
    }

    /// What was looked at: one word or two.
    public let subject: String
    public let verdict: Verdict
    /// What was found.
    public let text: String
    /// What to do about it.
    public let advice: String?

    /// A finding of these parts.
    public init(_ subject: String, _ verdict: Verdict, _ text: String, advice: String? = nil) {
        self.subject = subject
        self.verdict = verdict
        self.text = text
        self.advice = advice
    }

    /// The fault that `error` tells of.
    public init(_ subject: String, _ error: CoreError) {
        self.init(subject, .fault, error.message, advice: error.fix)
    }

    /// How the version of a schema stands to the newest that this program knows.
    public init(schema version: (found: Int64, known: Int64)) {
        if version.found == version.known {
            self.init("schema", .good, "version \(version.found)")
        } else {
            self.init(
                "schema", .fault, "version \(version.found); this program's is \(version.known)",
                advice: "Make a backup, then open it once for writing: `scriptorium serve`.")
        }
    }

    /// For programs.
    public var json: JSONValue {
        var members: JSONObject = [
            "check": .string(subject), "verdict": .string(verdict.rawValue), "text": .string(text),
        ]
        members["advice"] = advice.map { .string($0) }
        return .object(members)
    }
}
