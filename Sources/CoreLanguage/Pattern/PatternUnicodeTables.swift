internal import Synchronization

/// Sets of scalars by what the standard library knows of Unicode. Each table is made once, when first asked for.
enum PatternUnicodeTables {
    /// The general category of every code point, as runs of the same category.
    private static let categoryRuns: [(range: ClosedRange<UInt32>, category: Unicode.GeneralCategory)] = {
        var runs: [(range: ClosedRange<UInt32>, category: Unicode.GeneralCategory)] = []
        for value in 0...PatternScalarSet.lastCodePoint {
            let category = Unicode.Scalar(value)?.properties.generalCategory ?? .surrogate
            if let last = runs.last, last.category == category {
                runs[runs.count - 1].range = last.range.lowerBound...value
            } else {
                runs.append((value...value, category))
            }
        }
        return runs
    }()

    /// The sets of categories that were asked for. There are no more than the categories and their groups.
    private static let known = Mutex<[Set<Unicode.GeneralCategory>: PatternScalarSet]>([:])

    /// The code points in any of the categories.
    static func set(of categories: Set<Unicode.GeneralCategory>) -> PatternScalarSet {
        if let set = known.withLock({ $0[categories] }) {
            return set
        }
        let set = PatternScalarSet(categoryRuns.filter { categories.contains($0.category) }.map(\.range))
        known.withLock { $0[categories] = set }
        return set
    }

    private static let alphabetic = table(\.isAlphabetic)
    private static let emoji = table(\.isEmoji)
    private static let identifierContinue = table(\.isIDContinue)
    private static let identifierStart = table(\.isIDStart)
    private static let ideographic = table(\.isIdeographic)
    private static let lowercase = table(\.isLowercase)
    private static let uppercase = table(\.isUppercase)
    private static let whiteSpace = table(\.isWhitespace)

    /// The code points with a binary property (ECMA-262 table 67), or nil for one that is not known.
    static func binaryProperty(named name: String) -> PatternScalarSet? {
        switch name {
        case "Any": .everything
        case "ASCII": PatternScalarSet(0...0x7F)
        case "ASCII_Hex_Digit", "AHex": PatternScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
        case "Assigned": set(of: [.unassigned]).inverted
        case "Alphabetic", "Alpha": alphabetic
        case "Emoji": emoji
        case "ID_Continue", "IDC": identifierContinue
        case "ID_Start", "IDS": identifierStart
        case "Ideographic", "Ideo": ideographic
        case "Lowercase", "Lower": lowercase
        case "Uppercase", "Upper": uppercase
        case "White_Space", "space": whiteSpace
        default: nil
        }
    }

    private static func table(_ property: (Unicode.Scalar.Properties) -> Bool) -> PatternScalarSet {
        var ranges: [ClosedRange<UInt32>] = []
        for value in 0...PatternScalarSet.lastCodePoint {
            guard let scalar = Unicode.Scalar(value), property(scalar.properties) else {
                continue
            }
            if let last = ranges.last, last.upperBound + 1 == value {
                ranges[ranges.count - 1] = last.lowerBound...value
            } else {
                ranges.append(value...value)
            }
        }
        return PatternScalarSet(ranges)
    }
}
