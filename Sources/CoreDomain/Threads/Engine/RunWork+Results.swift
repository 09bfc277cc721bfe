import CoreLanguage

/// What attempts bring.
extension RunWork {
    mutating func succeed(_ step: OpenStep, _ success: StepSuccess) {
        let size = success.items.reduce(success.payload.count) { $0 + $1.payload.count }
        guard keep(size) else { return fail(step, tooLarge, isRetryable: false) }
        for (item, payload) in success.items {
            add(.stepItem, step, [:], payload: payload)
            run.machine.handOn(step.path, item: item)
        }
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

    /// Whether there is room for so many more bytes in what the thread keeps.
    mutating func keep(_ size: Int) -> Bool {
        guard run.byteCount + size <= limits.threadBytes else { return false }
        run.byteCount += size
        return true
    }

    var tooLarge: CoreError {
        CoreError(
            .payloadTooLarge, "The thread would keep more than \(limits.threadBytes) bytes with this output.",
            fix: "Have steps give less, or put what is large elsewhere and pass its name on.")
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

    /// Tells the program of a failure, which may let another attempt follow.
    mutating func fail(_ step: OpenStep, _ error: CoreError, isRetryable: Bool) {
        fail(step, ThreadFailure(error, step: step.path), isRetryable: isRetryable, asked: error.retry.delay)
    }

    /// The same; `asked` is how long the failing side wants to be left alone.
    mutating func fail(_ step: OpenStep, _ failure: ThreadFailure, isRetryable: Bool, asked: Duration = .zero) {
        var body: JSONObject = [
            "attempt": .integer(Int64(step.attempt)), "error": ThreadFailure.schema.encode(failure),
        ]
        guard let again = run.machine.fail(step.path, failure, isRetryable: isRetryable) else {
            // Another try would have been one too many: scripts may read that it could have helped.
            if isRetryable { body["retryable"] = true }
            return note(.stepFailed, step, body)
        }
        let time = now.adding(max(asked, delay(of: again.effect)))
        body["retry_at_ns"] = .integer(time.nanoseconds)
        add(.stepRetrying, step, body)
        run.machine.retry(step.path, notBefore: time)
    }

    /// A failure that says that it had no effect may be repeated; one that does not know, only where that does no harm.
    func mayRepeat(_ step: OpenStep, after error: CoreError) -> Bool {
        switch error.retry {
        case .never: false
        case .later: true
        case .sameKey: !run.isUnrepeatable(step)
        }
    }

    func delay(of effect: MachineEffect) -> Duration {
        let longest = Double(effect.delayMilliseconds)
        return .milliseconds(Int64(effect.jitter == .full ? longest * jitter : longest))
    }

    /// Adds the last event of a step, and posts what the step of the graph cost once that is over.
    mutating func note(_ kind: EventKind, _ step: OpenStep, _ body: JSONObject, payload: [UInt8]? = nil) {
        var body = body
        if let number = run.loaded.graphStep(of: step.path), run.machine.hasEnded(graphStep: number) {
            let id = run.loaded.steps[number].id
            if let amount = run.money?.due(for: id) {
                run.money?.post(amount, for: id)
                postings.append((id, amount))
                body["posted"] = .string(amount.description)
            }
        }
        if kind == .stepCompleted, run.thread.kind == .recipe {
            body["steps_done"] = .integer(Int64(run.machine.endedCount))
            body["steps_total"] = .integer(Int64(run.loaded.steps.count))
        }
        if kind == .stepCompleted { run.completedCount += 1 }
        add(kind, step, body, payload: payload)
    }

    /// Adds an event of a step, with what people know it by; recipes know their steps by their paths.
    mutating func add(_ kind: EventKind, _ step: OpenStep, _ body: JSONObject, payload: [UInt8]? = nil) {
        var body = body
        if run.thread.kind != .recipe {
            body["step"] = .string(step.word)
            if let label = step.effect.label { body["label"] = .string(label) }
        }
        events.append(NewEvent(kind, path: step.path, body: .object(body), payload: payload))
    }
}

extension CoreError.Retry {
    /// How long the failing side wants to be left alone.
    fileprivate var delay: Duration {
        if case .later(let delay) = self { delay } else { .zero }
    }
}
