/// A pattern as a table: one look-up for each scalar. A state is a set of places in the program.
struct PatternAutomaton: Sendable {
    /// The state that no text leaves towards a match.
    static let dead: UInt32 = 0
    /// The state of a text that matches whatever follows.
    static let matched: UInt32 = 1

    /// For each state the next one for each symbol and for the end. States are numbered by where their row begins,
    /// except for the two above, which have none.
    private let rows: [UInt32]
    private let start: UInt32

    init(rows: [UInt32], start: UInt32) {
        self.rows = rows
        self.start = start
    }

    /// Whether any part of the text matches. The bytes must be UTF-8.
    func accepts(_ bytes: Span<UInt8>, alphabet: PatternAlphabet) -> Bool {
        var state = start
        var offset = 0
        while state > Self.matched, offset < bytes.count {
            let symbol = alphabet.symbol(ofScalarAt: &offset, in: bytes)
            state = rows[Int(state) &+ Int(symbol)]
        }
        return state > Self.matched ? rows[Int(state) &+ alphabet.symbolCount] == Self.matched : state == Self.matched
    }
}
