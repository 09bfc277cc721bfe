/// What an escape or a member of a class stands for.
enum PatternAtom {
    case codePoint(UInt32)
    case set(PatternScalarSet)

    var set: PatternScalarSet {
        switch self {
        case .codePoint(let value): PatternScalarSet(value)
        case .set(let set): set
        }
    }
}

extension PatternParser {
    /// Reads what follows a backslash that stands at `start`.
    mutating func parseEscape(start: Int, inClass: Bool) throws(PatternError) -> PatternAtom {
        guard let scalar = current else {
            throw error("The pattern ends after \"\\\".", at: start, hint: "Write \"\\\\\" for the character itself.")
        }
        position += 1
        switch scalar {
        case "d": return .set(.digits)
        case "D": return .set(.digits.inverted)
        case "w": return .set(.word)
        case "W": return .set(.word.inverted)
        case "s": return .set(.whiteSpace)
        case "S": return .set(.whiteSpace.inverted)
        case "p", "P": return .set(try parseProperty(start: start, isNegated: scalar == "P"))
        case "b" where inClass: return .codePoint(0x08)
        case "-" where inClass: return .codePoint(scalar.value)
        case "k", "1"..."9": throw backReference(start)
        default: return .codePoint(try parseCharacterEscape(scalar, start: start))
        }
    }

    private mutating func parseCharacterEscape(
        _ scalar: Unicode.Scalar, start: Int
    ) throws(PatternError) -> UInt32 {
        switch scalar {
        case "t": return 0x09
        case "n": return 0x0A
        case "v": return 0x0B
        case "f": return 0x0C
        case "r": return 0x0D
        case "0": return try parseNull(start: start)
        case "c": return try parseControl(start: start)
        case "x": return try parseHexadecimal(digits: 2, start: start)
        case "u": return try parseUnicode(start: start)
        case "^", "$", "\\", ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "/": return scalar.value
        default:
            throw error(
                "\"\\\(scalar)\" is no escape.", at: start,
                hint: "Write \"\(scalar)\" without \"\\\" for the character itself.")
        }
    }

    private func parseNull(start: Int) throws(PatternError) -> UInt32 {
        if let next = current, ("0"..."9").contains(next) {
            throw error("\"\\0\" stands before a digit.", at: start, hint: "Write \"\\x00\" instead.")
        }
        return 0
    }

    private mutating func parseControl(start: Int) throws(PatternError) -> UInt32 {
        guard let letter = current, ("a"..."z").contains(letter) || ("A"..."Z").contains(letter) else {
            throw error("\"\\c\" needs a letter.", at: start, hint: "Write \"\\cA\" to \"\\cZ\".")
        }
        position += 1
        return letter.value % 32
    }

    private func backReference(_ start: Int) -> PatternError {
        error(
            "Back-references are not supported: they cannot be matched in linear time.", at: start,
            hint: "Repeat the expression itself.")
    }
}
