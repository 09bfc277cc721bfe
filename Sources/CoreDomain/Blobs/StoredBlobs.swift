/// Gives contents to what runs outside of transactions.
public protocol BlobSource: Sendable {
    /// The content of this name that `organization` stored.
    ///
    /// - Throws: `NOT_FOUND` when it has none.
    func content(_ digest: BlobDigest, of organization: Identifier) async throws(CoreError) -> [UInt8]
}

/// The contents in a store, read in short snapshots so that a great one holds nobody up.
public struct StoredBlobs: BlobSource {
    /// Pieces that one snapshot reads.
    private static let piecesPerSnapshot = 4

    private let store: any Store

    /// The contents in `store`.
    public init(_ store: any Store) { self.store = store }

    public func content(_ digest: BlobDigest, of organization: Identifier) async throws(CoreError) -> [UInt8] {
        let record = try await store.read { tx in try tx.blob(digest, of: organization) }
        var content: [UInt8] = []
        content.reserveCapacity(Int(clamping: record.size))
        for first in stride(from: 0, to: record.pieceCount, by: Self.piecesPerSnapshot) {
            let numbers = first..<min(first + Self.piecesPerSnapshot, record.pieceCount)
            content += try await store.read { tx in
                var bytes: [UInt8] = []
                for number in numbers { bytes += try Self.piece(number, record, tx) }
                return bytes
            }
        }
        guard content.count == record.size else { throw Self.damaged(digest) }
        return content
    }

    private static func piece(
        _ number: Int, _ record: BlobRecord, _ tx: any ReadTransaction
    ) throws(CoreError) -> [UInt8] {
        if let piece = try tx.blobs.piece(number, record.digest, of: record.organization) { return piece }
        // Between two snapshots its time may have come.
        _ = try tx.blob(record.digest, of: record.organization)
        throw damaged(record.digest)
    }

    private static func damaged(_ digest: BlobDigest) -> CoreError {
        CoreError(.databaseCorrupt, "The blob \(digest) is not stored whole.")
    }
}
