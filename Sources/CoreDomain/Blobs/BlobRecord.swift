/// What is kept of a stored content besides its bytes. Each organization has its own, also of equal contents.
public struct BlobRecord: Hashable, Sendable {
    public let organization: Identifier
    public let digest: BlobDigest
    /// Bytes of the content.
    public let size: Int64
    /// What whoever stored it said of it; a hint.
    public let mediaType: String
    public let createdAt: Timestamp
    /// From here on it is not there, whether it was cleared away or not.
    public let expiresAt: Timestamp

    /// A record of these parts.
    public init(
        organization: Identifier, digest: BlobDigest, size: Int64, mediaType: String, createdAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.organization = organization
        self.digest = digest
        self.size = size
        self.mediaType = mediaType
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    /// Bytes of each piece that a content is stored in; the last one has the rest.
    public static let pieceBytes = 1_024 * 1_024
    /// How long a content is kept after it was used.
    public static let retention = Duration.seconds(3 * 24 * 3_600)
    /// Bytes of the greatest content.
    public static let bytesMax = 128 * 1_024 * 1_024

    /// Pieces that the content is stored in; an empty one has none.
    public var pieceCount: Int { (Int(clamping: size) + Self.pieceBytes - 1) / Self.pieceBytes }
}

/// A content with its name, worked out before it is stored.
public struct NewBlob: Hashable, Sendable {
    public let digest: BlobDigest
    public let mediaType: String
    public let content: [UInt8]

    /// `content`, which is `mediaType`. Hashes it, which takes a while for a great one.
    public init(_ content: [UInt8], mediaType: String, _ cryptography: any Cryptography) {
        self.content = content
        self.mediaType = mediaType
        digest = BlobDigest(of: content, cryptography)
    }

    /// The record of the content in `organization`, kept until `expiresAt`.
    public func record(of organization: Identifier, at now: Timestamp, until expiresAt: Timestamp) -> BlobRecord {
        BlobRecord(
            organization: organization, digest: digest, size: Int64(content.count), mediaType: mediaType,
            createdAt: now, expiresAt: expiresAt)
    }
}
