/// What single bytes mean in a script.
enum ScriptByte {
    static let bang = UInt8(ascii: "!")
    static let apostrophe = UInt8(ascii: "'")
    static let dollar = UInt8(ascii: "$")
    static let bar = UInt8(ascii: "|")
    static let question = UInt8(ascii: "?")
    static let underscore = UInt8(ascii: "_")
    static let less = UInt8(ascii: "<")
    static let equal = UInt8(ascii: "=")
    static let greater = UInt8(ascii: ">")
    static let at = UInt8(ascii: "@")

    @inline(__always)
    static func endsLine(_ byte: UInt8) -> Bool {
        byte == JSONByte.lineFeed || byte == JSONByte.carriageReturn
    }

    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == JSONByte.space || byte == JSONByte.tab
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool {
        JSONByte.digit(byte) < 10
    }

    @inline(__always)
    static func beginsName(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == underscore
    }

    @inline(__always)
    static func continuesName(_ byte: UInt8) -> Bool {
        beginsName(byte) || isDigit(byte)
    }

    /// Whether `text` is a name from beginning to end.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, beginsName(first), text.utf8.count <= ScriptLexer.nameBytesMax else {
            return false
        }
        return text.utf8.allSatisfy(continuesName)
    }
}
