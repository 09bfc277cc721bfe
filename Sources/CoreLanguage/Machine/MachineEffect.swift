/// Something that a thread wants done in the world. The event with the same path carries it on.
public struct MachineEffect: Hashable, Sendable {
    /// Where in the thread: the key of the effect. Only another attempt has the same path.
    public var path: StepPath
    /// What is to be done.
    public var kind: Kind
    /// The input; null for those kinds that have none.
    public var input: JSONValue
    /// The number of the attempt, from 1.
    public var attempt: Int
    /// How long to wait before it is done; with ``jitter`` the longest that may be drawn.
    public var delayMilliseconds: Int64
    /// How the delay varies.
    public var jitter: RetryPolicy.Jitter
    /// What people know the step by.
    public var label: String?
    /// Whether it may give items before its value, by ``MachineEvent/item(_:_:)``.
    public var isStream: Bool
    /// How long an attempt may take; nil where the input or whoever does it says so.
    public var timeoutMilliseconds: Int64?

    /// What an effect is.
    public enum Kind: Hashable, Sendable {
        /// A tool is called.
        case call(ToolName)
        /// An ingredient of this name is called, in this version.
        case ingredient(String, version: String)
        /// A model is called, with this capability: `llm`, `embed` …
        case model(String)
        /// A person is asked.
        case ask
        /// Nothing is done until so many milliseconds later, or this time; ``MachineEvent/fired(_:)`` follows.
        case wait(Wait)
        /// An event of this name is waited for; ``MachineEvent/event(_:_:)`` follows, or `fired` after this time.
        case awaitEvent(name: String, timeoutMilliseconds: Int64?)
        /// Whoever watches the thread is told the input.
        case yield
        /// An event of this name is sent to a thread, or to everybody.
        case send(name: String, to: String?)
        /// A script runs as a thread of its own.
        case run(RunSource)
        /// A model writes a script that may use these tools.
        case plan([ToolName])
        /// The effect at the path is given up: no event of it is taken any more.
        case cancel
    }

    /// What a wait ends with.
    public enum Wait: Hashable, Sendable {
        /// So many milliseconds.
        case duration(milliseconds: Int64)
        /// A timestamp, as it was written.
        case until(String)
    }

    /// What runs.
    public enum RunSource: Hashable, Sendable {
        /// The active version of the script of this name.
        case script(String)
        /// A plan.
        case plan(JSONValue)
    }

    init(
        path: StepPath, kind: Kind, input: JSONValue = .null, attempt: Int = 1, delayMilliseconds: Int64 = 0,
        jitter: RetryPolicy.Jitter = .none, label: String? = nil, isStream: Bool = false,
        timeoutMilliseconds: Int64? = nil
    ) {
        self.path = path
        self.kind = kind
        self.input = input
        self.attempt = attempt
        self.delayMilliseconds = delayMilliseconds
        self.jitter = jitter
        self.label = label
        self.isStream = isStream
        self.timeoutMilliseconds = timeoutMilliseconds
    }
}
