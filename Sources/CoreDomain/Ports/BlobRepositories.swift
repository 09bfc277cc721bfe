// Contents by the hash of their bytes.

/// Reads stored contents.
public protocol BlobReader {
    /// What is kept of a content of `organization`; nil when it has none of this name, or it expired at `time` or before.
    func find(_ digest: BlobDigest, of organization: Identifier, at time: Timestamp) throws(CoreError) -> BlobRecord?
    /// The piece of a content with this number, counted from 0; nil when there is none.
    func piece(
        _ number: Int, _ digest: BlobDigest, of organization: Identifier
    ) throws(CoreError) -> [UInt8]?
}

/// Reads and writes stored contents.
public protocol BlobRepository: BlobReader {
    /// Stores `content`, whose record is `record`. One that is there already keeps its pieces and the time it was made,
    /// takes the new media type, and is kept until the later of both times.
    func put(_ record: BlobRecord, _ content: [UInt8]) throws(CoreError)
    /// Keeps a content until `time` at least; false when `organization` has none of this name at `now`.
    func keep(
        _ digest: BlobDigest, of organization: Identifier, at now: Timestamp, until time: Timestamp
    ) throws(CoreError) -> Bool
    /// Removes what expired at `time` or before, the oldest first: up to `limit` pieces, and up to `limit` records that
    /// have none left. Returns the greater of both counts.
    func removeExpired(at time: Timestamp, limit: Int) throws(CoreError) -> Int
}
