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
        guard run.machine.outcome == nil, let step = run.machine.step(result.path), step.attempt == result.attempt
        else { return }
        switch result.outcome {
        case .success(let success): succeed(step, success)
        case .failure(let error): fail(step, error, isRetryable: mayRepeat(step, after: error))
        case .wait(let duration): wait(step, duration)
        case .inDoubt:
            let error = CoreError(
                .stepInDoubt, "The step was begun, must not be done twice, and it is not known whether it was done.",
                fix: "Look at what it was to do; then start the thread again, or do not.")
            fail(step, error, isRetryable: false)
        }
    }

    /// Notes the intents of units that must not be called twice, and are called next.
    mutating func intend(_ paths: [String]) {
        for path in paths {
            guard let step = run.machine.step(path), !step.isIntended else { continue }
            events.append(NewEvent(.stepIntended, path: path))
            run.machine.intend(path)
        }
    }

    /// Works out where the thread stands after all that. `isBusy`: something else of it is under way.
    mutating func finish(isBusy: Bool) {
        run.thread.status.progress.done = Int64(run.machine.endedCount)
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
        case .cancelled: ending = .cancelled
        case nil: break
        }
    }

    // MARK: What attempts bring

    private mutating func succeed(_ step: OpenStep, _ success: StepSuccess) {
        let size = success.payload.count
        guard run.byteCount + size <= limits.threadBytes else {
            let error = CoreError(
                .payloadTooLarge, "The thread would keep more than \(limits.threadBytes) bytes with this output.",
                fix: "Have steps give less, or put what is large elsewhere and pass its name on.")
            return fail(step, error, isRetryable: false)
        }
        run.byteCount += size
        var body: JSONObject = [
            "attempt": .integer(Int64(step.attempt)),
            "duration_ms": .integer(max(0, success.took.saturatedNanoseconds / 1_000_000)),
        ]
        if !success.usage.isEmpty {
            body["usage"] = .object(
                JSONObject(success.usage.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.description)) }))
        }
        if let cost = charge(step, success.usage) { body["cost"] = Money.schema.encode(cost) }
        run.machine.complete(step.path, output: success.output)
        note(.stepCompleted, step, body, payload: success.payload)
    }

    /// What the call costs: never more than was held for it.
    private mutating func charge(_ step: OpenStep, _ usage: [String: Amount]) -> Money? {
        guard let money = run.money, let held = money.maximum(for: step.path),
            let price = run.loaded.target(of: step)?.cost.charge(for: usage)
        else { return nil }
        let amount = min(price.amount, held)
        run.money?.charge(amount, for: step.path)
        return Money(amount: amount, currency: money.currency)
    }

    private mutating func wait(_ step: OpenStep, _ duration: Duration) {
        let time = now.adding(duration)
        events.append(
            NewEvent(.stepWaiting, path: step.path, body: ["until_ns": .integer(time.nanoseconds)]))
        run.machine.wait(step.path, until: time)
    }

    /// Tells the program of a failure, which may let another attempt follow.
    private mutating func fail(_ step: OpenStep, _ error: CoreError, isRetryable: Bool) {
        let failure = ThreadFailure(error, step: step.path)
        var body: JSONObject = [
            "attempt": .integer(Int64(step.attempt)), "error": ThreadFailure.schema.encode(failure),
        ]
        guard let again = run.machine.fail(step.path, failure, isRetryable: isRetryable) else {
            return note(.stepFailed, step, body)
        }
        let time = now.adding(delay(of: again.effect, error))
        body["retry_at_ns"] = .integer(time.nanoseconds)
        events.append(NewEvent(.stepRetrying, path: step.path, body: .object(body)))
        run.machine.retry(step.path, notBefore: time)
    }

    /// A failure that says that it had no effect may be repeated; one that does not know, only where that does no harm.
    private func mayRepeat(_ step: OpenStep, after error: CoreError) -> Bool {
        switch error.retry {
        case .never: false
        case .later: true
        case .sameKey: !run.isUnrepeatable(step)
        }
    }

    private func delay(of effect: MachineEffect, _ error: CoreError) -> Duration {
        let longest = Double(effect.delayMilliseconds)
        let planned = Duration.milliseconds(Int64(effect.jitter == .full ? longest * jitter : longest))
        if case .later(let asked) = error.retry { return max(planned, asked) }
        return planned
    }

    /// Adds the last event of a step, and posts what the step of the graph cost once that is over.
    private mutating func note(_ kind: EventKind, _ step: OpenStep, _ body: JSONObject, payload: [UInt8]? = nil) {
        var body = body
        if let number = run.loaded.graphStep(of: step.path), run.machine.hasEnded(graphStep: number) {
            let id = run.loaded.steps[number].id
            if let amount = run.money?.due(for: id) {
                run.money?.post(amount, for: id)
                postings.append((id, amount))
                body["posted"] = .string(amount.description)
            }
        }
        if kind == .stepCompleted {
            body["steps_done"] = .integer(Int64(run.machine.endedCount))
            body["steps_total"] = .integer(Int64(run.loaded.steps.count))
        }
        events.append(NewEvent(kind, path: step.path, body: .object(body), payload: payload))
    }
}
