import CSQLite
import CoreDomain

/// One connection to a file, used by one thread at a time.
///
/// Statements are prepared once and kept. An error of any statement is remembered when it ended the transaction, so that
/// nothing after it can run outside of one.
final class SQLiteConnection: SQLSession {
    /// How a file is opened.
    enum Mode {
        /// Reads and writes; makes the file when it is missing.
        case readWrite
        /// Reads only.
        case readOnly
    }

    private let handle: OpaquePointer
    private var prepared: [OpaquePointer?] = []
    /// Pages in the write-ahead log after the last commit of this connection.
    private(set) var logPageCount = 0
    /// Bytes bound in the transaction so far: a measure of how large its commit is.
    private(set) var boundByteCount = 0
    /// Set when a statement's failure ended the transaction: everything in it is gone.
    private(set) var transactionFailure: CoreError?
    /// The result code of the last failure.
    private(set) var lastStatus: Int32 = SQLITE_OK
    /// What the transaction raised so far; see ``storeCounters()``.
    var counters = SQLCounters()
    private var guardsTransaction = false

    init(path: String, mode: Mode) throws(CoreError) {
        var opened: OpaquePointer?
        let access = mode == .readWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        let status = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard status == SQLITE_OK, let opened else {
            sqlite3_close_v2(opened)
            throw SQLiteFailure.error(status)
        }
        handle = opened
        sqlite3_busy_timeout(handle, 5_000)
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
    }

    deinit {
        for statement in prepared { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    /// Rows changed since the connection was opened, also by what was taken back.
    var changeCount: Int64 { sqlite3_total_changes64(handle) }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Marks the start of a transaction: from here on a statement outside of one is refused.
    func beginGuarding() {
        boundByteCount = 0
        counters = SQLCounters()
        transactionFailure = nil
        guardsTransaction = true
    }

    /// Marks the end of the transaction.
    func endGuarding() {
        guardsTransaction = false
    }

    /// Lets a new transaction begin after one that was lost.
    func forgetFailure() {
        transactionFailure = nil
    }

    /// Marks the transaction as lost: its writes must run again, in another one.
    func abandon(_ cause: CoreError) {
        transactionFailure = transactionFailure ?? cause
    }

    /// Leaves the moving of the log into the file to ``checkpoint()``; SQLite's own way keeps failures to itself.
    func takeOverCheckpoints() {
        let this = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            handle,
            { context, _, _, pageCount in
                guard let context else { return SQLITE_OK }
                Unmanaged<SQLiteConnection>.fromOpaque(context).takeUnretainedValue().logPageCount = Int(pageCount)
                return SQLITE_OK
            }, this)
    }

    /// Moves as much of the log into the file as readers allow.
    func checkpoint() throws(CoreError) {
        logPageCount = 0
        let status = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
        if status != SQLITE_OK, status & 0xff != SQLITE_BUSY { throw failure(status) }
    }

    /// Fills this database with the pages of `source`, which must be in a read transaction.
    func receivePages(of source: SQLiteConnection, pagesPerStep: Int32) throws(CoreError) {
        guard let copy = sqlite3_backup_init(handle, "main", source.handle, "main") else {
            throw failure(sqlite3_errcode(handle))
        }
        var status = SQLITE_OK
        while status == SQLITE_OK { status = sqlite3_backup_step(copy, pagesPerStep) }
        let ended = sqlite3_backup_finish(copy)
        guard status == SQLITE_DONE, ended == SQLITE_OK else { throw failure(status == SQLITE_DONE ? ended : status) }
    }

    // MARK: SQLSession

    func query<Record: SQLDecodable>(
        _ statement: SQLStatement, _ parameters: [SQLValue], as type: Record.Type
    ) throws(CoreError) -> [Record] {
        let prepared = try bound(statement, parameters)
        defer { sqlite3_reset(prepared) }
        var records: [Record] = []
        while try step(prepared) {
            records.append(try Record(row: SQLiteRow(statement: prepared)))
        }
        return records
    }

    func run(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) {
        let prepared = try bound(statement, parameters)
        defer { sqlite3_reset(prepared) }
        while try step(prepared) {}
    }

    func runNumbered(_ numbering: SQLNumbering, _ rows: [[SQLValue]], key: [UInt8]) throws(CoreError) {
        let before = counters
        let first = try counters.take(Int64(rows.count), numbering, key) { () throws(CoreError) -> Int64 in
            try latestStored(numbering, key)
        }
        do throws(CoreError) {
            for (index, row) in rows.enumerated() {
                try run(numbering.insert, row + [.int64(first + Int64(index))])
            }
        } catch {
            // A write that is refused before it changed anything is not taken back.
            counters = before
            throw error
        }
    }

    func latest(_ numbering: SQLNumbering, key: [UInt8]) throws(CoreError) -> Int64 {
        if let latest = counters.latest(key) { return latest }
        return try latestStored(numbering, key)
    }

    private func latestStored(_ numbering: SQLNumbering, _ key: [UInt8]) throws(CoreError) -> Int64 {
        try first(numbering.latest, [.bytes(key)], as: SQLNumbering.Number.self)?.value ?? 0
    }

    /// Stores the counters that this transaction raised, before it commits.
    func storeCounters() throws(CoreError) {
        for raise in counters.raises { try run(raise.statement, [.bytes(raise.key), .int64(raise.count)]) }
        counters = SQLCounters()
    }

    func change(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) -> Int {
        try run(statement, parameters)
        return Int(sqlite3_changes64(handle))
    }

    func execute(_ text: String) throws(CoreError) {
        let status = sqlite3_exec(handle, text, nil, nil, nil)
        if status != SQLITE_OK { throw failure(status) }
    }

    /// The first column of the first row of a query that is not worth keeping; zero when there is no row.
    func integer(_ text: String) throws(CoreError) -> Int64 {
        let statement = try prepare(text, persistent: false)
        defer { sqlite3_finalize(statement) }
        return try step(statement) ? try SQLiteRow(statement: statement).int64(0) : 0
    }

    /// The first column of the first row of a query that is not worth keeping; empty when there is no row.
    func text(_ text: String) throws(CoreError) -> String {
        let statement = try prepare(text, persistent: false)
        defer { sqlite3_finalize(statement) }
        return try step(statement) ? try SQLiteRow(statement: statement).text(0) : ""
    }

    // MARK: Statements

    private func bound(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) -> OpaquePointer {
        if let transactionFailure { throw transactionFailure }
        if guardsTransaction, !isInTransaction {
            throw CoreError(.internalError, "A statement ran outside of its transaction.")
        }
        let prepared = try preparedForm(of: statement)
        for (index, value) in parameters.enumerated() {
            let status = bind(value, to: prepared, at: Int32(index + 1))
            if status != SQLITE_OK { throw failure(status) }
        }
        return prepared
    }

    private func preparedForm(of statement: SQLStatement) throws(CoreError) -> OpaquePointer {
        while prepared.count <= statement.number { prepared.append(nil) }
        if let existing = prepared[statement.number] { return existing }
        let fresh = try prepare(statement.text, persistent: true)
        prepared[statement.number] = fresh
        return fresh
    }

    private func prepare(_ text: String, persistent: Bool) throws(CoreError) -> OpaquePointer {
        var statement: OpaquePointer?
        let flags = persistent ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0
        let status = sqlite3_prepare_v3(handle, text, -1, flags, &statement, nil)
        guard status == SQLITE_OK, let statement else { throw failure(status) }
        return statement
    }

    private func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) -> Int32 {
        let transient = scriptorium_sqlite_transient()
        switch value {
        case .null:
            return sqlite3_bind_null(statement, index)
        case .int64(let number):
            boundByteCount += 8
            return sqlite3_bind_int64(statement, index, number)
        case .text(var text):
            return text.withUTF8 { utf8 in
                boundByteCount += utf8.count
                return utf8.withMemoryRebound(to: CChar.self) { characters in
                    sqlite3_bind_text64(
                        statement, index, characters.baseAddress, UInt64(characters.count), transient,
                        UInt8(SQLITE_UTF8))
                }
            }
        case .identifier(let identifier):
            boundByteCount += 16
            return withUnsafeBytes(of: (identifier.high.bigEndian, identifier.low.bigEndian)) {
                sqlite3_bind_blob64(statement, index, $0.baseAddress, 16, transient)
            }
        case .amount(let amount):
            boundByteCount += 16
            return withUnsafeBytes(of: amount.units.bigEndian) {
                sqlite3_bind_blob64(statement, index, $0.baseAddress, 16, transient)
            }
        case .bytes(let bytes):
            boundByteCount += bytes.count
            if bytes.isEmpty { return sqlite3_bind_zeroblob(statement, index, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob64(statement, index, $0.baseAddress, UInt64($0.count), transient)
            }
        }
    }

    /// Whether there is a row.
    private func step(_ statement: OpaquePointer) throws(CoreError) -> Bool {
        let status = sqlite3_step(statement)
        switch status {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(status)
        }
    }

    private func failure(_ status: Int32) -> CoreError {
        lastStatus = status
        let error = SQLiteFailure.error(
            status, detail: String(cString: sqlite3_errmsg(handle)), systemError: sqlite3_system_errno(handle))
        if guardsTransaction, !isInTransaction { transactionFailure = error }
        return error
    }
}

/// The row that a statement stands on; valid until the next step.
struct SQLiteRow: SQLRow {
    let statement: OpaquePointer

    var columnCount: Int { Int(sqlite3_column_count(statement)) }

    func value(_ column: Int) throws(CoreError) -> SQLValue {
        switch sqlite3_column_type(statement, Int32(truncatingIfNeeded: column)) {
        case SQLITE_NULL: .null
        case SQLITE_INTEGER: .int64(try int64(column))
        case SQLITE_TEXT: .text(try text(column))
        case SQLITE_BLOB: .bytes(try bytes(column))
        default: throw Self.damaged(column)
        }
    }

    func isNull(_ column: Int) -> Bool {
        sqlite3_column_type(statement, Int32(truncatingIfNeeded: column)) == SQLITE_NULL
    }

    func int64(_ column: Int) throws(CoreError) -> Int64 {
        try check(column, SQLITE_INTEGER)
        return sqlite3_column_int64(statement, Int32(truncatingIfNeeded: column))
    }

    func text(_ column: Int) throws(CoreError) -> String {
        try check(column, SQLITE_TEXT)
        let index = Int32(truncatingIfNeeded: column)
        guard let characters = sqlite3_column_text(statement, index) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, index))
        return String(decoding: UnsafeBufferPointer(start: characters, count: count), as: UTF8.self)
    }

    func bytes(_ column: Int) throws(CoreError) -> [UInt8] {
        try check(column, SQLITE_BLOB)
        let index = Int32(truncatingIfNeeded: column)
        guard let start = sqlite3_column_blob(statement, index) else { return [] }
        let count = Int(sqlite3_column_bytes(statement, index))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    func identifier(_ column: Int) throws(CoreError) -> Identifier {
        try check(column, SQLITE_BLOB)
        let index = Int32(truncatingIfNeeded: column)
        guard sqlite3_column_bytes(statement, index) == 16, let start = sqlite3_column_blob(statement, index) else {
            throw Self.damaged(column)
        }
        return Identifier(
            high: UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    func amount(_ column: Int) throws(CoreError) -> Amount {
        let bits = try identifier(column)
        guard let amount = Amount(units: UInt128(bits.high) << 64 | UInt128(bits.low)) else {
            throw Self.damaged(column)
        }
        return amount
    }

    private func check(_ column: Int, _ type: Int32) throws(CoreError) {
        guard sqlite3_column_type(statement, Int32(truncatingIfNeeded: column)) == type else {
            throw Self.damaged(column)
        }
    }
}
