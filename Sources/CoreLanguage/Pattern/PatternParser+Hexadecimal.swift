extension PatternParser {
    /// Reads exactly this many hexadecimal digits.
    mutating func parseHexadecimal(digits count: Int, start: Int) throws(PatternError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let digit = current.flatMap(Self.hexadecimalDigit) else {
                throw error("The escape needs \(count) hexadecimal digits.", at: start, hint: "Add the missing digits.")
            }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    /// Reads what follows “\u”: four digits, two such escapes that are a surrogate pair, or digits in braces.
    mutating func parseUnicode(start: Int) throws(PatternError) -> UInt32 {
        if skip("{") {
            return try parseBraced(start: start)
        }
        let first = try parseHexadecimal(digits: 4, start: start)
        let behindFirst = position
        guard first & 0xFC00 == 0xD800, skip("\\"), skip("u"), current != "{" else {
            position = behindFirst
            return first
        }
        let second = try parseHexadecimal(digits: 4, start: behindFirst)
        guard second & 0xFC00 == 0xDC00 else {
            position = behindFirst
            return first
        }
        return 0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)
    }

    private mutating func parseBraced(start: Int) throws(PatternError) -> UInt32 {
        var value: UInt32 = 0
        let firstDigit = position
        while let digit = current.flatMap(Self.hexadecimalDigit) {
            value = value << 4 | digit
            position += 1
            guard value <= PatternScalarSet.lastCodePoint else {
                throw error("There is no code point beyond 10FFFF.", at: start, hint: "Write a smaller number.")
            }
        }
        guard position > firstDigit, skip("}") else {
            throw error(
                "\"\\u{\" needs hexadecimal digits and \"}\".", at: start, hint: "Write for example \"\\u{1F600}\".")
        }
        return value
    }

    private static func hexadecimalDigit(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 0x30
        case "a"..."f": scalar.value - 0x61 + 10
        case "A"..."F": scalar.value - 0x41 + 10
        default: nil
        }
    }
}
