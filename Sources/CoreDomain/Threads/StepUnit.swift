import CoreLanguage

/// One call that a graph step makes: the step itself, or one of its lanes.
struct StepUnit: Sendable {
    /// What became of it so far.
    enum Status: Hashable, Sendable {
        /// May be called, at once or when its wait is over.
        case ready
        case done
    }

    /// The key in the journal.
    let path: String
    /// The step's place in the graph.
    let step: Int
    /// The lane, for a step that runs over a list.
    let lane: Lane?
    var status = Status.ready
    /// Attempts that failed.
    var failedAttempts = 0
    /// When the next attempt may begin, or the wait is over; nil for at once.
    var notBefore: Timestamp?
    /// Whether it is a wait that has begun.
    var isWaiting = false
    /// Whether the intent of a call was stored whose result was not.
    var isIntended = false
    var output = JSONValue.null
    /// Whether its call failed, so that ``output`` stands in for another.
    var hasFailed = false

    struct Lane: Sendable {
        let index: Int
        let item: JSONValue
    }
}

/// A graph step that has begun: its units in the order of its lanes.
struct OpenStep: Sendable {
    var units: [StepUnit]
    var openCount: Int
    let isList: Bool

    /// Whether the call of a unit failed.
    var hasFailed: Bool { units.contains(where: \.hasFailed) }

    /// What other steps read, once every unit is done.
    var output: JSONValue {
        if isList { return .array(units.map(\.output)) }
        return units.first?.output ?? .null
    }
}
