public import CoreDomain

struct IdempotencyRecords: IdempotencyRepository {
    let session: any SQLSession

    private static let keyColumns = "organization, operation, key_digest"
    private static let find = SQLStatement(
        """
        SELECT \(keyColumns), fingerprint, sealed_answer, expires_at FROM idempotency_records
        WHERE organization = ?1 AND operation = ?2 AND key_digest = ?3
        """)
    private static let put = SQLStatement(
        """
        INSERT INTO idempotency_records (\(keyColumns), fingerprint, sealed_answer, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (\(keyColumns)) DO UPDATE SET
        fingerprint = excluded.fingerprint, sealed_answer = excluded.sealed_answer, expires_at = excluded.expires_at
        WHERE idempotency_records.expires_at <= ?7
        """)
    private static let removeExpired = SQLStatement(
        """
        DELETE FROM idempotency_records WHERE (\(keyColumns)) IN (
            SELECT \(keyColumns) FROM idempotency_records WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2
            /*lock: FOR UPDATE SKIP LOCKED*/)
        """)

    func find(_ key: IdempotencyRecord.Key) throws(CoreError) -> IdempotencyRecord? {
        try session.first(Self.find, Self.parameters(key))
    }

    func put(_ record: IdempotencyRecord, at time: Timestamp) throws(CoreError) {
        let isStored = try session.succeeds(
            Self.put,
            Self.parameters(record.key) + [
                .bytes(record.fingerprint), .bytes(record.sealedAnswer), .timestamp(record.expiresAt), .timestamp(time),
            ])
        if !isStored { throw CoreError(.alreadyExists, "A record with this id exists already.") }
    }

    func removeExpired(before time: Timestamp, limit: Int) throws(CoreError) -> Int {
        try session.change(Self.removeExpired, [.timestamp(time), .int64(Int64(limit))])
    }

    /// No organization is stored as no bytes, since a primary key holds no null.
    private static func parameters(_ key: IdempotencyRecord.Key) -> [SQLValue] {
        [.bytes(key.organization?.bytes ?? []), .text(key.operation), .bytes(key.keyDigest)]
    }
}

extension IdempotencyRecord: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        let organization = try row.bytes(0)
        self.init(
            key: Key(
                organization: organization.isEmpty ? nil : try row.identifier(0), operation: try row.text(1),
                keyDigest: try row.bytes(2)),
            fingerprint: try row.bytes(3), sealedAnswer: try row.bytes(4), expiresAt: try row.timestamp(5))
    }
}
