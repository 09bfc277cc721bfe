extension JSONFailureReason {
    /// What was wrong and how to mend it, where `found` stands at the place.
    func message(found: JSONFoundText) -> String {
        switch self {
        case .expectedValue, .expectedName, .expectedColon, .expectedCommaOrBracket, .expectedCommaOrBrace,
            .trailingComma, .trailingContent, .unexpectedEnd:
            structureMessage(found)
        case .leadingZero, .missingIntegerDigits, .missingFractionDigits, .missingExponentDigits:
            numberMessage(found)
        case .depthExceeded(let limit):
            "Arrays and objects are nested more than \(limit) deep. Make the value flatter."
        case .sizeExceeded(let limit):
            "The text is longer than \(limit) bytes. Send it in parts or raise the size limit."
        default:
            stringMessage(found)
        }
    }

    private func structureMessage(_ found: JSONFoundText) -> String {
        switch self {
        case .expectedName:
            "Expected a member name but found \(found.name). Write names in double quotes."
        case .expectedColon:
            "Expected \":\" after the member name but found \(found.name)."
        case .expectedCommaOrBracket:
            "Expected \",\" or \"]\" after an array element but found \(found.name)."
        case .expectedCommaOrBrace:
            "Expected \",\" or \"}\" after an object member but found \(found.name)."
        case .trailingComma:
            "Nothing follows the last comma. Remove the comma before \(found.name)."
        case .trailingContent:
            "The value is complete, but \(found.name) follows. Remove everything after the value."
        case .unexpectedEnd:
            "The text ends before the value is complete. Check that nothing was cut off and every bracket is closed."
        default:
            valueMessage(found)
        }
    }

    /// Names the usual mistakes where a value should begin.
    private func valueMessage(_ found: JSONFoundText) -> String {
        let advice =
            switch found.character {
            case "'": "Write strings in double quotes."
            case "/", "#": "JSON has no comments: remove it."
            case "+": "Write positive numbers without a sign."
            case ".": "Write a digit before the decimal point."
            case "N", "I": "JSON has no NaN and no Infinity: use null or a string."
            case "t", "f", "n", "T", "F": "The words JSON knows are true, false and null, in lower case."
            case ",": "Remove the comma or write a value before it."
            default:
                found.name == "U+FEFF"
                    ? "Remove the byte order mark at the start."
                    : "Write a string, number, array, object, true, false or null."
            }
        return "Expected a value but found \(found.name). \(advice)"
    }

    private func numberMessage(_ found: JSONFoundText) -> String {
        switch self {
        case .leadingZero:
            "A number may not begin with a zero that another digit follows. Remove the zero."
        case .missingFractionDigits:
            "Expected a digit after the decimal point but found \(found.name)."
        case .missingExponentDigits:
            "Expected a digit in the exponent but found \(found.name)."
        default:
            "Expected a digit after the minus sign but found \(found.name)."
        }
    }

    private func stringMessage(_ found: JSONFoundText) -> String {
        switch self {
        case .unterminatedString:
            "The string that begins here is never closed. Add the double quote at its end."
        case .incompleteUnicodeEscape:
            "A \\u escape needs four hexadecimal digits. Write a backslash that is meant as itself as \\\\."
        case .loneHighSurrogate:
            "This \\u escape is the first half of a surrogate pair, but the second half does not follow. "
                + "Write both halves, or the character itself."
        case .loneLowSurrogate:
            "This \\u escape is the second half of a surrogate pair, but the first half does not come before it. "
                + "Write both halves, or the character itself."
        case .controlCharacter:
            "The control character \(found.name) stands unescaped in a string. "
                + "Write it as an escape such as \\n or \\u0000."
        case .invalidUTF8:
            "The bytes here are not UTF-8. Send the text encoded as UTF-8."
        default:
            "The backslash begins no escape that JSON knows. Write a backslash that is meant as itself as \\\\."
        }
    }
}
