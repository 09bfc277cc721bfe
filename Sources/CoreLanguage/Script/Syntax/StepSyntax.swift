/// A step as it was written.
///
/// Its parts are kept apart, so that it is small wherever it is handed on: blocks are read and checked by recursion.
public struct StepSyntax: Sendable {
    private let parts: Parts

    /// What it does.
    public var kind: Kind { parts.kind }
    /// The text behind its first word.
    public var label: LabelSyntax? { parts.label }
    /// The lines `name = value` under it, and the members of the object behind its head, which is the same.
    public var arguments: [ArgumentSyntax] { parts.arguments }
    /// Where its value goes.
    public var binding: BindingSyntax? { parts.binding }
    /// What happens when it fails.
    public var onError: ErrorClauseSyntax? { parts.onError }
    /// What takes it back.
    public var undo: ToolCallSyntax? { parts.undo }
    /// Its first word.
    public var keyword: SourceRange { parts.keyword }
    /// All of it, with what is indented under it.
    public var range: SourceRange { parts.range }

    /// A step of these parts.
    public init(
        _ kind: Kind, label: LabelSyntax? = nil, arguments: [ArgumentSyntax] = [], binding: BindingSyntax? = nil,
        onError: ErrorClauseSyntax? = nil, undo: ToolCallSyntax? = nil, keyword: SourceRange, range: SourceRange
    ) {
        parts = Parts(
            kind: kind, label: label, arguments: arguments, binding: binding, onError: onError, undo: undo,
            keyword: keyword, range: range)
    }

    private final class Parts: Sendable {
        let kind: Kind
        let label: LabelSyntax?
        let arguments: [ArgumentSyntax]
        let binding: BindingSyntax?
        let onError: ErrorClauseSyntax?
        let undo: ToolCallSyntax?
        let keyword: SourceRange
        let range: SourceRange

        init(
            kind: Kind, label: LabelSyntax?, arguments: [ArgumentSyntax], binding: BindingSyntax?,
            onError: ErrorClauseSyntax?, undo: ToolCallSyntax?, keyword: SourceRange, range: SourceRange
        ) {
            self.kind = kind
            self.label = label
            self.arguments = arguments
            self.binding = binding
            self.onError = onError
            self.undo = undo
            self.keyword = keyword
            self.range = range
        }
    }

    /// What a step can be.
    public indirect enum Kind: Hashable, Sendable {
        /// `do "…" with tool`; nil where the tool is missing.
        case call(tool: NameSyntax?)
        case bind(NameSyntax, type: TypeSyntax?, ExpressionSyntax)
        case each(EachSyntax)
        case pipe(PipeSyntax)
        case decide(DecideSyntax)
        case check(CheckSyntax)
        case together([LaneSyntax])
        case `repeat`(RepeatSyntax)
        case wait(WaitSyntax)
        case emit
        case yield
        /// `send "event" to thread`.
        case send(event: ExpressionSyntax, to: ExpressionSyntax?)
        case ask
        case agent
        case plan
        /// `run name` or `run "name"`.
        case run(RunTargetSyntax)
    }
}

extension StepSyntax: Hashable {
    /// Whether both say the same in the same place.
    public static func == (left: Self, right: Self) -> Bool {
        left.keyword == right.keyword && left.range == right.range && left.label == right.label
            && left.arguments == right.arguments && left.binding == right.binding && left.onError == right.onError
            && left.undo == right.undo && left.kind == right.kind
    }

    /// Hashes the place and what it does.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(range)
        hasher.combine(kind)
    }
}

/// What `run` runs.
public enum RunTargetSyntax: Hashable, Sendable {
    /// A plan that was bound, or a script of this name.
    case name(NameSyntax)
    /// A script.
    case script(LabelSyntax)
}

/// `name = value` under a step.
public struct ArgumentSyntax: Hashable, Sendable {
    /// Its name.
    public let name: NameSyntax
    /// What it is.
    public let value: Value
    /// All of it.
    public let range: SourceRange

    /// What an argument can be: a type for the argument `type` of a model, an agent or a person.
    public enum Value: Hashable, Sendable {
        case expression(ExpressionSyntax)
        case type(TypeSyntax)
    }

    /// An argument of these parts.
    public init(_ name: NameSyntax, _ value: Value, _ range: SourceRange) {
        self.name = name
        self.value = value
        self.range = range
    }
}

/// `-> name`, `->> name`, and `-> name = expression` at the end of a loop.
public struct BindingSyntax: Hashable, Sendable {
    /// The name.
    public let name: NameSyntax
    /// Whether the value is forwarded while it comes: `->>`.
    public let isStream: Bool
    /// What each iteration gives.
    public let value: ExpressionSyntax?
    /// All of it.
    public let range: SourceRange

    /// A binding of these parts.
    public init(_ name: NameSyntax, isStream: Bool, value: ExpressionSyntax? = nil, _ range: SourceRange) {
        self.name = name
        self.isStream = isStream
        self.value = value
        self.range = range
    }
}

/// A tool and its arguments, in `fallback` and `undo with`.
public struct ToolCallSyntax: Hashable, Sendable {
    /// The tool; nil where it is missing.
    public let tool: NameSyntax?
    /// Its arguments.
    public let arguments: [ArgumentSyntax]
    /// All of it.
    public let range: SourceRange

    /// A call of these parts.
    public init(tool: NameSyntax?, arguments: [ArgumentSyntax], range: SourceRange) {
        self.tool = tool
        self.arguments = arguments
        self.range = range
    }
}

/// `on error: retry 3 every 2s up to 1m then ignore`.
public struct ErrorClauseSyntax: Hashable, Sendable {
    /// How often it is tried again; nil when it is not.
    public let retry: RetrySyntax?
    /// What happens then; nil leaves the error unhandled.
    public let action: Action?
    /// All of it.
    public let range: SourceRange

    /// What stands in for the step.
    public enum Action: Hashable, Sendable {
        /// The value is null.
        case ignore
        /// This is the value.
        case use(ExpressionSyntax)
        case fallback(ToolCallSyntax)
        /// The step fails with this message.
        case fail(ExpressionSyntax)
        /// The thread pauses here.
        case pause
    }

    /// `retry 3 every 2s up to 1m`.
    public struct RetrySyntax: Hashable, Sendable {
        /// How often; nil for the default.
        public let count: ExpressionSyntax?
        /// The first pause.
        public let base: ExpressionSyntax?
        /// The longest pause.
        public let cap: ExpressionSyntax?

        /// A number of attempts, and their pauses.
        public init(count: ExpressionSyntax?, base: ExpressionSyntax?, cap: ExpressionSyntax?) {
            self.count = count
            self.base = base
            self.cap = cap
        }
    }

    /// A clause of these parts.
    public init(retry: RetrySyntax?, action: Action?, range: SourceRange) {
        self.retry = retry
        self.action = action
        self.range = range
    }
}
