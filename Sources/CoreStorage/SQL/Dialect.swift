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
    private let checksReferences: Bool

    /// A dialect of these words.
    package init(
        int64: String, text: String, bytes: String, amount: String, keyedTable: String = "", changingTable: String = "",
        rowTable: String = "", checksReferences: Bool = false
    ) {
        self.int64 = int64
        self.text = text
        self.bytes = bytes
        self.amount = amount
        self.keyedTable = keyedTable
        self.changingTable = changingTable
        self.rowTable = rowTable
        self.checksReferences = checksReferences
    }

    /// A reference from a table that every job adds to.
    func reference(to target: String) -> String { checksReferences ? " REFERENCES \(target)" : "" }

    /// SQLite 3.37 or newer: `STRICT` tables refuse values of another type.
    public static let sqlite = Dialect(
        int64: "INTEGER", text: "TEXT", bytes: "BLOB", amount: "BLOB", keyedTable: " STRICT, WITHOUT ROWID",
        changingTable: " STRICT, WITHOUT ROWID", rowTable: " STRICT", checksReferences: true)
}
