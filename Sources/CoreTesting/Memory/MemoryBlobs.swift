import CoreDomain

struct MemoryBlobs: BlobRepository {
    struct Key: Hashable {
        let organization: Identifier
        let digest: BlobDigest
    }
    struct PieceKey: Hashable {
        let blob: Key
        let number: Int
    }

    let tables: MemoryTables

    func find(_ digest: BlobDigest, of organization: Identifier, at time: Timestamp) throws(CoreError) -> BlobRecord? {
        let record = tables.blobs[Key(organization: organization, digest: digest)]
        return record.flatMap { $0.expiresAt > time ? $0 : nil }
    }

    func piece(
        _ number: Int, _ digest: BlobDigest, of organization: Identifier
    ) throws(CoreError) -> [UInt8]? {
        tables.blobPieces[PieceKey(blob: Key(organization: organization, digest: digest), number: number)]
    }

    func put(_ record: BlobRecord, _ content: [UInt8]) throws(CoreError) {
        let key = Key(organization: record.organization, digest: record.digest)
        if let stored = try find(record.digest, of: record.organization, at: record.createdAt) {
            tables.blobs[key] = stored.renewed(record.mediaType, until: record.expiresAt)
            return
        }
        tables.blobs[key] = record
        for number in 0..<record.pieceCount {
            let piece = content.dropFirst(number * BlobRecord.pieceBytes).prefix(BlobRecord.pieceBytes)
            tables.blobPieces[PieceKey(blob: key, number: number)] = Array(piece)
        }
    }

    func keep(
        _ digest: BlobDigest, of organization: Identifier, at now: Timestamp, until time: Timestamp
    ) throws(CoreError) -> Bool {
        guard let stored = try find(digest, of: organization, at: now) else { return false }
        tables.blobs[Key(organization: organization, digest: digest)] = stored.renewed(stored.mediaType, until: time)
        return true
    }

    func removeExpired(at time: Timestamp, limit: Int) throws(CoreError) -> Int {
        let expired = tables.blobs.all.filter { !$0.isGoing && $0.expiresAt <= time }
        for record in expired.sorted(by: { $0.expiresAt < $1.expiresAt }).prefix(limit) {
            tables.blobs[Key(organization: record.organization, digest: record.digest)] = record.going()
        }
        var (pieces, records) = (0, 0)
        for record in tables.blobs.all.filter(\.isGoing).sorted(by: { $0.expiresAt > $1.expiresAt }) {
            let key = Key(organization: record.organization, digest: record.digest)
            let left = (0..<record.pieceCount).map { PieceKey(blob: key, number: $0) }
                .filter { tables.blobPieces[$0] != nil }
            for piece in left.prefix(limit - pieces) { tables.blobPieces[piece] = nil }
            let isEmpty = left.count <= limit - pieces
            pieces += min(left.count, limit - pieces)
            guard isEmpty, records < limit else { continue }
            tables.blobs[key] = nil
            records += 1
        }
        return max(pieces, records)
    }
}

extension BlobRecord {
    /// Whether pieces of it may be gone: its time has the sign turned.
    fileprivate var isGoing: Bool { expiresAt.nanoseconds <= 0 }

    fileprivate func going() -> BlobRecord { ending(mediaType, Timestamp(nanoseconds: -expiresAt.nanoseconds)) }

    fileprivate func renewed(_ mediaType: String, until time: Timestamp) -> BlobRecord {
        ending(mediaType, max(expiresAt, time))
    }

    private func ending(_ mediaType: String, _ time: Timestamp) -> BlobRecord {
        BlobRecord(
            organization: organization, digest: digest, size: size, mediaType: mediaType, createdAt: createdAt,
            expiresAt: time)
    }
}
