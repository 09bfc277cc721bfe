/// The 256-bit key that everything secret in a store hangs on.
///
/// Its text is 64 hexadecimal digits. What it is used for are subkeys, one for each purpose (HKDF, RFC 5869).
public struct SealingKey: Sendable {
    /// The length of a key.
    public static let byteCount = 32

    private let bytes: [UInt8]

    /// The key in these bytes; nil unless there are 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The key in 64 hexadecimal digits; white space around them is ignored. Nil for anything else.
    public init?(text: String) {
        let digits = text.split(whereSeparator: \.isWhitespace)
        guard digits.count == 1, let bytes = Hexadecimal.bytes(digits[0].utf8) else { return nil }
        self.init(bytes: bytes)
    }

    /// The text that ``init(text:)`` reads.
    public func text() -> Secret {
        Secret(Hexadecimal.text(bytes))
    }

    /// What a subkey is for. The words are part of the file format: never change one.
    public enum Purpose: String, Sendable {
        case check = "scriptorium/check/1"
        case seal = "scriptorium/seal/1"
        case pageTokens = "scriptorium/page-tokens/1"
    }

    /// The subkey for `purpose`, and within it for `context`: 32 bytes.
    public func subkey(
        _ purpose: Purpose, context: [UInt8] = [], _ cryptography: any Cryptography
    ) throws(CoreError) -> [UInt8] {
        try cryptography.hkdfSHA256(
            bytes, salt: Array(purpose.rawValue.utf8), info: context, count: Self.byteCount)
    }
}
