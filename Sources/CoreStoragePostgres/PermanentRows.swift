import CoreStorage
import Synchronization

/// Answers of statements whose rows never change, kept for all connections of a store.
final class PermanentRows: Sendable {
    /// A statement with its parameters.
    struct Key: Hashable {
        let statement: Int
        let parameters: [UInt8]
    }

    private static let countMax = 16_384
    /// The answers, and the server that gave them.
    private let state = Mutex((server: "", rows: [Key: PostgresResult]()))

    /// Forgets what another server said: one that took its place after it failed may never have heard of it.
    func belong(to server: String) {
        state.withLock { state in
            if state.server != server { state = (server, [:]) }
        }
    }

    /// The answer, if it is kept.
    func find(_ key: Key) -> PostgresResult? { state.withLock { $0.rows[key] } }

    /// Keeps answers, which must have been committed. When there are too many, all are asked for anew.
    func keep(_ found: [(key: Key, result: PostgresResult)]) {
        if found.isEmpty { return }
        state.withLock { state in
            if state.rows.count + found.count > Self.countMax { state.rows = [:] }
            for (key, result) in found { state.rows[key] = result }
        }
    }
}
