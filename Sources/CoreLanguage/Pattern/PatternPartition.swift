/// Cuts the code points at the bounds of sets, then tells apart the pieces that some set tells apart.
struct PatternPartition {
    typealias Symbol = PatternAlphabet.Symbol

    /// How many pieces are looked at, those of every set taken together.
    private static let workLimit = 1_000_000

    /// The first code points of the pieces, in order, beginning with 0.
    let starts: [UInt32]

    /// The class of each piece.
    private(set) var symbols: [Symbol]

    /// How many pieces each class has.
    private var sizes: [Int]
    private var work = 0

    var symbolCount: Int {
        sizes.count
    }

    init(_ sets: [PatternScalarSet]) {
        var bounds: Set<UInt32> = [0]
        for range in sets.lazy.flatMap(\.ranges) {
            bounds.insert(range.lowerBound)
            if range.upperBound < PatternScalarSet.lastCodePoint {
                bounds.insert(range.upperBound + 1)
            }
        }
        starts = bounds.sorted()
        symbols = Array(repeating: 0, count: starts.count)
        sizes = [starts.count]
    }

    /// Splits the classes by each set and returns the classes of each; nil when it is too much work.
    mutating func refine(by sets: [PatternScalarSet]) -> [[ClosedRange<Symbol>]]? {
        for set in sets {
            guard let pieces = pieces(of: set) else {
                return nil
            }
            split(pieces)
        }
        var members: [[ClosedRange<Symbol>]] = []
        for set in sets {
            guard let pieces = pieces(of: set) else {
                return nil
            }
            members.append(Self.ranges(of: Set(pieces.map { symbols[$0] })))
        }
        return members
    }

    private mutating func pieces(of set: PatternScalarSet) -> [Int]? {
        var pieces: [Int] = []
        for range in set.ranges {
            let first = Self.run(of: range.lowerBound, in: starts)
            let last = Self.run(of: range.upperBound, in: starts)
            work += last - first + 1
            guard work <= Self.workLimit else {
                return nil
            }
            pieces += first...last
        }
        return pieces
    }

    /// Gives the pieces new classes, one for each class they had and did not fill.
    private mutating func split(_ pieces: [Int]) {
        var taken: [Symbol: Int] = [:]
        for piece in pieces {
            taken[symbols[piece], default: 0] += 1
        }
        var replacements: [Symbol: Symbol] = [:]
        for piece in pieces {
            let old = symbols[piece]
            if replacements[old] == nil, let count = taken[old], count < sizes[Int(old)] {
                replacements[old] = Symbol(truncatingIfNeeded: sizes.count)
                sizes[Int(old)] -= count
                sizes.append(count)
            }
        }
        for piece in pieces {
            symbols[piece] = replacements[symbols[piece]] ?? symbols[piece]
        }
    }

    private static func ranges(of symbols: Set<Symbol>) -> [ClosedRange<Symbol>] {
        var ranges: [ClosedRange<Symbol>] = []
        for symbol in symbols.sorted() {
            if let last = ranges.last, last.upperBound &+ 1 == symbol {
                ranges[ranges.count - 1] = last.lowerBound...symbol
            } else {
                ranges.append(symbol...symbol)
            }
        }
        return ranges
    }

    /// The place of the last of `starts` that is not beyond `codePoint`.
    static func run(of codePoint: UInt32, in starts: [UInt32]) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= codePoint {
                low = middle
            } else {
                high = middle
            }
        }
        return low
    }
}
