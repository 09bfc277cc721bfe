public import CoreDomain

/// One open transaction on one connection, as the repositories see it.
public protocol SQLSession: AnyObject {
    /// Runs a query and reads every row of its answer.
    func query<Record: SQLDecodable>(
        _ statement: SQLStatement, _ parameters: [SQLValue], as type: Record.Type
    ) throws(CoreError) -> [Record]

    /// Runs a change whose effect nobody in this transaction asks for; a driver may hold it back until the end.
    func run(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError)

    /// Runs a change and tells how many rows it touched.
    func change(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) -> Int

    /// Runs a statement without parameters that is not worth keeping.
    func execute(_ text: String) throws(CoreError)
}

extension SQLSession {
    /// The first row, or nil.
    func first<Record: SQLDecodable>(
        _ statement: SQLStatement, _ parameters: [SQLValue], as type: Record.Type = Record.self
    ) throws(CoreError) -> Record? {
        try query(statement, parameters, as: type).first
    }
}

/// One row of an answer; columns count from zero.
///
/// - Throws: `DATABASE_CORRUPT` when a column holds another type than the one that was written.
public protocol SQLRow {
    func isNull(_ column: Int) -> Bool
    func int64(_ column: Int) throws(CoreError) -> Int64
    func text(_ column: Int) throws(CoreError) -> String
    func bytes(_ column: Int) throws(CoreError) -> [UInt8]
    func identifier(_ column: Int) throws(CoreError) -> Identifier
    func amount(_ column: Int) throws(CoreError) -> Amount
}

/// What can be read from a row.
public protocol SQLDecodable {
    init(row: any SQLRow) throws(CoreError)
}

extension SQLRow {
    func timestamp(_ column: Int) throws(CoreError) -> Timestamp {
        Timestamp(nanoseconds: try int64(column))
    }

    func optionalTimestamp(_ column: Int) throws(CoreError) -> Timestamp? {
        isNull(column) ? nil : try timestamp(column)
    }

    func word<Word: RawRepresentable>(_ column: Int, as type: Word.Type = Word.self) throws(CoreError) -> Word
    where Word.RawValue == String {
        guard let word = Word(rawValue: try text(column)) else { throw Self.damaged(column) }
        return word
    }

    static func damaged(_ column: Int) -> CoreError {
        CoreError(.databaseCorrupt, "A stored record has a value of the wrong form in column \(column + 1).")
    }
}

extension SQLValue {
    static func timestamp(_ time: Timestamp) -> SQLValue { .int64(time.nanoseconds) }
    static func optionalTimestamp(_ time: Timestamp?) -> SQLValue { time.map(timestamp) ?? .null }
}
