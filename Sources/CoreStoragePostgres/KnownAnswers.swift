import CoreStorage

/// A question of a closure.
struct Question {
    let statement: SQLStatement
    let parameters: PostgresParameters

    var key: PermanentRows.Key { PermanentRows.Key(statement: statement.number, parameters: parameters.bytes) }
}

/// What a transaction need not ask the database for: rows that never change, and what was foreseen.
struct KnownAnswers {
    private let permanent: PermanentRows
    private var foreseen: [PermanentRows.Key: PostgresResult] = [:]
    /// The tables that this transaction has changed since: what was foreseen of them counts no more.
    private var changedTables: Set<Substring> = []
    /// Whether the closure that runs has locked something: what it asks from there on may have been changed by those for
    /// whom it waited.
    private var hasLocked = false
    private var learned: [(key: PermanentRows.Key, result: PostgresResult)] = []

    /// Nothing is known yet but what never changes, which the server of `connection` has said.
    init(_ permanent: PermanentRows, on connection: PostgresConnection) {
        self.permanent = permanent
        permanent.belong(to: connection.cluster + " " + connection.recovery)
    }

    /// The answer, if it is known; `words` are those of the statement.
    func answer(to question: Question, words: @autoclosure () -> Set<Substring>) -> PostgresResult? {
        let key = question.key
        if question.statement.isPermanent, let result = permanent.find(key) { return result }
        guard !hasLocked, let result = foreseen[key] else { return nil }
        return changedTables.isEmpty || changedTables.isDisjoint(with: words()) ? result : nil
    }

    /// Takes an answer that was asked for before anybody changed anything.
    mutating func foresee(_ result: PostgresResult, to question: Question) {
        foreseen[question.key] = result
        learn(result, to: question)
    }

    /// Takes an answer as the database has just given it.
    mutating func learn(_ result: PostgresResult, to question: Question) {
        if question.statement.isPermanent, result.rowCount > 0 { learned.append((question.key, result)) }
    }

    /// Forgets what was foreseen of what `change` changes.
    mutating func note(_ change: PostgresStatement) {
        if foreseen.isEmpty { return }
        if change.changedTables.isEmpty { foreseen = [:] } else { changedTables.formUnion(change.changedTables) }
    }

    /// Forgets what was foreseen, until the next closure begins.
    mutating func noteLock() { hasLocked = true }

    /// Another closure begins.
    mutating func beginClosure() { hasLocked = false }

    /// Has everybody know the rows that never change, once they are committed.
    func keep() { permanent.keep(learned) }
}
