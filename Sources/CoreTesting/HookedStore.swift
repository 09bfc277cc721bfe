public import CoreDomain

/// A store that does something before each write: moves a clock on, counts, or refuses.
public struct HookedStore: Store {
    private let store: any Store
    private let beforeWrite: @Sendable () throws -> Void

    /// A store over `store`. What `beforeWrite` throws is what the write throws; nothing of it is then kept.
    public init(_ store: any Store, beforeWrite: @escaping @Sendable () throws -> Void) {
        self.store = store
        self.beforeWrite = beforeWrite
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
        return try await store.write(body)
    }

    public func close() async { await store.close() }
}
