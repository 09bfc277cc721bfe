/// The patterns of a schema: each source is compiled once, and all together take no more than a limit.
struct JSONSchemaPatterns {
    /// How many states all patterns may have.
    private static let statesMax = 200_000

    /// How many steps tables may take that are made beforehand. Patterns beyond get theirs when they are used.
    private static let tableStepsMax = 2_000_000

    private var known: [JSONSchemaName: Pattern] = [:]
    private var stateCount = 0
    private var tableSteps = tableStepsMax

    /// About how many bytes of memory they take.
    private(set) var byteCount = 0

    /// The pattern of a source.
    mutating func pattern(_ source: String, budget: inout WorkBudget) throws(PatternError) -> Pattern {
        let name = JSONSchemaName(source)
        if let pattern = known[name] {
            return pattern
        }
        var part = WorkBudget(stepsMax: min(Pattern.compileStepsMax, budget.stepsLeft))
        let most = min(tableSteps, Pattern.tableStepsMax)
        var left = most
        defer {
            budget.charge(part.stepsUsed + most - max(left, 0))
            tableSteps -= most - max(left, 0)
        }
        let pattern = try Pattern(
            source, budget: &part, tableSteps: &left, tableEntriesMax: Pattern.tableEntriesMax)
        stateCount += pattern.stateCount
        guard stateCount <= Self.statesMax else {
            throw PatternError(
                message: "With this one all patterns of the schema together have \(stateCount) states, "
                    + "and they may have \(Self.statesMax).",
                offset: 0, hint: "Use fewer patterns, or smaller numbers of repetitions.")
        }
        byteCount += pattern.byteCount
        known[name] = pattern
        return pattern
    }
}

/// A text that equals another byte by byte.
struct JSONSchemaName: Hashable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (lhs: JSONSchemaName, rhs: JSONSchemaName) -> Bool {
        JSONText.areEqual(lhs.text, rhs.text)
    }

    func hash(into hasher: inout Hasher) {
        JSONText.hash(text, into: &hasher)
    }
}
