import Synchronization

/// So many at once of one thing; the others wait. Tenants take turns, and of more than two none has more than half, so that
/// one whose work is long leaves something to the others.
public final class Slots: Sendable {
    /// The right to one of them, given back with the last reference to it.
    public final class Permit: Sendable {
        private let slots: Slots
        private let organization: Identifier

        fileprivate init(_ slots: Slots, _ organization: Identifier) {
            self.slots = slots
            self.organization = organization
        }

        deinit { slots.release(organization) }
    }

    private struct State {
        var limit: Int
        var used = 0
        var usedBy: [Identifier: Int] = [:]
        var lastNumber = 0
        var queue = FairQueue<Identifier, Int>()
        /// By number; one that gave up is gone from here, and passed over in the queue.
        var waiters: [Int: Waiter] = [:]

        /// How many one organization may have.
        var share: Int { limit > 2 ? (limit + 1) / 2 : limit }

        mutating func take(for organization: Identifier) {
            used += 1
            usedBy[organization, default: 0] += 1
        }

        mutating func giveBack(_ organization: Identifier) {
            used -= 1
            let left = usedBy[organization, default: 1] - 1
            usedBy[organization] = left == 0 ? nil : left
        }
    }

    private struct Waiter {
        let organization: Identifier
        let continuation: CheckedContinuation<Permit?, Never>
    }

    private let state: Mutex<State>

    /// So many.
    public init(_ limit: Int) { state = Mutex(State(limit: limit)) }

    /// Allows no more than `limit` from now on.
    func lower(to limit: Int) { state.withLock { $0.limit = min($0.limit, limit) } }

    /// Waits for a free one; nil when the task is cancelled before.
    public func acquire(for organization: Identifier) async -> Permit? {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDecided = state.withLock { state -> Bool? in
                    if Task.isCancelled { return false }
                    if state.used < state.limit, state.usedBy[organization, default: 0] < state.share {
                        state.take(for: organization)
                        return true
                    }
                    state.queue.push(number, in: organization)
                    state.waiters[number] = Waiter(organization: organization, continuation: continuation)
                    return nil
                }
                if let isDecided { continuation.resume(returning: isDecided ? Permit(self, organization) : nil) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.continuation.resume(returning: nil)
        }
    }

    private func release(_ organization: Identifier) {
        let next = state.withLock { state -> Waiter? in
            state.giveBack(organization)
            let (usedBy, share) = (state.usedBy, state.share)
            while state.used < state.limit, let number = state.queue.pop(where: { usedBy[$0, default: 0] < share }) {
                guard let waiter = state.waiters.removeValue(forKey: number) else { continue }
                state.take(for: waiter.organization)
                return waiter
            }
            return nil
        }
        if let next { next.continuation.resume(returning: Permit(self, next.organization)) }
    }
}
