public import CoreDomain
import Synchronization

/// A statement's text with a number of its own, so that a connection finds its prepared form without hashing the text.
///
/// Placeholders are `?1`, `?2` …; a driver with another form rewrites them once. What a database with several writers
/// needs besides stands in comments, which SQLite passes over: `/*shared: …*/` for it alone, and `/*lock: …*/` for it in
/// a transaction that writes, where a decision rests on the rows that are read; `/*lock row: …*/` where that is one row,
/// which the statement finds unless there is none.
public final class SQLStatement: Sendable {
    private static let counter = Atomic<Int>(0)

    /// The text, in the part of SQL that SQLite and PostgreSQL share.
    public let text: String
    /// Small, dense and unique within the process.
    public let number: Int

    /// Whether whoever runs it knows of the changes that a driver holds back, so that they need not be sent before.
    public let knowsUnsent: Bool
    /// Whether rows that it once found stay as they are, so that a driver may remember them.
    public let isPermanent: Bool

    /// A statement; make one `static let` of each.
    public init(_ text: String, knowsUnsent: Bool = false, isPermanent: Bool = false) {
        self.text = text
        self.knowsUnsent = knowsUnsent
        self.isPermanent = isPermanent
        number = Self.counter.add(1, ordering: .relaxed).oldValue
    }
}

/// A value that goes into a statement.
public enum SQLValue: Sendable {
    case null
    case int64(Int64)
    case text(String)
    case bytes([UInt8])
    /// Sixteen bytes.
    case identifier(Identifier)
    /// Sixteen bytes, most significant first, unless the database has a type for it.
    case amount(Amount)
}
