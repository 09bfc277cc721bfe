import Synchronization

/// Acts at points in time, nearly all of which are withdrawn before: one sleeper for all of them, so that a thread which
/// rests costs an entry and no task.
final class Deadlines: Sendable {
    /// Names an entry.
    typealias Ticket = UInt64

    private struct Entry {
        let time: Duration
        let ticket: Ticket
    }

    private struct State {
        var heap: [Entry] = []
        /// What is still to be done; an entry of the heap without one was withdrawn.
        var actions: [Ticket: @Sendable () -> Void] = [:]
        var lastTicket: Ticket = 0
        var sleeper: Task<Void, Never>?
        var sleepsUntil = Duration.zero
    }

    private let state = Mutex(State())
    private let clock: any Clock

    init(clock: any Clock) { self.clock = clock }

    deinit { state.withLock { $0.sleeper }?.cancel() }

    /// Has `action` done once the monotonic clock reads `time`, which may be past.
    func add(at time: Duration, _ action: @escaping @Sendable () -> Void) -> Ticket {
        state.withLock { state in
            state.lastTicket += 1
            state.actions[state.lastTicket] = action
            Self.push(Entry(time: time, ticket: state.lastTicket), &state.heap)
            sleep(&state)
            return state.lastTicket
        }
    }

    /// Has it not done.
    func withdraw(_ ticket: Ticket) {
        state.withLock { state in
            state.actions[ticket] = nil
            // Withdrawn entries stay in the heap until their time comes; they are swept out once three of four are.
            if state.heap.count > 64, state.heap.count > 4 * state.actions.count {
                let kept = state.heap.filter { state.actions[$0.ticket] != nil }
                state.heap = []
                for entry in kept { Self.push(entry, &state.heap) }
            }
        }
    }

    /// Forgets every entry.
    func clear() {
        state.withLock { state in
            state.actions = [:]
            state.heap = []
            state.sleeper?.cancel()
            state.sleeper = nil
        }
    }

    /// Sees to it that somebody wakes for the earliest entry.
    private func sleep(_ state: inout State) {
        guard let first = state.heap.first else { return }
        if state.sleeper != nil, state.sleepsUntil <= first.time { return }
        state.sleeper?.cancel()
        state.sleepsUntil = first.time
        let (clock, time) = (clock, first.time)
        state.sleeper = Task { [weak self] in
            do { try await clock.sleep(until: time) } catch { return }
            self?.wakeUp()
        }
    }

    private func wakeUp() {
        let now = clock.monotonic()
        let due = state.withLock { state in
            var due: [@Sendable () -> Void] = []
            while let first = state.heap.first, first.time <= now || state.actions[first.ticket] == nil {
                Self.popFirst(&state.heap)
                if let action = state.actions.removeValue(forKey: first.ticket) { due.append(action) }
            }
            state.sleeper = nil
            sleep(&state)
            return due
        }
        for action in due { action() }
    }

    // MARK: A binary heap, the earliest first

    private static func push(_ entry: Entry, _ heap: inout [Entry]) {
        heap.append(entry)
        var index = heap.count - 1
        while index > 0 {
            let parent = (index - 1) / 2
            if heap[parent].time <= heap[index].time { return }
            heap.swapAt(parent, index)
            index = parent
        }
    }

    private static func popFirst(_ heap: inout [Entry]) {
        guard let last = heap.popLast(), !heap.isEmpty else { return }
        heap[0] = last
        var index = 0
        while true {
            let children = [2 * index + 1, 2 * index + 2].filter { $0 < heap.count }
            guard let least = children.min(by: { heap[$0].time < heap[$1].time }),
                heap[least].time < heap[index].time
            else { return }
            heap.swapAt(least, index)
            index = least
        }
    }
}
