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
    /// The steps that were given up since they were last taken.
    private var givenUp: [OpenStep] = []
    /// Why steps failed for good, by their paths: the machine knows only a part of it.
    private var failures: [String: ThreadFailure] = [:]
    /// Which steps of the graph are over.
    private var ended: [Bool] = []
    /// Set once nothing more is to be done.
    private(set) var outcome: Outcome?

    /// A program at its start, with the steps that need nothing open.
    init(_ loaded: LoadedProgram, _ given: ThreadInput) {
        self.loaded = loaded
        let thread: JSONValue = ["id": .string(given.thread.description), "status": "running"]
        state = loaded.code.start(
            inputs: .object(given.values), environment: given.environment, thread: thread, limits: Self.limits)
        _ = tell(.start)
    }

    /// A thread computes in parts, so that none keeps others waiting for more than some milliseconds.
    private static let limits = MachineLimits(instructionsPerAdvance: 1_000_000)

    // MARK: Reading

    /// The step at `path`, or nil when none is under way there.
    func step(_ path: String) -> OpenStep? { open[path] }

    /// The steps that are under way, in the order of their paths.
    var steps: [OpenStep] { open.values.sorted { $0.path < $1.path } }

    /// Whether a person is asked.
    var asks: Bool { open.values.contains { $0.isQuestion } }

    /// Why the program goes on only when somebody says how; nil when it does not wait for that.
    var pause: ThreadFailure? {
        guard case .paused(let error) = state.status else { return nil }
        return failure(of: error)
    }

    /// The first step that waits for an event of this name and was not shown the note with this number.
    func step(awaiting name: String, notShown number: Int64) -> OpenStep? {
        let waiting = open.values.filter { step in
            guard case .awaitEvent(let awaited, _) = step.effect.kind, step.isWaiting else { return false }
            return awaited == name && step.notesShown < number
        }
        return waiting.min { $0.path < $1.path }
    }

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

    /// The steps that were given up since this was last asked.
    mutating func takeGivenUp() -> [OpenStep] {
        defer { givenUp = [] }
        return givenUp
    }

    // MARK: Events

    /// Has steps taken once more by ``takeFresh()``.
    mutating func putBack(_ paths: [String]) { fresh = paths + fresh }

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

    /// Notes that a step runs a thread of its own.
    mutating func run(_ path: String, _ child: Identifier) {
        open[path]?.child = child
        wait(path, until: .latest)
    }

    /// Notes what a step gave, and opens what waited for it.
    mutating func complete(_ path: String, output: JSONValue) {
        guard let step = open.removeValue(forKey: path) else { return }
        switch step.effect.kind {
        case .wait: _ = tell(.fired(step.effect.path))
        case .awaitEvent: _ = tell(.event(step.effect.path, output))
        default: _ = tell(.completed(step.effect.path, output))
        }
    }

    /// Shows the step at `path` an event that it may be waiting for; whether it takes it.
    mutating func show(_ path: String, _ payload: JSONValue, note number: Int64) -> Bool {
        guard let step = open.removeValue(forKey: path) else { return false }
        if tell(.event(step.effect.path, payload)) == .taken { return true }
        open[path] = step
        open[path]?.notesShown = number
        return false
    }

    /// Hands on an item of the stream that the step at `path` gives.
    mutating func handOn(_ path: String, item: JSONValue) {
        if let step = open[path] { _ = tell(.item(step.effect.path, item)) }
    }

    // MARK: The owner

    /// Ends a thread of which nothing was done.
    mutating func callOff() {
        outcome = .cancelled
        open = [:]
        fresh = []
    }

    /// Ends the thread, once what it did is taken back.
    mutating func cancel() { _ = tell(.cancel) }

    /// Tries the step again at which the program is paused, with another input where one is given; whether it is paused
    /// there.
    mutating func resume(_ path: String, input: JSONValue?) -> Bool {
        guard let place = StepPath(path) else { return false }
        return tell(.resume(place, input: input)) == .taken
    }

    /// Goes on as if the step at which the program is paused had given `output`; whether that can be.
    mutating func supply(_ path: String, _ output: JSONValue) -> Bool {
        guard let place = StepPath(path) else { return false }
        return tell(.supply(place, output)) == .taken
    }

    /// Lets the program fail that is paused at `path`; whether it is.
    mutating func abandon(_ path: String) -> Bool {
        guard let place = StepPath(path) else { return false }
        return tell(.abandon(place)) == .taken
    }

    /// Notes that an attempt failed. Whether another one follows, `isRetryable` says, and the program.
    mutating func fail(_ path: String, _ failure: ThreadFailure, isRetryable: Bool) -> OpenStep? {
        guard let step = open.removeValue(forKey: path) else { return nil }
        failures[path] = failure
        _ = tell(
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

    private mutating func tell(_ event: MachineEvent) -> MachineReception {
        while isComputing { proceed() }
        let advance = loaded.code.advance(&state, event)
        take(advance)
        return advance.reception
    }

    private mutating func take(_ advance: MachineAdvance) {
        for effect in advance.effects {
            let path = effect.path.description
            if case .cancel = effect.kind {
                if let step = open.removeValue(forKey: path) { givenUp.append(step) }
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
