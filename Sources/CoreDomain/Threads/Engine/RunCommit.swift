import CoreLanguage
import Synchronization

/// One commit of a run: what its steps brought, what follows, and the intents of the calls that come next.
struct RunCommit: Sendable {
    /// What a unit of the graph brought.
    struct StepResult: Sendable {
        let path: String
        let outcome: AttemptOutcome
    }

    let journal: ThreadJournal
    let news: RunNews
    /// Told when a unit called inside the commit fails, which takes the whole commit back.
    let failedStep: FailedTransactionStep
    /// A number drawn for jitter, evenly from 0 to 1.
    let jitter: Double
    let limits: EngineLimits

    /// What the commit left behind.
    enum Effect: Sendable {
        /// The thread goes on in this state.
        case carriedOn(RunState)
        /// The thread is over, by this commit or an earlier one.
        case over
    }

    /// Stores everything, or throws and stores nothing.
    ///
    /// - Throws: also what a unit called inside the commit throws, which is then noted in ``failedStep``.
    func perform(on run: RunState, _ tx: any WriteTransaction) throws(CoreError) -> Effect {
        guard var status = try tx.threads.status(run.thread.id), !status.state.isFinal else { return .over }
        if tx.now >= run.thread.expiresAt {
            try journal.end(run.thread, .expired, run.money, &status, tx)
            return .over
        }
        var work = RunWork(run: run, now: tx.now, jitter: jitter, limits: limits)
        if status.state == .pending {
            status.state = .running
            work.events.append(NewEvent(.threadStarted))
        }
        for result in news.results { work.take(result) }
        for path in news.transactions { try call(path, &work, tx) }
        if news.mayIntend { work.intend(news.intents) }
        for (path, amount) in work.charges {
            guard let money = run.money else { break }
            try journal.charge(amount, for: path, of: money, run.thread, tx)
        }
        let after = work.run
        status.progress.done = Int64(after.machine.closedCount)
        status.charged = after.money?.charged ?? .zero
        if let ending = ending(after.machine) {
            try journal.end(run.thread, ending, after: work.events, after.money, &status, tx)
            return .over
        }
        if work.events.isEmpty { return .carriedOn(after) }
        try journal.append(
            work.events, thread: run.thread.id, organization: run.thread.organization, &status, tx)
        try tx.threads.update(run.thread.id, status)
        return .carriedOn(after)
    }

    private func ending(_ machine: GraphMachine) -> ThreadJournal.Ending? {
        switch machine.outcome {
        case .completed(let result):
            do throws(CoreError) {
                try limits.check(result, "The result")
                return .completed(result)
            } catch {
                return .failed(ThreadFailure(error, step: nil))
            }
        case .failed(let failure): return .failed(failure)
        case nil: return nil
        }
    }

    private func call(_ path: String, _ work: inout RunWork, _ tx: any WriteTransaction) throws(CoreError) {
        guard work.run.machine.outcome == nil, let unit = work.run.machine.unit(path), unit.status == .ready,
            case .transaction(let handler)? = work.run.target(of: unit).handler
        else { return }
        do {
            let input = try work.run.checkedInput(of: unit)
            let output = try handler(input, work.run.context(of: unit), tx)
            // Refused only now, it would leave its effect behind.
            try limits.check(output.output, "The step's output")
            work.take(StepResult(path: path, outcome: .success(output, took: .zero)))
        } catch {
            let narrowed = CoreError(narrowing: error)
            // What the store cannot do is no failure of the step.
            if !narrowed.isOfTheStore { failedStep.note(path, narrowed) }
            throw narrowed
        }
    }
}

/// Remembers which unit made a commit fail: the store hands on the error alone.
final class FailedTransactionStep: Sendable {
    private let failure = Mutex<(path: String, error: CoreError)?>(nil)

    func note(_ path: String, _ error: CoreError) { failure.withLock { $0 = (path, error) } }

    /// The unit that threw `error`; nil when the commit failed otherwise.
    func path(of error: CoreError) -> String? {
        failure.withLock { $0?.error == error ? $0?.path : nil }
    }
}
