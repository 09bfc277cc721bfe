/// One step of a pattern. A step that names no other goes on behind itself.
enum PatternInstruction: Sendable {
    /// Takes one scalar of the set with this number.
    case consume(set: Int32)
    /// Goes on at both places.
    case split(Int32, Int32)
    case jump(Int32)
    case assert(PatternAssertion)
    case match
}

/// A pattern as steps for a machine that stands at many places at once (Thompson, "Regular Expression Search
/// Algorithm", 1968).
struct PatternProgram: Sendable {
    /// What writing a step costs.
    private static let stepsPerInstruction = 4

    let instructions: [PatternInstruction]
    let alphabet: PatternAlphabet

    /// Whether a match can only begin at the beginning of the text.
    let beginsAtStart: Bool

    /// Whether what stands before a scalar matters beyond whether there is anything.
    let looksAtWords: Bool

    init(parsing source: String, budget: inout WorkBudget) throws(PatternError) {
        let (node, sets) = try Self.parse(source, budget: &budget)
        var assembler = PatternAssembler()
        assembler.assemble(node)
        guard let alphabet = PatternAlphabet(sets, budget: &budget) else {
            throw PatternError(
                message: "The pattern takes too long to compile: it has too many different classes.", offset: 0,
                hint: PatternError.simplify)
        }
        instructions = assembler.instructions
        self.alphabet = alphabet
        beginsAtStart = node.beginsAtStart
        looksAtWords = assembler.looksAtWords
    }

    /// The tree of a pattern, and its sets. What was spent is taken of the budget also when the pattern is refused.
    private static func parse(
        _ source: String, budget: inout WorkBudget
    ) throws(PatternError) -> (PatternNode, [PatternScalarSet]) {
        var parser = PatternParser(source, budget: budget)
        defer { budget = parser.budget }
        let node = try parser.parse()
        try parser.charge(node.stepCount * stepsPerInstruction, at: 0)
        return (node, parser.sets.sets)
    }

    /// About how many bytes of memory it takes.
    var byteCount: Int {
        instructions.count * MemoryLayout<PatternInstruction>.stride + alphabet.byteCount
    }

    /// What an assertion sees of a scalar of the class.
    @inline(__always)
    func neighbor(_ symbol: PatternAlphabet.Symbol) -> PatternNeighbor {
        looksAtWords && alphabet.isWord(symbol) ? .word : .other
    }
}
