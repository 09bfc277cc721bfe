/// A block for each element of a list.
public struct EachLoop: Hashable, Sendable {
    /// Gives the list.
    public var items: Expression
    /// What the element is called.
    public var item: String
    /// What its number, from 0, is called.
    public var index: String?
    /// How many iterations run at once; nil for one after the other.
    public var lanes: Expression?
    /// The pause between the beginnings of iterations, in milliseconds.
    public var pauseMilliseconds: Expression?
    /// What is done.
    public var body: Block
    /// What an iteration gives; nil for the value of the last step in it that has one.
    public var value: Expression?

    /// A loop of these parts.
    public init(
        items: Expression, item: String, index: String? = nil, lanes: Expression? = nil,
        pauseMilliseconds: Expression? = nil, body: Block, value: Expression? = nil
    ) {
        self.items = items
        self.item = item
        self.index = index
        self.lanes = lanes
        self.pauseMilliseconds = pauseMilliseconds
        self.body = body
        self.value = value
    }
}

/// A block for each item of a stream.
public struct PipeLoop: Hashable, Sendable {
    /// Where the items come from.
    public enum Source: Hashable, Sendable {
        /// The stream that was bound to this name by `->>`.
        case stream(String)
        /// A list.
        case list(Expression)
    }

    /// Where the items come from.
    public var source: Source
    /// What the item is called, or the list of items when they come in batches.
    public var item: String
    /// How many items make a batch; nil for single ones.
    public var batch: Expression?
    /// How many iterations run at once; nil for one after the other.
    public var lanes: Expression?
    /// What is done.
    public var body: Block
    /// What an iteration gives; nil for the value of the last step in it that has one.
    public var value: Expression?

    /// A loop of these parts.
    public init(
        source: Source, item: String, batch: Expression? = nil, lanes: Expression? = nil, body: Block,
        value: Expression? = nil
    ) {
        self.source = source
        self.item = item
        self.batch = batch
        self.lanes = lanes
        self.body = body
        self.value = value
    }
}

/// A block that is done again and again.
public struct RepeatLoop: Hashable, Sendable {
    /// When it ends.
    public enum Condition: Hashable, Sendable {
        /// After so many rounds: a whole number that is not negative.
        case times(Expression)
        /// When this is true after a round. It reads what the round bound.
        case until(Expression)
        /// When this is false before a round.
        case `while`(Expression)
    }

    /// When it ends.
    public var condition: Condition
    /// The most rounds; one more fails the step with `REPEAT_LIMIT`.
    public var roundsMax: Expression?
    /// The pause between rounds, in milliseconds.
    public var pauseMilliseconds: Expression?
    /// What the number of the round, from 0, is called.
    public var index: String?
    /// What is done. A step that binds a name from outside of the loop gives that name a new value.
    public var body: Block

    /// A loop of these parts.
    public init(
        condition: Condition, roundsMax: Expression? = nil, pauseMilliseconds: Expression? = nil, index: String? = nil,
        body: Block
    ) {
        self.condition = condition
        self.roundsMax = roundsMax
        self.pauseMilliseconds = pauseMilliseconds
        self.index = index
        self.body = body
    }
}

/// One of several blocks that are done at once.
public struct Lane: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// What is done.
    public var body: Block

    /// A lane of these parts.
    public init(_ name: String, _ body: Block) {
        self.name = name
        self.body = body
    }
}
