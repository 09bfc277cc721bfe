/// A rehearsal that is done in parts, each as long as one advance of the machine may take.
public struct RehearsalProgress: Sendable {
    private enum State: Sendable {
        case running(RehearsalRun)
        case over(RehearsalOutcome)
    }
    private var state: State

    init(_ run: RehearsalRun) { state = .running(run) }
    init(_ outcome: RehearsalOutcome) { state = .over(outcome) }

    /// Does the next part. Returns how the rehearsal ended once it has, and the same from then on.
    public mutating func proceed() -> RehearsalOutcome? {
        switch state {
        case .over(let outcome): return outcome
        case .running(var run):
            // The run is moved out and back, so that it is changed where it is.
            state = .over(RehearsalOutcome())
            if var outcome = run.proceed() {
                outcome.unusedRules = run.rules.unused
                state = .over(outcome)
                return outcome
            }
            state = .running(run)
            return nil
        }
    }
}
