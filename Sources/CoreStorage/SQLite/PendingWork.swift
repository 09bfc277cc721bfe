import CoreDomain

/// A write that waits for its commit.
protocol PendingWrite: AnyObject, Sendable {
    /// Runs the closure on `tx` and keeps its outcome; true when it succeeded. May run more than once.
    func attempt(_ tx: any WriteTransaction) -> Bool
    /// Gives the outcome of the last attempt to whoever waits.
    func answer()
    /// Gives `error` to whoever waits, unless the closure itself refused.
    func answer(unlessRefused error: CoreError)
    /// Gives `error` to whoever waits.
    func answer(_ error: CoreError)
}

/// The closure, its last outcome and the task that waits.
///
/// SAFETY: only the writer's thread touches `outcome`, and it resumes the continuation once.
final class Write<Value: Sendable>: PendingWrite, @unchecked Sendable {
    private let body: @Sendable (any WriteTransaction) throws -> Value
    private let continuation: CheckedContinuation<Result<Value, CoreError>, Never>
    private var outcome: Result<Value, CoreError>?

    init(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value,
        _ continuation: CheckedContinuation<Result<Value, CoreError>, Never>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func attempt(_ tx: any WriteTransaction) -> Bool {
        do {
            outcome = .success(try body(tx))
            return true
        } catch {
            outcome = .failure(CoreError(narrowing: error))
            return false
        }
    }

    func answer() {
        continuation.resume(
            returning: outcome ?? .failure(CoreError(.internalError, "A write was answered before it ran.")))
    }

    func answer(unlessRefused error: CoreError) {
        if case .failure? = outcome { return answer() }
        answer(error)
    }

    func answer(_ error: CoreError) {
        continuation.resume(returning: .failure(error))
    }
}

/// A read that waits for a reader's thread.
struct PendingRead: Sendable {
    /// Runs the closure on the snapshot, or passes the error on, and answers whoever waits.
    let run: @Sendable (Result<any ReadTransaction, CoreError>) -> Void
}
