/// What is wrong with a source, or doubtful, and how to mend it.
public struct Diagnostic: Hashable, Sendable {
    /// How much it matters.
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        /// The script can't run.
        case error
        /// The script runs, though perhaps not as it was meant.
        case warning
    }

    /// Another place that has to do with it, such as where a name was bound first.
    public struct Related: Hashable, Sendable {
        /// The place.
        public let range: SourceRange
        /// What is there: a few words.
        public let message: String

        /// A place and what is there.
        public init(_ range: SourceRange, _ message: String) {
            self.range = range
            self.message = message
        }
    }

    /// A change that mends it.
    public struct Fix: Hashable, Sendable {
        /// What takes the place of `range`.
        public let replacement: String
        /// The place; empty to insert.
        public let range: SourceRange

        /// A change of `range` into `replacement`.
        public init(_ range: SourceRange, _ replacement: String) {
            self.range = range
            self.replacement = replacement
        }
    }

    /// Which rule was broken.
    public let code: DiagnosticCode
    /// The place.
    public let range: SourceRange
    /// One sentence: what is wrong, with the names and types in question.
    public let message: String
    /// A few words under the caret; nil when the message says it all.
    public var label: String?
    /// Why the rule is there, or what the language takes it for; nil when that is plain.
    public var why: String?
    /// How to mend it; nil when there is more than one way.
    public var hint: String?
    /// Other places.
    public var related: [Related]
    /// The change that the hint speaks of, for editors.
    public var fix: Fix?

    /// A diagnostic at `range`.
    public init(
        _ code: DiagnosticCode, at range: SourceRange, _ message: String, label: String? = nil, why: String? = nil,
        hint: String? = nil, related: [Related] = [], fix: Fix? = nil
    ) {
        self.code = code
        self.range = range
        self.message = message
        self.label = label
        self.why = why
        self.hint = hint
        self.related = related
        self.fix = fix
    }

    /// How much it matters.
    public var severity: Severity { code.severity }
}
