import CoreLanguage

/// How entries of a journal carry a program on.
extension ThreadMachine {
    /// Takes the next entry.
    ///
    /// - Throws: `DATABASE_CORRUPT` when it cannot be read.
    mutating func take(_ event: Event, _ payload: JSONValue?) throws(CoreError) {
        switch event.kind {
        case .stepIntended: intend(event.path)
        case .stepWaiting, .stepAsked: wait(event.path, until: event.time("until_ns"))
        case .stepStarted: if let child = event.child { run(event.path, child) }
        case .stepCompleted: complete(event.path, output: payload ?? .null)
        case .stepYielded: complete(event.path, output: .null)
        case .stepItem: handOn(event.path, item: payload ?? .null)
        case .stepRetrying:
            _ = fail(event.path, try event.failure, isRetryable: true)
            retry(event.path, notBefore: event.time("retry_at_ns"))
        case .stepFailed:
            _ = fail(event.path, try event.failure, isRetryable: event.body["retryable"]?.boolValue ?? false)
        case .threadCancelling: cancel()
        case .threadResumed: Resumption(event, payload)?.perform(on: &self)
        case .threadCreated, .threadStarted, .threadPaused, .threadCompleted, .threadFailed, .threadCancelled,
            .threadExpired:
            break
        }
    }

    /// Why the program cannot have had this entry; nil when it can.
    func fault(of event: Event) -> String? {
        guard event.kind.isOfStep, event.body["supplied"]?.boolValue != true else { return nil }
        guard let step = step(event.path) else { return "The program has nothing under way at \(event.path)." }
        if let attempt = event.body["attempt"]?.int64Value, attempt != Int64(step.attempt) {
            return "The program is in attempt \(step.attempt) at \(event.path), the journal in \(attempt)."
        }
        let isKind =
            switch (event.kind, step.effect.kind) {
            case (.stepYielded, .yield), (.stepAsked, .ask), (.stepStarted, .run): true
            case (.stepYielded, _), (.stepAsked, _), (.stepStarted, _): false
            default: true
            }
        return isKind ? nil : "The program does \"\(step.word)\" at \(event.path), the journal tells of another step."
    }
}

extension Event {
    /// A time in its body; the latest where there is none.
    func time(_ name: String) -> Timestamp { body[name]?.int64Value.map { Timestamp(nanoseconds: $0) } ?? .latest }

    /// The thread that a step runs.
    var child: Identifier? { body["thread"]?.stringValue.flatMap { Identifier($0) } }

    /// Why a step failed.
    var failure: ThreadFailure {
        get throws(CoreError) { try ThreadFailure.stored(body["error"] ?? .null) }
    }
}

extension EventKind {
    /// Whether it tells of a step.
    var isOfStep: Bool {
        switch self {
        case .stepIntended, .stepWaiting, .stepAsked, .stepStarted, .stepCompleted, .stepYielded, .stepItem,
            .stepRetrying, .stepFailed:
            true
        case .threadCreated, .threadStarted, .threadPaused, .threadResumed, .threadCancelling, .threadCompleted,
            .threadFailed, .threadCancelled, .threadExpired:
            false
        }
    }

    /// Whether a program is carried on by it.
    var movesProgram: Bool { isOfStep || self == .threadCancelling || self == .threadResumed }
}

extension JournalEntry {
    /// What the event brought; nil for nothing.
    var value: JSONValue? {
        get throws(CoreError) {
            // Entries that were written before payloads had a column of their own hold them in the body.
            guard let payload else { return event.body["output"] ?? event.body["input"] }
            do throws(JSONError) {
                return try JSONValue.parse(payload, limits: .stored)
            } catch {
                throw CoreError(.databaseCorrupt, "An entry of a journal is not JSON.")
            }
        }
    }
}
