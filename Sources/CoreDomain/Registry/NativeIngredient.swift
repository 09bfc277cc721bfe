public import CoreLanguage

/// A capability that is compiled into the program, with the definition it is published under.
public struct NativeIngredient: Sendable {
    /// How it is called.
    public enum Handler: Sendable {
        /// Outside any transaction. It ends soon after its task is cancelled.
        case function(@Sendable (JSONValue, StepContext) async throws -> StepOutput)
        /// The same for what gives items before its output: each is handed on, and the call goes on once it is taken.
        case stream(@Sendable (JSONValue, StepContext, StepItems) async throws -> StepOutput)
        /// Outside any transaction, on a worker thread: for what computes long. It looks at the flag now and then.
        case computation(@Sendable (JSONValue, StepContext, CancellationFlag) throws -> StepOutput)
        /// No call, but a wait: so long, without anything in memory, and then this output. It is asked when the wait
        /// begins and again when it is over.
        case wait(@Sendable (JSONValue, StepContext) throws -> (Duration, StepOutput))
        /// Inside the transaction that stores its result: for effects in this store, with the class `atomic`.
        case transaction(@Sendable (JSONValue, StepContext, any WriteTransaction) throws -> StepOutput)
    }

    public let definition: IngredientDefinition
    public let handler: Handler

    /// A capability that `definition` describes; its `handler` is its own id.
    public init(_ definition: IngredientDefinition, _ handler: Handler) {
        self.definition = definition
        self.handler = handler
    }
}

/// What a call is told of the step it is made for.
public struct StepContext: Hashable, Sendable {
    public let thread: Identifier
    public let organization: Identifier
    /// The step's key in the journal.
    public let path: String
    /// Counted from 1.
    public let attempt: Int

    /// A context with these facts.
    public init(thread: Identifier, organization: Identifier, path: String, attempt: Int) {
        self.thread = thread
        self.organization = organization
        self.path = path
        self.attempt = attempt
    }

    /// The same for every attempt of the step: what an idempotent effect is keyed by.
    public var idempotencyKey: String { "\(IdentifierForm.uuid.text(thread))/\(path)" }
}

/// What a call gives.
public struct StepOutput: Sendable {
    public let output: JSONValue
    /// What was used, by unit, for prices by usage.
    public let usage: [String: Amount]
    /// The items that it gave before, in their order, where it gives a stream.
    let items: [JSONValue]

    /// This output, after using so much.
    public init(_ output: JSONValue, usage: [String: Amount] = [:]) {
        self.init(output, usage: usage, items: [])
    }

    init(_ output: JSONValue, usage: [String: Amount], items: [JSONValue]) {
        self.output = output
        self.usage = usage
        self.items = items
    }
}

/// Takes the items of a call that gives a stream.
public struct StepItems: Sendable {
    /// Hands on an item; returns once there is room for more.
    public let hand: @Sendable (JSONValue) async throws -> Void

    /// Items that go to `hand`.
    public init(_ hand: @escaping @Sendable (JSONValue) async throws -> Void) { self.hand = hand }
}
