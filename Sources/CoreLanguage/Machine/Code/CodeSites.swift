/// An instruction that gives an effect.
struct EffectSite: Sendable {
    enum Kind: Sendable {
        case call(ToolName)
        case ingredient(String, version: String)
        case ask, yield
        /// So many milliseconds; of a text, until that time.
        case wait, waitUntil
        /// The wait before a step is tried again; the input is how often it was tried.
        case backoff(RetryPolicy)
        /// The input is an object of `name`, `to` and `payload`.
        case send
        /// The input is an object of `name` and `timeout`; the function says which payloads count.
        case awaitEvent(FunctionCode?)
        case agent([ToolName])
        case plan([ToolName])
        case runScript(String)
        /// The input is an object of `plan` and `input`.
        case runPlan
        /// A model's choice of one of these names; when it gives none, the one at `otherwise` counts. The value is the
        /// place of the name.
        case choose([String], otherwise: Int?)
        /// A model's yes or no.
        case confirm
    }

    var kind: Kind
    /// The number of the ``PathNode``.
    let path: Int32
    let label: String?
    let retry: RetryPolicy?
    /// Whether the items it gives go to the stream of its fiber.
    var isStream = false
    /// How long an attempt may take; nil where nothing is said.
    var timeoutMilliseconds: Int64?
    /// Whether the code behind it notes what takes it back, and does nothing else before.
    var hasUndo = false
}

/// A fiber's code.
struct FiberKind: Sendable {
    /// Where it begins.
    var entry: Int32 = 0
    /// How many registers it has.
    var registerCount = 0
    /// How many registers follow that are of no use while a step waits.
    var temporaryCount = 0
    /// What it gets from the fiber that begins it: there, here.
    var captures: [(outer: Int32, inner: Int32)] = []
    /// What the other gets when it ends: here, there.
    var results: [(inner: Int32, outer: Int32)] = []
    /// Where the item goes.
    var item: Int32 = -1
    /// Where its number goes.
    var index: Int32 = -1
}

/// Lanes that begin at one instruction.
struct ForkSite: Sendable {
    enum Source: Sendable {
        /// Each element of the list in this register.
        case list(Int32)
        /// Each item of the stream in this register.
        case stream(Int32)
        /// The lanes of these names.
        case lanes([String])
        /// The steps of a graph.
        case graph(GraphLanes)
    }

    let source: Source
    /// The kinds of the fibers: one, or one for each lane.
    var kinds: [Int]
    /// The number of the step's ``PathNode``.
    let path: Int32
    /// The registers that hold how many run at once, make a batch, and the pause in milliseconds; -1 for none.
    let lanes: Int32
    let batch: Int32
    let pause: Int32
    /// The region that the errors of the lanes go to; -1 for none.
    let laneRegion: Int32
    /// Whether what each gives goes to the stream of the fiber, in order.
    let isStream: Bool
}

/// A function in the code.
struct FunctionCode: Sendable {
    var entry: Int32
    let parameters: [Int32]
    /// How many instructions it has.
    let cost: Int32
}

/// A call of a builtin.
struct CallSite: Sendable {
    let builtin: Builtin
    var arguments: [Argument]

    enum Argument: Sendable {
        /// The value in the register of the same place.
        case value
        case function(FunctionCode)
    }
}
