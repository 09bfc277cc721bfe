/// What the parser throws inside the module: small enough to travel in registers. It becomes a ``JSONError`` only once
/// the parser has given up, when there is time to count lines and to write a message.
struct JSONFailure: Error {
    let reason: JSONFailureReason

    /// How many bytes come before the place.
    let offset: Int
}

/// Everything a text can be refused for.
enum JSONFailureReason {
    case unexpectedEnd
    case unterminatedString
    case expectedValue
    case expectedName
    case expectedColon
    case expectedCommaOrBracket
    case expectedCommaOrBrace
    case trailingComma
    case trailingContent
    case leadingZero
    case missingIntegerDigits
    case missingFractionDigits
    case missingExponentDigits
    case unknownEscape
    case incompleteUnicodeEscape
    case loneHighSurrogate
    case loneLowSurrogate
    case controlCharacter
    case invalidUTF8
    case depthExceeded(limit: Int)
    case sizeExceeded(limit: Int)

    var kind: JSONError.Kind {
        switch self {
        case .unexpectedEnd, .unterminatedString: .unterminated
        case .expectedValue, .expectedName, .expectedColon, .trailingComma: .syntax
        case .expectedCommaOrBracket, .expectedCommaOrBrace: .syntax
        case .trailingContent: .trailingContent
        case .leadingZero, .missingIntegerDigits, .missingFractionDigits, .missingExponentDigits: .invalidNumber
        case .unknownEscape, .incompleteUnicodeEscape: .invalidEscape
        case .loneHighSurrogate, .loneLowSurrogate: .loneSurrogate
        case .controlCharacter: .controlCharacter
        case .invalidUTF8: .invalidUTF8
        case .depthExceeded: .depthExceeded
        case .sizeExceeded: .sizeExceeded
        }
    }
}
