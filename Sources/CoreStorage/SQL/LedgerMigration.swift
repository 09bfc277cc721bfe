extension Migration {
    /// The ledger: accounts, transfers, and the reservations that may run out.
    static let ledger = Migration(version: 2, name: "ledger") { dialect in
        let (int64, text, bytes, amount) = (dialect.int64, dialect.text, dialect.bytes, dialect.amount)
        return [
            """
            CREATE TABLE ledger_accounts (
                id \(bytes) NOT NULL PRIMARY KEY,
                organization \(bytes) NOT NULL,
                purpose \(text) NOT NULL,
                currency \(text) NOT NULL,
                balance_limit \(text) NOT NULL,
                created_at \(int64) NOT NULL,
                debits_pending \(amount) NOT NULL,
                debits_posted \(amount) NOT NULL,
                credits_pending \(amount) NOT NULL,
                credits_posted \(amount) NOT NULL,
                UNIQUE (organization, purpose, currency)
            )\(dialect.changingTable)
            """,
            """
            CREATE TABLE transfers (
                sequence \(int64) NOT NULL PRIMARY KEY,
                id \(bytes) NOT NULL UNIQUE,
                debit \(bytes) NOT NULL,
                credit \(bytes) NOT NULL,
                amount \(amount) NOT NULL,
                currency \(text) NOT NULL,
                kind \(text) NOT NULL,
                purpose \(text) NOT NULL,
                pending \(bytes),
                expires_at \(int64),
                thread \(bytes),
                step \(text),
                reference \(text),
                at \(int64) NOT NULL
            )\(dialect.rowTable)
            """,
            "CREATE INDEX transfers_debit ON transfers (debit, sequence)",
            "CREATE INDEX transfers_credit ON transfers (credit, sequence)",
            "CREATE UNIQUE INDEX transfers_pending ON transfers (pending) WHERE pending IS NOT NULL",
            """
            CREATE TABLE transfer_expiries (
                expires_at \(int64) NOT NULL,
                sequence \(int64) NOT NULL,
                PRIMARY KEY (expires_at, sequence)
            )\(dialect.keyedTable)
            """,
        ]
    }
}
