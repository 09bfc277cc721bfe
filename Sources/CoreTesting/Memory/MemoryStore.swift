public import CoreDomain
import Synchronization

/// The store without a disk: for tests of the domain, and the reference that the others are held against.
public final class MemoryStore: Store {
    private struct State: ~Copyable {
        /// SAFETY: read and changed by nobody who does not have the lock of the state.
        nonisolated(unsafe) let tables = MemoryTables()
        var isClosed = false
    }
    private let state: Mutex<State>
    private let clock: any Clock

    /// An empty store.
    public init(clock: any Clock) {
        self.clock = clock
        state = Mutex(State())
    }

    /// A store with the content of `other`, from which on they have nothing in common.
    public convenience init(copying other: MemoryStore, clock: any Clock) {
        self.init(clock: clock)
        other.state.withLock { other in state.withLock { $0.tables.copy(other.tables) } }
    }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        try locked { tables, now in .success(try body(MemorySnapshot(tables: tables, now: now))) }
    }

    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws(CoreError) -> Value {
        try locked { tables, now in
            do {
                let value = try body(MemoryTransaction(tables: tables, now: now))
                tables.undo.forget()
                return .success(value)
            } catch {
                tables.undo.rollBack()
                return .failure(CoreError(narrowing: error))
            }
        }
    }

    public func close() async {
        state.withLock { $0.isClosed = true }
    }

    private func locked<Value: Sendable>(
        _ body: (MemoryTables, Timestamp) throws -> Result<Value, CoreError>
    ) throws(CoreError) -> Value {
        let reading = clock.now()
        let result: Result<Value, CoreError> = state.withLock { state in
            if state.isClosed { return .failure(CoreError(.shuttingDown, "The store is closed.")) }
            state.tables.latest = max(state.tables.latest, reading)
            do {
                return try body(state.tables, state.tables.latest)
            } catch {
                return .failure(CoreError(narrowing: error))
            }
        }
        return try result.get()
    }
}
