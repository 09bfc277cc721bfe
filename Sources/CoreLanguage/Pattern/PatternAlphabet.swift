/// The code points in classes that a pattern cannot tell apart.
struct PatternAlphabet: Sendable {
    /// The number of a class.
    typealias Symbol = UInt16

    /// How many classes there are. The symbol of this number stands for the end of the text.
    let symbolCount: Int

    /// The classes of ASCII.
    private let ascii: [Symbol]

    /// The first code points of the runs of one class, in order, and the class of each.
    private let starts: [UInt32]
    private let symbols: [Symbol]

    /// For each set the classes it is made of, as sorted ranges of symbols. The last is the set of word characters.
    private let members: [[ClosedRange<Symbol>]]

    /// Nil when the sets cut the code points into more pieces than is worth the work.
    init?(_ sets: [PatternScalarSet]) {
        let sets = sets + [.word]
        var partition = PatternPartition(sets)
        guard let members = partition.refine(by: sets) else {
            return nil
        }
        self.members = members
        starts = partition.starts
        symbols = partition.symbols
        symbolCount = partition.symbolCount
        ascii = (0..<128).map { [starts, symbols] in Self.symbol(of: $0, starts: starts, symbols: symbols) }
    }

    /// How many runs of one class there are.
    var pieceCount: Int {
        starts.count
    }

    var end: Symbol {
        Symbol(truncatingIfNeeded: symbolCount)
    }

    @inline(__always)
    func symbol(ofASCII byte: UInt8) -> Symbol {
        ascii[Int(byte & 0x7F)]
    }

    func symbol(of codePoint: UInt32) -> Symbol {
        Self.symbol(of: codePoint, starts: starts, symbols: symbols)
    }

    /// Whether the set with this number has the class.
    func has(_ symbol: Symbol, set: Int) -> Bool {
        let ranges = members[set]
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < symbol {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < ranges.count && ranges[low].contains(symbol)
    }

    func isWord(_ symbol: Symbol) -> Bool {
        has(symbol, set: members.count - 1)
    }

    private static func symbol(of codePoint: UInt32, starts: [UInt32], symbols: [Symbol]) -> Symbol {
        symbols[PatternPartition.run(of: codePoint, in: starts)]
    }
}
