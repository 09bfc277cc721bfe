/// Splits the text of an expression into tokens, one at a time.
struct ExpressionLexer {
    private let bytes: [UInt8]
    private(set) var offset: Int

    init(_ bytes: [UInt8], at offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    mutating func next() throws(ExpressionSyntaxError) -> ExpressionToken {
        skipSpace()
        let start = offset
        guard let byte = byte(at: start) else { return ExpressionToken(kind: .end, offset: start) }
        let kind: ExpressionToken.Kind
        if ExpressionByte.beginsName(byte) {
            kind = .name(take(while: ExpressionByte.continuesName))
        } else if byte == JSONByte.quote || byte == Self.apostrophe {
            kind = .literal(.string(try string(closedBy: byte)))
        } else if JSONByte.digit(byte) < 10 || byte == JSONByte.minus {
            kind = .literal(try number())
        } else {
            kind = .mark(try mark(byte))
        }
        return ExpressionToken(kind: kind, offset: start)
    }

    /// The name of a member directly behind a point; nil when there is none.
    mutating func memberName() -> String? {
        let name = take(while: ExpressionByte.isInMember)
        return name.isEmpty ? nil : name
    }

    /// Goes past a closing brace directly here, and says whether there was one.
    mutating func takeClosingBrace() -> Bool {
        guard byte(at: offset) == JSONByte.closeBrace else { return false }
        offset += 1
        return true
    }

    private static let apostrophe = UInt8(ascii: "'")

    private func byte(at place: Int) -> UInt8? {
        place < bytes.count ? bytes[place] : nil
    }

    private mutating func skipSpace() {
        while let byte = byte(at: offset), ExpressionByte.isSpace(byte) { offset += 1 }
    }

    private mutating func take(while isWanted: (UInt8) -> Bool) -> String {
        let start = offset
        while let byte = byte(at: offset), isWanted(byte) { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func number() throws(ExpressionSyntaxError) -> JSONValue {
        let start = offset
        let text = take { ExpressionByte.continuesName($0) || Self.inNumbers.contains($0) }
        guard let number = JSONValue(numberText: text) else {
            throw ExpressionSyntaxError(offset: start, message: "\"\(Suggestion.clipped(text))\" is no JSON number.")
        }
        return number
    }

    private static let inNumbers = [JSONByte.minus, JSONByte.plus, JSONByte.point]

    private mutating func mark(_ first: UInt8) throws(ExpressionSyntaxError) -> ExpressionToken.Mark {
        if let mark = ExpressionToken.Mark(first, byte(at: offset + 1)) {
            offset += mark.rawValue.utf8.count
            return mark
        }
        let character = String(decoding: bytes[offset...].prefix(4), as: UTF8.self).prefix(1)
        throw ExpressionSyntaxError(
            offset: offset, message: "\"\(character)\" means nothing here.", hint: Self.hints[first])
    }

    private static let hints: [UInt8: String] = [
        .init(ascii: "="): "Did you mean \"==\"?",
        .init(ascii: "&"): "Did you mean \"&&\"?",
        .init(ascii: "|"): "Did you mean \"||\"?",
        .init(ascii: "?"): "Did you mean \"??\"?",
        .init(ascii: "*"): "There is no arithmetic and no wildcard; to repeat a step use for_each.",
        .init(ascii: "+"): "There is no arithmetic; to join texts use a template.",
        .init(ascii: "{"): "Braces stand only around the expressions of a template: \"{{ … }}\".",
        .init(ascii: "@"): "Paths begin with the name of a root, such as inputs or steps.",
    ]

    /// The content of the string that begins here, closed by the quote it begins with.
    private mutating func string(closedBy quote: UInt8) throws(ExpressionSyntaxError) -> String {
        let start = offset
        offset += 1
        var content: [UInt8] = []
        while let byte = byte(at: offset) {
            offset += 1
            if byte == quote { return String(decoding: content, as: UTF8.self) }
            if byte == JSONByte.backslash {
                try appendEscape(to: &content)
            } else {
                content.append(byte)
            }
        }
        throw ExpressionSyntaxError(offset: start, message: "The string that begins here does not end.")
    }

    private mutating func appendEscape(to content: inout [UInt8]) throws(ExpressionSyntaxError) {
        let start = offset - 1
        guard let byte = byte(at: offset) else { return }
        offset += 1
        if let plain = Self.escapes[byte] {
            content.append(plain)
        } else if byte == JSONByte.lowercaseU, let scalar = escapedScalar() {
            content.append(contentsOf: String(scalar).utf8)
        } else {
            throw ExpressionSyntaxError(
                offset: start, message: "This escape is unknown.",
                hint: #"There are \\ \/ \" \' \b \f \n \r \t and \u with four hexadecimal digits."#)
        }
    }

    private static let escapes: [UInt8: UInt8] = [
        JSONByte.quote: JSONByte.quote, apostrophe: apostrophe, JSONByte.backslash: JSONByte.backslash,
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 0x08, JSONByte.lowercaseF: 0x0C,
        JSONByte.lowercaseN: 0x0A, UInt8(ascii: "r"): 0x0D, JSONByte.lowercaseT: 0x09,
    ]

    /// The scalar of four hexadecimal digits, or of a pair of surrogates; nil when there is none.
    private mutating func escapedScalar() -> Unicode.Scalar? {
        guard let first = codeUnit() else { return nil }
        guard UTF16.isLeadSurrogate(first) else { return Unicode.Scalar(first) }
        guard byte(at: offset) == JSONByte.backslash, byte(at: offset + 1) == JSONByte.lowercaseU else { return nil }
        offset += 2
        guard let second = codeUnit(), UTF16.isTrailSurrogate(second) else { return nil }
        return UTF16.decode(UTF16.EncodedScalar([first, second]))
    }

    private mutating func codeUnit() -> UInt16? {
        guard offset + 4 <= bytes.count else { return nil }
        let digits = bytes[offset..<offset + 4]
        guard digits.allSatisfy({ $0 != JSONByte.plus && $0 != JSONByte.minus }) else { return nil }
        offset += 4
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
