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
        var isOver = false
    }

    private let state = Mutex(State())

    /// Whether ``cancel()`` came before the end.
    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Runs `body` in the current task, as the last of the call or as one part that others follow.
    func run<Value: Sendable>(
        isLast: Bool = true, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withUnsafeCurrentTask { task in
            let running = task.map { Running(task: $0) }
            state.withLock { state in
                state.running = running
                if state.isCancelled { running?.task.cancel() }
            }
            defer {
                state.withLock { state in
                    state.running = nil
                    state.isOver = isLast
                }
            }
            return try await body()
        }
    }

    /// Cancels the call, unless it is over; one that has not begun begins cancelled.
    func cancel() {
        state.withLock { state in
            if state.isOver { return }
            state.isCancelled = true
            state.running?.task.cancel()
        }
    }
}
