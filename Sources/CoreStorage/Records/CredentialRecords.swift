public import CoreDomain

struct CredentialRecords: CredentialRepository {
    let session: any SQLSession

    private static let columns = "id, digest, principal, created_at, expires_at, revoked_at"
    private static let find = SQLStatement(
        """
        SELECT c.id, c.digest, c.principal, c.created_at, c.expires_at, c.revoked_at,
            p.kind, p.home, p.status, p.created_at, o.status, m.role
        FROM credentials c
        JOIN principals p ON p.id = c.principal
        JOIN organizations o ON o.id = p.home
        LEFT JOIN memberships m ON m.organization = p.home AND m.principal = p.id
        WHERE c.digest = ?1
        """)
    private static let usable = SQLStatement(
        """
        SELECT \(columns) FROM credentials WHERE principal = ?1
        AND (expires_at IS NULL OR expires_at > ?2) AND (revoked_at IS NULL OR revoked_at > ?2) LIMIT 1
        """)
    private static let insert = SQLStatement(
        "INSERT INTO credentials (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")

    func find(digest: [UInt8]) throws(CoreError) -> CredentialHolder? {
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

extension CredentialHolder: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        let credential = try Credential(row: row)
        self.init(
            credential: credential,
            principal: Principal(
                id: credential.principal, kind: try row.word(6), home: try row.identifier(7),
                status: try row.word(8), createdAt: try row.timestamp(9)),
            homeRole: row.isNull(11) ? nil : try row.word(11), homeStatus: try row.word(10))
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
