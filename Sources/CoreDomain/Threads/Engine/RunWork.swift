import CoreLanguage

/// What a commit stores, worked out before anything is: the next state, and the events and postings that lead to it.
struct RunWork: Sendable {
    private(set) var run: RunState
    private(set) var events: [NewEvent] = []
    /// What is taken out of the holds of steps that are over.
    private(set) var postings: [(step: String, amount: Amount)] = []
    /// Set once the thread is over.
    private(set) var ending: ThreadJournal.Ending?
    private let now: Timestamp
    private let jitter: Double
    private let limits: EngineLimits

    init(run: RunState, now: Timestamp, jitter: Double, limits: EngineLimits) {
        self.run = run
        self.now = now
        self.jitter = jitter
        self.limits = limits
        if run.thread.status.state == .pending {
            self.run.thread.status.state = .running
            events.append(NewEvent(.threadStarted))
        }
    }

    /// Takes what an attempt brought; of a unit that is done, or of a thread that ended, nothing.
    mutating func take(_ result: StepResult) {
        guard run.machine.outcome == nil, let unit = run.machine.unit(result.path), unit.status == .ready else {
            return
        }
        switch result.outcome {
        case .success(let success): succeed(unit, success)
        case .failure(let error): fail(unit, error)
        case .wait(let duration): wait(unit, duration)
        case .inDoubt:
            giveUp(
                unit,
                CoreError(
                    .stepInDoubt,
                    "The step was begun, must not be done twice, and it is not known whether it was done.",
                    fix: "Look at what it was to do; then start the thread again, or do not."))
        }
    }

    /// Notes the intents of units that must not be called twice, and are called next.
    mutating func intend(_ paths: [String]) {
        for path in paths {
            guard let unit = run.machine.unit(path), unit.status == .ready, !unit.isIntended else { continue }
            events.append(NewEvent(.stepIntended, path: path))
            run.machine.intend(path)
        }
    }

    /// Works out where the thread stands after all that. `isBusy`: something else of it is under way.
    mutating func finish(isBusy: Bool) {
        run.thread.status.progress.done = Int64(run.machine.closedCount)
        run.thread.status.charged = run.money?.charged ?? .zero
        run.thread.status.wakeAt = isBusy ? nil : run.restsUntil(after: now)
        if let time = run.thread.status.wakeAt, time.since(now) > limits.waitInMemory { run.thread.status.worker = nil }
        switch run.machine.outcome {
        case .completed(let result):
            do throws(CoreError) {
                ending = .completed(try limits.stored(result, "The result"))
            } catch {
                ending = .failed(ThreadFailure(error, step: nil))
            }
        case .failed(let failure): ending = .failed(failure)
        case nil: break
        }
    }

    // MARK: What attempts bring

    private mutating func succeed(_ unit: StepUnit, _ success: StepSuccess) {
        let size = success.payload.count
        guard run.byteCount + size <= limits.threadBytes else {
            return giveUp(
                unit,
                CoreError(
                    .payloadTooLarge, "The thread would keep more than \(limits.threadBytes) bytes with this output.",
                    fix: "Have steps give less, or put what is large elsewhere and pass its name on."))
        }
        run.byteCount += size
        var body: JSONObject = [
            "attempt": .integer(Int64(unit.failedAttempts + 1)),
            "duration_ms": .integer(max(0, success.took.saturatedNanoseconds / 1_000_000)),
        ]
        if !success.usage.isEmpty {
            body["usage"] = .object(
                JSONObject(success.usage.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.description)) }))
        }
        if let cost = charge(unit, success.usage) { body["cost"] = Money.schema.encode(cost) }
        run.machine.complete(unit.path, output: success.output)
        note(.stepCompleted, unit, body, payload: success.payload)
    }

    /// What the call costs: never more than was held for it.
    private mutating func charge(_ unit: StepUnit, _ usage: [String: Amount]) -> Money? {
        guard let money = run.money, let held = money.maximum(for: unit.path),
            let price = run.target(of: unit).definition.cost.charge(for: usage)
        else { return nil }
        let amount = min(price.amount, held)
        run.money?.charge(amount, for: unit.path)
        return Money(amount: amount, currency: money.currency)
    }

    private mutating func wait(_ unit: StepUnit, _ duration: Duration) {
        let time = now.adding(duration)
        events.append(
            NewEvent(.stepWaiting, path: unit.path, body: ["until_ns": .integer(time.nanoseconds)]))
        run.machine.wait(unit.path, until: time)
    }

    private mutating func fail(_ unit: StepUnit, _ error: CoreError) {
        let policy = run.step(of: unit).retry
        let attempt = unit.failedAttempts + 1
        guard mayRepeat(unit, after: error), attempt < policy.attempts else { return giveUp(unit, error) }
        let time = now.adding(delay(policy, beforeAttempt: attempt + 1, error))
        events.append(
            NewEvent(
                .stepRetrying, path: unit.path,
                body: [
                    "attempt": .integer(Int64(attempt)), "retry_at_ns": .integer(time.nanoseconds),
                    "error": ThreadFailure.schema.encode(ThreadFailure(error, step: unit.path)),
                ]))
        run.machine.retry(unit.path, failedAttempts: attempt, notBefore: time)
    }

    /// A failure that says that it had no effect may be repeated; one that does not know, only where that does no harm.
    private func mayRepeat(_ unit: StepUnit, after error: CoreError) -> Bool {
        switch error.retry {
        case .never: false
        case .later: true
        case .sameKey: run.target(of: unit).definition.effect != .once
        }
    }

    private func delay(_ policy: RetryPolicy, beforeAttempt attempt: Int, _ error: CoreError) -> Duration {
        let longest = Double(policy.delayMilliseconds(beforeAttempt: attempt))
        let planned = Duration.milliseconds(Int64(policy.jitter == .full ? longest * jitter : longest))
        if case .later(let asked) = error.retry { return max(planned, asked) }
        return planned
    }

    private mutating func giveUp(_ unit: StepUnit, _ error: CoreError) {
        let failure = ThreadFailure(error, step: unit.path)
        run.machine.fail(unit.path, failure)
        note(
            .stepFailed, unit,
            ["attempt": .integer(Int64(unit.failedAttempts + 1)), "error": ThreadFailure.schema.encode(failure)])
    }

    /// Adds the last event of a unit, and posts what its step cost once that is over.
    private mutating func note(_ kind: EventKind, _ unit: StepUnit, _ body: JSONObject, payload: [UInt8]? = nil) {
        var body = body
        let step = run.step(of: unit).id
        if run.machine.isClosed(unit.step), let amount = run.money?.due(for: step) {
            run.money?.post(amount, for: step)
            postings.append((step, amount))
            body["posted"] = .string(amount.description)
        }
        if kind == .stepCompleted {
            body["steps_done"] = .integer(Int64(run.machine.closedCount))
            body["steps_total"] = .integer(Int64(run.machine.steps.count))
        }
        events.append(NewEvent(kind, path: unit.path, body: .object(body), payload: payload))
    }
}
