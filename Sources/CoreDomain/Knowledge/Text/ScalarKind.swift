/// What a Unicode scalar is to the analysis of text: the classes of UAX #29 that matter for words and sentences, and the scripts
/// that are written without blanks.
enum ScalarKind: UInt8 {
    case control, space, letter, mark, digit
    /// Scripts without blanks between words.
    case han, hiragana, katakana, southeast
    /// `.`, which may end a sentence.
    case stop
    /// `!`, `?`, `…` and their like in other scripts.
    case terminator
    /// `。！？` and their like, after which no blank comes.
    case wideTerminator
    case opener, closer
    /// A mark that may stand on either side: `"`, `'`.
    case quote
    case hyphen, comma, symbol

    /// The kind of `scalar`.
    static func of(_ scalar: Unicode.Scalar) -> ScalarKind {
        scalar.value < 128 ? ascii[Int(scalar.value)] : wide(scalar)
    }

    /// Whether words are made of it.
    var isWord: Bool {
        switch self {
        case .letter, .mark, .digit, .han, .hiragana, .katakana, .southeast: true
        default: false
        }
    }

    /// Whether it belongs to a script that is written without blanks.
    var isUnspaced: Bool {
        switch self {
        case .han, .hiragana, .katakana, .southeast: true
        default: false
        }
    }

    private static let ascii: [ScalarKind] = (0..<128).map { value in
        switch UInt8(value) {
        case 9, 10, 12, 13, 32: .space
        case 0..<32, 127: .control
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): .letter
        case UInt8(ascii: "."): .stop
        case UInt8(ascii: "!"), UInt8(ascii: "?"): .terminator
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): .opener
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): .closer
        case UInt8(ascii: "\""), UInt8(ascii: "'"): .quote
        case UInt8(ascii: "-"): .hyphen
        case UInt8(ascii: ","): .comma
        default: .symbol
        }
    }

    private static func wide(_ scalar: Unicode.Scalar) -> ScalarKind {
        switch scalar.value {
        case 0x80...0x9F, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD: .control
        case 0xC0...0x24F where scalar.value != 0xD7 && scalar.value != 0xF7: .letter
        case 0xA0, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x3000, 0x1680, 0x205F: .space
        case 0x2019: .quote
        case 0x200C, 0x200D: .mark
        case 0xAB, 0x2018, 0x201A, 0x201C, 0x201E, 0x2039, 0x300C, 0x300E, 0x3010, 0x3008, 0x300A, 0x3014, 0xFF08,
            0xFF3B, 0xFF5B, 0xFF62:
            .opener
        case 0xBB, 0x201D, 0x203A, 0x300D, 0x300F, 0x3011, 0x3009, 0x300B, 0x3015, 0xFF09, 0xFF3D, 0xFF5D, 0xFF63:
            .closer
        case 0x2010, 0x2011: .hyphen
        case 0x3001, 0xFF0C, 0x60C: .comma
        case 0x3002, 0xFF01, 0xFF1F, 0xFF61, 0xFF0E: .wideTerminator
        case 0x2026, 0x203C, 0x2047...0x2049, 0x61F, 0x6D4, 0x964, 0x965, 0x589, 0x1362, 0x104A, 0x104B: .terminator
        case 0x3005, 0x3007, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .han
        case 0x3041...0x309F: .hiragana
        case 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: .katakana
        case 0xE01...0xE3A, 0xE40...0xE4E, 0xE81...0xEDF, 0x1000...0x1049, 0x1780...0x17D3: .southeast
        case 0x370...0x373, 0x376...0x377, 0x37B...0x37D, 0x388...0x481, 0x48A...0x52F, 0x5D0...0x5EA, 0x620...0x64A,
            0xAC00...0xD7A3:
            .letter
        default: byCategory(scalar)
        }
    }

    private static func byCategory(_ scalar: Unicode.Scalar) -> ScalarKind {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: .letter
        case .nonspacingMark, .spacingMark, .enclosingMark: .mark
        case .decimalNumber, .letterNumber: .digit
        case .control, .format, .surrogate, .privateUse, .unassigned: .control
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: .space
        case .openPunctuation, .initialPunctuation: .opener
        case .closePunctuation, .finalPunctuation: .closer
        default: .symbol
        }
    }
}

extension Unicode.Scalar {
    var isUpper: Bool {
        value < 128 ? value >= 65 && value <= 90 : properties.isUppercase
    }

    var isLower: Bool {
        value < 128 ? value >= 97 && value <= 122 : properties.isLowercase
    }

    var isNewline: Bool {
        value == 10 || value == 13 || value == 12 || value == 0x2028 || value == 0x2029 || value == 0x85
    }

    /// In lower case. Scalars whose lower case is several keep the first.
    var folded: Unicode.Scalar {
        if value < 128 { return value >= 65 && value <= 90 ? Unicode.Scalar(UInt8(value + 32)) : self }
        guard properties.changesWhenLowercased else { return self }
        return properties.lowercaseMapping.unicodeScalars.first ?? self
    }
}
