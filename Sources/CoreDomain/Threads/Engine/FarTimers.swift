import Synchronization

/// Timers too far ahead to be kept in memory: they stay in the store, and are looked for when the first of them comes near.
///
/// Of all of them together one alarm is kept. A store that several processes share needs none of this: there every process
/// looks for what is due.
final class FarTimers: Sendable {
    private struct State {
        /// When the store is looked at next, and what wakes for it.
        var alarm: (time: Timestamp, ticket: Deadlines.Ticket)?
    }

    /// Threads read at once.
    private static let pageSize = 1_000

    private let runner: Runner
    private let state = Mutex(State())

    init(_ runner: Runner) { self.runner = runner }

    private var services: RunServices { runner.services }

    /// Notes that a thread rests in the store until `time`.
    func note(_ time: Timestamp) {
        let (now, ahead) = (services.clock.now(), services.limits.timersAhead)
        // Threads that begin to rest one after the other are looked for together.
        look(at: max(now.adding(ahead / 4), time.adding(.zero - ahead)))
    }

    /// Forgets what was noted.
    func clear() {
        if let alarm = state.withLock({ $0.alarm.take() }) { services.deadlines.withdraw(alarm.ticket) }
    }

    /// Takes up what is due, and has what is due soon wake by itself.
    func look() async throws(CoreError) {
        clear()
        let horizon = services.clock.now().adding(services.limits.timersAhead)
        var (last, count) = (OpenThread?.none, 0)
        while count < services.limits.timersInMemory {
            let page = try await threads(until: horizon, after: last, limit: Self.pageSize)
            for thread in page { takeUp(thread) }
            count += page.count
            last = page.last ?? last
            guard page.count == Self.pageSize else {
                let edge = OpenThread(id: .greatest, organization: .greatest, wakeAt: horizon)
                if let next = try await threads(until: .latest, after: edge, limit: 1).first?.wakeAt, next != .latest {
                    note(next)
                }
                return
            }
            await runner.roster.awaitShortLine()
        }
        // The rest of this time is looked at when the last of these is due.
        if let time = last?.wakeAt { look(at: time) }
    }

    private func threads(
        until time: Timestamp, after last: OpenThread?, limit: Int
    ) async throws(CoreError) -> [OpenThread] {
        try await services.store.read { tx in try tx.threads.resting(until: time, after: last, limit: limit) }
    }

    private func takeUp(_ thread: OpenThread) {
        let wait = (thread.wakeAt ?? .earliest).since(services.clock.now())
        if wait > services.limits.waitInMemory {
            runner.rest(thread.id, of: thread.organization, until: thread.wakeAt ?? .earliest)
        } else {
            runner.adopt(thread.id, of: thread.organization)
        }
    }

    /// Has the store looked at by `time`.
    private func look(at time: Timestamp) {
        let withdrawn = state.withLock { state -> Deadlines.Ticket? in
            if let alarm = state.alarm, alarm.time <= time { return nil }
            let ticket = services.alarm(at: time) { [weak self] in self?.lookNow() }
            defer { state.alarm = (time, ticket) }
            return state.alarm?.ticket
        }
        if let withdrawn { services.deadlines.withdraw(withdrawn) }
    }

    private func lookNow() {
        Task {
            do throws(CoreError) { try await look() } catch {
                if error.reason == .shuttingDown { return }
                look(at: services.clock.now().adding(services.limits.pauseAfterFailure))
            }
        }
    }
}
