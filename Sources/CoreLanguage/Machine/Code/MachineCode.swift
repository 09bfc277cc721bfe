/// A program as the machine runs it.
///
/// It is made once for each program that is loaded, and never changes; any number of threads may run it at once.
public final class MachineCode: Sendable {
    let tables: CodeTables

    init(tables: CodeTables) {
        self.tables = tables
    }

    /// The number of the form of the code and of ``MachineState``'s bytes. States of other numbers are not read.
    public static let format = 3
}

/// Instructions, constants, and what they name by number.
///
/// What they refer to lies in their bounds: every operand is the number of a register, an instruction or an entry that
/// there is, see `CodeLinker`. Nothing at run time checks that again.
struct CodeTables: Sendable {
    var instructions: ContiguousArray<Instruction> = []
    /// For each instruction the number of its place, and of its region of errors; -1 for none.
    var placeNumbers: ContiguousArray<Int32> = []
    var regionNumbers: ContiguousArray<Int32> = []

    var constants: [JSONValue] = []
    var references: [Reference] = []
    var nameLists: [[String]] = []
    var errors: [ScriptError] = []
    var paths: [PathNode] = []
    var places: [CodePlace] = []
    var regions: [ErrorRegion] = []
    var effects: [EffectSite] = []
    var forks: [ForkSite] = []
    var calls: [CallSite] = []
    var kinds: [FiberKind] = []

    /// The kind of the fiber of `on thread error`; nil when there is none. The first fiber has kind 0.
    var errorKind: Int?
    /// How deep each constant is nested.
    var constantDepths: [UInt16] = []

    /// How many lanes and effects at once a graph is declared for; 0 without one.
    var lanesNeeded = 0

    var onUnhandled: Program.UnhandledError
    var inputDefaults: JSONObject
}

extension CodeTables {
    /// Where the fibers that nobody begins find what they know.
    static let (inputsRegister, threadRegister, errorRegister): (Int32, Int32, Int32) = (0, 1, 2)
}

/// Who asks for a boolean.
enum BooleanUser: Int32, CaseIterable {
    case and, or, not, conditional, condition

    var text: String {
        switch self {
        case .and: "\"and\""
        case .or: "\"or\""
        case .not: "\"not\""
        case .conditional: "\"if\""
        case .condition: "A condition"
        }
    }
}

/// Who asks for a text.
enum TextUser: Int32, CaseIterable {
    case eventName, recipient, time

    var text: String {
        switch self {
        case .eventName: "The name of an event"
        case .recipient: "The thread that an event is sent to"
        case .time: "The time that is waited for"
        }
    }
}

/// What a whole number is for.
enum WholeNumberRule: Int32, CaseIterable {
    case times, rounds, lanes, batch, pause, retries, wait, timeout

    /// More milliseconds are refused: some 31 years. More of anything else counts as this, which is more than a thread
    /// can do.
    static let greatest: Int64 = 1_000_000_000_000

    /// Whether it is of milliseconds, which may be written as a duration too.
    var isDuration: Bool {
        switch self {
        case .pause, .wait, .timeout: true
        case .times, .rounds, .lanes, .batch, .retries: false
        }
    }

    /// The least that is taken.
    var least: Int64 {
        switch self {
        case .lanes, .batch: 1
        default: 0
        }
    }

    var text: String {
        switch self {
        case .times: "How often a block is repeated"
        case .rounds: "The most rounds"
        case .lanes: "How many run at once"
        case .batch: "The size of a batch"
        case .pause: "A pause"
        case .retries: "How often a check is tried again"
        case .wait: "How long is waited"
        case .timeout: "A timeout"
        }
    }
}

extension MachineCode {
    /// The tools and the capabilities of models (of the source `model`) that it may call, by itself or through agents and
    /// plans.
    public var tools: Set<ToolName> {
        var tools: Set<ToolName> = []
        for site in tables.effects {
            switch site.kind {
            case .call(let tool): tools.insert(tool)
            case .agent(let listed): tools.formUnion(listed + [ToolName("llm", from: ToolSignatures.modelSource)])
            case .plan(let listed): tools.formUnion(listed)
            case .choose, .confirm: tools.insert(ToolName("llm", from: ToolSignatures.modelSource))
            case .ingredient, .ask, .yield, .send, .runScript, .runPlan, .awaitEvent, .wait, .waitUntil, .backoff: break
            }
        }
        return tools
    }

    /// Whether it reaches other threads: runs scripts or plans, has plans written, or sends events.
    public var reachesOthers: Bool {
        tables.effects.contains { site in
            switch site.kind {
            case .send, .runScript, .runPlan, .plan: true
            default: false
            }
        }
    }

    /// Whether it waits for people or for events.
    public var waitsForOthers: Bool {
        tables.effects.contains { site in
            switch site.kind {
            case .ask, .awaitEvent: true
            default: false
            }
        }
    }

    /// At how many places of the program something is wanted from the world.
    public var effectSiteCount: Int { tables.effects.count }
}
