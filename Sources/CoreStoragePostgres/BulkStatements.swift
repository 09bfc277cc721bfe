import CoreStorage
import Synchronization

/// Statements that add several rows, made of one that adds a row: most of what a statement costs it costs once.
final class BulkStatements: Sendable {
    static let shared = BulkStatements()

    /// How many rows are added at once, the most first.
    private static let counts = [32, 8]

    /// By the number of the statement for one row; nil for one that cannot be made so.
    private let made = Mutex<[Int: [Int: SQLStatement]]>([:])

    /// The statement that adds the most rows of at most `rows`, and how many it adds.
    func statement(for single: SQLStatement, rows: Int) -> (SQLStatement, count: Int) {
        guard let last = Self.counts.last, rows >= last else { return (single, 1) }
        let variants = made.withLock { made in
            if let variants = made[single.number] { return variants }
            let variants = Self.variants(of: single)
            made[single.number] = variants
            return variants
        }
        for count in Self.counts where count <= rows {
            if let variant = variants[count] { return (variant, count) }
        }
        return (single, 1)
    }

    /// A row that meets one of its kind is another matter, and rows that look at the table get the same answer.
    private static func variants(of single: SQLStatement) -> [Int: SQLStatement] {
        let parts = single.text.split(separator: "VALUES", omittingEmptySubsequences: false)
        guard single.text.hasPrefix("INSERT INTO "), parts.count == 2, !single.text.contains("ON CONFLICT"),
            !single.text.contains("MAX(")
        else { return [:] }
        let parameterCount = single.text.split(separator: "?").dropFirst().compactMap { Self.number($0) }.max() ?? 0
        return Dictionary(
            uniqueKeysWithValues: counts.map { count in
                let rows = (0..<count).map { shifted(parts[1], by: $0 * parameterCount) }
                return (count, SQLStatement("\(parts[0])VALUES\(rows.joined(separator: ","))"))
            })
    }

    private static func number(_ text: Substring) -> Int? { Int(text.prefix { $0.isNumber }) }

    /// A row with its placeholders further on.
    private static func shifted(_ row: Substring, by offset: Int) -> String {
        let parts = row.split(separator: "?", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(into: String(parts[0])) { text, part in
            let digits = part.prefix { $0.isNumber }
            text += "?\((number(part) ?? 0) + offset)" + part.dropFirst(digits.count)
        }
    }
}
