import CoreLanguage

/// What came of one attempt.
enum AttemptOutcome: Sendable {
    case success(StepOutput, took: Duration)
    case failure(CoreError)
    /// It was begun before a crash, must not be done twice, and nobody knows whether it was done.
    case inDoubt
}

/// One call of an ingredient.
struct StepAttempt: Sendable {
    let input: JSONValue
    let handler: @Sendable (JSONValue, StepContext) async throws -> StepOutput
    let context: StepContext
    let slots: Slots?
    let timeout: Duration
    let effect: EffectClass
    let clock: any Clock

    /// Makes the call, once there is room for it.
    func perform() async -> AttemptOutcome {
        do {
            guard let slots else { return try await timed() }
            return try await slots.withSlot { try await timed() }
        } catch {
            let narrowed = CoreError(narrowing: error)
            return effect == .once && narrowed.reason == .stepTimedOut ? .inDoubt : .failure(narrowed)
        }
    }

    private func timed() async throws -> AttemptOutcome {
        let begun = clock.monotonic()
        let output = try await withThrowingTaskGroup(of: StepOutput?.self) { group in
            group.addTask { try await handler(input, context) }
            group.addTask {
                try await clock.sleep(until: begun + timeout)
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let output = first else { throw timedOut }
            return output
        }
        return .success(output, took: clock.monotonic() - begun)
    }

    private var timedOut: CoreError {
        let mayRepeat = effect != .once
        return CoreError(
            .stepTimedOut, "The step took longer than \(timeout.components.seconds) s.",
            retry: mayRepeat ? .later(after: .zero) : .never)
    }
}
