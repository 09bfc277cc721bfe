extension Migration {
    /// Scripts, their drafts and versions, and the variables that they read.
    static let scripts = Migration(version: 8, name: "scripts") { dialect in
        let (int64, text, bytes) = (dialect.int64, dialect.text, dialect.bytes)
        return [
            """
            CREATE TABLE scripts (
                organization \(bytes) NOT NULL REFERENCES organizations (id),
                name \(text) NOT NULL,
                created_at \(int64) NOT NULL,
                revision \(int64) NOT NULL,
                updated_at \(int64) NOT NULL,
                details \(bytes) NOT NULL,
                availability \(text) NOT NULL,
                active_version \(int64),
                latest_version \(int64) NOT NULL,
                draft_state \(text),
                contract \(bytes),
                PRIMARY KEY (organization, name)
            )\(dialect.keyedTable)
            """,
            """
            CREATE TABLE script_drafts (
                organization \(bytes) NOT NULL,
                script \(text) NOT NULL,
                saved_at \(int64) NOT NULL,
                is_source \(int64) NOT NULL,
                content \(bytes) NOT NULL,
                state \(text) NOT NULL,
                findings \(bytes) NOT NULL,
                program_digest \(bytes),
                program \(bytes),
                PRIMARY KEY (organization, script)
            )\(dialect.rowTable)
            """,
            """
            CREATE TABLE script_versions (
                organization \(bytes) NOT NULL,
                script \(text) NOT NULL,
                number \(int64) NOT NULL,
                created_at \(int64) NOT NULL,
                principal \(bytes) NOT NULL,
                is_source \(int64) NOT NULL,
                content \(bytes) NOT NULL,
                content_digest \(bytes) NOT NULL,
                program \(bytes) NOT NULL,
                findings \(bytes) NOT NULL,
                change_note \(text) NOT NULL,
                activated_at \(int64),
                PRIMARY KEY (organization, script, number)
            )\(dialect.rowTable)
            """,
            """
            CREATE TABLE environment (
                organization \(bytes) NOT NULL REFERENCES organizations (id),
                script \(text) NOT NULL,
                key \(text) NOT NULL,
                sealed_value \(bytes) NOT NULL,
                is_secret \(int64) NOT NULL,
                updated_at \(int64) NOT NULL,
                PRIMARY KEY (organization, script, key)
            )\(dialect.rowTable)
            """,
        ]
    }
}
