import CoreDomain

extension OpenAIProvider {
    /// What `body` gives, unless it takes too long: then it is cancelled, and waited for.
    func within<Value: Sendable>(
        _ timeout: Duration, _ body: @escaping @Sendable () async throws(CoreError) -> Value
    ) async throws(CoreError) -> Value {
        let deadline = clock.monotonic() + timeout
        let (clock, late) = (clock, failure.timedOut(after: timeout))
        do {
            return try await withThrowingTaskGroup(of: Value.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    try await clock.sleep(until: deadline)
                    throw late
                }
                defer { group.cancelAll() }
                guard let first = try await group.next() else { throw late }
                return first
            }
        } catch {
            throw CoreError(narrowing: error)
        }
    }
}
