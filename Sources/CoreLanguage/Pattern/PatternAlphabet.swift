/// The code points in classes that a pattern cannot tell apart.
struct PatternAlphabet: Sendable {
    /// The number of a class.
    typealias Symbol = UInt16

    /// Up to this many bits it is looked up, not searched for, which classes a set is made of.
    private static let bitsMax = 16_384

    /// How many classes there are. The symbol of this number stands for the end of the text.
    let symbolCount: Int

    /// The classes of ASCII.
    let ascii: [Symbol]

    /// The first code points of the runs of one class, in order, and the class of each.
    private let starts: [UInt32]
    private let symbols: [Symbol]

    /// For each set the classes it is made of, as sorted ranges of symbols. The last is the set of word characters.
    private let members: [[ClosedRange<Symbol>]]

    /// The same as one bit for each set and class; none when there would be too many.
    private let bits: [UInt64]

    /// Nil when the budget does not suffice to tell the sets apart.
    init?(_ sets: [PatternScalarSet], budget: inout WorkBudget) {
        let sets = sets + [.word]
        var partition = PatternPartition(sets)
        guard let members = partition.refine(by: sets, budget: &budget) else {
            return nil
        }
        self.members = members
        starts = partition.starts
        symbols = partition.symbols
        symbolCount = partition.symbolCount
        ascii = (0..<128).map { [starts, symbols] in Self.symbol(of: $0, starts: starts, symbols: symbols) }
        bits = Self.bits(members, symbolCount: symbolCount)
    }

    /// About how many bytes of memory it takes.
    var byteCount: Int {
        starts.count * 6 + 512 + bits.count * 8 + members.reduce(0) { $0 + $1.count * 4 + 48 }
    }

    var end: Symbol {
        Symbol(truncatingIfNeeded: symbolCount)
    }

    func symbol(of codePoint: UInt32) -> Symbol {
        Self.symbol(of: codePoint, starts: starts, symbols: symbols)
    }

    /// Whether the set with this number has the class.
    @inline(__always)
    func has(_ symbol: Symbol, set: Int) -> Bool {
        if bits.isEmpty {
            return searches(symbol, set: set)
        }
        let bit = set &* symbolCount &+ Int(symbol)
        return bits[bit >> 6] & (1 << UInt64(bit & 63)) != 0
    }

    func isWord(_ symbol: Symbol) -> Bool {
        has(symbol, set: members.count - 1)
    }

    private func searches(_ symbol: Symbol, set: Int) -> Bool {
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

    private static func symbol(of codePoint: UInt32, starts: [UInt32], symbols: [Symbol]) -> Symbol {
        symbols[PatternPartition.run(of: codePoint, in: starts)]
    }

    private static func bits(_ members: [[ClosedRange<Symbol>]], symbolCount: Int) -> [UInt64] {
        let count = members.count * symbolCount
        guard count <= bitsMax else {
            return []
        }
        var bits = [UInt64](repeating: 0, count: (count + 63) / 64)
        for (set, ranges) in members.enumerated() {
            for symbol in ranges.joined() {
                let bit = set * symbolCount + Int(symbol)
                bits[bit >> 6] |= 1 << UInt64(bit & 63)
            }
        }
        return bits
    }
}
