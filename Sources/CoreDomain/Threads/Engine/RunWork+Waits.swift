import CoreLanguage

/// Steps that need nobody but the store: values that are told, waits, questions, events.
extension RunWork {
    /// Begins such a step.
    mutating func open(_ step: OpenStep) {
        switch step.effect.kind {
        case .yield: tell(step)
        case .send(let name, let to): send(step, name, to: to)
        case .wait(let wait): begin(wait, of: step)
        case .ask: ask(step)
        case .awaitEvent(let name, let timeout): awaitEvent(step, name, timeout)
        case .call, .ingredient, .model, .run, .plan, .cancel: break
        }
    }

    /// The time of a step that waits has come.
    mutating func expire(_ step: OpenStep) {
        switch step.effect.kind {
        case .wait: close(step, .null, [:])
        case .ask: expireAsk(step)
        case .awaitEvent(let name, _):
            changes.append(.endWait(path: step.path))
            let failure = ThreadFailure(
                reason: "WAIT_TIMEOUT", message: "The event \"\(name)\" did not come in time.", fix: nil,
                step: step.path)
            fail(step, failure, isRetryable: true)
        default: break
        }
    }

    /// Notes a wait that is over at `time`.
    mutating func wait(_ step: OpenStep, until time: Timestamp, _ more: JSONObject = [:]) {
        var body = more
        if time != .latest { body["until_ns"] = .integer(time.nanoseconds) }
        add(.stepWaiting, step, body)
        run.machine.wait(step.path, until: time)
    }

    /// Ends a step with what it gave; null is not stored.
    mutating func close(_ step: OpenStep, _ output: JSONValue, _ body: JSONObject) {
        let payload = output.isNull ? nil : output.serialized()
        guard keep(payload?.count ?? 0) else { return fail(step, tooLarge, isRetryable: false) }
        run.machine.complete(step.path, output: output)
        note(.stepCompleted, step, body, payload: payload)
    }

    private mutating func tell(_ step: OpenStep) {
        let payload = step.effect.input.serialized()
        guard payload.count <= limits.valueBytes, keep(payload.count) else {
            return fail(step, tooLarge, isRetryable: false)
        }
        add(.stepYielded, step, ["index": .integer(run.yieldCount)], payload: payload)
        run.yieldCount += 1
        run.machine.complete(step.path, output: .null)
    }

    private mutating func send(_ step: OpenStep, _ name: String, to: String?) {
        let target = to.map { IdentifierForm.thread.parse($0) }
        if let target, target == nil {
            let failure = ThreadFailure(
                reason: "ARGUMENT_INVALID", message: "\"\((to ?? "").prefix(64))\" is no id of a thread.", fix: nil,
                step: step.path)
            return fail(step, failure, isRetryable: false)
        }
        guard step.effect.input.serialized().count <= Note.bytesMax else {
            return fail(step, tooLarge, isRetryable: false)
        }
        changes.append(
            .send(
                name: name, payload: step.effect.input,
                identity: "\(run.thread.id)/\(step.path)/\(step.attempt)", to: target ?? nil))
        close(step, .null, ["event": .string(name)])
    }

    private mutating func begin(_ wait: MachineEffect.Wait, of step: OpenStep) {
        switch wait {
        case .duration(let milliseconds):
            let longest = Double(milliseconds)
            let chosen = step.effect.jitter == .full ? Int64(longest * jitter) : milliseconds
            self.wait(step, until: now.adding(.milliseconds(chosen)))
        case .until(let text):
            if let time = Timestamp(text) { return self.wait(step, until: time) }
            let failure = ThreadFailure(
                reason: "TIME_INVALID", message: "\"\(text.prefix(64))\" is no time such as 2026-01-31T09:00:00Z.",
                fix: nil, step: step.path)
            fail(step, failure, isRetryable: false)
        }
    }

    // MARK: Events and questions

    private mutating func awaitEvent(_ step: OpenStep, _ name: String, _ timeout: Int64?) {
        let end = timeout.map { now.adding(.milliseconds($0)) }
        changes.append(.wait(stored(step, .event, name, until: end)))
        wait(step, until: end ?? .latest, ["event": .string(name)])
        takeNotes()
    }

    private mutating func ask(_ step: OpenStep) {
        let end = step.effect.input["timeout"]?.int64Value.map { now.adding(.milliseconds($0)) }
        changes.append(.wait(stored(step, .ask, step.effect.label ?? "", until: end)))
        var body: JSONObject = ["attempt": .integer(Int64(step.attempt))]
        if let end { body["until_ns"] = .integer(end.nanoseconds) }
        add(.stepAsked, step, body)
        run.machine.wait(step.path, until: end ?? .latest)
    }

    private func stored(
        _ step: OpenStep, _ kind: ThreadWait.Kind, _ name: String, until end: Timestamp?
    ) -> ThreadWait {
        ThreadWait(
            thread: run.thread.id, path: step.path, organization: run.thread.organization, kind: kind, name: name,
            body: step.effect.input, begunAt: now, expiresAt: end)
    }

    private mutating func expireAsk(_ step: OpenStep) {
        changes.append(.endWait(path: step.path))
        if let answer = step.effect.input["default"], !answer.isNull {
            return close(step, AskAnswer(answer, by: nil, at: now, attempt: 0).value, [:])
        }
        let failure = ThreadFailure(
            reason: AskAnswer.timeoutReason, message: "Nobody answered in time.", fix: nil, step: step.path)
        fail(step, failure, isRetryable: true)
    }
}
