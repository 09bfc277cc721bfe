import CoreDomain
import CoreStorage

/// A transaction that writes, for the closures of one batch.
///
/// While it presumes, changes wait here until somebody must know what they came to, and then go out together: most
/// closures end without having waited for the server at all. See docs/decisions/0011.
final class PostgresTransaction: PostgresSession {
    /// A change that was not sent yet.
    private struct Change {
        let statement: SQLStatement
        var parameters: PostgresParameters
        var closure: Int
        /// Whether it was presumed to touch a row.
        var isPresumed = false
        /// Where it is sent among those that come last.
        var place: [UInt8] = []
    }

    /// Rows that a counter numbers.
    private struct Numbered {
        let statement: SQLStatement
        let parameters: PostgresParameters
        let closure: Int
        let counter: SQLStatement
        let key: [UInt8]
    }

    /// Why the whole batch must run again.
    struct Fault {
        /// The closure that is to run alone; nil when nobody knows whose fault it is.
        let closure: Int?
        let failure: PostgresFailure
    }

    let connection: PostgresConnection
    let use = PostgresStatement.Use.change
    var known: KnownAnswers
    let shard: Int64
    let presumesNew: Bool
    private let mayWait: Bool
    let isShared = true
    var unsentTransfers = UnsentTransfers()

    private var changes: [Change] = []
    private var lastChanges: [Change] = []
    /// Rows that get their numbers last, in order, with what numbers them.
    private var numbered: [Numbered] = []
    /// The tables that what comes last changes.
    private var lastTables: Set<Substring> = []
    private var turns: Set<SQLTurn> = []
    private var closure = 0
    /// The tables that what waits here changes.
    private var heldTables: Set<Substring> = []
    /// Whether others may have to wait for this transaction.
    private var holdsLocks = false
    /// Whether the closure that runs wanted a row that another transaction has locked. It runs again in another one: who
    /// holds locks does not wait for more, so that no two wait for each other.
    private(set) var wouldWait = false
    /// Whether what comes last was sent already. Its rows are taken in one order by all, so nothing more may follow.
    private(set) var isSealed = false
    /// Whether the closure that runs had something sent that changes the database.
    private var hasSentChange = false
    private var mark = (changes: 0, last: 0, numbered: 0, transfers: 0, tables: Set<Substring>())
    private(set) var fault: Fault?
    /// Bytes of parameters that wait here.
    private(set) var heldByteCount = 0

    /// A transaction that has begun. One that presumes may wait for the first row that it locks, if `mayWait`; one that does
    /// not presume waits for all.
    init(
        _ connection: PostgresConnection, _ known: KnownAnswers, shard: Int64, presumes: Bool, mayWait: Bool = true
    ) {
        self.connection = connection
        self.known = known
        self.shard = shard
        presumesNew = presumes
        self.mayWait = mayWait
    }

    // MARK: Closures

    /// The number of no closure: the end of the transaction belongs to all of them.
    private static let nobody = -1

    /// Marks the beginning of the closure with this number.
    func begin(closure number: Int) {
        closure = number
        hasSentChange = false
        wouldWait = false
        known.beginClosure()
        mark = (changes.count, lastChanges.count, numbered.count, unsentTransfers.count, lastTables)
    }

    /// Takes back what the closure that just ran changed; a fault when that takes the whole batch.
    func takeBack() {
        guard fault == nil else { return }
        if hasSentChange { return note(Self.refusedAfterChange, closure) }
        changes.removeLast(max(0, changes.count - mark.changes))
        let dropped = lastChanges[min(mark.last, lastChanges.count)...]
        for change in dropped where change.statement === Self.takeTurn { turns = [] }
        lastChanges.removeLast(dropped.count)
        numbered.removeLast(max(0, numbered.count - mark.numbered))
        lastTables = mark.tables
        unsentTransfers.keepFirst(mark.transfers)
    }

    private static let refusedAfterChange = PostgresFailure(
        .refused, CoreError(.internalError, "A write of the batch refused after it had changed something."))

    private func note(_ failure: PostgresFailure, _ closure: Int?) {
        fault = fault ?? Fault(closure: closure == Self.nobody ? nil : closure, failure: failure)
    }

    // MARK: SQLSession

    func run(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) {
        let change = Change(statement: statement, parameters: PostgresParameters(parameters), closure: closure)
        if presumesNew { return try hold(change) }
        hasSentChange = true
        _ = try fetch([Question(statement: statement, parameters: change.parameters)])
    }

    func runLast(_ statement: SQLStatement, _ parameters: [SQLValue], place: [UInt8]) throws(CoreError) {
        try check()
        let change = Change(
            statement: statement, parameters: PostgresParameters(parameters), closure: closure, place: place)
        heldByteCount += change.parameters.bytes.count
        lastChanges.append(change)
        noteLast(statement)
    }

    func runNumbered(_ numbering: SQLNumbering, _ rows: [[SQLValue]], key: [UInt8]) throws(CoreError) {
        try check()
        let (statement, counter) = (numbering.insertCounted, numbering.raise)
        for row in rows {
            // Encoded without its number, so that its bytes count.
            let parameters = PostgresParameters(row)
            heldByteCount += parameters.bytes.count
            numbered.append(
                Numbered(statement: statement, parameters: parameters, closure: closure, counter: counter, key: key))
        }
        noteLast(statement)
        noteLast(counter)
    }

    private func noteLast(_ statement: SQLStatement) {
        let form = connection.form(of: statement, for: use)
        lastTables.formUnion(form.changedTables)
        known.note(form)
    }

    private static let takeTurn = SQLStatement(
        "SELECT pg_advisory_xact_lock(\(AdvisoryLock.turns.key), CAST(?1 AS INTEGER))")

    func takeTurn(_ turn: SQLTurn, place: [UInt8]?) throws(CoreError) {
        known.noteLock()
        if turns.contains(turn) { return }
        if let place {
            try runLast(Self.takeTurn, [.int64(turn.rawValue)], place: place)
        } else {
            holdsLocks = true
            _ = try query(Self.takeTurn, [.int64(turn.rawValue)], as: Nothing.self)
        }
        turns.insert(turn)
    }

    func succeeds(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) -> Bool {
        guard presumesNew else { return try change(statement, parameters) > 0 }
        try hold(
            Change(
                statement: statement, parameters: PostgresParameters(parameters), closure: closure,
                isPresumed: true))
        return true
    }

    func change(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) -> Int {
        try check()
        hasSentChange = true
        let question = Question(statement: statement, parameters: PostgresParameters(parameters))
        return try fetch([question]).first?.changeCount ?? 0
    }

    func execute(_ text: String) throws(CoreError) {
        try check()
        hasSentChange = true
        do throws(PostgresFailure) {
            _ = try connection.ask(text)
        } catch {
            note(error, closure)
            throw error.error
        }
    }

    // MARK: Sending

    private func check() throws(CoreError) {
        if let fault { throw fault.failure.error }
        if wouldWait { throw Self.waits }
    }

    private func hold(_ change: Change) throws(CoreError) {
        try check()
        let form = connection.form(of: change.statement, for: use)
        known.note(form)
        heldTables.formUnion(form.changedTables)
        changes.append(change)
        heldByteCount += change.parameters.bytes.count
    }

    /// Sends what waits, then the questions, and waits for the answers.
    func fetch(_ questions: [Question]) throws(CoreError) -> [PostgresResult] {
        try check()
        let forms = questions.map { connection.form(of: $0.statement, for: use) }
        for form in forms where !form.onlyAsks {
            known.note(form)
            known.noteLock()
        }
        let needsLast = zip(questions, forms).contains { self.needsLast($0, $1) }
        if needsLast, presumesNew, mark.last + mark.numbered > 0 {
            // What others of the batch left for the end would be sent too early, and what follows it too late.
            wouldWait = true
            throw Self.waits
        }
        let tries: Bool
        let results: [PostgresResult]
        do throws(PostgresFailure) {
            if needsLast {
                orderLast()
                isSealed = true
            }
            let sent = try needsLast ? sendChanges() : sendChanges(before: forms)
            if forms.contains(where: { !$0.changedTables.isEmpty }) { hasSentChange = true }
            tries = presumesNew && (holdsLocks || !mayWait) && forms.contains { $0.locksRow }
            for question in questions {
                try connection.send(question.statement, for: tries ? .trial : use, question.parameters)
            }
            results = Array(try receive(sent).dropFirst(sent.count))
        } catch {
            throw error.error
        }
        if forms.contains(where: { !$0.onlyAsks }) { holdsLocks = true }
        if tries, zip(forms, results).contains(where: { $0.locksRow && $1.rowCount == 0 }) {
            wouldWait = true
            throw Self.waits
        }
        return results
    }

    private static let waits = CoreError(
        .busy, "Another change holds what this one needs.", retry: .later(after: .seconds(1)))

    /// Whether the statement looks at what changes last.
    private func needsLast(_ question: Question, _ form: PostgresStatement) -> Bool {
        !question.statement.knowsUnsent && !lastTables.isDisjoint(with: form.words)
    }

    /// Sends of what waits as much as the statements look at, or everything when they change something themselves.
    private func sendChanges(before forms: [PostgresStatement]) throws(PostgresFailure) -> [Change] {
        if forms.contains(where: { !$0.changedTables.isEmpty }) { return try sendChanges() }
        let tables = heldTables.filter { table in forms.contains { $0.words.contains(table) } }
        if tables.isEmpty { return [] }
        // What this closure changed stays here if it may: as long as nothing of it was sent it can be taken back.
        let own = changes[min(mark.changes, changes.count)...]
        let isOwn = own.contains { change in
            !connection.form(of: change.statement, for: use).changedTables.isDisjoint(with: tables)
        }
        return try sendChanges(isOwn ? changes.count : changes.count - own.count)
    }

    /// Puts what comes last behind what waits.
    private func orderLast() {
        let last = numberedChanges() + lastChanges
        let ordered = last.enumerated().sorted { left, right in
            if left.element.place == right.element.place { return left.offset < right.offset }
            return left.element.place.lexicographicallyPrecedes(right.element.place)
        }
        changes += ordered.map(\.element)
        heldTables.formUnion(lastTables)
        (lastChanges, numbered, lastTables) = ([], [], [])
        (mark.last, mark.numbered, mark.transfers, mark.tables) = (0, 0, 0, [])
        unsentTransfers = UnsentTransfers()
    }

    /// One raise of each counter, and behind it the rows that it numbers.
    private func numberedChanges() -> [Change] {
        let groups = Dictionary(grouping: numbered) { $0.key }
        return groups.flatMap { key, rows -> [Change] in
            guard let first = rows.first else { return [] }
            let raise = Change(
                statement: first.counter, parameters: PostgresParameters([.bytes(key), .int64(Int64(rows.count))]),
                closure: first.closure, place: key)
            return [raise]
                + rows.enumerated().map { index, row in
                    var parameters = row.parameters
                    parameters.append(PostgresParameters([.int64(Int64(rows.count - 1 - index))]))
                    return Change(
                        statement: row.statement, parameters: parameters, closure: row.closure, place: key)
                }
        }
    }

    /// Sends the first so many of what waits, or all of it, rows of one kind together; what was sent.
    private func sendChanges(_ count: Int? = nil) throws(PostgresFailure) -> [Change] {
        var sent: [Change] = []
        var rest = changes.prefix(count ?? changes.count)
        if rest.contains(where: { $0.closure == closure }) { hasSentChange = true }
        changes.removeFirst(rest.count)
        mark.changes = 0
        if changes.isEmpty { heldTables = [] }
        if !rest.isEmpty { holdsLocks = true }
        if changes.isEmpty, lastChanges.isEmpty, numbered.isEmpty { heldByteCount = 0 }
        while let first = rest.first {
            let run = rest.prefix { $0.statement === first.statement && !$0.isPresumed }
            let (statement, count) = BulkStatements.shared.statement(for: first.statement, rows: max(1, run.count))
            let rows = rest.prefix(count)
            var change = first
            for row in rows.dropFirst() {
                change.parameters.append(row.parameters)
                if row.closure != first.closure { change.closure = Self.nobody }
            }
            try connection.send(statement, for: use, change.parameters)
            sent.append(change)
            rest = rest.dropFirst(count)
        }
        return sent
    }

    /// What came of the trip that began with `sent`.
    private func receive(_ sent: [Change]) throws(PostgresFailure) -> [PostgresResult] {
        let results: [PostgresResult]
        do throws(PostgresFailure) {
            results = try connection.roundTrip()
        } catch {
            let index = error.index ?? sent.count
            let culprit = index < sent.count ? sent[index].closure : closure
            note(error, error.kind == .connection || error.kind == .conflict ? nil : culprit)
            throw error
        }
        for (change, result) in zip(sent, results) where change.isPresumed && result.changeCount == 0 {
            note(Self.presumedWrongly, change.closure)
            throw Self.presumedWrongly
        }
        return results
    }

    private static let presumedWrongly = PostgresFailure(
        .refused, CoreError(.internalError, "A change touched no row, and was presumed to."))

    // MARK: Ending

    private static let commit = SQLStatement("COMMIT")

    /// Sends everything and commits.
    ///
    /// - Throws: why nothing was kept; a failure of the connection leaves open whether it was, when `isCommitting`.
    func finish() throws(PostgresFailure) {
        closure = Self.nobody
        if changes.contains(where: \.isPresumed) { _ = try receive(try sendChanges()) }
        orderLast()
        let sent = try sendChanges()
        try connection.send(Self.commit, for: use, PostgresParameters())
        isCommitting = true
        _ = try receive(sent)
        known.keep()
    }

    /// Whether the commit was sent.
    private(set) var isCommitting = false
}

/// A row of which nothing is read.
private struct Nothing: SQLDecodable {
    init(row: any SQLRow) throws(CoreError) {}
}
