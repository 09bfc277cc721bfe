/// Steps that are done one after the other.
public struct Block: Hashable, Sendable {
    /// The steps in their order; the place of one is its ordinal in paths.
    public var steps: [BlockStep]

    /// A block of these steps.
    public init(_ steps: [BlockStep] = []) { self.steps = steps }

    /// How many levels of blocks a program may have: the outermost, and as many within it as a source may have. The stored
    /// form of so many, and of the deepest expression in the innermost, is as deep as ``JSONLimits/program`` allows.
    public static let depthMax = 257
    /// How many steps a program may have, with those of all its blocks.
    public static let stepsMax = 100_000
    /// How many branches and cases a decision, and how many lanes a `together` may have.
    public static let choicesMax = 1_000
}

/// A step of a block.
public struct BlockStep: Hashable, Sendable {
    /// How many bytes a label, and the name of a branch, a lane or a tool, may have.
    public static let labelBytesMax = 1_024

    /// What `goto` finds it by, and people know it by.
    public var label: String?
    /// What it does.
    public var action: StepAction
    /// The name under which later steps find its value.
    public var binding: Binding?
    /// What happens when it fails; nil hands the error to the block around it.
    public var onError: ErrorPolicy?
    /// What takes it back when the thread fails or is cancelled after it was done. Its input is evaluated when the step is
    /// done, and reads the step's own value too.
    public var undo: ToolCall?

    /// A step of these parts.
    public init(
        label: String? = nil, action: StepAction, binding: Binding? = nil, onError: ErrorPolicy? = nil,
        undo: ToolCall? = nil
    ) {
        self.label = label
        self.action = action
        self.binding = binding
        self.onError = onError
        self.undo = undo
    }

    /// Where the value of a step goes.
    public struct Binding: Hashable, Sendable {
        /// The name: the form of a root of references.
        public var name: String
        /// Whether the items are forwarded while they come, to a `pipe`.
        public var isStream: Bool

        /// A binding of this name.
        public init(_ name: String, isStream: Bool = false) {
            self.name = name
            self.isStream = isStream
        }
    }
}

/// What a step of a block does.
public indirect enum StepAction: Hashable, Sendable {
    /// Calls a tool or a model. The value is its result.
    case call(ToolCall)
    /// Computes a value.
    case compute(Expression)
    /// Does a block with each element of a list. The value is the list of what the iterations gave.
    case each(EachLoop)
    /// Does a block with each item of a stream or list, while they come. The value is as that of ``each(_:)``.
    case pipe(PipeLoop)
    /// Does one of several blocks. The value is the name of the branch.
    case decide(Decision)
    /// Goes on by whether something holds. It has no value.
    case check(Check)
    /// Does several blocks at once. The value is an object of what they gave, by their names.
    case together([Lane])
    /// Does a block again and again. The value is what the last round gave, null when there was none.
    case `repeat`(RepeatLoop)
    /// Waits. The value is the payload of the event, null otherwise.
    case wait(WaitCondition)
    /// Ends the thread with this result.
    case emit(Expression)
    /// Tells whoever watches the thread.
    case yield(Expression)
    /// Sends an event: to a thread, or to everybody when `to` is nil.
    case send(name: Expression, to: Expression?, payload: Expression)
    /// Asks a person. The value has `value`, `provided_by`, `provided_at`, `attempt`.
    case ask(Expression)
    /// Lets a model work with tools. The value has `text`, `iterations`, `tool_calls`, `exhausted`.
    case agent(Expression, tools: [ToolName])
    /// Lets a model write a script. The value is the plan, for ``run(_:input:)``.
    case plan(Expression, tools: [ToolName])
    /// Runs a plan or a stored script as a thread of its own. The value is its result.
    case run(RunTarget, input: Expression)
}

/// Where a tool comes from; capabilities of models are from `model`.
public enum ToolOrigin: String, Hashable, Sendable, CaseIterable {
    case native, cloud, mcp, model
}

/// The name of a tool, and where it comes from.
public struct ToolName: Hashable, Sendable {
    /// Such as `http_request`; a model capability is `llm`, `embed`, `rerank`, `transcribe` or `infer`.
    public var name: String
    /// `native`, `cloud`, `mcp`, or `model` for a model capability.
    public var source: String
    /// What the compiler found under this name, where that may become something else; nil for what stays as it is.
    public var pin: ToolPin?

    /// What ``source`` may be.
    public static let sources = ToolOrigin.allCases.map(\.rawValue)

    /// How many tools an agent or a plan may have.
    public static let countMax = 256

    /// The tool `name` from `source`.
    public init(_ name: String, from source: String, pin: ToolPin? = nil) {
        self.name = name
        self.source = source
        self.pin = pin
    }
}

/// The version of a tool that a program was compiled against, so that it means the same for as long as the program runs.
public struct ToolPin: Hashable, Sendable {
    /// Counted from 1.
    public var version: Int64
    /// What a second call does.
    public var effect: ToolSignature.Effect

    /// Versions that there can be.
    static let versions: ClosedRange<Int64> = 1...1_000_000

    /// This version, whose calls have this effect.
    public init(version: Int64, effect: ToolSignature.Effect) {
        self.version = version
        self.effect = effect
    }
}

/// A call of a tool.
public struct ToolCall: Hashable, Sendable {
    /// The tool.
    public var tool: ToolName
    /// Gives the input, an object.
    public var input: Expression

    /// A call with this input.
    public init(_ tool: ToolName, input: Expression) {
        self.tool = tool
        self.input = input
    }
}

/// What `run` runs.
public enum RunTarget: Hashable, Sendable {
    /// The plan that this expression gives.
    case plan(Expression)
    /// The active version of the script of this name.
    case script(String)
}

/// What happens when a step fails: it is tried again, and then something stands in for it.
public struct ErrorPolicy: Hashable, Sendable {
    /// How often and when it is tried again; nil for never.
    public var retry: RetryPolicy?
    /// What stands in for it.
    public var action: Action

    /// What stands in for a step.
    public enum Action: Hashable, Sendable {
        /// Nothing: the error is handed on.
        case handOn
        /// The value is null.
        case ignore
        /// This is the value. It reads `error`: `message`, `code`, `step`, `tool`.
        case use(Expression)
        /// This call gives the value. Its input reads `error` too.
        case fallback(ToolCall)
        /// The step fails with this text as its message.
        case fail(Expression)
        /// The thread pauses.
        case pause
    }

    /// A policy of these parts.
    public init(retry: RetryPolicy? = nil, action: Action = .handOn) {
        self.retry = retry
        self.action = action
    }
}
