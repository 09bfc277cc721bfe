/// What the rules found out about the blocks of a program, for those who follow its ways.
///
/// Blocks and steps are numbered in the order in which they are met from the outside inwards: a block, its first step,
/// the blocks in it, the next step.
struct BlockTable {
    /// Where the jumps of a check lead, by the numbers of steps.
    struct Jumps {
        var onPass: Int?
        var onFail: Int?
    }

    /// For each block and step the number of what follows it.
    var ends: [Int] = []
    /// By the number of the check.
    var jumps: [Int: Jumps] = [:]
    /// The steps that jumps lead to.
    var targets: Set<Int> = []
    /// The steps that give a new value to a name from outside of a `repeat`.
    var assignments: Set<Int> = []
    /// Every name that some step binds, and its number.
    var names: [String: Int] = [:]
    /// Whether the name with this number is a stream.
    var isStream: [Bool] = []

    mutating func number(of name: String, isStream: Bool) -> Int {
        if let number = names[name] { return number }
        names[name] = self.isStream.count
        self.isStream.append(isStream)
        return self.isStream.count - 1
    }
}

/// Names that are there without being bound.
enum ProgramRoot {
    static let inputs = "inputs"
    static let error = "error"
    static let thread = "thread"

    static let all: Set<String> = [inputs, error, thread]
}

extension StepAction {
    /// Whether a step can be bound to a name.
    var hasValue: Bool {
        switch self {
        case .check, .emit, .yield, .send: false
        default: true
        }
    }

    /// Whether the value can be forwarded while it comes.
    var canStream: Bool {
        switch self {
        case .call, .each, .pipe, .agent: true
        default: false
        }
    }

    /// Whether something can stand in for the step, or take it back.
    var canFail: Bool {
        switch self {
        case .check, .emit, .yield, .send, .compute: false
        default: true
        }
    }
}

extension ErrorPolicy {
    /// Whether the steps after it are done though it failed.
    var goesOn: Bool {
        switch action {
        case .ignore, .use, .fallback: true
        case .handOn, .fail, .pause: false
        }
    }
}
