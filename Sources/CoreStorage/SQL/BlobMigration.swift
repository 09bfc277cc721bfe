extension Migration {
    /// Contents by the hash of their bytes, in pieces.
    static let blobs = Migration(version: 6, name: "blobs") { dialect in
        let (int64, text, bytes) = (dialect.int64, dialect.text, dialect.bytes)
        return [
            """
            CREATE TABLE blobs (
                organization \(bytes) NOT NULL REFERENCES organizations (id),
                digest \(bytes) NOT NULL,
                size \(int64) NOT NULL,
                media_type \(text) NOT NULL,
                created_at \(int64) NOT NULL,
                expires_at \(int64) NOT NULL,
                PRIMARY KEY (organization, digest)
            )\(dialect.keyedTable)
            """,
            "CREATE INDEX blobs_expiry ON blobs (expires_at)",
            """
            CREATE TABLE blob_pieces (
                organization \(bytes) NOT NULL,
                digest \(bytes) NOT NULL,
                number \(int64) NOT NULL,
                content \(bytes) NOT NULL,
                PRIMARY KEY (organization, digest, number)
            )\(dialect.rowTable)
            """,
        ]
    }
}
