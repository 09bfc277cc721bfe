import Synchronization

/// Has threads looked at, here and where else they may be carried on. Runs need it too, which the runner is made before.
final class Waker: Sendable {
    private struct Listeners {
        weak var runner: Runner?
        var signals: (any Signals)?
    }

    private let listeners = Mutex(Listeners())

    /// Wakes threads by `runner` and `signals` from now on.
    func begin(_ runner: Runner, _ signals: (any Signals)?) {
        listeners.withLock { $0 = Listeners(runner: runner, signals: signals) }
    }

    /// Has a thread of `organization` looked at. Returns at once.
    func wake(_ thread: Identifier, of organization: Identifier) {
        let (runner, signals) = listeners.withLock { ($0.runner, $0.signals) }
        runner?.call(thread, of: organization)
        signals?.send(.thread(thread, of: organization))
    }
}
