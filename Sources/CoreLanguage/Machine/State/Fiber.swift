/// A place in the code, and its values.
struct Fiber: Sendable {
    let kind: Int
    var position: Int
    var registers: [JSONValue]
    var depths: [UInt16]
    /// The path that its own paths stand in.
    let base: StepPath
    /// The slot of the fiber that began it, -1 for none, and its number among the lanes of that one.
    var parent: Int
    let number: Int
    /// The stream its items go to; -1 for none.
    var stream = -1
    /// The streams that go down with it.
    var streams: [Int] = []
    /// The effects it waits for.
    var waits: [Wait] = []
    var work: Work?
    /// Why it is paused.
    var failure: ScriptError?
    /// The effect whose failure it is paused for, to give it again.
    var failedWait: Wait?

    /// What registers take up beside their values.
    static func bytes(registers count: Int) -> Int { count * 24 }

    /// Stands in for a fiber that runs.
    static let vacancy = Fiber(kind: 0, FiberKind(), base: .root)

    init(kind: Int, _ code: FiberKind, base: StepPath, parent: Int = -1, number: Int = 0) {
        self.kind = kind
        position = Int(code.entry)
        let count = code.registerCount + code.temporaryCount
        registers = [JSONValue](repeating: .null, count: count)
        depths = [UInt16](repeating: 0, count: count)
        self.base = base
        self.parent = parent
        self.number = number
    }
}

/// An effect that a fiber waits for.
struct Wait: Sendable {
    let path: StepPath
    let role: Role
    var input: JSONValue
    var attempt = 1
    var inbox: Inbox?

    enum Role: Hashable, Sendable {
        /// The effect of the instruction, or an agent's or a decision's question of this number.
        case site(Int)
        /// A tool call of an agent.
        case toolCall(Int)
        /// The pause before the next lane.
        case pause
    }

    /// What has come of it.
    enum Inbox: Hashable, Sendable {
        case completed(JSONValue)
        case failed(ScriptError)
    }
}

/// What a fiber is busy with beside its code.
enum Work: Sendable {
    case lanes(LaneGroup)
    case agent(AgentWork)
    /// It waits for an item.
    case stream(Int)
}

/// Lanes that were begun together.
struct LaneGroup: Sendable {
    let fork: Int
    let lanesMax: Int
    let batch: Int
    let pauseMilliseconds: Int64
    /// How many lanes there are; nil while the items are not known.
    var count: Int?
    /// The number of the next lane.
    var next = 0
    /// What the lanes gave, and which of them have ended.
    var values: [JSONValue] = []
    var isDone: [Bool] = []
    /// How many values were handed on.
    var pushed = 0
    /// The slots of the lanes that run, by their numbers.
    var running: [Int: Int] = [:]
    /// Whether the next lane has to wait for its time.
    var isPausing = false

    /// Of a graph, for each step how many it still waits for, and the steps that may begin. Both follow from
    /// ``isDone`` and ``running``, and are not stored.
    var dependencyCounts: [Int] = []
    var startable: [Int] = []
}

/// A model that works with tools.
struct AgentWork: Sendable {
    let site: Int
    let iterationsMax: Int
    /// The agent's own input.
    let input: JSONObject
    /// The number of the model call.
    var iteration = 0
    /// What was said and done in the iterations before.
    var history: [JSONValue] = []
    /// The calls of this iteration, and what came of them.
    var calls: [JSONValue] = []
    var results: [JSONValue?] = []
    var text: JSONValue = .null
    /// All calls that were made.
    var log: [JSONValue] = []
}
