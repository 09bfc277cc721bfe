extension JSONByteBuffer {
    /// Appends a string with its quotes. Only what RFC 8259 section 7 demands is escaped, in the short form where there
    /// is one, otherwise with lower-case digits; RFC 8785 section 3.2.2.2 asks for the same.
    mutating func append(quoted text: String) {
        let bytes = text.utf8.span.bytes
        let count = bytes.byteCount
        append(JSONByte.quote)
        var offset = 0
        while offset + JSONWord.size <= count {
            let stored = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let word = UInt64(littleEndian: stored)
            let plain = JSONWord.firstMark(JSONWord.escapes(word))
            append(word: word, used: plain)
            offset += plain
            if plain < JSONWord.size {
                append(escaping: bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
                offset += 1
            }
        }
        while offset < count {
            append(escaping: bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
            offset += 1
        }
        append(JSONByte.quote)
    }

    @inline(__always)
    private mutating func append(escaping byte: UInt8) {
        if byte >= JSONByte.space && byte != JSONByte.quote && byte != JSONByte.backslash {
            append(byte)
        } else {
            append(escape: byte)
        }
    }

    private mutating func append(escape byte: UInt8) {
        switch byte {
        case JSONByte.quote: append("\\\"" as StaticString)
        case JSONByte.backslash: append("\\\\" as StaticString)
        case 0x08: append("\\b" as StaticString)
        case JSONByte.tab: append("\\t" as StaticString)
        case JSONByte.lineFeed: append("\\n" as StaticString)
        case 0x0C: append("\\f" as StaticString)
        case JSONByte.carriageReturn: append("\\r" as StaticString)
        default:
            append((byte < 0x10 ? "\\u000" : "\\u001") as StaticString)
            append(Self.hexadecimalDigit(byte & 0x0F))
        }
    }

    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? JSONByte.zero + value : 0x61 + (value - 10)
    }

    /// Appends a whole number.
    mutating func append(decimal value: Int64) {
        if value < 0 {
            append(JSONByte.minus)
        }
        append(decimal: value.magnitude)
    }

    /// Appends a whole number that is not negative.
    mutating func append(decimal value: UInt64) {
        var divisor: UInt64 = 1
        while value / divisor >= 10 {
            divisor *= 10
        }
        while divisor > 0 {
            append(JSONByte.zero + UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }
}
