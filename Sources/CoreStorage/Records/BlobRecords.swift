public import CoreDomain

/// Contents. Before the first piece of one is removed, the sign of its `expires_at` is turned: from then on it is not
/// there for anyone, whatever his time, and only storing it anew brings it back.
struct BlobRecords: BlobRepository {
    let session: any SQLSession

    private static let columns = "organization, digest, size, media_type, created_at, expires_at"
    private static let find = SQLStatement(
        "SELECT \(columns) FROM blobs WHERE organization = ?1 AND digest = ?2 AND expires_at > ?3")
    private static let piece = SQLStatement(
        "SELECT content FROM blob_pieces WHERE organization = ?1 AND digest = ?2 AND number = ?3")
    private static let renew = SQLStatement(
        """
        UPDATE blobs SET media_type = ?5, expires_at = CASE WHEN expires_at > ?4 THEN expires_at ELSE ?4 END
        WHERE organization = ?1 AND digest = ?2 AND expires_at > ?3
        """)
    private static let insert = SQLStatement(
        """
        INSERT INTO blobs (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (organization, digest) DO UPDATE SET
        size = excluded.size, media_type = excluded.media_type, created_at = excluded.created_at,
        expires_at = CASE WHEN blobs.expires_at > excluded.expires_at THEN blobs.expires_at ELSE excluded.expires_at END
        """)
    private static let insertPiece = SQLStatement(
        """
        INSERT INTO blob_pieces (organization, digest, number, content) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (organization, digest, number) DO NOTHING
        """)
    private static let keep = SQLStatement(
        """
        UPDATE blobs SET expires_at = CASE WHEN expires_at > ?4 THEN expires_at ELSE ?4 END
        WHERE organization = ?1 AND digest = ?2 AND expires_at > ?3
        """)
    private static let mark = SQLStatement(
        """
        WITH expired AS (SELECT organization, digest FROM blobs WHERE expires_at > 0 AND expires_at <= ?1
        ORDER BY expires_at LIMIT ?2 /*lock: FOR UPDATE SKIP LOCKED*/)
        UPDATE blobs SET expires_at = -expires_at
        WHERE (organization, digest) IN (SELECT organization, digest FROM expired)
        """)
    private static let removePieces = SQLStatement(
        """
        DELETE FROM blob_pieces WHERE (organization, digest, number) IN (
            SELECT p.organization, p.digest, p.number FROM blobs b
            JOIN blob_pieces p ON p.organization = b.organization AND p.digest = b.digest
            WHERE b.expires_at <= 0 ORDER BY b.expires_at DESC LIMIT ?1
            /*lock: FOR UPDATE OF b SKIP LOCKED*/)
        """)
    private static let remove = SQLStatement(
        """
        DELETE FROM blobs WHERE (organization, digest) IN (
            SELECT b.organization, b.digest FROM blobs b WHERE b.expires_at <= 0 AND NOT EXISTS (
                SELECT 1 FROM blob_pieces p WHERE p.organization = b.organization AND p.digest = b.digest)
            ORDER BY b.expires_at DESC LIMIT ?1
            /*lock: FOR UPDATE OF b SKIP LOCKED*/)
        """)

    private struct Piece: SQLDecodable {
        let content: [UInt8]
        init(row: any SQLRow) throws(CoreError) { content = try row.bytes(0) }
    }

    func find(_ digest: BlobDigest, of organization: Identifier, at time: Timestamp) throws(CoreError) -> BlobRecord? {
        try session.first(Self.find, Self.key(digest, organization) + [.timestamp(time)])
    }

    func piece(
        _ number: Int, _ digest: BlobDigest, of organization: Identifier
    ) throws(CoreError) -> [UInt8]? {
        try session.first(
            Self.piece, Self.key(digest, organization) + [.int64(Int64(number))], as: Piece.self)?.content
    }

    func put(_ record: BlobRecord, _ content: [UInt8]) throws(CoreError) {
        let key = Self.key(record.digest, record.organization)
        if try find(record.digest, of: record.organization, at: record.createdAt) != nil,
            try session.succeeds(
                Self.renew,
                key + [.timestamp(record.createdAt), .timestamp(record.expiresAt), .text(record.mediaType)])
        {
            return
        }
        try session.run(
            Self.insert,
            key + [
                .int64(record.size), .text(record.mediaType), .timestamp(record.createdAt),
                .timestamp(record.expiresAt),
            ])
        // Of one that expired, some pieces may be there still, and are the same.
        for number in 0..<record.pieceCount {
            let start = number * BlobRecord.pieceBytes
            let piece = content[start..<min(start + BlobRecord.pieceBytes, content.count)]
            try session.run(Self.insertPiece, key + [.int64(Int64(number)), .bytes(Array(piece))])
        }
    }

    func keep(
        _ digest: BlobDigest, of organization: Identifier, at now: Timestamp, until time: Timestamp
    ) throws(CoreError) -> Bool {
        try session.succeeds(Self.keep, Self.key(digest, organization) + [.timestamp(now), .timestamp(time)])
    }

    func removeExpired(at time: Timestamp, limit: Int) throws(CoreError) -> Int {
        let limit = SQLValue.int64(Int64(limit))
        try session.run(Self.mark, [.timestamp(time), limit])
        let pieces = try session.change(Self.removePieces, [limit])
        return max(pieces, try session.change(Self.remove, [limit]))
    }

    private static func key(_ digest: BlobDigest, _ organization: Identifier) -> [SQLValue] {
        [.identifier(organization), .bytes(digest.bytes)]
    }
}

extension BlobRecord: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        guard let digest = BlobDigest(bytes: try row.bytes(1)) else {
            throw CoreError(.databaseCorrupt, "A stored record has a value of the wrong form in column 2.")
        }
        self.init(
            organization: try row.identifier(0), digest: digest, size: try row.int64(2), mediaType: try row.text(3),
            createdAt: try row.timestamp(4), expiresAt: try row.timestamp(5))
    }
}
