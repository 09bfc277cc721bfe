import CoreDomain
import CoreStorage

/// A read-only transaction: every statement waits for its answer, except that the first brings the beginning along.
final class PostgresSnapshot: SQLSession {
    private let connection: PostgresConnection
    private let permanent: PermanentRows
    private var hasBegun = false
    /// Set once the connection failed: nothing more can be read.
    private(set) var failure: PostgresFailure?

    let isShared = true

    init(_ connection: PostgresConnection, _ permanent: PermanentRows) {
        self.connection = connection
        self.permanent = permanent
    }

    func query<Record: SQLDecodable>(
        _ statement: SQLStatement, _ parameters: [SQLValue], as type: Record.Type
    ) throws(CoreError) -> [Record] {
        try queries(statement, [parameters], as: type).first ?? []
    }

    func queries<Record: SQLDecodable>(
        _ statement: SQLStatement, _ parameters: [[SQLValue]], as type: Record.Type
    ) throws(CoreError) -> [[Record]] {
        let prepared = parameters.map { PostgresParameters($0) }
        let keys = prepared.map { PermanentRows.Key(statement: statement.number, parameters: $0.bytes) }
        var results = keys.map { statement.isPermanent ? permanent.find($0) : nil }
        let missing = results.indices.filter { results[$0] == nil }
        for (index, result) in zip(missing, try fetch(statement, missing.map { prepared[$0] })) {
            results[index] = result
            if statement.isPermanent, result.rowCount > 0 { permanent.keep([(keys[index], result)]) }
        }
        var answers: [[Record]] = []
        for result in results { answers.append(try result?.rows(as: type) ?? []) }
        return answers
    }

    private static let begin = SQLStatement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    private static let end = SQLStatement("COMMIT")

    private func fetch(
        _ statement: SQLStatement, _ parameters: [PostgresParameters]
    ) throws(CoreError) -> [PostgresResult] {
        if parameters.isEmpty { return [] }
        if let failure { throw failure.error }
        do throws(PostgresFailure) {
            let begins = !hasBegun
            if begins { try connection.send(Self.begin, for: .snapshot, PostgresParameters()) }
            hasBegun = true
            for values in parameters { try connection.send(statement, for: .snapshot, values) }
            let results = try connection.roundTrip()
            return Array(results.dropFirst(begins ? 1 : 0))
        } catch {
            failure = error
            throw error.error
        }
    }

    /// Ends the transaction.
    func finish() {
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
