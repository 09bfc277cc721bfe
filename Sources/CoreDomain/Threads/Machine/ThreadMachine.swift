import CoreLanguage

/// A thread's program between two events: what its journal says, and what follows from it.
///
/// Pure: the same program, input and events give the same state, in the run that wrote them and in the one that takes
/// over after a crash.
struct ThreadMachine: Sendable {
    /// How the thread ends.
    enum Outcome: Hashable, Sendable {
        case completed(JSONValue)
        case failed(ThreadFailure)
        case cancelled
    }

    private let loaded: LoadedProgram
    private var state: MachineState
    private var open: [String: OpenStep] = [:]
    /// The paths of steps that were opened, or opened again, since they were last taken.
    private var fresh: [String] = []
    /// The paths of steps that were given up since they were last taken.
    private var givenUp: [String] = []
    /// Why steps failed for good, by their paths: the machine knows only a part of it.
    private var failures: [String: ThreadFailure] = [:]
    /// Which steps of the graph are over.
    private var ended: [Bool] = []
    /// Set once nothing more is to be done.
    private(set) var outcome: Outcome?

    /// A program at its start, with the steps that need nothing open.
    init(_ loaded: LoadedProgram, input: JSONObject) {
        self.loaded = loaded
        state = loaded.code.start(inputs: .object(input), limits: Self.limits)
        tell(.start)
    }

    /// A thread computes in parts, so that none keeps others waiting for more than some milliseconds.
    private static let limits = MachineLimits(instructionsPerAdvance: 1_000_000)

    // MARK: Reading

    /// The step at `path`, or nil when none is under way there.
    func step(_ path: String) -> OpenStep? { open[path] }

    /// How many steps are under way.
    var openCount: Int { open.count }

    /// Whether a step of the graph, or the thread, is over.
    func hasEnded(graphStep number: Int) -> Bool {
        if case .completed = outcome { return true }
        return ended.indices.contains(number) && ended[number]
    }

    /// How many steps of the graph are over.
    var endedCount: Int {
        if case .completed = outcome { return loaded.steps.count }
        return ended.count { $0 }
    }

    /// When the first of the waits is over, if nothing can be done before; nil when something can.
    func restsUntil(after now: Timestamp) -> Timestamp? {
        guard outcome == nil, !isComputing else { return nil }
        var first = Timestamp.latest
        for step in open.values {
            guard let time = step.rests(after: now) else { return nil }
            first = min(first, time)
        }
        return first
    }

    /// Whether the program goes on by itself: ``proceed()`` carries it on.
    var isComputing: Bool { state.status == .yielded }

    /// The paths of steps that were opened, or opened again, since this was last asked, in their order.
    mutating func takeFresh() -> [String] {
        defer { fresh = [] }
        return fresh.filter { open[$0] != nil }
    }

    /// The paths of steps that were given up since this was last asked.
    mutating func takeGivenUp() -> [String] {
        defer { givenUp = [] }
        return givenUp
    }

    // MARK: Events

    /// Computes on for a part; see ``isComputing``.
    mutating func proceed() {
        if isComputing { take(loaded.code.advance(&state, .proceed)) }
    }

    /// Notes that a call is about to be made that must not be made twice.
    mutating func intend(_ path: String) { open[path]?.isIntended = true }

    /// Notes that a wait began which is over at `time`.
    mutating func wait(_ path: String, until time: Timestamp) {
        open[path]?.notBefore = time
        open[path]?.isWaiting = true
        fresh.append(path)
    }

    /// Notes what a step gave, and opens what waited for it.
    mutating func complete(_ path: String, output: JSONValue) {
        guard let step = open.removeValue(forKey: path) else { return }
        switch step.effect.kind {
        case .wait: tell(.fired(step.effect.path))
        case .awaitEvent: tell(.event(step.effect.path, output))
        default: tell(.completed(step.effect.path, output))
        }
    }

    /// Notes that an attempt failed. Whether another one follows, `isRetryable` says, and the program.
    mutating func fail(_ path: String, _ failure: ThreadFailure, isRetryable: Bool) -> OpenStep? {
        guard let step = open.removeValue(forKey: path) else { return nil }
        failures[path] = failure
        tell(
            .failed(
                step.effect.path,
                ScriptError(
                    code: failure.reason, message: failure.message, path: step.effect.path,
                    isRetryable: isRetryable)))
        guard let again = open[path], again.attempt > step.attempt else { return nil }
        failures[path] = nil
        return again
    }

    /// Notes that another attempt begins at `time`.
    mutating func retry(_ path: String, notBefore time: Timestamp) { open[path]?.notBefore = time }

    // MARK: The program

    private mutating func tell(_ event: MachineEvent) {
        while isComputing { proceed() }
        take(loaded.code.advance(&state, event))
    }

    private mutating func take(_ advance: MachineAdvance) {
        for effect in advance.effects {
            let path = effect.path.description
            if case .cancel = effect.kind {
                if open.removeValue(forKey: path) != nil { givenUp.append(path) }
            } else {
                open[path] = OpenStep(effect, path: path)
                fresh.append(path)
            }
        }
        if let ended = state.endedGraphSteps { self.ended = ended }
        switch advance.status {
        case .completed(let result): outcome = .completed(result)
        case .failed(let error): outcome = .failed(failure(of: error))
        case .cancelled: outcome = .cancelled
        case .ready, .yielded, .waiting, .paused: break
        }
    }

    /// What a failure of the program is to its owner.
    private func failure(of error: ScriptError) -> ThreadFailure {
        let path = error.path.description
        if let failure = failures[path], failure.reason == error.code { return failure }
        // A fault of an expression is one of the step to the owner of a recipe.
        let reason = loaded.program.kind == .recipe ? Reason.stepFailed.name : error.code
        return ThreadFailure(reason: reason, message: error.message, fix: nil, step: path.isEmpty ? nil : path)
    }
}
