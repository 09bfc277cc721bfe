import CoreLanguage

/// The turns of one run: begin what can be called, store what came of it, wait for more.
struct RunLoop {
    private var run: RunState
    private let services: RunServices
    private let mailbox: Mailbox<RunMessage>
    private var news: RunNews
    /// Units that are being called, whose result is not stored yet, or that wait for another attempt.
    private var busy: Set<String> = []
    /// Units whose intent this run stored, so that it knows that they were not begun before.
    private var intended: Set<String> = []
    private var isStopping = false

    init(run: RunState, services: RunServices, mailbox: Mailbox<RunMessage>) {
        self.run = run
        self.services = services
        self.mailbox = mailbox
        news = RunNews(
            needsCommit: run.thread.status.state == .pending || run.machine.outcome != nil
                || services.clock.now() >= run.thread.expiresAt)
    }

    /// Turns until the thread is over or the run is stopped.
    mutating func turn(_ group: inout DiscardingTaskGroup) async throws(CoreError) {
        wake(.expired, at: run.thread.expiresAt, &group)
        while true {
            for message in mailbox.takeNow() { take(message) }
            if services.clock.now() >= run.thread.expiresAt {
                news.needsCommit = true
            } else if isStopping {
                // An intent that was stored and not followed by its call would leave the step in doubt.
                beginIntended(&group)
                if !awaitsWhatCannotBeRepeated, !news.asksForCommit { return }
            } else {
                begin(&group)
            }
            if news.asksForCommit {
                guard try await commit() else { return }
            } else {
                for message in await mailbox.take() { take(message) }
            }
        }
    }

    private mutating func take(_ message: RunMessage) {
        switch message {
        case .attempted(let result): news.results.append(result)
        case .due(let path): busy.remove(path)
        case .expired, .changed: news.needsCommit = true
        case .stop:
            isStopping = true
            news.mayIntend = false
        }
    }

    private var awaitsWhatCannotBeRepeated: Bool {
        busy.contains { path in
            guard let unit = run.machine.unit(path) else { return false }
            return unit.isIntended && run.target(of: unit).definition.effect == .once
        }
    }

    // MARK: Beginning

    private mutating func beginIntended(_ group: inout DiscardingTaskGroup) {
        for unit in run.machine.callable where intended.contains(unit.path) && !busy.contains(unit.path) {
            begin(unit, &group)
        }
    }

    private mutating func begin(_ group: inout DiscardingTaskGroup) {
        let now = services.clock.now()
        for unit in run.machine.callable where !busy.contains(unit.path) {
            if let time = unit.notBefore, time > now {
                busy.insert(unit.path)
                wake(.due(path: unit.path), at: time, &group)
            } else {
                begin(unit, &group)
            }
        }
    }

    private mutating func begin(_ unit: StepUnit, _ group: inout DiscardingTaskGroup) {
        let target = run.target(of: unit)
        if target.definition.effect == .once {
            if !unit.isIntended {
                news.intents.append(unit.path)
                return
            }
            guard intended.remove(unit.path) != nil else { return note(unit, .inDoubt) }
        }
        switch target.handler {
        case .function(let handler): call(unit, target, handler, &group)
        case .computation(let compute):
            let workers = services.workers
            call(
                unit, target,
                { input, context in
                    try await workers.run { flag in
                        Result { try compute(input, context, flag) }.mapError { CoreError(narrowing: $0) }
                    }.get()
                }, &group)
        case .transaction:
            busy.insert(unit.path)
            news.transactions.append(unit.path)
        case nil:
            note(
                unit,
                .failure(
                    CoreError(
                        .unsupported, "This program has no capability \"\(target.definition.handler ?? "")\".",
                        fix: "Run the thread with a program that has it.")))
        }
    }

    private mutating func call(
        _ unit: StepUnit, _ target: StepTarget,
        _ handler: @escaping @Sendable (JSONValue, StepContext) async throws -> StepOutput,
        _ group: inout DiscardingTaskGroup
    ) {
        let input: JSONValue
        do throws(CoreError) { input = try run.checkedInput(of: unit) } catch { return note(unit, .failure(error)) }
        let attempt = StepAttempt(
            input: input, handler: handler, context: run.context(of: unit), slots: target.slots,
            timeout: run.timeout(of: unit, services.limits), effect: target.definition.effect, clock: services.clock)
        busy.insert(unit.path)
        let (mailbox, path) = (mailbox, unit.path)
        group.addTask {
            let outcome = await attempt.perform()
            mailbox.post(.attempted(RunCommit.StepResult(path: path, outcome: outcome)))
        }
    }

    /// Takes a result that no call was needed for.
    private mutating func note(_ unit: StepUnit, _ outcome: AttemptOutcome) {
        busy.insert(unit.path)
        news.results.append(RunCommit.StepResult(path: unit.path, outcome: outcome))
    }

    private func wake(_ message: RunMessage, at time: Timestamp, _ group: inout DiscardingTaskGroup) {
        let (clock, mailbox) = (services.clock, mailbox)
        let deadline = clock.monotonic() + max(.zero, time.since(clock.now()))
        group.addTask {
            do { try await clock.sleep(until: deadline) } catch { return }
            mailbox.post(message)
        }
    }

    // MARK: Storing

    /// Stores the news; false when the thread is over.
    private mutating func commit() async throws(CoreError) -> Bool {
        let failedStep = FailedTransactionStep()
        let commit = RunCommit(
            journal: services.journal, news: news, failedStep: failedStep, jitter: try jitter(),
            limits: services.limits)
        let before = run
        do throws(CoreError) {
            let effect = try await services.store.write { tx in try commit.perform(on: before, tx) }
            services.changes.notify(run.thread.organization)
            guard case .carriedOn(let after) = effect else { return false }
            carryOn(after)
        } catch {
            guard let path = failedStep.path(of: error) else {
                try await pause(after: error)
                return true
            }
            news.transactions.removeAll { $0 == path }
            news.results.append(RunCommit.StepResult(path: path, outcome: .failure(error)))
        }
        return true
    }

    /// Waits before the same is stored once more. A store that refused kept nothing, so nothing that was done is lost; one
    /// that does not know what it kept is asked again from the journal, by another run.
    private func pause(after error: CoreError) async throws(CoreError) {
        guard error.isOfTheStore, error.reason != .outcomeUnknown, error.reason != .shuttingDown, !isStopping else {
            throw error
        }
        services.report(run.thread.id, error)
        let deadline = services.clock.monotonic() + services.limits.pauseAfterFailure
        do { try await services.clock.sleep(until: deadline) } catch { throw CoreError(narrowing: error) }
    }

    private mutating func carryOn(_ after: RunState) {
        for result in news.results { busy.remove(result.path) }
        for unit in after.machine.callable where unit.isIntended {
            if run.machine.unit(unit.path)?.isIntended != true { intended.insert(unit.path) }
        }
        run = after
        news = RunNews(needsCommit: false)
        news.mayIntend = !isStopping
    }

    /// Evenly from 0 to 1, where a wait depends on it.
    private func jitter() throws(CoreError) -> Double {
        guard
            news.results.contains(where: { result in
                guard case .failure = result.outcome, let unit = run.machine.unit(result.path) else { return false }
                return run.step(of: unit).retry.jitter == .full
            })
        else { return 1 }
        let bits = try services.entropy.bytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return Double(bits) / Double(UInt32.max)
    }
}

/// What a run has to store.
struct RunNews: Sendable {
    var results: [RunCommit.StepResult] = []
    /// Units with effects in this store, called inside the commit.
    var transactions: [String] = []
    /// Units that must not be called twice, and are called next.
    var intents: [String] = []
    /// Whether calls that must not be made twice may come next: not once the program stops.
    var mayIntend = true
    /// Whether the stored thread is to be looked at in any case.
    var needsCommit: Bool

    init(needsCommit: Bool) { self.needsCommit = needsCommit }

    var asksForCommit: Bool {
        needsCommit || !results.isEmpty || !transactions.isEmpty || !intents.isEmpty
    }
}
