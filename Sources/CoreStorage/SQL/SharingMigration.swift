extension Migration {
    /// What several processes on one database need: who carries which thread on, and room for all of them at the
    /// accounts that every job touches.
    static let sharing = Migration(version: 7, name: "sharing") { dialect in
        let (int64, text, bytes, amount) = (dialect.int64, dialect.text, dialect.bytes, dialect.amount)
        return [
            """
            CREATE TABLE workers (
                id \(bytes) NOT NULL PRIMARY KEY,
                name \(text) NOT NULL,
                started_at \(int64) NOT NULL,
                lease_until \(int64) NOT NULL
            )\(dialect.changingTable)
            """,
            "ALTER TABLE threads ADD COLUMN worker \(bytes)",
            "ALTER TABLE threads ADD COLUMN epoch \(int64) NOT NULL DEFAULT 0",
            """
            CREATE INDEX threads_ready ON threads (organization, id)
            WHERE finished_at IS NULL AND worker IS NULL AND wake_at IS NULL
            """,
            """
            CREATE INDEX threads_resting ON threads (wake_at, id)
            WHERE finished_at IS NULL AND worker IS NULL AND wake_at IS NOT NULL
            """,
            "CREATE INDEX threads_worker ON threads (worker, id) WHERE finished_at IS NULL AND worker IS NOT NULL",
            """
            CREATE TABLE ledger_shards (
                account \(bytes) NOT NULL\(dialect.reference(to: "ledger_accounts (id)")),
                shard \(int64) NOT NULL,
                debits_pending \(amount) NOT NULL,
                debits_posted \(amount) NOT NULL,
                credits_pending \(amount) NOT NULL,
                credits_posted \(amount) NOT NULL,
                PRIMARY KEY (account, shard)
            )\(dialect.changingTable)
            """,
        ]
    }
}
