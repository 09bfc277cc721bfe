public import CoreDomain

struct CredentialRecords: CredentialRepository {
    let session: any SQLSession

    private static let columns =
        "id, digest, principal, created_at, expires_at, revoked_at, label, replacement_key"
    private static let find = SQLStatement(
        """
        SELECT c.id, c.digest, c.principal, c.created_at, c.expires_at, c.revoked_at, c.label, c.replacement_key,
            p.kind, p.home, p.status, p.created_at, o.status, m.role
        FROM credentials c
        JOIN principals p ON p.id = c.principal
        JOIN organizations o ON o.id = p.home
        LEFT JOIN memberships m ON m.organization = p.home AND m.principal = p.id
        WHERE c.digest = ?1
        """)
    private static let findOf = SQLStatement(
        "SELECT \(columns) FROM credentials WHERE id = ?1 AND principal = ?2")
    private static let list = SQLStatement(
        "SELECT \(columns) FROM credentials WHERE principal = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3")
    private static let lock = SQLStatement(
        "SELECT id FROM principals WHERE id = ?1 /*lock row: FOR NO KEY UPDATE*/")
    private static let usable = SQLStatement(
        """
        SELECT \(columns) FROM credentials WHERE principal = ?1 AND id <> ?3
        AND (expires_at IS NULL OR expires_at > ?2) AND revoked_at IS NULL LIMIT 1
        """)
    private static let insert = SQLStatement(
        "INSERT INTO credentials (\(columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
    private static let revoke = SQLStatement(
        "UPDATE credentials SET revoked_at = COALESCE(revoked_at, ?2), replacement_key = NULL WHERE id = ?1")
    private static let replace = SQLStatement(
        "UPDATE credentials SET revoked_at = ?2, replacement_key = ?3 WHERE id = ?1 AND revoked_at IS NULL")
    private static let removeDead = SQLStatement(
        """
        DELETE FROM credentials WHERE digest IN (
            SELECT digest FROM credentials WHERE revoked_at < ?1 OR expires_at < ?1 LIMIT ?2
            /*lock: FOR UPDATE SKIP LOCKED*/)
        """)

    func find(digest: [UInt8]) throws(CoreError) -> CredentialHolder? {
        try session.first(Self.find, [.bytes(digest)])
    }

    func find(_ id: Identifier, of principal: Identifier) throws(CoreError) -> Credential? {
        try session.first(Self.findOf, [.identifier(id), .identifier(principal)])
    }

    func list(of principal: Identifier, before id: Identifier, limit: Int) throws(CoreError) -> [Credential] {
        try session.query(
            Self.list, [.identifier(principal), .identifier(id), .int64(Int64(limit))], as: Credential.self)
    }

    /// No id is as short as no bytes, which stand for no exception.
    func hasUsable(
        principal: Identifier, except excluded: Identifier?, at time: Timestamp
    ) throws(CoreError) -> Bool {
        // Two tokens must not be revoked at once, each since the other is left.
        if session.isShared { _ = try session.query(Self.lock, [.identifier(principal)], as: SQLNothing.self) }
        let parameters: [SQLValue] = [
            .identifier(principal), .timestamp(time), excluded.map { .identifier($0) } ?? .bytes([]),
        ]
        return try session.first(Self.usable, parameters, as: Credential.self) != nil
    }

    func revoke(_ id: Identifier, at time: Timestamp) throws(CoreError) -> Bool {
        try session.succeeds(Self.revoke, [.identifier(id), .timestamp(time)])
    }

    func replace(_ id: Identifier, at time: Timestamp, replacementKey: [UInt8]?) throws(CoreError) -> Bool {
        try session.succeeds(
            Self.replace, [.identifier(id), .timestamp(time), replacementKey.map { .bytes($0) } ?? .null])
    }

    func removeDead(before time: Timestamp, limit: Int) throws(CoreError) -> Int {
        try session.change(Self.removeDead, [.timestamp(time), .int64(Int64(limit))])
    }

    func insert(_ credential: Credential) throws(CoreError) {
        try session.run(
            Self.insert,
            [
                .identifier(credential.id), .bytes(credential.digest), .identifier(credential.principal),
                .timestamp(credential.createdAt), .optionalTimestamp(credential.expiresAt),
                .optionalTimestamp(credential.revokedAt), credential.label.map { .text($0) } ?? .null,
                credential.replacementKey.map { .bytes($0) } ?? .null,
            ])
    }
}

extension CredentialHolder: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        let credential = try Credential(row: row)
        self.init(
            credential: credential,
            principal: Principal(
                id: credential.principal, kind: try row.word(8), home: try row.identifier(9),
                status: try row.word(10), createdAt: try row.timestamp(11)),
            homeRole: row.isNull(13) ? nil : try row.word(13), homeStatus: try row.word(12))
    }
}

extension Credential: SQLDecodable {
    public init(row: any SQLRow) throws(CoreError) {
        self.init(
            id: try row.identifier(0), digest: try row.bytes(1), principal: try row.identifier(2),
            createdAt: try row.timestamp(3), expiresAt: try row.optionalTimestamp(4),
            revokedAt: try row.optionalTimestamp(5), label: row.isNull(6) ? nil : try row.text(6),
            replacementKey: row.isNull(7) ? nil : try row.bytes(7))
    }
}
