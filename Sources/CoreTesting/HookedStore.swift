public import CoreDomain

/// A store that does something before or after each write: moves a clock on, counts, refuses, or loses the answer.
public struct HookedStore: Store {
    private let store: any Store
    private let beforeWrite: @Sendable () throws -> Void
    private let afterWrite: @Sendable () throws -> Void

    /// A store over `store`. What a hook throws is what the write throws; nothing of it is kept when `beforeWrite` throws,
    /// and everything when `afterWrite` does.
    public init(
        _ store: any Store, beforeWrite: @escaping @Sendable () throws -> Void = {},
        afterWrite: @escaping @Sendable () throws -> Void = {}
    ) {
        self.store = store
        self.beforeWrite = beforeWrite
        self.afterWrite = afterWrite
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        try await store.read(body)
    }

    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        do { try beforeWrite() } catch { throw CoreError(narrowing: error) }
        let value = try await store.write(body)
        do { try afterWrite() } catch { throw CoreError(narrowing: error) }
        return value
    }

    public func close() async { await store.close() }
}
