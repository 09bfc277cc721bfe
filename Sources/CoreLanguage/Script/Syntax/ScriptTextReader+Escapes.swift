/// Escapes: a backslash and what stands for something else.
extension ScriptTextReader {
    mutating func escape(_ end: Int) {
        let start = offset
        offset += 1
        let byte = offset < end ? bytes[offset] : 0
        offset = min(offset + 1, end)
        if let plain = Self.escapes[byte] {
            pending.append(plain)
        } else if byte == JSONByte.lowercaseU, let scalar = escapedScalar(end) {
            pending.append(contentsOf: Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
        } else {
            while offset < end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            tell(unknownEscape(start, byte))
        }
    }

    private static let escapes: [UInt8: UInt8] = [
        JSONByte.quote: JSONByte.quote, JSONByte.backslash: JSONByte.backslash, UInt8(ascii: "/"): UInt8(ascii: "/"),
        UInt8(ascii: "b"): 0x08, JSONByte.lowercaseF: 0x0C, JSONByte.lowercaseN: JSONByte.lineFeed,
        UInt8(ascii: "r"): JSONByte.carriageReturn, JSONByte.lowercaseT: JSONByte.tab,
        JSONByte.openBrace: JSONByte.openBrace, JSONByte.closeBrace: JSONByte.closeBrace,
    ]

    private func unknownEscape(_ start: Int, _ byte: UInt8) -> Diagnostic {
        let written = String(decoding: bytes[start..<offset], as: UTF8.self)
        let isScalar = byte == JSONByte.lowercaseU
        return Diagnostic(
            .unknownEscape, at: SourceRange(start, offset),
            isScalar ? "`\(written)` is no Unicode scalar." : "The escape `\(written)` is unknown.",
            why: isScalar
                ? "Behind `\\u` stand four hexadecimal digits, or up to six in braces; halves of a pair are none alone."
                : nil,
            hint: isScalar
                ? "Write it such as `\\u00e9` or `\\u{1F600}`."
                : "A backslash itself is `\\\\`. There are `\\n \\r \\t \\\" \\\\ \\/ \\b \\f \\{ \\} \\u{…}`.",
            fix: isScalar ? nil : Diagnostic.Fix(SourceRange(start, start + 1), "\\\\"))
    }

    /// The scalar of `{1F600}`, of four hexadecimal digits, or of a pair of surrogates; nil when there is none.
    private mutating func escapedScalar(_ end: Int) -> Unicode.Scalar? {
        if offset < end, bytes[offset] == JSONByte.openBrace {
            offset += 1
            let digits = takeHexadecimal(atMost: 6, end)
            guard offset < end, bytes[offset] == JSONByte.closeBrace else { return nil }
            offset += 1
            return digits.count > 0 ? Unicode.Scalar(digits.value) : nil
        }
        let first = takeHexadecimal(atMost: 4, end)
        guard first.count == 4 else { return nil }
        guard (0xD800..<0xDC00).contains(first.value) else { return Unicode.Scalar(first.value) }
        guard offset + 1 < end, bytes[offset] == JSONByte.backslash, bytes[offset + 1] == JSONByte.lowercaseU else {
            return nil
        }
        offset += 2
        let second = takeHexadecimal(atMost: 4, end)
        guard second.count == 4, (0xDC00..<0xE000).contains(second.value) else { return nil }
        return Unicode.Scalar(0x10000 + (first.value - 0xD800) << 10 + (second.value - 0xDC00))
    }

    private mutating func takeHexadecimal(atMost limit: Int, _ end: Int) -> (value: UInt32, count: Int) {
        var value: UInt32 = 0
        var count = 0
        while count < limit, offset < end, let digit = Self.hexadecimal(bytes[offset]) {
            value = value << 4 | digit
            count += 1
            offset += 1
        }
        return (value, count)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
