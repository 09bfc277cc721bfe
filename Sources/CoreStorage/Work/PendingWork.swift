package import CoreDomain

/// A write that waits for its commit.
package protocol PendingWrite: AnyObject, Sendable {
    /// Runs the closure on `tx` and keeps its outcome; true when it succeeded. May run more than once.
    func attempt(_ tx: any WriteTransaction) -> Bool
    /// Runs the closure on a `tx` that only finds out what it asks; nothing comes of it.
    func scout(_ tx: any WriteTransaction)
    /// Whether the last attempt was refused since a record existed already.
    var foundDuplicate: Bool { get }
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
package final class Write<Value: Sendable>: PendingWrite, @unchecked Sendable {
    private let body: @Sendable (any WriteTransaction) throws -> Value
    private let continuation: CheckedContinuation<Result<Value, CoreError>, Never>
    private var outcome: Result<Value, CoreError>?

    package init(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value,
        _ continuation: CheckedContinuation<Result<Value, CoreError>, Never>
    ) {
        self.body = body
        self.continuation = continuation
    }

    package func attempt(_ tx: any WriteTransaction) -> Bool {
        do {
            outcome = .success(try body(tx))
            return true
        } catch {
            outcome = .failure(CoreError(narrowing: error))
            return false
        }
    }

    package func scout(_ tx: any WriteTransaction) {
        do { _ = try body(tx) } catch { return }
    }

    package var foundDuplicate: Bool {
        if case .failure(let error)? = outcome { error.reason == .alreadyExists } else { false }
    }

    package func answer() {
        continuation.resume(
            returning: outcome ?? .failure(CoreError(.internalError, "A write was answered before it ran.")))
    }

    package func answer(unlessRefused error: CoreError) {
        if case .failure? = outcome { return answer() }
        answer(error)
    }

    package func answer(_ error: CoreError) {
        continuation.resume(returning: .failure(error))
    }
}

/// A read that waits for a reader's thread.
package struct PendingRead: Sendable {
    private let body: @Sendable (Result<any ReadTransaction, CoreError>, () -> Bool) -> Bool

    /// A read that `body` performs and answers, unless what it is given then says that it is to run again; it tells
    /// whether it answered.
    package init(_ body: @escaping @Sendable (Result<any ReadTransaction, CoreError>, () -> Bool) -> Bool) {
        self.body = body
    }

    /// Runs the closure on the snapshot, or passes the error on, and answers whoever waits.
    package func run(_ snapshot: Result<any ReadTransaction, CoreError>) { _ = body(snapshot) { false } }

    /// The same, except that nobody is answered when `mustRunAgain` afterwards; tells whether somebody was.
    package func run(_ snapshot: any ReadTransaction, unless mustRunAgain: () -> Bool) -> Bool {
        body(.success(snapshot), mustRunAgain)
    }
}
