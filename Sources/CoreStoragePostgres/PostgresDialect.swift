import CoreStorage

extension Dialect {
    /// PostgreSQL 13 or newer.
    static let postgres = Dialect(
        int64: "BIGINT", text: "TEXT COLLATE \"C\"", bytes: "BYTEA", amount: "NUMERIC(38, 0)",
        changingTable: " WITH (fillfactor = 60)")
}
