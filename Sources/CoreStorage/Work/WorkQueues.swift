package import CoreDomain
package import CorePlatform

extension JobQueue<PendingRead> {
    /// Has `body` run by one of those who take from this queue, and returns what it gives.
    package func perform<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        let result: Result<Value, CoreError> = await withCheckedContinuation { continuation in
            let read = PendingRead { snapshot, mustRunAgain in
                let result = snapshot.flatMap { tx in
                    Result { try body(tx) }.mapError { CoreError(narrowing: $0) }
                }
                if mustRunAgain() { return false }
                continuation.resume(returning: result)
                return true
            }
            if let refusal = push(read).refusal { continuation.resume(returning: .failure(refusal)) }
        }
        return try result.get()
    }
}

extension JobQueue<any PendingWrite> {
    /// Has `body` run by one of those who take from this queue, and returns what it gives once that is committed.
    package func perform<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        let result: Result<Value, CoreError> = await withCheckedContinuation { continuation in
            if let refusal = push(Write(body, continuation)).refusal {
                continuation.resume(returning: .failure(refusal))
            }
        }
        return try result.get()
    }
}

extension JobQueue.Admission {
    /// Why the job was not taken in; nil when it was.
    fileprivate var refusal: CoreError? {
        switch self {
        case .accepted: nil
        case .full:
            CoreError(.busy, "Too many calls wait for the database.", retry: .later(after: .seconds(1)))
        case .closed: CoreError(.shuttingDown, "The store is closed.")
        }
    }
}
