/// Base64 (RFC 4648 sections 4 and 5).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let padding: UInt8 = 0x3D

    static func encode(_ bytes: Span<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity((bytes.count + 2) / 3 * 4)
        var place = 0
        while place < bytes.count {
            let count = min(3, bytes.count - place)
            var word: UInt32 = 0
            for offset in 0..<3 { word = word << 8 | (offset < count ? UInt32(bytes[place + offset]) : 0) }
            for digit in 0..<4 {
                digits.append(digit <= count ? alphabet[Int(word >> UInt32(18 - 6 * digit) & 63)] : padding)
            }
            place += 3
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The bytes; nil where the text is no base64 in one of both alphabets. Bits behind the last byte are 0.
    static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        var count = text.count
        if count.isMultiple(of: 4) {
            for _ in 0..<2 where count > 0 && text[count - 1] == padding { count -= 1 }
        }
        guard count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count / 4 * 3 + 2)
        var word: UInt32 = 0
        var bits: UInt32 = 0
        for place in 0..<count {
            guard let digit = value(text[place]) else { return nil }
            word = word << 6 | digit
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: word >> bits))
            }
            word &= (1 << bits) - 1
        }
        return word == 0 ? bytes : nil
    }

    private static func value(_ digit: UInt8) -> UInt32? {
        switch digit {
        case 0x41...0x5A: UInt32(digit - 0x41)
        case 0x61...0x7A: UInt32(digit - 0x61 + 26)
        case 0x30...0x39: UInt32(digit - 0x30 + 52)
        case 0x2B, 0x2D: 62
        case 0x2F, 0x5F: 63
        default: nil
        }
    }
}

/// Bytes as hexadecimal digits.
enum Hexadecimal {
    private static let lower = Array("0123456789abcdef".utf8)
    static let upper = Array("0123456789ABCDEF".utf8)

    static func encode(_ bytes: some Collection<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            digits.append(lower[Int(byte >> 4)])
            digits.append(lower[Int(byte & 15)])
        }
        return String(decoding: digits, as: UTF8.self)
    }

    /// The bytes; nil for an odd number of digits and for what is no digit.
    static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        guard text.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        for place in 0..<text.count / 2 {
            guard let high = value(text[2 * place]), let low = value(text[2 * place + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x41 + 10
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
