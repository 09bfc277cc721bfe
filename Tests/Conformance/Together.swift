import CoreDomain
import CoreStoragePostgres
import Glibc
import Synchronization

extension PostgresStore {
    /// Has the closures wait while the writer is busy, so that it takes them together, in order.
    func together<Value: Sendable>(
        _ bodies: [@Sendable (any WriteTransaction) throws -> Value]
    ) async throws -> [Result<Value, CoreError>] {
        let (isBusy, isQueued) = (Flag(), Flag())
        return try await withThrowingTaskGroup(of: (Int, Result<Value, CoreError>)?.self) { group in
            group.addTask {
                try await self.write { _ in
                    isBusy.raise()
                    while !isQueued.isUp { usleep(200) }
                }
                return nil
            }
            while !isBusy.isUp { try await Task.sleep(for: .milliseconds(1)) }
            for (number, body) in bodies.enumerated() {
                group.addTask {
                    do throws(CoreError) {
                        return (number, .success(try await self.write(body)))
                    } catch {
                        return (number, .failure(error))
                    }
                }
                // Each is in the queue before the next one.
                try await Task.sleep(for: .milliseconds(20))
            }
            isQueued.raise()
            var values: [Int: Result<Value, CoreError>] = [:]
            for try await case (let number, let value)? in group { values[number] = value }
            return bodies.indices.compactMap { values[$0] }
        }
    }
}

/// Raised once.
final class Flag: Sendable {
    private let state = Atomic<Bool>(false)
    var isUp: Bool { state.load(ordering: .acquiring) }
    func raise() { state.store(true, ordering: .releasing) }
}
