import CoreLanguage

/// What a commit stores, worked out before anything is: the next state, and the events, postings and changes that lead
/// to it.
struct RunWork: Sendable {
    var run: RunState
    var events: [NewEvent]
    /// What is taken out of the holds of steps that are over.
    var postings: [(step: String, amount: Amount)] = []
    /// What is stored beside the thread.
    var changes: [RunChange] = []
    /// The paths of steps that nobody waits for any longer.
    private(set) var givenUp: [String] = []
    /// Threads that were begun.
    var begun: [Identifier] = []
    /// Set once the thread is over.
    private(set) var ending: ThreadJournal.Ending?
    let now: Timestamp
    let jitter: Double
    let limits: EngineLimits

    /// `events` were held back before.
    init(run: RunState, after events: [NewEvent] = [], now: Timestamp, jitter: Double, limits: EngineLimits) {
        self.run = run
        self.events = events
        self.now = now
        self.jitter = jitter
        self.limits = limits
        if run.thread.status.state == .pending {
            self.run.thread.status.state = .running
            self.events.append(NewEvent(.threadStarted))
        }
    }

    /// Ends a thread that has not begun; it says nothing of a beginning.
    mutating func callOff() {
        events = []
        run.machine.callOff()
    }

    /// What is to be done beside the end of a thread whose time is over.
    static func ended(_ run: RunState, _ now: Timestamp) -> RunWork {
        var work = RunWork(run: run, now: now, jitter: 1, limits: EngineLimits())
        for step in run.machine.steps { work.letGo(of: step) }
        return work
    }

    /// Whether there is nothing to store.
    func isEmpty(after before: Thread) -> Bool {
        events.isEmpty && changes.isEmpty && run.thread.status.worker == before.status.worker
            && run.thread.status.wakeAt == before.status.wakeAt
    }

    /// Whether nothing but events would be stored, of a thread that goes on.
    var isHarmless: Bool {
        run.machine.outcome == nil && run.machine.pause == nil && changes.isEmpty && postings.isEmpty && begun.isEmpty
            && givenUp.isEmpty
    }

    /// Takes what an attempt brought; of a step that is done, or of a thread that ended, nothing.
    mutating func take(_ result: StepResult) {
        guard run.machine.outcome == nil, let step = run.machine.step(result.path), step.attempt == result.attempt
        else { return }
        switch result.outcome {
        case .success(let success): succeed(step, success)
        case .failure(let error): fail(step, error, isRetryable: mayRepeat(step, after: error))
        case .wait(let duration): wait(step, until: now.adding(duration))
        case .local: step.isWaiting ? expire(step) : open(step)
        case .began(let thread):
            add(.stepStarted, step, ["thread": .string(thread.description)])
            run.machine.run(step.path, thread)
        case .inDoubt:
            let error = CoreError(
                .stepInDoubt, "The step was begun, must not be done twice, and it is not known whether it was done.",
                fix: "Look at what it was to do; then start the thread again, or do not.")
            // A script that says that the step is to be tried again takes it upon itself.
            fail(step, error, isRetryable: run.thread.kind != .recipe)
        }
        settle()
    }

    /// Notes the intents of steps that must not be called twice, and are called next.
    mutating func intend(_ paths: [String]) {
        for path in paths {
            guard let step = run.machine.step(path), !step.isIntended else { continue }
            add(.stepIntended, step, [:])
            run.machine.intend(path)
        }
    }

    /// Does what follows at once: steps that were given up are let go of, and those opened that need nobody but the store.
    mutating func settle() {
        var others: [String] = []
        while run.machine.outcome == nil {
            let fresh = run.machine.takeFresh()
            if fresh.isEmpty { break }
            for path in fresh {
                guard let step = run.machine.step(path) else { continue }
                if step.isLocal, !step.isWaiting { open(step) } else { others.append(path) }
            }
        }
        run.machine.putBack(others)
        for step in run.machine.takeGivenUp() { letGo(of: step) }
    }

    private mutating func letGo(of step: OpenStep) {
        givenUp.append(step.path)
        switch step.effect.kind {
        case .ask, .awaitEvent: changes.append(.endWait(path: step.path))
        default: if let child = step.child { changes.append(.end(child: child)) }
        }
    }

    /// Works out where the thread stands after all that. `isBusy`: something else of it is under way.
    mutating func finish(isBusy: Bool) {
        let rests = isBusy ? nil : run.restsUntil(after: now)
        stand(rests: rests != nil)
        run.thread.status.progress.done = run.progress
        run.thread.status.charged = run.money?.charged ?? .zero
        run.thread.status.wakeAt = rests
        if let rests, rests.since(now) > limits.waitInMemory { run.thread.status.worker = nil }
        switch run.machine.outcome {
        case .completed(let result):
            do throws(CoreError) {
                ending = .completed(try limits.stored(result, "The result"))
            } catch {
                ending = .failed(ThreadFailure(error, step: nil))
            }
        case .failed(let failure): ending = .failed(failure)
        case .cancelled: ending = .cancelled
        case nil: break
        }
    }
}

/// Something that a run stores beside its thread.
enum RunChange: Sendable {
    /// A step waits for someone outside.
    case wait(ThreadWait)
    case endWait(path: String)
    /// A note was taken.
    case take(note: Int64)
    /// An event is sent: to one thread, or to all of the organization that wait for it.
    case send(name: String, payload: JSONValue, identity: String, to: Identifier?)
    /// The thread that a step runs is to end.
    case end(child: Identifier)
}
