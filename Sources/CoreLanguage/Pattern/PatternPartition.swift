/// Cuts the code points at the bounds of sets, then tells apart the pieces that some set tells apart.
struct PatternPartition {
    typealias Symbol = PatternAlphabet.Symbol

    /// What looking at a piece costs, in the two passes over each set.
    private static let stepsPerPiece = 2

    /// The first code points of the pieces, in order, beginning with 0.
    let starts: [UInt32]

    /// The class of each piece.
    private(set) var symbols: [Symbol]

    /// How many pieces each class has.
    private var sizes: [Int]
    /// How many pieces of each class the present set has, and the new class those get: 0 for none.
    private var taken: [Int] = [0]
    private var replacements: [Symbol] = [0]
    /// The classes the present set has pieces of.
    private var touched: [Int] = []

    var symbolCount: Int {
        sizes.count
    }

    init(_ sets: [PatternScalarSet]) {
        var bounds: [UInt32] = [0]
        for range in sets.lazy.flatMap(\.ranges) {
            bounds.append(range.lowerBound)
            if range.upperBound < PatternScalarSet.lastCodePoint {
                bounds.append(range.upperBound + 1)
            }
        }
        bounds.sort()
        var starts: [UInt32] = []
        for bound in bounds where starts.last != bound {
            starts.append(bound)
        }
        self.starts = starts
        symbols = Array(repeating: 0, count: starts.count)
        sizes = [starts.count]
    }

    /// Splits the classes by each set and returns the classes of each; nil when it is too much work.
    mutating func refine(by sets: [PatternScalarSet], budget: inout WorkBudget) -> [[ClosedRange<Symbol>]]? {
        for set in sets {
            guard let pieces = pieces(of: set, &budget) else {
                return nil
            }
            split(pieces)
        }
        var members: [[ClosedRange<Symbol>]] = []
        for set in sets {
            guard let pieces = pieces(of: set, &budget) else {
                return nil
            }
            members.append(Self.ranges(of: Set(pieces.map { symbols[$0] })))
        }
        return members
    }

    private func pieces(of set: PatternScalarSet, _ budget: inout WorkBudget) -> [Int]? {
        var pieces: [Int] = []
        for range in set.ranges {
            let first = Self.run(of: range.lowerBound, in: starts)
            let last = Self.run(of: range.upperBound, in: starts)
            guard budget.charge((last - first + 1) * Self.stepsPerPiece + Self.stepsPerPiece) else {
                return nil
            }
            pieces += first...last
        }
        return pieces
    }

    /// Gives the pieces new classes, one for each class they had and did not fill.
    private mutating func split(_ pieces: [Int]) {
        for piece in pieces {
            let old = Int(symbols[piece])
            if taken[old] == 0 {
                touched.append(old)
            }
            taken[old] += 1
        }
        for old in touched where taken[old] < sizes[old] {
            replacements[old] = Symbol(truncatingIfNeeded: sizes.count)
            sizes[old] -= taken[old]
            sizes.append(taken[old])
            taken.append(0)
            replacements.append(0)
        }
        for piece in pieces where replacements[Int(symbols[piece])] != 0 {
            symbols[piece] = replacements[Int(symbols[piece])]
        }
        for old in touched {
            taken[old] = 0
            replacements[old] = 0
        }
        touched.removeAll(keepingCapacity: true)
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
