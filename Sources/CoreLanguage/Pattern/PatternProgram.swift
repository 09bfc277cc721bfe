/// One step of a pattern. A step that names no other goes on behind itself.
enum PatternInstruction: Sendable {
    /// Takes one scalar of the set with this number.
    case consume(set: Int)
    /// Goes on at both places.
    case split(Int, Int)
    case jump(Int)
    case assert(PatternAssertion)
    case match
}

/// A pattern as steps for a machine that stands at many places at once (Thompson, "Regular Expression Search
/// Algorithm", 1968).
struct PatternProgram: Sendable {
    let instructions: [PatternInstruction]
    let alphabet: PatternAlphabet

    /// Whether a match can only begin at the beginning of the text.
    let beginsAtStart: Bool

    /// Whether what stands before a scalar matters beyond whether there is anything.
    let looksAtWords: Bool

    init(parsing source: String) throws(PatternError) {
        var parser = PatternParser(source)
        let node = try parser.parse()
        var assembler = PatternAssembler()
        guard assembler.assemble(node) else {
            throw PatternError(
                message: "The pattern is too large once its repetitions are written out.", offset: 0,
                hint: "Use smaller numbers of repetitions.")
        }
        guard let alphabet = PatternAlphabet(parser.sets.sets) else {
            throw PatternError(
                message: "The pattern has too many different classes.", offset: 0, hint: "Use fewer classes.")
        }
        instructions = assembler.instructions
        self.alphabet = alphabet
        beginsAtStart = node.beginsAtStart
        looksAtWords = assembler.looksAtWords
    }

    /// About how much time and memory making it took, in the unit of ``Pattern/cost``.
    var cost: Int {
        10 * (instructions.count + alphabet.pieceCount)
    }

    /// What an assertion sees of a scalar of the class.
    func neighbor(_ symbol: PatternAlphabet.Symbol) -> PatternNeighbor {
        looksAtWords && alphabet.isWord(symbol) ? .word : .other
    }
}
