import Synchronization

/// Has threads looked at, here and where else they may be carried on. Runs need it too, which the runner is made before.
final class Waker: Sendable {
    private struct Listeners {
        weak var runner: Runner?
        var signals: (any Signals)?
        var lookAgain: @Sendable () -> Void = {}
    }

    private let listeners = Mutex(Listeners())

    /// Wakes threads by `runner` and `signals` from now on; `lookAgain` has all open threads looked at.
    func begin(_ runner: Runner, _ signals: (any Signals)?, lookAgain: @escaping @Sendable () -> Void) {
        listeners.withLock { $0 = Listeners(runner: runner, signals: signals, lookAgain: lookAgain) }
    }

    /// Has every thread looked at that may have something to do, since it is not known whose write was kept. Returns at
    /// once.
    func lookAgain() {
        let listeners = listeners.withLock { $0 }
        listeners.lookAgain()
    }

    /// Has a thread of `organization` looked at. Returns at once.
    func wake(_ thread: Identifier, of organization: Identifier) {
        let (runner, signals) = listeners.withLock { ($0.runner, $0.signals) }
        runner?.call(thread, of: organization)
        signals?.send(.thread(thread, of: organization))
    }
}
