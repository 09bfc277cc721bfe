/// PostgreSQL keeps no U+0000 in a text, and SQLite does. So that both keep the same, it is stored as U+10FFFD and a zero,
/// and U+10FFFD, a character without meaning, as itself and a one.
enum TextEscape {
    private static let mark: [UInt8] = [0xf4, 0x8f, 0xbf, 0xbd]

    /// The bytes of `text` as they are stored.
    static func stored(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 == 0 || $0 == mark[0] }) else { return bytes }
        var result: [UInt8] = []
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\0": result += mark + [UInt8(ascii: "0")]
            case "\u{10fffd}": result += mark + [UInt8(ascii: "1")]
            default: result += String(scalar).utf8
            }
        }
        return result
    }

    /// The text that is stored as `bytes`.
    static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        let stored = String(decoding: bytes, as: UTF8.self)
        guard bytes.contains(mark[0]), stored.unicodeScalars.contains("\u{10fffd}") else { return stored }
        var result = String.UnicodeScalarView()
        var isMarked = false
        for scalar in stored.unicodeScalars {
            if isMarked {
                result.append(scalar == "0" ? "\0" : "\u{10fffd}")
                isMarked = false
            } else if scalar == "\u{10fffd}" {
                isMarked = true
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
