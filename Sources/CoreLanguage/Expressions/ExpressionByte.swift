/// The bytes names are made of.
enum ExpressionByte {
    /// Whether a root, a keyword or a function can begin with this byte.
    static func beginsName(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return letter >= 0x61 && letter <= 0x7A || byte == 0x5F
    }

    /// Whether a root, a keyword or a function can go on with this byte.
    static func continuesName(_ byte: UInt8) -> Bool {
        beginsName(byte) || JSONByte.digit(byte) < 10
    }

    /// Whether a member's name behind a point can hold this byte: names, hyphens and all beyond ASCII.
    static func isInMember(_ byte: UInt8) -> Bool {
        continuesName(byte) || byte == JSONByte.minus || byte >= 0x80
    }

    /// Whether a member's name can stand behind a point without quotes.
    static func isMember(_ name: String) -> Bool {
        !name.utf8.isEmpty && name.utf8.allSatisfy(isInMember)
    }

    /// Whether this byte is white space.
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == JSONByte.space || byte >= JSONByte.tab && byte <= JSONByte.carriageReturn
    }
}
