extension Migration {
    /// Tools that organizations offer to their scripts at URLs.
    static let registeredTools = Migration(version: 11, name: "registered_tools") { dialect in
        let (int64, text, bytes) = (dialect.int64, dialect.text, dialect.bytes)
        return [
            """
            CREATE TABLE registered_tools (
                organization \(bytes) NOT NULL REFERENCES organizations (id),
                name \(text) NOT NULL,
                version \(int64) NOT NULL,
                created_at \(int64) NOT NULL,
                principal \(bytes) NOT NULL,
                facts \(bytes) NOT NULL,
                sealed_secrets \(bytes) NOT NULL,
                removed_at \(int64),
                PRIMARY KEY (organization, name, version)
            )\(dialect.rowTable)
            """
        ]
    }
}
