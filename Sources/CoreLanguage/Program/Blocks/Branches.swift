/// One of several blocks, chosen by rules or by a model.
public struct Decision: Hashable, Sendable {
    /// A condition and the branch it leads to.
    public struct Case: Hashable, Sendable {
        /// A boolean; for a model a text that describes the case.
        public var condition: Expression
        /// The ordinal of the branch.
        public var branch: Int

        /// A case of these parts.
        public init(_ condition: Expression, branch: Int) {
            self.condition = condition
            self.branch = branch
        }
    }

    /// A block by its name.
    public struct Branch: Hashable, Sendable {
        /// The name.
        public var name: String
        /// What is done.
        public var body: Block

        /// A branch of these parts.
        public init(_ name: String, _ body: Block) {
            self.name = name
            self.body = body
        }
    }

    /// Gives what a model decides by: an object with `question`, `context`, `model` … ; nil when rules decide.
    public var model: Expression?
    /// The cases; the first that is true counts.
    public var cases: [Case]
    /// The ordinal of the branch when no case is true; nil when there always is one. Then `DECIDE_UNDECIDED` fails the step.
    public var otherwise: Int?
    /// The branches.
    public var branches: [Branch]

    /// A decision of these parts.
    public init(model: Expression? = nil, cases: [Case], otherwise: Int?, branches: [Branch]) {
        self.model = model
        self.cases = cases
        self.otherwise = otherwise
        self.branches = branches
    }
}

/// A condition, and what follows.
public struct Check: Hashable, Sendable {
    /// What is checked.
    public enum Condition: Hashable, Sendable {
        /// A boolean.
        case expression(Expression)
        /// A model answers what this object holds: `question`, `context`, `model` …
        case model(Expression)
    }

    /// What follows.
    public enum Action: Hashable, Sendable {
        /// The next step.
        case proceed
        /// The step at `ordinal` of the block that is `levels` blocks further out; 0 is the block of the check.
        case goto(levels: Int, ordinal: Int)
        /// The step at `ordinal` of this block, at most so many times; then the check fails.
        case retry(ordinal: Int, times: Expression)
        /// The step fails with this text as its message.
        case fail(Expression)
    }

    /// What is checked.
    public var condition: Condition
    /// What follows when it holds.
    public var onPass: Action
    /// What follows when it does not.
    public var onFail: Action

    /// A check of these parts.
    public init(condition: Condition, onPass: Action, onFail: Action) {
        self.condition = condition
        self.onPass = onPass
        self.onFail = onFail
    }
}

/// What a step waits for.
public enum WaitCondition: Hashable, Sendable {
    /// So many milliseconds.
    case duration(milliseconds: Expression)
    /// A timestamp.
    case until(Expression)
    /// An event of this name for which `filter`, a function of its payload, is true, for so many milliseconds; then
    /// `WAIT_TIMEOUT` fails the step.
    case event(name: Expression, filter: Expression?, timeoutMilliseconds: Expression?)
}
