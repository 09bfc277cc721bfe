import CoreDomain

/// The encodings that texts come in, and how one is found out.
///
/// A byte order mark is believed first, then a declared UTF-16 where the bytes have zeros, then UTF-8 where they are UTF-8
/// (which no other text is by chance), then what was declared, and then the letters are looked at: Windows-1250 for Central
/// Europe, else Windows-1252.
enum TextCharset: String, CaseIterable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"
    case windows1250 = "windows-1250"
    case latin2 = "iso-8859-2"

    var name: String { rawValue }

    /// The labels of https://encoding.spec.whatwg.org that people use.
    private static let labels: [String: TextCharset] = [
        "utf-8": .utf8, "utf8": .utf8, "us-ascii": .windows1252, "ascii": .windows1252, "iso-8859-1": .windows1252,
        "latin1": .windows1252, "l1": .windows1252, "windows-1252": .windows1252, "cp1252": .windows1252,
        "windows-1250": .windows1250, "cp1250": .windows1250, "x-cp1250": .windows1250, "iso-8859-2": .latin2,
        "latin2": .latin2, "l2": .latin2, "utf-16": .utf16LittleEndian, "utf-16le": .utf16LittleEndian,
        "utf-16be": .utf16BigEndian,
    ]

    /// The text of `content`, without its byte order mark, and the encoding it was read in. What is no character becomes
    /// U+FFFD.
    static func decode(_ content: [UInt8], declared: String?) -> (text: String, charset: TextCharset) {
        if let (charset, length) = mark(of: content) {
            return (charset.text(of: content.dropFirst(length)), charset)
        }
        if let wide = declared.flatMap({ labels[$0] }), wide.isWide, content.contains(0) {
            return (wide.text(of: content[...]), wide)
        }
        let charset = String(validating: content, as: UTF8.self) != nil ? .utf8 : guess(content, declared)
        return (charset.text(of: content[...]), charset)
    }

    /// Whether zeros among the bytes do not tell that they are no text: letters of ASCII have one in UTF-16.
    static func mayHoldZeros(_ content: [UInt8], declared mediaType: String) -> Bool {
        mark(of: content) != nil || MediaType(mediaType).charset.flatMap { labels[$0] }?.isWide == true
    }

    private var isWide: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }

    /// The encoding that a byte order mark names, and the mark's length.
    static func mark(of content: [UInt8]) -> (TextCharset, length: Int)? {
        if content.starts(with: [0xef, 0xbb, 0xbf]) { return (.utf8, 3) }
        if content.starts(with: [0xff, 0xfe]) { return (.utf16LittleEndian, 2) }
        if content.starts(with: [0xfe, 0xff]) { return (.utf16BigEndian, 2) }
        return nil
    }

    /// Of bytes that are no UTF-8.
    private static func guess(_ content: [UInt8], _ declared: String?) -> TextCharset {
        if let charset = declared.flatMap({ labels[$0] }), charset != .utf8 { return charset }
        return CentralEurope.isLikely(content) ? .windows1250 : .windows1252
    }

    private func text(of bytes: ArraySlice<UInt8>) -> String {
        switch self {
        case .utf8: String(decoding: bytes, as: UTF8.self)
        case .utf16LittleEndian: String(decoding: Self.units(bytes, low: 0), as: UTF16.self)
        case .utf16BigEndian: String(decoding: Self.units(bytes, low: 1), as: UTF16.self)
        case .windows1252, .windows1250, .latin2: CodePage.of(self).text(of: bytes)
        }
    }

    /// Pairs of bytes as numbers, where the byte at `low` of each pair is the less significant; a last single one is none.
    private static func units(_ bytes: ArraySlice<UInt8>, low: Int) -> [UInt16] {
        stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { index in
            UInt16(bytes[index + low]) | UInt16(bytes[index + 1 - low]) << 8
        }
    }
}

/// Tells texts of Central Europe from those of the West, by letters that stand in different places in their code pages.
private enum CentralEurope {
    /// Letters of Windows-1250 that are signs in Windows-1252, or letters that are rare in it.
    private static let eastern = Set<UInt8>([
        0x8a, 0x8c, 0x8d, 0x8e, 0x8f, 0x9a, 0x9c, 0x9d, 0x9e, 0x9f, 0xa3, 0xa5, 0xaf, 0xb3, 0xb9, 0xbc, 0xbe, 0xbf,
    ])
    /// Letters of Windows-1252 whose places hold letters of few words in Windows-1250.
    private static let western = Set<UInt8>([0xe0, 0xe3, 0xe5, 0xf1, 0xf2, 0xf5, 0xfb, 0xc0, 0xc3, 0xc5, 0xd1, 0xd5])

    static func isLikely(_ content: [UInt8]) -> Bool {
        var (east, west) = (0, 0)
        for index in content.indices where content[index] >= 0x80 {
            guard isInWord(content, index) else { continue }
            if eastern.contains(content[index]) { east += 1 }
            if western.contains(content[index]) { west += 1 }
        }
        return east > west
    }

    /// Whether a letter of ASCII stands beside it.
    private static func isInWord(_ content: [UInt8], _ index: Int) -> Bool {
        [index - 1, index + 1].contains { place in
            content.indices.contains(place) && (0x61...0x7a).contains(content[place] | 0x20)
        }
    }
}
