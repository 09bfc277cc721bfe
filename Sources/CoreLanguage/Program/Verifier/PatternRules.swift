/// Whether the patterns of a program can be used, with a bound for the work of finding that out.
struct PatternRules {
    /// What is left for compiling patterns, over the whole program.
    private var budget = WorkBudget(stepsMax: 50_000_000)
    private var known: Set<[UInt8]> = []

    /// Checks one pattern; one that was met before costs nothing.
    mutating func check(_ source: String) throws(PatternError) {
        let bytes = Array(source.utf8)
        guard !known.contains(bytes) else { return }
        var tableSteps = 0
        _ = try Pattern(source, budget: &budget, tableSteps: &tableSteps, tableEntriesMax: 0)
        known.insert(bytes)
    }
}
