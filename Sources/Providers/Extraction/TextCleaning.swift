/// Makes any text one of ours: line ends are `\n`, and of control characters only tabs are left.
enum TextCleaning {
    /// `\r\n` and `\r` become `\n`; other control characters (C0, DEL, C1) go.
    static func clean(_ text: String) -> String {
        var text = text
        return text.withUTF8 { bytes in
            if !bytes.contains(where: { $0 < 0x20 && $0 != 0x0a && $0 != 0x09 || $0 == 0x7f || $0 == 0xc2 }) {
                return String(decoding: bytes, as: UTF8.self)
            }
            return String(decoding: clean(bytes), as: UTF8.self)
        }
    }

    private static func clean(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var cleaned: [UInt8] = []
        cleaned.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            let next = index < bytes.count ? bytes[index] : 0
            switch byte {
            case 0x0a, 0x09: cleaned.append(byte)
            case 0x0d: if next != 0x0a { cleaned.append(0x0a) }
            // C1 controls are C2 80 to C2 9F; U+0085 ends a line.
            case 0xc2 where next < 0xa0:
                index += 1
                if next == 0x85 { cleaned.append(0x0a) }
            case 0..<0x20, 0x7f: break
            default: cleaned.append(byte)
            }
        }
        return cleaned
    }

    /// Without the empty lines around it, and without spaces at its end.
    static func trimLines(_ text: String) -> String {
        let bytes = text.utf8
        guard let last = bytes.lastIndex(where: { $0 > 0x20 }), let first = bytes.firstIndex(where: { $0 > 0x20 })
        else {
            return ""
        }
        let start = bytes[..<first].lastIndex(of: 0x0a).map { bytes.index(after: $0) } ?? bytes.startIndex
        return String(text[start...last])
    }

    /// On one line, each white space a single space, at most `limit` characters.
    static func oneLine(_ text: some StringProtocol, limit: Int) -> String {
        let words = text.split { $0.isWhitespace }
        let line = words.joined(separator: " ")
        return line.count <= limit ? line : line.prefix(limit - 1) + "…"
    }
}
