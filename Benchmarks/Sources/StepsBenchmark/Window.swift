import Synchronization

/// So many jobs at once: whoever begins them waits until there is room.
final class Window: Sendable {
    private struct State {
        var free: Int
        var waiting: CheckedContinuation<Void, Never>?
    }
    private let state: Mutex<State>

    init(_ width: Int) { state = Mutex(State(free: width)) }

    /// Takes a place, and waits for one where none is free. One task alone may call this.
    func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                state.free -= 1
                if state.free < 0 { state.waiting = continuation }
                return state.free >= 0
            }
            if isFree { continuation.resume() }
        }
    }

    /// Gives a place back.
    func leave() {
        let waiting = state.withLock { state in
            state.free += 1
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume()
    }
}
