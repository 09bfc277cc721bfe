/// A pattern as a table: one look-up for each scalar. A state is a set of places in the program.
struct PatternAutomaton: Sendable {
    /// What follows is not in the table yet.
    static let unknown: UInt32 = 0
    /// The state that no text leaves towards a match.
    static let dead: UInt32 = 1
    /// The state of a text that matches whatever follows.
    static let matched: UInt32 = 2

    /// A text is looked at in portions of this many bytes, each charged when it is done.
    static let portion = 16_384

    /// For each state the next one for each symbol and for the end. States are numbered by where their row begins,
    /// except for the three above, which have none.
    let rows: [UInt32]
    let start: UInt32

    /// Whether any part of the text matches; nil when the budget ran out. The bytes must be UTF-8.
    func accepts(_ bytes: Span<UInt8>, alphabet: PatternAlphabet, budget: inout WorkBudget) -> Bool? {
        var scan = PatternScan(state: start)
        while scan.state > Self.matched, scan.offset < bytes.count {
            _ = scan.run(to: min(bytes.count, scan.offset + Self.portion), in: bytes, rows, alphabet)
            guard budget.charge(scan.takeSteps()) else {
                return nil
            }
        }
        let last = scan.state > Self.matched ? rows[Int(scan.state) + alphabet.symbolCount] : scan.state
        return last == Self.matched
    }
}

/// Goes through a text by a table.
struct PatternScan {
    /// Four bytes of ASCII take one step. So does a scalar that is not ASCII, besides.
    private static let bytesPerStep = 4

    var state: UInt32
    private(set) var offset = 0
    private var chargedOffset = 0
    private var wideScalars = 0

    init(state: UInt32) {
        self.state = state
    }

    /// Goes on to `end`, or to the first scalar that leads to a state without a row: that state is the present one then.
    /// Returns the symbol of this scalar when what follows is unknown; the present state is the one before it then.
    mutating func run(
        to end: Int, in bytes: Span<UInt8>, _ rows: [UInt32], _ alphabet: PatternAlphabet
    ) -> PatternAlphabet.Symbol? {
        var state = state
        var offset = offset
        defer {
            self.state = state
            self.offset = offset
        }
        while offset < end {
            let byte = bytes[offset]
            offset &+= 1
            let symbol: PatternAlphabet.Symbol
            if byte < 0x80 {
                symbol = alphabet.ascii[Int(byte)]
            } else {
                wideScalars &+= 1
                symbol = alphabet.symbol(behindLead: byte, at: &offset, in: bytes)
            }
            let next = rows[Int(state) &+ Int(symbol)]
            if next <= PatternAutomaton.matched {
                guard next != PatternAutomaton.unknown else {
                    return symbol
                }
                state = next
                return nil
            }
            state = next
        }
        return nil
    }

    /// Takes one scalar by itself.
    mutating func nextSymbol(in bytes: Span<UInt8>, _ alphabet: PatternAlphabet) -> PatternAlphabet.Symbol {
        alphabet.symbol(ofScalarAt: &offset, in: bytes)
    }

    /// The steps of what was looked at since the last time.
    mutating func takeSteps() -> Int {
        let steps = (offset - chargedOffset) / Self.bytesPerStep + wideScalars + 1
        chargedOffset = offset
        wideScalars = 0
        return steps
    }
}
