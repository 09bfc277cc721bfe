extension Migration {
    /// The registry, programs, threads and their events.
    static let threads = Migration(version: 4, name: "threads") { dialect in
        let (int64, text, bytes) = (dialect.int64, dialect.text, dialect.bytes)
        return [
            """
            CREATE TABLE ingredients (
                name \(text) NOT NULL PRIMARY KEY,
                kind \(text) NOT NULL,
                latest \(text) NOT NULL
            )\(dialect.keyedTable)
            """,
            """
            CREATE TABLE ingredient_versions (
                name \(text) NOT NULL,
                version \(text) NOT NULL,
                number \(int64) NOT NULL,
                definition \(bytes) NOT NULL,
                program \(bytes) NOT NULL,
                published_at \(int64) NOT NULL,
                PRIMARY KEY (name, version)
            )\(dialect.keyedTable)
            """,
            """
            CREATE TABLE programs (
                digest \(bytes) NOT NULL PRIMARY KEY,
                program \(bytes) NOT NULL
            )\(dialect.keyedTable)
            """,
            """
            CREATE TABLE threads (
                id \(bytes) NOT NULL PRIMARY KEY,
                organization \(bytes) NOT NULL\(dialect.reference(to: "organizations (id)")),
                principal \(bytes) NOT NULL\(dialect.reference(to: "principals (id)")),
                kind \(text) NOT NULL,
                program \(bytes) NOT NULL\(dialect.reference(to: "programs (digest)")),
                program_name \(text) NOT NULL,
                program_version \(text) NOT NULL,
                created_at \(int64) NOT NULL,
                expires_at \(int64) NOT NULL,
                reference \(text),
                state \(text) NOT NULL,
                sequence \(int64) NOT NULL,
                updated_at \(int64) NOT NULL,
                finished_at \(int64),
                deleted_at \(int64),
                result \(bytes),
                failure \(bytes),
                currency \(text),
                held \(dialect.amount) NOT NULL,
                charged \(dialect.amount) NOT NULL,
                steps_done \(int64) NOT NULL,
                steps_total \(int64) NOT NULL
            )\(dialect.changingTable)
            """,
            "CREATE INDEX threads_organization ON threads (organization, id)",
            "CREATE INDEX threads_unfinished ON threads (id) WHERE finished_at IS NULL",
            """
            CREATE TABLE events (
                thread \(bytes) NOT NULL,
                sequence \(int64) NOT NULL,
                organization \(bytes) NOT NULL,
                organization_sequence \(int64) NOT NULL,
                at \(int64) NOT NULL,
                kind \(text) NOT NULL,
                path \(text) NOT NULL,
                body \(bytes) NOT NULL,
                PRIMARY KEY (thread, sequence)
            )\(dialect.keyedTable)
            """,
            "CREATE UNIQUE INDEX events_organization ON events (organization, organization_sequence)",
            """
            CREATE TABLE event_counters (
                organization \(bytes) NOT NULL PRIMARY KEY,
                latest \(int64) NOT NULL
            )\(dialect.changingTable)
            """,
        ]
    }
}
