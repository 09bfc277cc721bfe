extension JSONParser {
    /// What ended a run of unescaped string content.
    struct ContentEnd {
        /// A backslash; otherwise the closing quote.
        let isEscape: Bool
        /// Whether everything in the run was ASCII.
        let isASCII: Bool
    }

    /// A string of bytes that are known to be UTF-8.
    @inline(__always)
    static func string(_ start: UnsafePointer<UInt8>, count: Int, isASCII: Bool) -> String {
        let bytes = UnsafeBufferPointer(start: start, count: count)
        return String(copying: UTF8Span(unchecked: bytes.span, isKnownASCII: isASCII))
    }

    /// Reads a string from its opening quote to behind its closing quote.
    @inline(__always)
    mutating func readString() throws(JSONFailure) -> String {
        let opening = position
        position += 1
        let end = try scanContent(opening: opening)
        guard !end.isEscape else {
            return try readEscaped(opening: opening, from: opening + 1)
        }
        let text = Self.string(input + opening + 1, count: position - opening - 1, isASCII: end.isASCII)
        position += 1
        return text
    }

    /// Goes from inside the string that begins at `opening` to its next backslash or closing quote and stands at it.
    @inline(__always)
    mutating func scanContent(opening: Int) throws(JSONFailure) -> ContentEnd {
        skipPlainContent()
        if position < count, input[position] == JSONByte.quote {
            return ContentEnd(isEscape: false, isASCII: true)
        }
        return try scanMixedContent(opening: opening)
    }

    private mutating func scanMixedContent(opening: Int) throws(JSONFailure) -> ContentEnd {
        var isASCII = true
        while position < count {
            let byte = input[position]
            if byte == JSONByte.quote || byte == JSONByte.backslash {
                return ContentEnd(isEscape: byte == JSONByte.backslash, isASCII: isASCII)
            }
            guard byte >= JSONByte.space else {
                throw failure(.controlCharacter)
            }
            if byte >= 0x80 {
                isASCII = false
                try skipNonASCII()
            }
            skipPlainContent()
        }
        throw JSONFailure(reason: .unterminatedString, offset: opening)
    }

    /// Skips ASCII that stands for itself.
    @inline(__always)
    private mutating func skipPlainContent() {
        while position + JSONWord.size <= count {
            let stops = JSONWord.contentStops(JSONWord.load(input + position))
            guard stops == 0 else {
                position += JSONWord.firstMark(stops)
                return
            }
            position += JSONWord.size
        }
        while position < count, Self.isPlain(input[position]) {
            position += 1
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= JSONByte.space && byte < 0x80 && byte != JSONByte.quote && byte != JSONByte.backslash
    }

    /// Skips scalars beyond ASCII, which must be well-formed (RFC 3629 section 4).
    private mutating func skipNonASCII() throws(JSONFailure) {
        while position < count, input[position] >= 0x80 {
            let length = sequenceLength()
            guard length > 0 else {
                throw failure(.invalidUTF8)
            }
            position += length
        }
    }

    /// How many bytes the scalar here takes; 0 when it is not well-formed. The second byte is where overlong forms,
    /// surrogates and scalars past U+10FFFF show.
    private func sequenceLength() -> Int {
        let lead = input[position]
        switch lead {
        case 0xC2...0xDF:
            return continues(1, in: 0x80...0xBF) ? 2 : 0
        case 0xE0...0xEF:
            let second: ClosedRange<UInt8> = lead == 0xE0 ? 0xA0...0xBF : lead == 0xED ? 0x80...0x9F : 0x80...0xBF
            return continues(1, in: second) && continues(2, in: 0x80...0xBF) ? 3 : 0
        case 0xF0...0xF4:
            let second: ClosedRange<UInt8> = lead == 0xF0 ? 0x90...0xBF : lead == 0xF4 ? 0x80...0x8F : 0x80...0xBF
            return continues(1, in: second) && continues(2, in: 0x80...0xBF) && continues(3, in: 0x80...0xBF) ? 4 : 0
        default:
            return 0
        }
    }

    @inline(__always)
    private func continues(_ offset: Int, in range: ClosedRange<UInt8>) -> Bool {
        position + offset < count && range.contains(input[position + offset])
    }
}
