public import CoreDomain

struct CredentialRecords: CredentialRepository {
    let session: any SQLSession

    private static let columns = "id, digest, principal, created_at, expires_at, revoked_at"
    private static let find = SQLStatement("SELECT \(columns) FROM credentials WHERE digest = ?1")
    private static let usable = SQLStatement(
        """
        SELECT \(columns) FROM credentials WHERE principal = ?1
        AND (expires_at IS NULL OR expires_at > ?2) AND (revoked_at IS NULL OR revoked_at > ?2) LIMIT 1
        """)
    private static let insert = SQLStatement(
        "INSERT INTO credentials (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")

    func find(digest: [UInt8]) throws(CoreError) -> Credential? {
        try session.first(Self.find, [.bytes(digest)])
    }

    func hasUsable(principal: Identifier, at time: Timestamp) throws(CoreError) -> Bool {
        try session.first(Self.usable, [.identifier(principal), .timestamp(time)], as: Credential.self) != nil
    }

    func insert(_ credential: Credential) throws(CoreError) {
        try session.run(
            Self.insert,
            [
                .identifier(credential.id), .bytes(credential.digest), .identifier(credential.principal),
                .timestamp(credential.createdAt), .optionalTimestamp(credential.expiresAt),
                .optionalTimestamp(credential.revokedAt),
            ])
    }
}

extension Credential: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            id: try row.identifier(0), digest: try row.bytes(1), principal: try row.identifier(2),
            createdAt: try row.timestamp(3), expiresAt: try row.optionalTimestamp(4),
            revokedAt: try row.optionalTimestamp(5))
    }
}
