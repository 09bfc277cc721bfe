public import CoreDomain
import Synchronization

/// A store that fails on purpose, by the numbers of its seed: before a commit, or after it with the reply lost.
public final class FaultyStore: Store {
    /// What happens to one write.
    public enum Fault: Hashable, Sendable, CaseIterable {
        /// Nothing is kept, and the caller is told so.
        case refusedBefore
        /// Everything is kept, and the caller is told that it is not known.
        case replyLost
        /// The closure runs once for nothing and then again, as after a lost batch.
        case ranTwice
    }

    /// Tells a closure that was run for nothing from one that refused.
    private static let discarded = CoreError(.cancelled, "A fault was planned inside the transaction.")

    private let store: any Store
    private let random: Mutex<SeededRandom>
    private let oneIn: UInt64

    /// A store over `store` in which one write in `oneIn` meets a fault.
    public init(_ store: any Store, seed: UInt64, oneIn: UInt64 = 3) {
        self.store = store
        self.oneIn = oneIn
        random = Mutex(SeededRandom(seed: seed))
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        try await store.read(body)
    }

    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        let fault = random.withLock { random in
            random.chance(oneIn: oneIn) ? Fault.allCases.randomElement(using: &random) : nil
        }
        switch fault {
        case nil:
            return try await store.write(body)
        case .refusedBefore:
            throw CoreError(.databaseUnavailable, "A fault was planned before the commit.", retry: .sameKey)
        case .replyLost:
            _ = try await store.write(body)
            throw CoreError(.outcomeUnknown, "A fault was planned after the commit.", retry: .sameKey)
        case .ranTwice:
            try await discard(body)
            return try await store.write(body)
        }
    }

    public func close() async { await store.close() }

    /// Runs the closure and keeps nothing of it.
    private func discard<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) {
        do throws(CoreError) {
            let _: Value = try await store.write { tx in
                _ = try body(tx)
                throw Self.discarded
            }
        } catch {
            if error != Self.discarded { throw error }
        }
    }
}
