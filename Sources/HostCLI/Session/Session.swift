import CoreDomain
import CoreLanguage

/// Where operations are performed: a database that this process opened, or a server.
protocol Session: Sendable {
    /// Performs an operation.
    func perform(_ operation: String, _ input: JSONValue, idempotencyKey: String?) async throws(CoreError) -> JSONValue

    /// Begins a stream. Threads of a database that this process owns are carried on meanwhile.
    func follow(_ operation: String, _ input: JSONValue) async throws(CoreError) -> any ItemStream

    /// Whether the stream ends with this process, because nobody else carries the work on.
    var carriesThreads: Bool { get }

    /// How a command on the same place is written: `--database my.db`.
    var place: String { get }

    /// Lets go of everything. Called once.
    func close() async
}

extension Session {
    func perform(_ operation: String, _ input: JSONValue) async throws(CoreError) -> JSONValue {
        try await perform(operation, input, idempotencyKey: nil)
    }
}

/// Items as they come.
protocol ItemStream: Sendable {
    /// The next item; nil when nothing will follow.
    func next() async throws(CoreError) -> JSONValue?
}
