import CoreStorage

/// A repository's statement in PostgreSQL's spelling.
struct PostgresStatement {
    /// Whether a transaction that writes runs it.
    enum Use: Int, CaseIterable {
        case snapshot
        case change
        /// As ``change``, except that a row which another transaction has locked is not waited for, but passed over.
        case trial
    }

    /// With `$1` for `?1`, and with what only shared databases need.
    let text: String
    /// Its words: whoever asks whether it looks at a table finds the table's name among them.
    let words: Set<Substring>
    /// The tables that it changes.
    let changedTables: Set<Substring>
    /// Whether it changes nothing and locks nothing.
    let onlyAsks: Bool
    /// Whether it locks the one row that it asks for.
    let locksRow: Bool

    init(_ statement: SQLStatement, for use: Use) {
        text = Self.spelled(statement.text, for: use)
        locksRow = use != .snapshot && statement.text.contains(Self.rowLock)
        let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        self.words = Set(words)
        let followers = zip(words, words.dropFirst()).filter { Self.introductions.contains($0.0) }.map(\.1)
        let deleted = zip(words, words.dropFirst(2)).filter { $0.0 == "DELETE" }.map(\.1)
        changedTables = Set(followers + deleted).subtracting(Self.noTables)
        onlyAsks = self.words.isDisjoint(with: Self.deeds) && (words.first == "SELECT" || words.first == "WITH")
    }

    /// Takes the comments for shared databases in, and numbers placeholders as PostgreSQL does.
    private static func spelled(_ text: String, for use: Use) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "/*"), let end = rest[start.upperBound...].firstRange(of: "*/") {
            result += rest[..<start.lowerBound]
            let comment = rest[start.upperBound..<end.lowerBound]
            if comment.hasPrefix("shared: ") { result += comment.dropFirst("shared: ".count) }
            if comment.hasPrefix("lock: "), use != .snapshot { result += comment.dropFirst("lock: ".count) }
            if comment.hasPrefix("lock row: "), use != .snapshot {
                result += comment.dropFirst("lock row: ".count) + (use == .trial ? " SKIP LOCKED" : "")
            }
            rest = rest[end.upperBound...]
        }
        return String((result + rest).map { $0 == "?" ? "$" : $0 })
    }

    private static let rowLock = "/*lock row: "
    private static let introductions: Set<Substring> = ["INTO", "UPDATE"]
    /// What follows UPDATE where it names no table: `DO UPDATE SET`, `FOR UPDATE SKIP LOCKED`.
    private static let noTables: Set<Substring> = ["SET", "SKIP", "OF", "NOWAIT"]
    /// `FOR` begins what locks rows.
    private static let deeds: Set<Substring> = ["INSERT", "UPDATE", "DELETE", "FOR"]
}

extension Substring {
    /// The first place of `pattern`.
    fileprivate func firstRange(of pattern: String) -> Range<Index>? {
        let pattern = Array(pattern.utf8)
        var place = startIndex
        while place < endIndex {
            if utf8[place...].starts(with: pattern) {
                return place..<utf8.index(place, offsetBy: pattern.count)
            }
            place = utf8.index(after: place)
        }
        return nil
    }
}
