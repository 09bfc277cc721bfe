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
    private static let textCount = 36

    private static func isHyphen(_ offset: Int) -> Bool {
        offset == 8 || offset == 13 || offset == 18 || offset == 23
    }

    /// The UUID form: 36 characters, lower case.
    public var description: String {
        String(unsafeUninitializedCapacity: Self.textCount) { buffer in
            var bits = UInt128(high) << 64 | UInt128(low)
            for offset in (0..<Self.textCount).reversed() {
                guard !Self.isHyphen(offset) else {
                    buffer[offset] = UInt8(ascii: "-")
                    continue
                }
                buffer[offset] = Hexadecimal.digit(UInt8(truncatingIfNeeded: bits))
                bits >>= 4
            }
            return Self.textCount
        }
    }

    /// Reads the UUID form in either case; nil for anything else.
    public init?(_ text: String) {
        guard text.utf8.count == Self.textCount else { return nil }
        var bits: UInt128 = 0
        for (offset, character) in text.utf8.enumerated() {
            if Self.isHyphen(offset) {
                guard character == UInt8(ascii: "-") else { return nil }
            } else {
                guard let digit = Hexadecimal.value(of: character) else { return nil }
                bits = bits << 4 | UInt128(digit)
            }
        }
        self.init(high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits))
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

extension IdentifierForm {
    /// Threads as scripts and the Scriptum family spell them: `thr_…`.
    public static let thread = IdentifierForm.prefixed("thr")
}
