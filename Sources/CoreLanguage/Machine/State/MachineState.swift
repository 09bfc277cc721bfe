/// A thread between two events: a value, which may be kept, copied and written as bytes.
public struct MachineState: Sendable {
    /// How the thread stands.
    public internal(set) var status: MachineStatus = .ready
    /// What the thread may use up.
    public let limits: MachineLimits

    let inputs: JSONValue
    let thread: JSONValue
    let environment: JSONObject

    var phase: Phase = .running
    /// The fibers by their slots; nil where one is free.
    var fibers: [Fiber?] = []
    var freeSlots: [Int] = []
    /// The slots of the fibers that can go on, in their order.
    var ready: [Int] = []
    var streams: [StreamBuffer] = []
    /// What takes back what was done, in the order in which it was done.
    var undo: [UndoEntry] = []
    /// The slot of the fiber that is paused.
    var pausedSlot: Int?

    /// Which fiber an effect belongs to that is under way.
    var owners: [StepPath: Int] = [:]

    var instructionsLeft: Int
    /// What was made since the values were measured, and how much may be until they are measured again.
    var bytesMade = 0
    var bytesUntilMeasure: Int

    enum Phase: Hashable, Sendable {
        case running
        /// What was done is taken back; the path of the call that is under way.
        case undoing(Ending, StepPath?)
        /// `on thread error` runs.
        case handling(ScriptError)
        case ended
    }

    /// Why a thread ends before it is done.
    enum Ending: Hashable, Sendable {
        case failed(ScriptError)
        case cancelled
    }

    init(inputs: JSONValue, thread: JSONValue, environment: JSONObject, limits: MachineLimits) {
        self.inputs = inputs
        self.thread = thread
        self.environment = environment
        self.limits = limits
        instructionsLeft = limits.instructions
        bytesUntilMeasure = limits.liveBytes
    }

    /// A state that holds nothing, to stand in for one that is worked on.
    static let empty = MachineState(inputs: .null, thread: .null, environment: JSONObject(), limits: MachineLimits())
}

/// What takes a step back.
struct UndoEntry: Hashable, Sendable {
    /// The path of the compensation.
    let path: StepPath
    let site: Int
    let input: JSONValue
}

/// The items of a stream that nobody has taken yet.
struct StreamBuffer: Sendable {
    var items: [JSONValue] = []
    /// How many of ``items`` were taken.
    var taken = 0
    /// Whether an item came at all.
    var hasItems = false
    var end: End?
    /// The slot of the fiber that gives the items; -1 when it has ended.
    var producer: Int
    /// The slot of the fiber that waits for items; -1 when none does.
    var consumer = -1
    /// The slot of the fiber that knows the stream, in whose ``Fiber/streams`` it is; -1 when
    /// there is none any more.
    var owner: Int

    enum End: Hashable, Sendable {
        case complete
        case failed(ScriptError)
    }

    var count: Int { items.count - taken }

    mutating func take(_ count: Int) -> [JSONValue] {
        let taken = Array(items[self.taken..<self.taken + count])
        self.taken += count
        if self.taken * 2 > items.count {
            items.removeFirst(self.taken)
            self.taken = 0
        }
        return taken
    }
}
