import CoreLanguage

/// What an attempt at a step brought.
struct StepResult: Sendable {
    let path: String
    let attempt: Int
    let outcome: AttemptOutcome

    init(_ step: OpenStep, _ outcome: AttemptOutcome) {
        path = step.path
        attempt = step.attempt
        self.outcome = outcome
    }

    /// Whether nobody but the store was needed.
    var isLocal: Bool { if case .local = outcome { true } else { false } }
}

/// What came of one attempt.
enum AttemptOutcome: Sendable {
    case success(StepSuccess)
    case failure(CoreError)
    /// A wait of this length begins.
    case wait(Duration)
    /// It needs nobody but the store: it begins, or its time is over.
    case local
    /// The thread that it runs was begun.
    case began(Identifier)
    /// It was begun before a crash, must not be done twice, and nobody knows whether it was done.
    case inDoubt
}

/// An output that can be stored.
struct StepSuccess: Sendable {
    let output: JSONValue
    /// The output as it is stored.
    let payload: [UInt8]
    let usage: [String: Amount]
    /// The items of a stream, as they are stored.
    let items: [(item: JSONValue, payload: [UInt8])]
    let took: Duration

    /// - Throws: `PAYLOAD_TOO_LARGE` for an output that could be stored and not be read again.
    init(_ step: StepOutput, took: Duration, _ limits: EngineLimits) throws(CoreError) {
        output = step.output
        payload = try limits.stored(step.output, "The step's output")
        usage = step.usage
        var items: [(item: JSONValue, payload: [UInt8])] = []
        for item in step.items { items.append((item, try limits.stored(item, "An item of the stream"))) }
        self.items = items
        self.took = took
    }
}

/// One call of an ingredient.
struct StepAttempt: Sendable {
    typealias Handler = @Sendable (JSONValue, StepContext) async throws -> StepOutput

    let input: JSONValue
    let handler: Handler
    let context: StepContext
    let timeout: Duration
    let effect: EffectClass
    let limits: EngineLimits
    let clock: any Clock
    let deadlines: Deadlines

    /// Makes the call, in the current task, which is cancelled when it takes too long.
    func perform(_ call: CancellableCall) async -> AttemptOutcome {
        let begun = clock.monotonic()
        let result: Result<StepOutput, any Error>
        let ticket = deadlines.add(at: begun + timeout) { call.cancel() }
        do {
            result = .success(try await call.run { [handler, input, context] in try await handler(input, context) })
        } catch {
            result = .failure(error)
        }
        deadlines.withdraw(ticket)
        return outcome(result, isLate: call.isCancelled, took: clock.monotonic() - begun)
    }

    private func outcome(
        _ result: Result<StepOutput, any Error>, isLate: Bool, took: Duration
    ) -> AttemptOutcome {
        do {
            return .success(try StepSuccess(try result.get(), took: took, limits))
        } catch {
            if !isLate { return .failure(CoreError(narrowing: error)) }
            return effect == .once ? .inDoubt : .failure(.stepTimedOut(after: timeout))
        }
    }
}

extension CoreError {
    /// A step that may be tried again took too long.
    static func stepTimedOut(after timeout: Duration) -> CoreError {
        CoreError(
            .stepTimedOut, "The step took longer than \(timeout.components.seconds) s.", retry: .later(after: .zero))
    }
}
