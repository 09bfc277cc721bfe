/// A set of code points as sorted ranges that neither overlap nor touch.
struct PatternScalarSet: Hashable, Sendable {
    private(set) var ranges: [ClosedRange<UInt32>]

    static let lastCodePoint: UInt32 = 0x10FFFF

    static let everything = PatternScalarSet(0...lastCodePoint)
    static let nothing = PatternScalarSet([])
    static let digits = PatternScalarSet(0x30...0x39)
    static let word = PatternScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])

    /// ECMA-262 section 12.3: LF, CR, LINE SEPARATOR and PARAGRAPH SEPARATOR.
    static let lineTerminators = PatternScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])

    /// ECMA-262 sections 12.2 and 12.3: white space, which includes the category Zs, and line terminators.
    static let whiteSpace = PatternScalarSet([
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])

    /// Takes ranges in any order.
    init(_ unordered: [ClosedRange<UInt32>]) {
        ranges = []
        ranges.reserveCapacity(unordered.count)
        let isOrdered = zip(unordered, unordered.dropFirst()).allSatisfy { $0.lowerBound <= $1.lowerBound }
        for range in isOrdered ? unordered : unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = ranges.last, range.lowerBound <= last.upperBound &+ 1 {
                ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                ranges.append(range)
            }
        }
    }

    init(_ range: ClosedRange<UInt32>) {
        ranges = [range]
    }

    init(_ codePoint: UInt32) {
        ranges = [codePoint...codePoint]
    }

    /// Everything that is not in this set.
    var inverted: PatternScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next {
                gaps.append(next...(range.lowerBound - 1))
            }
            next = range.upperBound + 1
        }
        if next <= Self.lastCodePoint {
            gaps.append(next...Self.lastCodePoint)
        }
        return PatternScalarSet(gaps)
    }
}
