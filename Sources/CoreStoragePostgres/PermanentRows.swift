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
    private let rows = Mutex<[Key: PostgresResult]>([:])
    private let origin = Mutex("")

    /// Forgets what another server said: one that took its place after it failed may never have heard of it.
    func belong(to server: String) {
        let isOther = origin.withLock { origin in
            defer { origin = server }
            return origin != server
        }
        if isOther { rows.withLock { $0 = [:] } }
    }

    /// The answer, if it is kept.
    func find(_ key: Key) -> PostgresResult? { rows.withLock { $0[key] } }

    /// Keeps answers, which must have been committed. When there are too many, all are asked for anew.
    func keep(_ found: [(key: Key, result: PostgresResult)]) {
        if found.isEmpty { return }
        rows.withLock { rows in
            if rows.count + found.count > Self.countMax { rows = [:] }
            for (key, result) in found { rows[key] = result }
        }
    }
}
