/// A regular expression that takes time in proportion to the text, whatever the expression and the text.
///
/// The language is that of ECMA-262 (section 22.2) with the `u` flag, as JSON Schema asks for, without look-around and
/// back-references: those cannot be matched in linear time and are refused. A text matches when any part of it does;
/// `^` and `$` stand for its beginning and end only. Matching goes by Unicode scalars, never by canonical equivalence.
/// Groups capture nothing, and lazy quantifiers are the same as greedy ones, since only yes or no is asked.
///
/// `\p{…}` knows the general categories and some binary properties in the version of Unicode that the standard library
/// has. Scripts are refused.
///
/// Most texts take some nanoseconds for each byte. The worst take as many steps for each scalar as the pattern has
/// states, up to 10,000: who matches the texts of strangers gives a budget, see ``matches(_:budget:)``.
public struct Pattern: Sendable {
    /// How many steps the compiling of one pattern may take.
    static let compileStepsMax = 5_000_000

    /// How many entries a table may have that is made beforehand, and how many steps may be taken for it.
    static let tableEntriesMax = 1024
    static let tableStepsMax = 20_000

    /// What taking and giving back a table costs.
    private static let stepsWithoutAutomaton = 15

    /// The expression as it was given.
    public let source: String

    let program: PatternProgram

    /// Nil when the table would be large; then it is filled in as far as texts ask for it.
    private let automaton: PatternAutomaton?
    private let memory = PatternMemory()

    /// Reads and compiles an expression.
    ///
    /// - Throws: ``PatternError`` for the first thing that is wrong, and for an expression that is too large: beyond
    ///   65,536 scalars, 100 groups inside one another, or 10,000 states after repetitions are written out; and for one
    ///   whose classes take too long to tell apart, some 50 milliseconds.
    public init(_ source: String) throws(PatternError) {
        var budget = WorkBudget(stepsMax: Self.compileStepsMax)
        var tableSteps = Self.tableStepsMax
        try self.init(source, budget: &budget, tableSteps: &tableSteps, tableEntriesMax: Self.tableEntriesMax)
    }

    /// Takes the steps of the budget; and of `tableSteps` those for a table beforehand, which goes without when it may
    /// not have more than `tableEntriesMax` entries.
    init(
        _ source: String, budget: inout WorkBudget, tableSteps: inout Int, tableEntriesMax: Int
    ) throws(PatternError) {
        self.source = source
        program = try PatternProgram(parsing: source, budget: &budget)
        var table = PatternTable(program)
        automaton = table.automaton(entriesMax: tableEntriesMax, stepsMax: &tableSteps)
    }

    /// Whether any part of `text` matches.
    public func matches(_ text: String) -> Bool {
        var budget = WorkBudget.unlimited
        return matches(text, budget: &budget) ?? false
    }

    /// Whether any part of `text` matches; nil when the budget ran out before that was known.
    ///
    /// Charged are a step for every four bytes looked at, one for each scalar that is not ASCII, and one for each state
    /// of the pattern that must be gone through.
    public func matches(_ text: String, budget: inout WorkBudget) -> Bool? {
        let bytes = text.utf8.span
        if let automaton {
            return automaton.accepts(bytes, alphabet: program.alphabet, budget: &budget)
        }
        guard budget.charge(Self.stepsWithoutAutomaton) else {
            return nil
        }
        var table = memory.take() ?? PatternTable(program)
        defer { memory.give(table) }
        return table.accepts(bytes, budget: &budget)
    }

    /// How many states it has.
    var stateCount: Int {
        program.instructions.count
    }

    /// About how many bytes of memory it takes at most between two texts.
    var byteCount: Int {
        let table = automaton.map { $0.rows.count * 4 } ?? PatternMemory.byteCountMax
        return program.byteCount + table + source.utf8.count + 200
    }
}

extension Pattern: Hashable {
    /// Whether both were made from the same source, byte by byte.
    public static func == (lhs: Pattern, rhs: Pattern) -> Bool {
        JSONText.areEqual(lhs.source, rhs.source)
    }

    /// Hashes the source.
    public func hash(into hasher: inout Hasher) {
        JSONText.hash(source, into: &hasher)
    }
}

extension Pattern: CustomStringConvertible {
    /// The source.
    public var description: String {
        source
    }
}
