extension Migration {
    /// Organizations, principals, credentials, stored answers, settings and the audit trail.
    static let access = Migration(version: 1, name: "access") { dialect in
        let (int64, text, bytes) = (dialect.int64, dialect.text, dialect.bytes)
        return [
            """
            CREATE TABLE organizations (
                id \(bytes) NOT NULL PRIMARY KEY,
                kind \(text) NOT NULL,
                status \(text) NOT NULL,
                created_at \(int64) NOT NULL
            )\(dialect.keyedTable)
            """,
            """
            CREATE TABLE principals (
                id \(bytes) NOT NULL PRIMARY KEY,
                kind \(text) NOT NULL,
                home \(bytes) NOT NULL REFERENCES organizations (id),
                status \(text) NOT NULL,
                created_at \(int64) NOT NULL
            )\(dialect.keyedTable)
            """,
            "CREATE UNIQUE INDEX principals_operator ON principals (kind) WHERE kind = 'operator'",
            """
            CREATE TABLE memberships (
                organization \(bytes) NOT NULL REFERENCES organizations (id),
                principal \(bytes) NOT NULL REFERENCES principals (id),
                role \(text) NOT NULL,
                created_at \(int64) NOT NULL,
                PRIMARY KEY (organization, principal)
            )\(dialect.keyedTable)
            """,
            """
            CREATE TABLE credentials (
                digest \(bytes) NOT NULL PRIMARY KEY,
                id \(bytes) NOT NULL UNIQUE,
                principal \(bytes) NOT NULL REFERENCES principals (id),
                created_at \(int64) NOT NULL,
                expires_at \(int64),
                revoked_at \(int64)
            )\(dialect.keyedTable)
            """,
            "CREATE INDEX credentials_principal ON credentials (principal)",
            """
            CREATE TABLE idempotency_records (
                organization \(bytes) NOT NULL,
                operation \(text) NOT NULL,
                key_digest \(bytes) NOT NULL,
                fingerprint \(bytes) NOT NULL,
                sealed_answer \(bytes) NOT NULL,
                expires_at \(int64) NOT NULL,
                PRIMARY KEY (organization, operation, key_digest)
            )\(dialect.keyedTable)
            """,
            "CREATE INDEX idempotency_records_expiry ON idempotency_records (expires_at)",
            """
            CREATE TABLE settings (
                name \(text) NOT NULL PRIMARY KEY,
                value \(bytes) NOT NULL
            )\(dialect.keyedTable)
            """,
            """
            CREATE TABLE audit_entries (
                request_id \(bytes) NOT NULL,
                at \(int64) NOT NULL,
                actor \(bytes) NOT NULL,
                organization \(bytes) NOT NULL,
                operation \(text) NOT NULL
            )\(dialect.rowTable)
            """,
            "CREATE INDEX audit_entries_at ON audit_entries (at)",
        ]
    }
}
