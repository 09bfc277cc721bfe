import CoreLanguage

/// What a run is told while it goes on.
enum RunMessage: Sendable {
    /// An attempt ended.
    case attempted(RunCommit.StepResult)
    /// The wait before another attempt is over.
    case due(path: String)
    /// The thread's time to live is over.
    case expired
    /// Someone else changed the stored thread.
    case changed
    /// The program stops; what runs is begun again at the next start.
    case stop
}

/// What a run works with.
struct RunServices: Sendable {
    let store: any Store
    let clock: any Clock
    let entropy: any Entropy
    let library: ProgramLibrary
    let journal: ThreadJournal
    let changes: Changes
    let workers: any Workers
    let limits: EngineLimits
    /// Told of threads that the store keeps from going on.
    let report: @Sendable (Identifier, CoreError) -> Void
}

/// Carries one thread on until it is over, or until it is told to stop.
///
/// It alone moves the thread, except that anyone may end it: every commit looks whether it is still open.
struct ThreadRun: Sendable {
    let services: RunServices
    let mailbox: Mailbox<RunMessage>

    /// - Throws: what the store throws; the thread is then carried on from its last commit by another run.
    func carryOn(_ id: Identifier) async throws(CoreError) {
        let library = services.library
        guard let run = try await services.store.read({ tx in try RunState(id, library, tx) }) else { return }
        let outcome = await withDiscardingTaskGroup { group in
            defer { group.cancelAll() }
            var loop = RunLoop(run: run, services: services, mailbox: mailbox)
            do throws(CoreError) {
                try await loop.turn(&group)
                return Result<Void, CoreError>.success(())
            } catch {
                return .failure(error)
            }
        }
        try outcome.get()
    }
}
