import CoreLanguage

/// What others told the thread.
extension RunWork {
    /// Adds notes that were just read.
    mutating func add(_ notes: [Note]) {
        if notes.isEmpty { return }
        run.notes += notes.sorted { $0.number < $1.number }
        run.thread.status.notes = max(run.thread.status.notes, notes.map(\.number).max() ?? 0)
    }

    /// Does what the notes say. Events that nobody waits for are kept.
    mutating func takeNotes() {
        var kept: [Note] = []
        let notes = run.notes
        run.notes = []
        for note in notes {
            if run.machine.outcome == nil, isTaken(note) {
                changes.append(.take(note: note.number))
            } else {
                kept.append(note)
            }
        }
        run.notes = kept + run.notes
    }

    private mutating func isTaken(_ note: Note) -> Bool {
        switch note.kind {
        case .event: return isTaken(event: note)
        case .answer: answer(note)
        case .ended: end(note)
        case .resume: resume(note)
        case .cancel: cancel()
        }
        return true
    }

    /// The first step that waits for the event and takes it; one that does not is not shown it again.
    private mutating func isTaken(event note: Note) -> Bool {
        let payload = note.body["payload"] ?? .null
        while let step = run.machine.step(awaiting: note.name, notShown: note.number) {
            guard run.machine.show(step.path, payload, note: note.number) else { continue }
            let stored = payload.serialized()
            _ = keep(stored.count)
            changes.append(.endWait(path: step.path))
            self.note(
                .stepCompleted, step, ["event": .string(note.name), "note": .integer(note.number)], payload: stored)
            return true
        }
        return false
    }

    private mutating func answer(_ note: Note) {
        guard let step = run.machine.step(note.name), step.isWaiting, case .ask = step.effect.kind else { return }
        if let answer = note.body["answer"] { return close(step, answer, [:]) }
        changes.append(.endWait(path: step.path))
        fail(step, Self.failure(note.body, at: step.path), isRetryable: false)
    }

    private mutating func end(_ note: Note) {
        guard let step = run.machine.step(note.name), step.isWaiting, case .run = step.effect.kind,
            note.body["thread"]?.stringValue == step.child?.description
        else { return }
        if let result = note.body["result"] { return close(step, result, [:]) }
        fail(step, Self.failure(note.body, at: step.path), isRetryable: true)
    }

    private static func failure(_ body: JSONValue, at path: String) -> ThreadFailure {
        let error = body["error"]
        return ThreadFailure(
            reason: error?["reason"]?.stringValue ?? Reason.stepFailed.name,
            message: error?["message"]?.stringValue ?? "", fix: error?["fix"]?.stringValue, step: path)
    }

    private mutating func resume(_ note: Note) {
        guard let resumption = Resumption(note), resumption.perform(on: &run.machine) else { return }
        events.append(resumption.event)
        if resumption.action == .skip {
            // For those who look at the step: what carries the program on is the event before.
            events.append(
                NewEvent(
                    .stepCompleted, path: resumption.path, body: ["supplied": true],
                    payload: resumption.value?.serialized()))
        }
        run.thread.status.state = .running
        run.thread.status.pause = nil
        run.thread.status.failure = nil
    }

    private mutating func cancel() {
        guard run.thread.status.state != .cancelling else { return }
        run.thread.status.state = .cancelling
        run.thread.status.pause = nil
        events.append(NewEvent(.threadCancelling))
        run.machine.cancel()
    }

    // MARK: Pauses

    /// Says that the thread waits for someone, or that it does so no more.
    mutating func stand(rests: Bool) {
        guard run.machine.outcome == nil, run.thread.status.state != .cancelling else { return }
        if let failure = run.machine.pause {
            let reason: PauseReason = failure.reason == Reason.stepInDoubt.name ? .inDoubt : .error
            return pause(reason, failure)
        }
        if rests, run.machine.asks { return pause(.ask, nil) }
        if run.thread.status.state == .paused {
            run.thread.status.state = .running
            run.thread.status.pause = nil
            run.thread.status.failure = nil
            events.append(NewEvent(.threadResumed))
        }
    }

    private mutating func pause(_ reason: PauseReason, _ failure: ThreadFailure?) {
        guard run.thread.status.state != .paused || run.thread.status.pause != reason else { return }
        run.thread.status.state = .paused
        run.thread.status.pause = reason
        var body: JSONObject = ["reason": .string(reason.rawValue)]
        if let failure {
            let error = ThreadFailure.schema.encode(failure)
            run.thread.status.failure = error.serialized()
            body["error"] = error
        }
        events.append(NewEvent(.threadPaused, body: .object(body)))
    }
}
