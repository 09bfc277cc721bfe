import CoreLanguage

/// The name of a content: its SHA-256, written `sha256:` and 64 hexadecimal digits in lower case.
public struct BlobDigest: Hashable, Sendable, CustomStringConvertible {
    /// Thirty-two.
    public let bytes: [UInt8]

    private static let prefix = "sha256:"
    /// Characters of the text.
    static let textCount = prefix.utf8.count + 64

    /// The digest of `content`.
    public init(of content: [UInt8], _ cryptography: any Cryptography) { bytes = cryptography.sha256(content) }

    /// A digest with these bytes; nil unless there are 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// The digest that `text` writes; nil for any other form.
    public init?(_ text: String) {
        guard text.hasPrefix(Self.prefix), text.utf8.count == Self.textCount,
            !text.utf8.contains(where: { (0x41...0x46).contains($0) }),
            let bytes = Hexadecimal.bytes(text.utf8.dropFirst(Self.prefix.utf8.count))
        else { return nil }
        self.bytes = bytes
    }

    public var description: String { Self.prefix + Hexadecimal.text(bytes) }
}

extension Schema where Value == BlobDigest {
    /// The name of a blob.
    public static let blobDigest: Schema<BlobDigest> = {
        let named = Schema<String>.string(count: 1...128).map(
            expected: "`sha256:` and 64 hexadecimal digits in lower case", read: { BlobDigest($0) },
            write: { $0.description })
        return Schema(
            document: ["type": "string", "pattern": "^sha256:[0-9a-f]{64}$"], decode: named.decode,
            encode: named.encode)
    }()
}
