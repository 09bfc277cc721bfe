import CoreDomain
import CoreLanguage
import HostSupport

/// Operations on a database that this process opened, as its operator or in the place of an account.
struct LocalSession: Session {
    let backend: Backend
    let account: String?
    /// Whether this process owns the database; otherwise it only reads it.
    let isOwner: Bool
    let place: String

    var carriesThreads: Bool { isOwner }

    func perform(
        _ operation: String, _ input: JSONValue, idempotencyKey: String?
    ) async throws(CoreError) -> JSONValue {
        try await backend.perform(operation, input, call(idempotencyKey: idempotencyKey))
    }

    func follow(_ operation: String, _ input: JSONValue) async throws(CoreError) -> any ItemStream {
        if isOwner { try await backend.runThreads() }
        return LocalStream(
            stream: try await backend.stream(operation, input, after: nil, call(idempotencyKey: nil)))
    }

    func close() async { await backend.close() }

    private func call(idempotencyKey: String?) throws(CoreError) -> Call {
        try backend.openerCall(account: account, idempotencyKey: idempotencyKey)
    }
}

private struct LocalStream: ItemStream {
    let stream: OperationStream

    func next() async throws(CoreError) -> JSONValue? {
        while true {
            switch try await stream.next(patience: .seconds(60)) {
            case .item(let item): return item.output
            case .quiet: continue
            case .over: return nil
            }
        }
    }
}
