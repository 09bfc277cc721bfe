extension Migration {
    /// What others tell threads, which threads wait for whom, and what threads of scripts were begun with.
    static let notes = Migration(version: 9, name: "notes") { dialect in
        let (int64, text, bytes) = (dialect.int64, dialect.text, dialect.bytes)
        return [
            "ALTER TABLE threads ADD COLUMN options \(bytes)",
            "ALTER TABLE threads ADD COLUMN environment \(bytes)",
            "ALTER TABLE threads ADD COLUMN pause \(text)",
            "ALTER TABLE threads ADD COLUMN notes \(int64) NOT NULL DEFAULT 0",
            """
            CREATE TABLE notes (
                thread \(bytes) NOT NULL,
                number \(int64) NOT NULL,
                kind \(text) NOT NULL,
                name \(text) NOT NULL,
                body \(bytes) NOT NULL,
                PRIMARY KEY (thread, number)
            )\(dialect.keyedTable)
            """,
            """
            CREATE TABLE note_identities (
                thread \(bytes) NOT NULL,
                identity \(text) NOT NULL,
                PRIMARY KEY (thread, identity)
            )\(dialect.keyedTable)
            """,
            """
            CREATE TABLE waits (
                thread \(bytes) NOT NULL,
                path \(text) NOT NULL,
                organization \(bytes) NOT NULL,
                kind \(text) NOT NULL,
                name \(text) NOT NULL,
                body \(bytes) NOT NULL,
                begun_at \(int64) NOT NULL,
                expires_at \(int64),
                attempt \(int64) NOT NULL,
                answered_at \(int64),
                PRIMARY KEY (thread, path)
            )\(dialect.keyedTable)
            """,
            """
            CREATE INDEX waits_asks ON waits (organization, thread, path)
            WHERE kind = 'ask' AND answered_at IS NULL
            """,
            "CREATE INDEX waits_events ON waits (organization, name, thread) WHERE kind = 'event'",
        ]
    }
}
