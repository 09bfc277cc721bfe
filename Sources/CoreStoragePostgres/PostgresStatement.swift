import CoreStorage

/// A repository's statement in PostgreSQL's spelling.
struct PostgresStatement {
    /// Whether a transaction that writes runs it.
    enum Use: Int {
        case snapshot
        case change
    }

    /// With `$1` for `?1`, and with what only shared databases need.
    let text: String
    /// Its words: whoever asks whether it looks at a table finds the table's name among them.
    let words: Set<Substring>
    /// The table that it changes; nil when it only asks.
    let changedTable: Substring?

    init(_ statement: SQLStatement, for use: Use) {
        text = Self.spelled(statement.text, for: use)
        let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        self.words = Set(words)
        changedTable = zip(words, words.dropFirst()).first { Self.introductions.contains($0.0) }?.1
    }

    /// Takes the comments for shared databases in, and numbers placeholders as PostgreSQL does.
    private static func spelled(_ text: String, for use: Use) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "/*"), let end = rest[start.upperBound...].firstRange(of: "*/") {
            result += rest[..<start.lowerBound]
            let comment = rest[start.upperBound..<end.lowerBound]
            if comment.hasPrefix("shared: ") { result += comment.dropFirst("shared: ".count) }
            if comment.hasPrefix("lock: "), use == .change { result += comment.dropFirst("lock: ".count) }
            rest = rest[end.upperBound...]
        }
        return String((result + rest).map { $0 == "?" ? "$" : $0 })
    }

    private static let introductions: Set<Substring> = ["INTO", "UPDATE"]
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
