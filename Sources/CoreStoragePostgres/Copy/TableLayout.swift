import CoreStorage

/// A table as the migrations make it.
struct TableLayout: Hashable, Sendable {
    /// What a column holds.
    enum Kind: String, Hashable, Sendable {
        case int64 = "INT64"
        case text = "TEXT"
        case bytes = "BYTES"
        case amount = "AMOUNT"
    }

    struct Column: Hashable, Sendable {
        let name: String
        let kind: Kind
    }

    let name: String
    private(set) var columns: [Column]
    /// The primary key's columns; every column of a table without one.
    let key: [Column]

    /// Every table, those that others refer to first.
    static let all: [TableLayout] = {
        var tables: [TableLayout] = []
        for statement in Migration.all.flatMap({ $0.statements(.describing) }) {
            let words = statement.split { $0 == " " || $0 == "\n" }
            if statement.hasPrefix("CREATE TABLE "), let table = TableLayout(creating: statement, name: words[2]) {
                tables.append(table)
            } else if statement.hasPrefix("ALTER TABLE "), words.count >= 7,
                let place = tables.firstIndex(where: { $0.name == words[2] }),
                let kind = Kind(rawValue: String(words[6]))
            {
                tables[place].columns.append(Column(name: String(words[5]), kind: kind))
            }
        }
        return tables
    }()

    /// A table by the statement that makes it, a line for each column.
    private init?(creating statement: String, name: Substring) {
        var columns: [Column] = []
        var key: [Substring] = []
        for line in statement.split(separator: "\n").dropFirst() {
            let words = line.split { $0 == " " || $0 == "," || $0 == "(" || $0 == ")" }
            guard words.count >= 2 else { continue }
            if let kind = Kind(rawValue: String(words[1])) {
                columns.append(Column(name: String(words[0]), kind: kind))
                if line.contains("PRIMARY KEY") { key = [words[0]] }
            } else if words[0] == "PRIMARY" {
                key = Array(words.dropFirst(2))
            }
        }
        if columns.isEmpty { return nil }
        self.name = String(name)
        self.columns = columns
        self.key = key.isEmpty ? columns : key.compactMap { part in columns.first { $0.name == part } }
    }
}

extension Dialect {
    /// One that no database speaks: it names what each column holds.
    fileprivate static let describing = Dialect(int64: "INT64", text: "TEXT", bytes: "BYTES", amount: "AMOUNT")
}
