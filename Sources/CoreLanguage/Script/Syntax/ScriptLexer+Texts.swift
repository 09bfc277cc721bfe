/// Texts, and what is no token of the language.
extension ScriptLexer {
    /// `"…"` or `"""…"""`.
    mutating func text() {
        if !joined.isEmpty, let end = joined[offset] { return brokenInsertion(to: end) }
        if byte(at: offset + 1) == JSONByte.quote, byte(at: offset + 2) == JSONByte.quote {
            textBlock()
        } else {
            text(closedBy: JSONByte.quote)
        }
    }

    private mutating func text(closedBy quote: UInt8) {
        let start = offset
        var flags: ScriptToken.Flags = []
        offset += 1
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == quote {
                offset += 1
                if quote == JSONByte.quote, flags.contains(.hasBraces) { noteBrokenInsertion(start) }
                return add(.string, start, offset, flags)
            }
            if ScriptByte.endsLine(byte) { break }
            if byte == JSONByte.openBrace { flags.insert(.hasBraces) }
            if byte == JSONByte.backslash {
                flags.insert(.hasEscapes)
                if offset + 1 < bytes.count, !ScriptByte.endsLine(bytes[offset + 1]) { offset += 1 }
            }
            offset += 1
        }
        add(.string, start, offset, .isBroken)
        tellUnterminated(start)
    }

    private mutating func textBlock() {
        let start = offset
        var flags: ScriptToken.Flags = []
        offset += 3
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == JSONByte.quote, self.byte(at: offset + 1) == JSONByte.quote,
                self.byte(at: offset + 2) == JSONByte.quote
            {
                offset += 3
                return add(.textBlock, start, offset, flags)
            }
            if byte == JSONByte.openBrace { flags.insert(.hasBraces) }
            if byte == JSONByte.backslash {
                flags.insert(.hasEscapes)
                offset += 1
            }
            offset += 1
        }
        offset = bytes.count
        add(.textBlock, start, offset, .isBroken)
        tellUnterminatedBlock(start)
    }

    /// A text of another language where there is a second apostrophe on the line.
    mutating func apostrophe() {
        var end = offset + 1
        while end < bytes.count, bytes[end] != ScriptByte.apostrophe, !ScriptByte.endsLine(bytes[end]) { end += 1 }
        guard end < bytes.count, bytes[end] == ScriptByte.apostrophe else { return unknownRest(to: end) }
        let start = offset
        text(closedBy: ScriptByte.apostrophe)
        if tokens.last?.flags.contains(.isBroken) == false { tellApostrophes(start) }
    }

    /// A lone apostrophe: what follows it on the line is most likely a text.
    private mutating func unknownRest(to end: Int) {
        let start = offset
        offset = end
        add(.invalid, start, end, .isBroken)
        tellCharacter(start, min(end, start + 1))
    }

    /// A name with letters beyond ASCII, of which the first part was read.
    mutating func foreignName(from start: Int) {
        while offset < bytes.count, bytes[offset] >= 0x80 || ScriptByte.continuesName(bytes[offset]) { offset += 1 }
        add(.invalid, start, offset)
        tellForeignName(start)
    }

    /// Bytes that begin no token, as many as there are in a row.
    mutating func unknown() {
        let start = offset
        if bytes[offset] >= 0x80 {
            if let end = endOfTypographicText() {
                offset = end
                add(.invalid, start, end)
                return tellTypographicText(start)
            }
            return foreignName(from: start)
        }
        let byte = bytes[offset]
        while offset < bytes.count, bytes[offset] == byte { offset += 1 }
        add(.invalid, start, offset)
        tellCharacter(start, offset)
    }

    /// Behind the typographic quote that ends the text which begins here with one.
    private func endOfTypographicText() -> Int? {
        guard Self.typographicQuotes.contains(Array(bytes[offset...].prefix(3))) else { return nil }
        var place = offset + 3
        while place + 2 < bytes.count, !ScriptByte.endsLine(bytes[place]) {
            if bytes[place] == 0xE2, Self.typographicQuotes.contains(Array(bytes[place..<place + 3])) {
                return place + 3
            }
            place += 1
        }
        return nil
    }

    private static let typographicQuotes: [[UInt8]] = ["“", "”", "„", "‘", "’", "‟"].map { Array($0.utf8) }

    /// `// …`, `/* …` or `# …`: what is meant is a comment, or a division.
    mutating func foreignComment() {
        let start = offset
        let count = bytes[offset] == UInt8(ascii: "#") ? 1 : 2
        let isAlone = isFirstOnLine
        let isDivision = !isAlone && divides(start)
        skipToLineEnd()
        if isAlone { add(.invalid, start, offset, .isBroken) }
        isDivision ? tellForeignDivision(start) : tellForeignComment(start, count)
    }

    /// Whether the `//` at `start` stands behind a value, and before a number or a single name.
    private func divides(_ start: Int) -> Bool {
        guard bytes[start] == UInt8(ascii: "/"), byte(at: start + 1) == bytes[start], let last = tokens.last else {
            return false
        }
        switch last.kind {
        case .number, .rightParenthesis, .rightBracket: break
        case .name where last.word == .none: break
        default: return false
        }
        var place = start + 2
        while ScriptByte.isSpace(byte(at: place)) { place += 1 }
        if ScriptByte.isDigit(byte(at: place)) { return true }
        let front = place
        while ScriptByte.continuesName(byte(at: place)) { place += 1 }
        return place > front && (place == bytes.count || ScriptByte.endsLine(bytes[place]))
    }
}
