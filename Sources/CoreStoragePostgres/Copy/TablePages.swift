import CoreDomain
import CoreStorage

/// Reads and adds the rows of one table, page by page in the order of its key, in the SQL that both databases share.
struct TablePages: Sendable {
    /// Bytes of a page: it ends with the row that reaches them.
    private static let bytesMax: Int64 = 4 * 1_024 * 1_024
    /// Rows of a page.
    private static let rowsMax: Int64 = 1_000

    let table: TableLayout
    private let firstKeys: SQLStatement
    private let nextKeys: SQLStatement
    private let firstRows: SQLStatement
    private let nextRows: SQLStatement
    private let insert: SQLStatement

    init(_ table: TableLayout) {
        self.table = table
        let key = table.key.map(\.name).joined(separator: ", ")
        let columns = table.columns.map(\.name).joined(separator: ", ")
        let sizes = table.columns.filter { $0.kind == .bytes }.map { "COALESCE(LENGTH(\($0.name)), 0)" }
        let size = sizes.isEmpty ? "0" : sizes.joined(separator: " + ")
        func places(from first: Int) -> String {
            "(" + table.key.indices.map { "?\(first + $0)" }.joined(separator: ", ") + ")"
        }
        let count = table.key.count
        firstKeys = SQLStatement(
            "SELECT CAST(\(size) AS BIGINT), \(key) FROM \(table.name) ORDER BY \(key) LIMIT ?1")
        nextKeys = SQLStatement(
            """
            SELECT CAST(\(size) AS BIGINT), \(key) FROM \(table.name) WHERE (\(key)) > \(places(from: 2))
            ORDER BY \(key) LIMIT ?1
            """)
        firstRows = SQLStatement(
            "SELECT \(columns) FROM \(table.name) WHERE (\(key)) <= \(places(from: 1)) ORDER BY \(key)")
        nextRows = SQLStatement(
            """
            SELECT \(columns) FROM \(table.name) WHERE (\(key)) <= \(places(from: 1))
            AND (\(key)) > \(places(from: 1 + count)) ORDER BY \(key)
            """)
        let values = table.columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        insert = SQLStatement("INSERT INTO \(table.name) (\(columns)) VALUES (\(values))")
    }

    /// A page of rows, and the key of the last.
    struct Page: Sendable {
        let rows: [[SQLValue]]
        let last: [SQLValue]
    }

    /// The page behind the row with this key, or the first one; nil when there is none.
    func page(after key: [SQLValue]?, _ session: any SQLSession) throws(CoreError) -> Page? {
        let keys = try session.query(
            key == nil ? firstKeys : nextKeys, [.int64(Self.rowsMax)] + (key ?? []), as: RawRow.self)
        var size: Int64 = 0
        var end: RawRow?
        for row in keys {
            end = row
            if case .int64(let bytes)? = row.values.first { size += bytes }
            if size >= Self.bytesMax { break }
        }
        guard let end else { return nil }
        let last = typed(Array(end.values.dropFirst()), table.key)
        let rows = try session.query(key == nil ? firstRows : nextRows, last + (key ?? []), as: RawRow.self)
        return Page(rows: rows.map { typed($0.values, table.columns) }, last: last)
    }

    /// Adds rows.
    func add(_ rows: [[SQLValue]], _ session: any SQLSession) throws(CoreError) {
        for row in rows { try session.run(insert, row) }
    }

    /// Sixteen bytes that stand for an amount are one.
    private func typed(_ values: [SQLValue], _ columns: [TableLayout.Column]) -> [SQLValue] {
        zip(values, columns).map { value, column in
            guard column.kind == .amount, case .bytes(let bytes) = value, bytes.count == 16 else { return value }
            let units = bytes.reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
            return Amount(units: units).map { .amount($0) } ?? value
        }
    }
}

/// Every column of a row, as the database gives it.
private struct RawRow: SQLDecodable {
    let values: [SQLValue]

    init(row: any SQLRow) throws(CoreError) {
        var values: [SQLValue] = []
        for column in 0..<row.columnCount { values.append(try row.value(column)) }
        self.values = values
    }
}
