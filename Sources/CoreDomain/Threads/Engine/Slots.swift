import Synchronization

/// So many at once of one thing; the others wait, and tenants take turns.
final class Slots: Sendable {
    /// The right to one of them, given back with the last reference to it.
    final class Permit: Sendable {
        private let slots: Slots

        fileprivate init(_ slots: Slots) { self.slots = slots }

        deinit { slots.release() }
    }

    private struct State {
        var limit: Int
        var used = 0
        var lastNumber = 0
        var queue = FairQueue<Identifier, Int>()
        /// By number; one that gave up is gone from here, and passed over in the queue.
        var waiters: [Int: CheckedContinuation<Permit?, Never>] = [:]
    }

    private let state: Mutex<State>

    init(_ limit: Int) { state = Mutex(State(limit: limit)) }

    /// Allows no more than `limit` from now on.
    func lower(to limit: Int) { state.withLock { $0.limit = min($0.limit, limit) } }

    /// Waits for a free one; nil when the task is cancelled before.
    func acquire(for organization: Identifier) async -> Permit? {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDecided = state.withLock { state -> Bool? in
                    if Task.isCancelled { return false }
                    if state.used < state.limit {
                        state.used += 1
                        return true
                    }
                    state.queue.push(number, in: organization)
                    state.waiters[number] = continuation
                    return nil
                }
                if let isDecided { continuation.resume(returning: isDecided ? Permit(self) : nil) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume(returning: nil)
        }
    }

    private func release() {
        let next = state.withLock { state -> CheckedContinuation<Permit?, Never>? in
            while state.used <= state.limit, let number = state.queue.pop() {
                if let waiter = state.waiters.removeValue(forKey: number) { return waiter }
            }
            state.used -= 1
            return nil
        }
        next?.resume(returning: Permit(self))
    }
}
