/// A regular expression that takes time in proportion to the text, whatever the expression and the text.
///
/// The language is that of ECMA-262 (section 22.2) with the `u` flag, as JSON Schema asks for, without look-around and
/// back-references: those cannot be matched in linear time and are refused. A text matches when any part of it does;
/// `^` and `$` stand for its beginning and end only. Matching goes by Unicode scalars, never by canonical equivalence.
/// Groups capture nothing, and lazy quantifiers are the same as greedy ones, since only yes or no is asked.
///
/// `\p{…}` knows the general categories and some binary properties in the version of Unicode that the standard library
/// has. Scripts are refused.
public struct Pattern: Sendable {
    /// How many steps may be run directly. It bounds the time for each scalar of a text.
    private static let stepsWithoutTableMax = 4000

    /// The expression as it was given.
    public let source: String

    private let program: PatternProgram

    /// Nil when the automaton would have too many states; then the program is run directly.
    private let automaton: PatternAutomaton?

    /// About how much time and memory the compiling took; some 10 nanoseconds and 4 bytes each.
    let cost: Int

    /// Reads and compiles an expression.
    ///
    /// - Throws: ``PatternError`` for the first thing that is wrong, and for an expression that is too large: beyond
    ///   65,536 scalars, 100 groups inside one another, or 10,000 steps after repetitions are written out. A pattern
    ///   that has too many states for a table may have 4,000 steps.
    public init(_ source: String) throws(PatternError) {
        self.source = source
        program = try PatternProgram(parsing: source)
        var builder = PatternAutomatonBuilder(program)
        automaton = builder.build()
        cost = program.cost + builder.work
        guard automaton != nil || program.instructions.count <= Self.stepsWithoutTableMax else {
            throw PatternError(
                message: "The pattern is too large: in one place of a text it can stand at too many of its steps.",
                offset: 0, hint: "Use smaller numbers of repetitions, or \"^\" at the beginning.")
        }
    }

    /// Whether any part of `text` matches.
    public func matches(_ text: String) -> Bool {
        let bytes = text.utf8.span
        if let automaton {
            return automaton.accepts(bytes, alphabet: program.alphabet)
        }
        var simulation = PatternSimulation(program)
        return simulation.accepts(bytes)
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
