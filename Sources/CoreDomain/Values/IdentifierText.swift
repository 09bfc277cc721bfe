/// How an identifier is spelled on a surface: every parser takes all forms, each surface writes one.
public struct IdentifierForm: Hashable, Sendable {
    /// The word before the underscore, or nil for the bare UUID.
    public let prefix: String?

    /// Lower-case hexadecimal with hyphens (RFC 9562 §4): `018f3c1e-…`.
    public static let uuid = IdentifierForm(prefix: nil)

    /// A prefix, an underscore and 26 characters of Crockford base 32: `thr_01hwy…`.
    public static func prefixed(_ prefix: String) -> IdentifierForm {
        IdentifierForm(prefix: prefix)
    }

    /// The text of `identifier` in this form.
    public func text(_ identifier: Identifier) -> String {
        guard let prefix else { return identifier.description }
        return prefix + "_" + Crockford.encode(identifier)
    }

    /// Reads a bare UUID, or this form's prefix with 26 characters in either case; nil for anything else,
    /// so that a `flow_…` is never taken for a `thr_…`.
    public func parse(_ text: String) -> Identifier? {
        if let bare = Identifier(text) { return bare }
        guard let prefix, text.hasPrefix(prefix + "_") else { return nil }
        return Crockford.decode(text.dropFirst(prefix.count + 1))
    }
}

extension Identifier: CustomStringConvertible {
    private static let hyphenOffsets: Set<Int> = [8, 13, 18, 23]

    /// The UUID form: 36 characters, lower case.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for byte in bytes {
            if Self.hyphenOffsets.contains(text.count) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads the UUID form in either case; nil for anything else.
    public init?(_ text: String) {
        let characters = Array(text.utf8)
        guard characters.count == 36 else { return nil }
        var bits: (high: UInt64, low: UInt64) = (0, 0)
        var digitCount = 0
        for (offset, character) in characters.enumerated() {
            if Self.hyphenOffsets.contains(offset) {
                guard character == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Character(Unicode.Scalar(character)).hexDigitValue else { return nil }
            if digitCount < 16 {
                bits.high = bits.high << 4 | UInt64(digit)
            } else {
                bits.low = bits.low << 4 | UInt64(digit)
            }
            digitCount += 1
        }
        self.init(high: bits.high, low: bits.low)
    }
}

/// Base 32 without I, L, O and U (https://www.crockford.com/base32.html): 128 bits in 26 characters.
enum Crockford {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    static func encode(_ identifier: Identifier) -> String {
        var value = UInt128(identifier.high) << 64 | UInt128(identifier.low)
        var characters = [UInt8](repeating: 0, count: 26)
        for index in characters.indices.reversed() {
            characters[index] = alphabet[Int(truncatingIfNeeded: value & 31)]
            value >>= 5
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// Nil unless there are 26 characters of the alphabet that fit into 128 bits.
    static func decode(_ text: Substring) -> Identifier? {
        guard text.utf8.count == 26 else { return nil }
        var value: UInt128 = 0
        for character in text.utf8 {
            guard let digit = digit(character), value >> 123 == 0 else { return nil }
            value = value << 5 | UInt128(digit)
        }
        return Identifier(high: UInt64(truncatingIfNeeded: value >> 64), low: UInt64(truncatingIfNeeded: value))
    }

    private static func digit(_ character: UInt8) -> Int? {
        let lower = (0x41...0x5a).contains(character) ? character + 0x20 : character
        switch lower {
        case UInt8(ascii: "o"): return 0
        case UInt8(ascii: "i"), UInt8(ascii: "l"): return 1
        default: return alphabet.firstIndex(of: lower)
        }
    }
}
