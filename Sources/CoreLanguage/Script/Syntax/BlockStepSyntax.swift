/// `each item, index in items parallel 4 sleep 100ms`.
public struct EachSyntax: Hashable, Sendable {
    /// What an element is called.
    public let item: NameSyntax
    /// What its number is called.
    public let index: NameSyntax?
    /// The list.
    public let items: ExpressionSyntax
    /// How many iterations run at once.
    public let parallel: ExpressionSyntax?
    /// The pause between iterations: a duration, or milliseconds.
    public let sleep: ExpressionSyntax?
    /// What is done with each.
    public let body: [StepSyntax]

    /// A loop of these parts.
    public init(
        item: NameSyntax, index: NameSyntax?, items: ExpressionSyntax, parallel: ExpressionSyntax?,
        sleep: ExpressionSyntax?, body: [StepSyntax]
    ) {
        self.item = item
        self.index = index
        self.items = items
        self.parallel = parallel
        self.sleep = sleep
        self.body = body
    }
}

/// `pipe item from source batch 10 parallel 2`.
public struct PipeSyntax: Hashable, Sendable {
    /// What an item, or a batch of them, is called.
    public let item: NameSyntax
    /// The stream or list.
    public let source: ExpressionSyntax
    /// How many items come at once.
    public let batch: ExpressionSyntax?
    /// How many iterations run at once.
    public let parallel: ExpressionSyntax?
    /// What is done with each.
    public let body: [StepSyntax]

    /// A pipe of these parts.
    public init(
        item: NameSyntax, source: ExpressionSyntax, batch: ExpressionSyntax?, parallel: ExpressionSyntax?,
        body: [StepSyntax]
    ) {
        self.item = item
        self.source = source
        self.batch = batch
        self.parallel = parallel
        self.body = body
    }
}

/// `decide with rules`, its cases and its branches.
public struct DecideSyntax: Hashable, Sendable {
    /// Who decides.
    public enum Method: String, Hashable, Sendable, CaseIterable {
        case rules, llm
    }

    /// `when condition -> "Branch"`.
    public struct Case: Hashable, Sendable {
        /// The condition; for a model a text that describes the case.
        public let condition: ExpressionSyntax
        /// The branch.
        public let branch: LabelSyntax
        /// All of it, from `when` on.
        public let range: SourceRange

        /// A case of these parts.
        public init(_ condition: ExpressionSyntax, _ branch: LabelSyntax, _ range: SourceRange? = nil) {
            self.condition = condition
            self.branch = branch
            self.range = range ?? condition.range.joined(branch.range)
        }
    }

    /// `"Branch":` and its steps.
    public struct Branch: Hashable, Sendable {
        /// The name.
        public let name: LabelSyntax
        /// Its steps; there may be none.
        public let body: [StepSyntax]
        /// All of it.
        public let range: SourceRange

        /// A branch of these parts.
        public init(_ name: LabelSyntax, _ body: [StepSyntax], _ range: SourceRange) {
            self.name = name
            self.body = body
            self.range = range
        }
    }

    /// Who decides.
    public let method: Method
    /// The cases in their order.
    public let cases: [Case]
    /// The branch when no case fits.
    public let otherwise: LabelSyntax?
    /// The branches in their order.
    public let branches: [Branch]

    /// A decision of these parts.
    public init(method: Method, cases: [Case], otherwise: LabelSyntax?, branches: [Branch]) {
        self.method = method
        self.cases = cases
        self.otherwise = otherwise
        self.branches = branches
    }
}

/// `check condition`, or `check ask llm "question"`.
public struct CheckSyntax: Hashable, Sendable {
    /// What is checked.
    public enum Condition: Hashable, Sendable {
        case expression(ExpressionSyntax)
        /// A model answers this question with yes or no.
        case question(ExpressionSyntax)
    }

    /// What follows.
    public enum Action: Hashable, Sendable {
        case proceed
        case goto(LabelSyntax)
        /// Back to the step before; nil for the default number of times.
        case retry(ExpressionSyntax?)
        case fail(ExpressionSyntax)
    }

    /// What is checked.
    public let condition: Condition
    /// What follows when it holds; nil for the default.
    public let onPass: Action?
    /// What follows when it does not hold; nil for the default.
    public let onFail: Action?
    /// Where the words `on pass` stand.
    public let onPassRange: SourceRange?
    /// Where the words `on fail` stand.
    public let onFailRange: SourceRange?

    /// A check of these parts.
    public init(
        condition: Condition, onPass: Action?, onFail: Action?, onPassRange: SourceRange? = nil,
        onFailRange: SourceRange? = nil
    ) {
        self.condition = condition
        self.onPass = onPass
        self.onFail = onFail
        self.onPassRange = onPassRange
        self.onFailRange = onFailRange
    }
}

/// `lane "name"` of `together`.
public struct LaneSyntax: Hashable, Sendable {
    /// Its name.
    public let name: LabelSyntax
    /// Its steps.
    public let body: [StepSyntax]
    /// All of it.
    public let range: SourceRange

    /// A lane of these parts.
    public init(_ name: LabelSyntax, _ body: [StepSyntax], _ range: SourceRange) {
        self.name = name
        self.body = body
        self.range = range
    }
}

/// `repeat until done max 10 sleep 1s as round`.
public struct RepeatSyntax: Hashable, Sendable {
    /// When it ends.
    public enum Condition: Hashable, Sendable {
        case times(ExpressionSyntax)
        /// Asked after each round.
        case until(ExpressionSyntax)
        /// Asked before each round.
        case `while`(ExpressionSyntax)
    }

    /// When it ends.
    public let condition: Condition
    /// The most rounds.
    public let max: ExpressionSyntax?
    /// The pause between rounds: a duration, or milliseconds.
    public let sleep: ExpressionSyntax?
    /// What the number of the round is called.
    public let index: NameSyntax?
    /// What is done.
    public let body: [StepSyntax]

    /// A loop of these parts.
    public init(
        condition: Condition, max: ExpressionSyntax?, sleep: ExpressionSyntax?, index: NameSyntax?, body: [StepSyntax]
    ) {
        self.condition = condition
        self.max = max
        self.sleep = sleep
        self.index = index
        self.body = body
    }
}

/// What `wait` waits for.
public enum WaitSyntax: Hashable, Sendable {
    /// A duration.
    case duration(ExpressionSyntax)
    /// A timestamp.
    case until(ExpressionSyntax)
    /// An event of this name.
    case event(ExpressionSyntax)
}
