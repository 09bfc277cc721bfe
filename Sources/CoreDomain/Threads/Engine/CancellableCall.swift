import Synchronization

/// A call that can be cancelled from outside, without a task of its own.
final class CancellableCall: Sendable {
    /// SAFETY: a task that runs under ``run(_:)`` lives until it takes itself out of the state; cancelling is the only
    /// thing that others do with it, and may be done from any thread.
    private struct Running: @unchecked Sendable {
        let task: UnsafeCurrentTask
    }

    private struct State {
        var running: Running?
        var isCancelled = false
    }

    private let state = Mutex(State())

    /// Whether ``cancel()`` came before the end.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Runs `body` in the current task.
    func run<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await withUnsafeCurrentTask { task in
            let running = task.map { Running(task: $0) }
            state.withLock { $0.running = running }
            defer { state.withLock { $0.running = nil } }
            return try await body()
        }
    }

    /// Cancels the task that runs, if one still does.
    func cancel() {
        state.withLock { state in
            guard let running = state.running else { return }
            state.isCancelled = true
            running.task.cancel()
        }
    }
}
