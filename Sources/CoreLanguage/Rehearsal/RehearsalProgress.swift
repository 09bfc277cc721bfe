/// A rehearsal that is done in parts, each as long as one advance of the machine may take.
public struct RehearsalProgress: Sendable {
    private enum State: Sendable {
        case running(RehearsalRun)
        /// The thread is begun anew from its journal.
        case replaying(CrashLog, MachineCode, RehearsalOutcome)
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
                guard let log = run.crashes else {
                    state = .over(outcome)
                    return outcome
                }
                state = .replaying(log, run.code, outcome)
                return nil
            }
            state = .running(run)
            return nil
        case .replaying(var log, let code, var outcome):
            state = .over(RehearsalOutcome())
            outcome.crashes = log.proceed(code)
            state = outcome.crashes == nil ? .replaying(log, code, outcome) : .over(outcome)
            return outcome.crashes == nil ? nil : outcome
        }
    }
}
