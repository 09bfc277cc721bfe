import CoreDomain
import CoreStorage

/// A read-only transaction: every statement waits for its answer, except that the first brings the beginning along.
final class PostgresSnapshot: PostgresSession {
    let connection: PostgresConnection
    let use = PostgresStatement.Use.snapshot
    var known: KnownAnswers
    private var hasBegun = false
    /// Set once the connection failed: nothing more can be read.
    private(set) var failure: PostgresFailure?

    let isShared = true

    init(_ connection: PostgresConnection, _ permanent: PermanentRows) {
        self.connection = connection
        known = KnownAnswers(permanent, on: connection)
    }

    private static let begin = SQLStatement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    private static let end = SQLStatement("COMMIT")

    /// Asks what closures are going to ask.
    func foresee(_ questions: [Question]) throws(CoreError) {
        for (question, result) in zip(questions, try fetch(questions)) { known.foresee(result, to: question) }
    }

    func fetch(_ questions: [Question]) throws(CoreError) -> [PostgresResult] {
        if let failure { throw failure.error }
        do throws(PostgresFailure) {
            let begins = !hasBegun
            if begins { try connection.send(Self.begin, for: .snapshot, PostgresParameters()) }
            hasBegun = true
            for question in questions {
                try connection.send(question.statement, for: use, question.parameters)
            }
            let results = try connection.roundTrip()
            return Array(results.dropFirst(begins ? 1 : 0))
        } catch {
            failure = error
            throw error.error
        }
    }

    /// Ends the transaction.
    func finish() {
        known.keep()
        guard hasBegun, !connection.isBroken else { return }
        do throws(PostgresFailure) {
            try connection.send(Self.end, for: .snapshot, PostgresParameters())
            _ = try connection.roundTrip()
        } catch {
            failure = failure ?? error
        }
    }

    func run(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) { throw Self.readsOnly }
    func change(_ statement: SQLStatement, _ parameters: [SQLValue]) throws(CoreError) -> Int { throw Self.readsOnly }
    func execute(_ text: String) throws(CoreError) { throw Self.readsOnly }

    private static let readsOnly = CoreError(.internalError, "A snapshot was asked to change something.")
}
