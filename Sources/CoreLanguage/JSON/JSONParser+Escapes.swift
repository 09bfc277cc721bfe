extension JSONParser {
    /// Reads a string with escapes, standing at its first backslash; its content begins at `start`. Goes behind the
    /// closing quote.
    mutating func readEscaped(opening: Int, from start: Int) throws(JSONFailure) -> String {
        scratch.removeAll(keepingCapacity: true)
        var runStart = start
        while true {
            scratch.append(contentsOf: UnsafeBufferPointer(start: input + runStart, count: position - runStart))
            if input[position] == JSONByte.quote {
                break
            }
            try readEscape(opening: opening)
            runStart = position
            _ = try scanContent(opening: opening)
        }
        position += 1
        return scratch.withUnsafeBufferPointer { bytes in
            String(copying: UTF8Span(unchecked: bytes.span, isKnownASCII: false))
        }
    }

    /// Reads the escape that begins with the backslash here, onto `scratch`.
    private mutating func readEscape(opening: Int) throws(JSONFailure) {
        guard position + 1 < count else {
            throw JSONFailure(reason: .unterminatedString, offset: opening)
        }
        let letter = input[position + 1]
        if letter == JSONByte.lowercaseU {
            return try readUnicodeEscape()
        }
        guard let byte = Self.escapedByte(letter) else {
            throw failure(.unknownEscape)
        }
        scratch.append(byte)
        position += 2
    }

    private static func escapedByte(_ letter: UInt8) -> UInt8? {
        switch letter {
        case JSONByte.quote, JSONByte.backslash, 0x2F: letter
        case 0x62: 0x08
        case JSONByte.lowercaseF: 0x0C
        case JSONByte.lowercaseN: JSONByte.lineFeed
        case 0x72: JSONByte.carriageReturn
        case JSONByte.lowercaseT: JSONByte.tab
        default: nil
        }
    }

    private mutating func readUnicodeEscape() throws(JSONFailure) {
        let unit = try codeUnit(at: position)
        if let scalar = Unicode.Scalar(unit) {
            scratch.append(contentsOf: scalar.utf8)
            position += 6
        } else {
            try readSurrogatePair(high: unit)
        }
    }

    /// Reads two escapes that stand for one scalar; `high` is what the first of them says.
    private mutating func readSurrogatePair(high: UInt16) throws(JSONFailure) {
        guard high < 0xDC00 else {
            throw failure(.loneLowSurrogate)
        }
        let next = position + 6
        guard next + 1 < count, input[next] == JSONByte.backslash, input[next + 1] == JSONByte.lowercaseU else {
            throw failure(.loneHighSurrogate)
        }
        let low = try codeUnit(at: next)
        guard 0xDC00...0xDFFF ~= low else {
            throw failure(.loneHighSurrogate)
        }
        let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else {
            throw failure(.loneHighSurrogate)
        }
        scratch.append(contentsOf: scalar.utf8)
        position += 12
    }

    /// The value of the four hexadecimal digits after the `\u` at `place`.
    private func codeUnit(at place: Int) throws(JSONFailure) -> UInt16 {
        guard place + 6 <= count else {
            throw JSONFailure(reason: .incompleteUnicodeEscape, offset: place)
        }
        var unit: UInt16 = 0
        for offset in place + 2..<place + 6 {
            guard let digit = Self.hexadecimalDigit(input[offset]) else {
                throw JSONFailure(reason: .incompleteUnicodeEscape, offset: place)
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
