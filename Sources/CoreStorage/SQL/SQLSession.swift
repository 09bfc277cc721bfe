public import CoreDomain

/// One open transaction on one connection, as the repositories see it.
///
/// A driver may hold changes back, so as to send many at once, and presume that nothing stands in their way. What it
/// presumed wrongly it finds out before it commits; then the closure runs again, and nothing is presumed.
public protocol SQLSession: AnyObject {
    /// Whether this run of the closure presumes that records which it adds are new.
    var presumesNew: Bool { get }

    /// Whether other processes write to the same database at the same time.
    var isShared: Bool { get }

    /// Runs a query and reads every row of its answer.
    func query<Record: SQLDecodable>(
        _ statement: SQLStatement, _ parameters: [SQLValue], as type: Record.Type
    ) throws(CoreError) -> [Record]

    /// Runs a query with each of several parameters; the answers in their order.
    func queries<Record: SQLDecodable>(
        _ statement: SQLStatement, _ parameters: [[SQLValue]], as type: Record.Type
    ) throws(CoreError) -> [[Record]]

    /// Runs a change whose effect nobody in this transaction asks for; a driver may hold it back until the end.
    func run(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError)

    /// The same for a row that many transactions change: a driver may hold it back until right before the commit, so
    /// that the others wait as short as can be. All transactions take such rows in the order of `place`.
    func runLast(_ statement: SQLStatement, _ parameters: [SQLValue], place: [UInt8]) throws(CoreError)

    /// Adds rows with the next numbers of `key`. A driver may hold them back as ``runLast(_:_:place:)`` does, in the place
    /// of `key`.
    func runNumbered(_ numbering: SQLNumbering, _ rows: [[SQLValue]], key: [UInt8]) throws(CoreError)

    /// The latest number of `key`; zero when it has none.
    func latest(_ numbering: SQLNumbering, key: [UInt8]) throws(CoreError) -> Int64

    /// From here to the end of this transaction, no other one passes the same point. With a `place` the point is before
    /// what runs last there.
    func takeTurn(_ turn: SQLTurn, place: [UInt8]?) throws(CoreError)

    /// Which part of the accounts that all writers add to is this one's.
    var shard: Int64 { get }

    /// Transfers of this transaction that a driver holds back.
    var unsentTransfers: UnsentTransfers { get set }

    /// Runs a change that touches a row unless something stands in its way; tells whether it did, or is presumed to.
    func succeeds(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) -> Bool

    /// Runs a change and tells how many rows it touched.
    func change(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) -> Int

    /// Runs a statement without parameters that is not worth keeping.
    func execute(_ text: String) throws(CoreError)
}

extension SQLSession {
    public var presumesNew: Bool { false }
    public var isShared: Bool { false }
    public var shard: Int64 { 0 }
    public var unsentTransfers: UnsentTransfers {
        get { UnsentTransfers() }
        set {}
    }
    public func takeTurn(_ turn: SQLTurn, place: [UInt8]?) throws(CoreError) {}

    public func runNumbered(_ numbering: SQLNumbering, _ rows: [[SQLValue]], key: [UInt8]) throws(CoreError) {
        try run(numbering.raise, [.bytes(key), .int64(Int64(rows.count))])
        for (index, row) in rows.enumerated() {
            try run(numbering.insertCounted, row + [.int64(Int64(rows.count - 1 - index))])
        }
    }

    public func latest(_ numbering: SQLNumbering, key: [UInt8]) throws(CoreError) -> Int64 {
        try first(numbering.latest, [.bytes(key)], as: SQLNumbering.Number.self)?.value ?? 0
    }

    public func queries<Record: SQLDecodable>(
        _ statement: SQLStatement, _ parameters: [[SQLValue]], as type: Record.Type
    ) throws(CoreError) -> [[Record]] {
        var answers: [[Record]] = []
        answers.reserveCapacity(parameters.count)
        for values in parameters { answers.append(try query(statement, values, as: type)) }
        return answers
    }

    public func runLast(
        _ statement: SQLStatement, _ parameters: [SQLValue], place: [UInt8]
    ) throws(CoreError) {
        try run(statement, parameters)
    }

    public func succeeds(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) -> Bool {
        try change(statement, parameters) > 0
    }

    /// The first row, or nil.
    package func first<Record: SQLDecodable>(
        _ statement: SQLStatement, _ parameters: [SQLValue], as type: Record.Type = Record.self
    ) throws(CoreError) -> Record? {
        try query(statement, parameters, as: type).first
    }
}

/// What transactions take turns at.
public enum SQLTurn: Int64, Sendable {
    /// Adding to the ledger, whose transfers are numbered without gaps.
    case ledger = 1
    /// Publishing ingredients, whose versions are numbered.
    case registry = 2
    /// Setting values of the store's own.
    case settings = 3
    /// Bringing the schema up to date.
    case migrations = 4
}

/// One row of an answer; columns count from zero.
///
/// - Throws: `DATABASE_CORRUPT` when a column holds another type than the one that was written.
public protocol SQLRow {
    var columnCount: Int { get }
    func isNull(_ column: Int) -> Bool
    /// What is there, by the type that the database names.
    func value(_ column: Int) throws(CoreError) -> SQLValue
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

/// A row of which nothing is read.
struct SQLNothing: SQLDecodable {
    init(row: any SQLRow) throws(CoreError) {}
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
