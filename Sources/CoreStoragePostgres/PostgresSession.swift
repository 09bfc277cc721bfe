import CoreDomain
import CoreStorage

/// A session that takes several questions at once, and one as the only one of several.
protocol SeveralQuestionsSession: SQLSession {}

extension SeveralQuestionsSession {
    func query<Record: SQLDecodable>(
        _ statement: SQLStatement, _ parameters: [SQLValue], as type: Record.Type
    ) throws(CoreError) -> [Record] {
        try queries(statement, [parameters], as: type).first ?? []
    }
}

/// A session on a connection, which does not ask for what is known.
protocol PostgresSession: SeveralQuestionsSession {
    var known: KnownAnswers { get set }
    var connection: PostgresConnection { get }
    var use: PostgresStatement.Use { get }

    /// Asks the database, everything in one trip; the answers in order.
    func fetch(_ questions: [Question]) throws(CoreError) -> [PostgresResult]
}

extension PostgresSession {
    func queries<Record: SQLDecodable>(
        _ statement: SQLStatement, _ parameters: [[SQLValue]], as type: Record.Type
    ) throws(CoreError) -> [[Record]] {
        let questions = parameters.map { Question(statement: statement, parameters: PostgresParameters($0)) }
        var results = questions.map {
            known.answer(to: $0, words: connection.form(of: statement, for: use).words)
        }
        let missing = results.indices.filter { results[$0] == nil }
        if !missing.isEmpty {
            let fetched = try fetch(missing.map { questions[$0] })
            for (index, result) in zip(missing, fetched) {
                results[index] = result
                known.learn(result, to: questions[index])
            }
        }
        var answers: [[Record]] = []
        for result in results { answers.append(try result?.rows(as: type) ?? []) }
        return answers
    }
}
