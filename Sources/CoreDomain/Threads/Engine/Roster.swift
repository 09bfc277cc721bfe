import Synchronization

/// Which threads are under way, which wait for their turn, and which rest.
final class Roster: Sendable {
    /// A thread whose run begins.
    struct Start: Sendable {
        let thread: Identifier
        let organization: Identifier
        let mailbox: Mailbox<RunMessage>
    }

    private struct Active {
        let organization: Identifier
        let mailbox: Mailbox<RunMessage>
        var task: Task<Void, Never>?
        /// Nil until it is known.
        var byteCount: Int?
        /// Whether someone changed the thread since its run began.
        var isWoken = false
    }

    private struct State {
        var isOpen = false
        var active: [Identifier: Active] = [:]
        var activeCounts: [Identifier: Int] = [:]
        var byteCount = 0
        /// Threads under way whose bytes are not known yet.
        var unknownCount = 0
        var queue = FairQueue<Identifier, Identifier>()
        var queued: Set<Identifier> = []
        var queuedCounts: [Identifier: Int] = [:]
        var resting: [Identifier: Deadlines.Ticket] = [:]
        /// Failures of the store in a row, by thread.
        var failures: [Identifier: Int] = [:]
        var idleWaiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var lastWaiter = 0
        /// Those who wait for a shorter line.
        var lineWaiters: [CheckedContinuation<Void, Never>] = []

        /// What is under way, in an order that is the same each time.
        var runs: [Active] { active.sorted { $0.key < $1.key }.map(\.value) }

        /// Puts a thread in line; false when it stands there already.
        mutating func push(_ thread: Identifier, _ organization: Identifier) -> Bool {
            guard queued.insert(thread).inserted else { return false }
            queue.push(thread, in: organization)
            queuedCounts[organization, default: 0] += 1
            return true
        }

        mutating func leaveLine(_ thread: Identifier, _ organization: Identifier) {
            queued.remove(thread)
            let left = queuedCounts[organization, default: 1] - 1
            queuedCounts[organization] = left > 0 ? left : nil
        }

        /// Those who need not wait any longer for a shorter line.
        mutating func takeLineWaiters(_ countMax: Int) -> [CheckedContinuation<Void, Never>] {
            if isOpen, queued.count > countMax { return [] }
            defer { lineWaiters = [] }
            return lineWaiters
        }

        mutating func clearLine() {
            queue.removeAll()
            queued = []
            queuedCounts = [:]
        }
    }

    private let state = Mutex(State())
    private let limits: EngineLimits

    init(_ limits: EngineLimits) { self.limits = limits }

    /// Lets runs begin.
    func open() { state.withLock { $0.isOpen = true } }

    /// Has a thread looked at: tells its run, or puts it in line. Returns what rouses it no longer.
    func call(_ thread: Identifier, of organization: Identifier) -> Deadlines.Ticket? {
        let (mailbox, ticket) = state.withLock { state -> (Mailbox<RunMessage>?, Deadlines.Ticket?) in
            guard state.isOpen else { return (nil, nil) }
            if state.active[thread] != nil {
                state.active[thread]?.isWoken = true
                return (state.active[thread]?.mailbox, nil)
            }
            _ = state.push(thread, organization)
            return (nil, state.resting.removeValue(forKey: thread))
        }
        mailbox?.post(.changed)
        return ticket
    }

    /// The next thread in line for which there is room.
    func next() -> Start? {
        let (start, waiters) = state.withLock { state -> (Start?, [CheckedContinuation<Void, Never>]) in
            (takeNext(&state), state.takeLineWaiters(limits.lineMax))
        }
        for waiter in waiters { waiter.resume() }
        return start
    }

    private func takeNext(_ state: inout State) -> Start? {
        guard state.isOpen, hasRoom(state) else { return nil }
        var organization: Identifier?
        let thread = state.queue.pop { candidate in
            guard state.activeCounts[candidate, default: 0] < limits.threadsPerOrganization else { return false }
            organization = candidate
            return true
        }
        guard let thread, let organization else { return nil }
        state.leaveLine(thread, organization)
        let mailbox = Mailbox<RunMessage>()
        state.active[thread] = Active(organization: organization, mailbox: mailbox)
        state.activeCounts[organization, default: 0] += 1
        state.unknownCount += 1
        return Start(thread: thread, organization: organization, mailbox: mailbox)
    }

    private func hasRoom(_ state: borrowing State) -> Bool {
        state.active.count < limits.threads && state.unknownCount < limits.loads
            && (state.byteCount < limits.bytes || state.active.isEmpty)
    }

    /// Notes the task of a run, for the case that it must be cancelled.
    func note(_ task: Task<Void, Never>, of start: Start) {
        let isCurrent = state.withLock { state in
            guard state.active[start.thread]?.mailbox === start.mailbox else { return false }
            state.active[start.thread]?.task = task
            return true
        }
        if !isCurrent { task.cancel() }
    }

    /// Whether a run is still the one that carries its thread on.
    func isCurrent(_ start: Start) -> Bool {
        state.withLock { $0.active[start.thread]?.mailbox === start.mailbox }
    }

    /// Notes how many bytes a thread under way keeps, as the run with this mailbox says.
    func weigh(_ mailbox: Mailbox<RunMessage>, _ thread: Identifier, _ byteCount: Int) {
        state.withLock { state in
            guard let active = state.active[thread], active.mailbox === mailbox else { return }
            if active.byteCount == nil { state.unknownCount -= 1 }
            state.active[thread]?.byteCount = byteCount
            state.byteCount += byteCount - (active.byteCount ?? 0)
        }
    }

    /// Notes that a run ended. `again`: another one is to follow, as it is when someone changed the thread meanwhile.
    /// Returns whether the thread may rest.
    func ended(_ start: Start, again: Bool) -> Bool {
        let (mayRest, waiters) = state.withLock { state -> (Bool, [CheckedContinuation<Void, Never>]) in
            guard let last = state.active[start.thread], last.mailbox === start.mailbox else { return (false, []) }
            state.active[start.thread] = nil
            if last.byteCount == nil { state.unknownCount -= 1 }
            state.byteCount -= last.byteCount ?? 0
            let left = state.activeCounts[start.organization, default: 1] - 1
            state.activeCounts[start.organization] = left > 0 ? left : nil
            let follows = state.isOpen && (again || last.isWoken)
            if follows { _ = state.push(start.thread, start.organization) }
            guard state.active.isEmpty, state.queue.isEmpty else { return (state.isOpen && !follows, []) }
            defer { state.idleWaiters = [:] }
            return (state.isOpen && !follows, Array(state.idleWaiters.values))
        }
        for waiter in waiters { waiter.resume() }
        return mayRest
    }

    /// Returns once no more threads wait for their turn than a line may have.
    func awaitShortLine() async {
        await withCheckedContinuation { waiter in
            let isShort = state.withLock { state in
                let isShort = !state.isOpen || state.queued.count <= limits.lineMax
                if !isShort { state.lineWaiters.append(waiter) }
                return isShort
            }
            if isShort { waiter.resume() }
        }
    }

    /// Notes what rouses a thread that rests; false when it is called already, or something rouses it.
    func rest(_ thread: Identifier, _ ticket: Deadlines.Ticket) -> Bool {
        state.withLock { state in
            guard state.isOpen, state.active[thread] == nil, !state.queued.contains(thread),
                state.resting[thread] == nil
            else { return false }
            state.resting[thread] = ticket
            return true
        }
    }

    /// Counts a failure of the store; returns how many there were in a row.
    func countFailure(_ thread: Identifier) -> Int {
        state.withLock { state in
            state.failures[thread, default: 0] += 1
            return state.failures[thread, default: 1]
        }
    }

    /// Forgets the failures of a thread that was carried on.
    func forgetFailures(_ thread: Identifier) { state.withLock { $0.failures[thread] = nil } }

    // MARK: Sharing

    /// How many more threads may be taken on, the line included.
    var room: Int {
        state.withLock { state in
            guard state.isOpen, state.byteCount < limits.bytes || state.active.isEmpty else { return 0 }
            return max(0, limits.threads - state.active.count - state.queued.count)
        }
    }

    /// The same for threads of one organization.
    func room(for organization: Identifier) -> Int {
        let taken = state.withLock { state in
            state.activeCounts[organization, default: 0] + state.queuedCounts[organization, default: 0]
        }
        return min(room, max(0, limits.threadsPerOrganization - taken))
    }

    /// Puts a thread in line unless it is known here; whether it did.
    func adopt(_ thread: Identifier, of organization: Identifier) -> Bool {
        state.withLock { state in
            guard state.isOpen, state.active[thread] == nil, state.resting[thread] == nil else { return false }
            return state.push(thread, organization)
        }
    }

    /// Tells the run of a thread, if there is one, that someone changed the thread.
    func tell(_ thread: Identifier) {
        let mailbox = state.withLock { state -> Mailbox<RunMessage>? in
            state.active[thread]?.isWoken = true
            return state.active[thread]?.mailbox
        }
        mailbox?.post(.changed)
    }

    /// Forgets all that is under way or in line, and has it end at once. Its runs may outlast this, and count no more.
    func abandon() {
        let (runs, waiters) = state.withLock { state in
            let result = (state.runs, Array(state.idleWaiters.values))
            state.clearLine()
            state.active = [:]
            state.activeCounts = [:]
            state.byteCount = 0
            state.unknownCount = 0
            state.failures = [:]
            state.idleWaiters = [:]
            return result
        }
        for run in runs {
            run.mailbox.post(.lost)
            run.task?.cancel()
        }
        for waiter in waiters { waiter.resume() }
    }

    // MARK: Ending

    /// Lets nothing more begin, and tells what runs to stop.
    func close() {
        let (mailboxes, waiters) = state.withLock { state in
            state.isOpen = false
            state.clearLine()
            state.resting = [:]
            return (state.runs.map(\.mailbox), state.takeLineWaiters(limits.lineMax))
        }
        for waiter in waiters { waiter.resume() }
        for mailbox in mailboxes { mailbox.post(.stop) }
    }

    /// Cancels what still runs.
    func cancelAll() {
        let tasks = state.withLock { state in state.runs.compactMap(\.task) }
        for task in tasks { task.cancel() }
    }

    /// Has `waiter` resumed once nothing runs or stands in line, and returns its number; nil when it was resumed at once.
    func awaitIdle(_ waiter: CheckedContinuation<Void, Never>) -> Int? {
        let number = state.withLock { state -> Int? in
            if state.active.isEmpty && state.queue.isEmpty { return nil }
            state.lastWaiter += 1
            state.idleWaiters[state.lastWaiter] = waiter
            return state.lastWaiter
        }
        if number == nil { waiter.resume() }
        return number
    }

    /// Resumes a waiter that waits no longer.
    func giveUp(_ waiter: Int) {
        state.withLock { $0.idleWaiters.removeValue(forKey: waiter) }?.resume()
    }
}
