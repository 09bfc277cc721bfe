/// Character references (https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state).
enum HTMLEntities {
    /// Bytes of a reference that are looked at; no name is that long.
    private static let lengthMax = 16

    /// The character that a reference at `start`, where an ampersand stands, means, and where it ends; nil when none
    /// stands there.
    static func reference(_ bytes: ArraySlice<UInt8>, at start: Int) -> (Unicode.Scalar, end: Int)? {
        guard start + 1 < bytes.endIndex else { return nil }
        return bytes[start + 1] == UInt8(ascii: "#") ? numeric(bytes, start + 2) : named(bytes, start + 1)
    }

    private static func numeric(_ bytes: ArraySlice<UInt8>, _ start: Int) -> (Unicode.Scalar, end: Int)? {
        guard start < bytes.endIndex else { return nil }
        let isHex = bytes[start] | 0x20 == UInt8(ascii: "x")
        var (index, number, count) = (isHex ? start + 1 : start, UInt32(0), 0)
        while index < bytes.endIndex, let digit = HTMLByte.digit(bytes[index], radix: isHex ? 16 : 10) {
            // Beyond the last code point it does not matter by how much.
            number = min(number * (isHex ? 16 : 10) + digit, 0x11_0000)
            (index, count) = (index + 1, count + 1)
        }
        guard count > 0 else { return nil }
        if index < bytes.endIndex, bytes[index] == UInt8(ascii: ";") { index += 1 }
        return (character(number), index)
    }

    /// Numbers of C1 controls mean what the byte means in Windows-1252.
    private static func character(_ number: UInt32) -> Unicode.Scalar {
        if (0x80..<0xa0).contains(number) { return CodePage.windows1252.scalar(UInt8(number)) }
        return number == 0 ? "\u{fffd}" : Unicode.Scalar(number) ?? "\u{fffd}"
    }

    /// Without its semicolon a name counts only where HTML always allowed that: for the characters of Latin-1.
    private static func named(_ bytes: ArraySlice<UInt8>, _ start: Int) -> (Unicode.Scalar, end: Int)? {
        let end = bytes[start..<min(start + lengthMax, bytes.endIndex)].firstIndex { !HTMLByte.isAlphanumeric($0) }
        let name = String(decoding: bytes[start..<(end ?? min(start + lengthMax, bytes.endIndex))], as: UTF8.self)
        guard let character = HTMLEntityNames.characters[name] else { return nil }
        if let end, bytes[end] == UInt8(ascii: ";") { return (character, end + 1) }
        return character.value < 0x100 && name != "apos" ? (character, start + name.utf8.count) : nil
    }
}

/// Bytes of markup.
enum HTMLByte {
    static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5a).contains(byte) ? byte | 0x20 : byte }

    static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

    static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) }

    /// Space, tab, line feed, form feed, carriage return.
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) && byte != 0x0b }

    static func digit(_ byte: UInt8, radix: UInt32) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte - 0x30)
        case 0x41...0x46 where radix == 16: UInt32(byte - 0x37)
        case 0x61...0x66 where radix == 16: UInt32(byte - 0x57)
        default: nil
        }
    }
}
