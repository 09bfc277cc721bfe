/// What a program does at one place. Later formats of programs add kinds.
public enum Node: Hashable, Sendable {
    /// Steps that wait for one another only where they say so, in the order they were written.
    ///
    /// Every step named by ``GraphStep/dependsOn`` is among them, no two have the same id, and there is no cycle;
    /// ``Program/init(decoding:)`` refuses anything else.
    case graph([GraphStep])

    /// Steps that are done one after the other.
    case block(Block)

    /// How many steps a graph may have.
    public static let graphStepsMax = 4_096
}

/// One step of a graph.
///
/// Its expressions read `inputs` and `steps`, and those of a step with ``forEach`` also `item` and `index`, except
/// ``condition`` and ``ForEach/items``, which are evaluated before there is one.
public struct GraphStep: Hashable, Sendable {
    /// The id: 1 to 64 of `A-Z a-z 0-9 _ -`.
    public var id: String
    /// The ids of the steps that must have ended before this one begins, sorted, none twice.
    public var dependsOn: [String]
    /// The step is skipped when this is false. It gives a boolean.
    public var condition: Expression?
    /// Calls the body once for each element of an array, and collects the outputs in their order.
    public var forEach: ForEach?
    /// What the step does.
    public var body: IngredientCall
    /// How often and when a failed call is made again.
    public var retry: RetryPolicy
    /// How long one attempt may take; nil leaves it to the engine.
    public var timeoutMilliseconds: Int64?
    /// What becomes of a call that failed and is not made again.
    public var onError: FailureAction

    /// A step of these parts. The ids of `dependsOn` are sorted, and each kept once.
    public init(
        id: String,
        dependsOn: some Sequence<String> = [],
        condition: Expression? = nil,
        forEach: ForEach? = nil,
        body: IngredientCall,
        retry: RetryPolicy = .recipe,
        timeoutMilliseconds: Int64? = nil,
        onError: FailureAction = .fail
    ) {
        self.id = id
        self.dependsOn = Set(dependsOn).sorted()
        self.condition = condition
        self.forEach = forEach
        self.body = body
        self.retry = retry
        self.timeoutMilliseconds = timeoutMilliseconds
        self.onError = onError
    }

    /// The longest ``timeoutMilliseconds``: a day.
    public static let timeoutMillisecondsMax: Int64 = 86_400_000
}

/// The repetition of a step.
public struct ForEach: Hashable, Sendable {
    /// Gives the array.
    public var items: Expression
    /// How many elements the array may have; more fail the step. What a run holds money for.
    public var itemsMax: Int
    /// How many calls run at once.
    public var lanesMax: Int

    /// A repetition over these items.
    public init(items: Expression, itemsMax: Int = 100, lanesMax: Int = 8) {
        self.items = items
        self.itemsMax = itemsMax
        self.lanesMax = lanesMax
    }

    /// What ``itemsMax`` may be.
    public static let itemsMaxRange = 1...1_000
    /// What ``lanesMax`` may be.
    public static let lanesMaxRange = 1...64
}

/// A call of an ingredient.
public struct IngredientCall: Hashable, Sendable {
    /// The ingredient's id.
    public var ingredient: String
    /// Its exact version, chosen when the program was published.
    public var version: String
    /// Gives the input.
    public var input: Expression

    /// A call with this input.
    public init(ingredient: String, version: String, input: Expression) {
        self.ingredient = ingredient
        self.version = version
        self.input = input
    }
}

/// What becomes of a call that failed and is not made again. With ``GraphStep/forEach`` it holds for each call.
public enum FailureAction: Hashable, Sendable {
    /// The error is unhandled, which ends or pauses the run.
    case fail
    /// The step is skipped: its output is null.
    case skip
    /// This takes the place of the output.
    case substitute(Expression)
}
