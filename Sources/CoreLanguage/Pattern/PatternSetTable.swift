/// The different sets of a pattern, each with a number.
struct PatternSetTable {
    private(set) var sets: [PatternScalarSet] = []
    private var numbers: [PatternScalarSet: Int] = [:]
    private var rangeCount = 0

    /// With this many ranges the classes of an alphabet still fit 16 bits.
    private static let rangeLimit = 20_000

    /// The number of a set, or nil when there would be too many ranges in all.
    mutating func number(of set: PatternScalarSet) -> Int? {
        if let number = numbers[set] {
            return number
        }
        rangeCount += set.ranges.count
        guard rangeCount <= Self.rangeLimit else {
            return nil
        }
        numbers[set] = sets.count
        sets.append(set)
        return sets.count - 1
    }
}
