/// Finds the name that was probably meant.
enum JSONSchemaNearName {
    /// Longer names, and more of them, are not worth the time.
    private static let lengthMax = 64
    private static let candidatesMax = 500

    /// Names whose lengths differ by more than this and the letters that may differ are not near.
    private static let separatorsMax = 8

    /// The nearest of `names`, when no more than a third of its letters differ, and not all. Nil, too, when the budget ran
    /// out.
    static func find(_ name: String, among names: some Sequence<String>, _ budget: inout WorkBudget) -> String? {
        let wanted = letters(name)
        guard !wanted.isEmpty, wanted.count <= lengthMax else {
            return nil
        }
        var best: (name: String, distance: Int)?
        for candidate in names.prefix(candidatesMax) where candidate.utf8.count <= lengthMax {
            let most = min(max(1, wanted.count / 3), wanted.count - 1)
            guard abs(candidate.utf8.count - name.utf8.count) <= most + separatorsMax else {
                continue
            }
            let letters = letters(candidate)
            guard budget.charge((wanted.count + 1) * (letters.count + 1)) else {
                return nil
            }
            let distance = distance(wanted, letters)
            if distance <= most, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }

    /// The letters and digits in lower case, so that `first_name` is `firstName`.
    private static func letters(_ name: String) -> [UInt8] {
        name.utf8.prefix(lengthMax + 1).compactMap { byte in
            switch byte {
            case 0x41...0x5A: byte | 0x20
            case 0x5F, 0x2D: nil
            default: byte
            }
        }
    }

    /// How many letters must be put in, left out, replaced or swapped with their neighbour (optimal string alignment).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var least = min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
