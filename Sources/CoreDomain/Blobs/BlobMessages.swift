/// A content to store.
public struct BlobUpload: Message, Hashable {
    public let data: [UInt8]
    public let mediaType: String

    /// What a content is when nobody says.
    static let mediaTypeDefault = "application/octet-stream"

    public static let schema = ObjectSchema(
        "A content to store.",
        BlobUpload.init(data:mediaType:),
        Field("data", \.data, .base64(bytesMax: BlobRecord.bytesMax), "The content: base 64 with padding."),
        Field(
            "media_type", \.mediaType, .string(count: 1...200), default: mediaTypeDefault,
            "What the content is; a hint for whoever reads it."))
}

/// Names a stored content.
public struct BlobName: Message, Hashable {
    public let blob: BlobDigest

    public static let schema = ObjectSchema(
        "Names a stored content.",
        BlobName.init(blob:),
        Field("blob", \.blob, .blobDigest, "`sha256:` and the SHA-256 of the content, in hexadecimal."))
}

/// What is known of a stored content.
public struct BlobFacts: Message, Hashable {
    public let blob: BlobDigest
    public let size: Int64
    public let mediaType: String
    public let createdAt: Timestamp
    public let expiresAt: Timestamp

    init(blob: BlobDigest, size: Int64, mediaType: String, createdAt: Timestamp, expiresAt: Timestamp) {
        self.blob = blob
        self.size = size
        self.mediaType = mediaType
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    init(_ record: BlobRecord) {
        self.init(
            blob: record.digest, size: record.size, mediaType: record.mediaType, createdAt: record.createdAt,
            expiresAt: record.expiresAt)
    }

    public static let schema = ObjectSchema(
        "What is known of a stored content.",
        BlobFacts.init(blob:size:mediaType:createdAt:expiresAt:),
        Field("blob", \.blob, .blobDigest, "Its name, for inputs of recipes: `{\"blob\": …}`."),
        Field("size", \.size, .integer(in: 0...Int64(BlobRecord.bytesMax)), "Bytes."),
        Field("media_type", \.mediaType, .string(count: 1...200), "What it is, by whoever stored it last."),
        Field("created_at", \.createdAt, .timestamp, "When it was stored first."),
        Field("expires_at", \.expiresAt, .timestamp, "When it is gone, unless it is used before."))
}
