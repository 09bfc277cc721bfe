import CoreLanguage

/// What a commit works out before it stores anything: the next state, and the events and charges that lead to it.
struct RunWork {
    var run: RunState
    var events: [NewEvent] = []
    private(set) var charges: [(path: String, amount: Amount)] = []
    private let now: Timestamp
    private let jitter: Double
    private let limits: EngineLimits

    init(run: RunState, now: Timestamp, jitter: Double, limits: EngineLimits) {
        self.run = run
        self.now = now
        self.jitter = jitter
        self.limits = limits
    }

    /// Takes what an attempt brought; of a unit that is done, or of a thread that ended, nothing.
    mutating func take(_ result: RunCommit.StepResult) {
        guard run.machine.outcome == nil, let unit = run.machine.unit(result.path), unit.status == .ready else {
            return
        }
        switch result.outcome {
        case .success(let output, let took): succeed(unit, output, took)
        case .failure(let error): fail(unit, error)
        case .inDoubt:
            giveUp(
                unit,
                CoreError(
                    .stepInDoubt,
                    "The step was begun, must not be done twice, and it is not known whether it was done.",
                    fix: "Look at what it was to do; then start the thread again, or do not."))
        }
    }

    /// Notes the intents of `due` and of calls that can be made now for the first time, where they must not be made
    /// twice.
    mutating func intend(_ due: [String]) {
        for unit in run.machine.callable where !unit.isIntended && run.target(of: unit).definition.effect == .once {
            guard unit.notBefore == nil || due.contains(unit.path) else { continue }
            events.append(NewEvent(.stepIntended, path: unit.path))
            run.machine.intend(unit.path)
        }
    }

    private mutating func succeed(_ unit: StepUnit, _ output: StepOutput, _ took: Duration) {
        do throws(CoreError) { try limits.check(output.output, "The step's output") } catch {
            return giveUp(unit, error)
        }
        var body: JSONObject = [
            "output": output.output, "attempt": .integer(Int64(unit.failedAttempts + 1)),
            "duration_ms": .integer(max(0, took.saturatedNanoseconds / 1_000_000)),
        ]
        if !output.usage.isEmpty {
            body["usage"] = .object(
                JSONObject(output.usage.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.description)) }))
        }
        if let cost = charge(unit, output.usage) { body["cost"] = Money.schema.encode(cost) }
        run.machine.complete(unit.path, output: output.output)
        body["steps_done"] = .integer(Int64(run.machine.closedCount))
        body["steps_total"] = .integer(Int64(run.machine.steps.count))
        events.append(NewEvent(.stepCompleted, path: unit.path, body: .object(body)))
    }

    /// What the call costs: never more than was held for it.
    private mutating func charge(_ unit: StepUnit, _ usage: [String: Amount]) -> Money? {
        guard let money = run.money, let held = money.held(for: unit.path),
            let price = run.target(of: unit).definition.cost.charge(for: usage)
        else { return nil }
        let amount = min(price.amount, held)
        run.money?.charge(amount, for: unit.path)
        charges.append((unit.path, amount))
        return Money(amount: amount, currency: money.currency)
    }

    private mutating func fail(_ unit: StepUnit, _ error: CoreError) {
        let policy = run.step(of: unit).retry
        let attempt = unit.failedAttempts + 1
        guard mayRepeat(unit, after: error), attempt < policy.attempts else { return giveUp(unit, error) }
        let time = now.adding(wait(policy, beforeAttempt: attempt + 1, error))
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

    private func wait(_ policy: RetryPolicy, beforeAttempt attempt: Int, _ error: CoreError) -> Duration {
        let longest = Double(policy.delayMilliseconds(beforeAttempt: attempt))
        let planned = Duration.milliseconds(Int64(policy.jitter == .full ? longest * jitter : longest))
        if case .later(let asked) = error.retry { return max(planned, asked) }
        return planned
    }

    private mutating func giveUp(_ unit: StepUnit, _ error: CoreError) {
        let failure = ThreadFailure(error, step: unit.path)
        events.append(
            NewEvent(
                .stepFailed, path: unit.path,
                body: [
                    "attempt": .integer(Int64(unit.failedAttempts + 1)),
                    "error": ThreadFailure.schema.encode(failure),
                ]))
        run.machine.fail(unit.path, failure)
    }
}
