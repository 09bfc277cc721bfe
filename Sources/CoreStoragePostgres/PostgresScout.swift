import CoreDomain
import CoreStorage

/// Runs closures up to their first questions, so that these can be sent together with the beginning of a transaction:
/// a closure that is run in earnest then finds the answer there. What it wants to change here is refused.
final class PostgresScout: SeveralQuestionsSession {
    /// Most questions that are sent ahead.
    private static let questionsMax = 128

    let isShared = true
    let presumesNew = true
    private let known: KnownAnswers
    private let connection: PostgresConnection
    private let use: PostgresStatement.Use
    private var keys: Set<PermanentRows.Key> = []
    /// What the closures asked, each once, as far as asking changes nothing and locks nothing.
    private(set) var questions: [Question] = []

    init(_ known: KnownAnswers, _ connection: PostgresConnection, for use: PostgresStatement.Use) {
        self.known = known
        self.connection = connection
        self.use = use
    }

    /// Whether more questions have room.
    var hasRoom: Bool { questions.count < Self.questionsMax }

    func queries<Record: SQLDecodable>(
        _ statement: SQLStatement, _ parameters: [[SQLValue]], as type: Record.Type
    ) throws(CoreError) -> [[Record]] {
        let form = connection.form(of: statement, for: use)
        var answers: [[Record]] = []
        for values in parameters {
            let question = Question(statement: statement, parameters: PostgresParameters(values))
            if let result = known.answer(to: question, words: form.words) {
                answers.append(try result.rows(as: type))
            } else if form.onlyAsks, hasRoom, keys.insert(question.key).inserted {
                questions.append(question)
            }
        }
        guard answers.count == parameters.count else { throw Self.unknown }
        return answers
    }

    func run(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) { throw Self.unknown }
    func change(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) -> Int { throw Self.unknown }
    func execute(_ text: String) throws(CoreError) { throw Self.unknown }
    func takeTurn(_ turn: SQLTurn, place: [UInt8]?) throws(CoreError) { throw Self.unknown }

    private static let unknown = CoreError(.internalError, "This is not known yet.")
}
