/// What SQLite and PostgreSQL spell differently. Everything else is written once.
public struct Dialect: Sendable {
    /// A 64-bit integer.
    public let int64: String
    /// Text that compares byte by byte.
    public let text: String
    /// Bytes.
    public let bytes: String
    /// An amount of money; compares as a number.
    public let amount: String
    /// What follows the columns of a table that is read by its primary key.
    public let keyedTable: String
    /// What follows the columns of a table that is read by its primary key and whose rows change again and again.
    public let changingTable: String
    /// What follows the columns of a table that is read in the order of its rows.
    public let rowTable: String

    /// Whether tables that every job adds to look up what they refer to. In PostgreSQL that locks the same few rows once a
    /// job, for rows that nothing ever removes.
    let checksReferences: Bool

    /// A reference from a table that every job adds to.
    func reference(to target: String) -> String { checksReferences ? " REFERENCES \(target)" : "" }

    /// SQLite 3.37 or newer: `STRICT` tables refuse values of another type.
    public static let sqlite = Dialect(
        int64: "INTEGER", text: "TEXT", bytes: "BLOB", amount: "BLOB", keyedTable: " STRICT, WITHOUT ROWID",
        changingTable: " STRICT, WITHOUT ROWID", rowTable: " STRICT", checksReferences: true)

    /// PostgreSQL 13 or newer.
    public static let postgres = Dialect(
        int64: "BIGINT", text: "TEXT COLLATE \"C\"", bytes: "BYTEA", amount: "NUMERIC(38, 0)", keyedTable: "",
        changingTable: " WITH (fillfactor = 60)", rowTable: "", checksReferences: false)
}
