import CoreLanguage
import Synchronization

/// The calls of one run: which are under way, which wait, and which may be made.
struct RunCalls {
    /// What was found to need no call outside the commit.
    struct Beginning {
        var results: [StepResult] = []
        /// Steps to be called inside the next commit.
        var transactions: [String] = []
    }

    private let services: RunServices
    private let mailbox: Mailbox<RunMessage>
    /// Steps that are being called, that wait for a slot, or whose result is not stored yet.
    private var calling: Set<String> = []
    /// The calls that are being made, to cut them off.
    private var calls: [String: CancellableCall] = [:]
    /// Steps that wait for their time, with what wakes them.
    private var waiting: [String: Deadlines.Ticket] = [:]
    /// Steps whose intent this run stored, so that it knows that they were not begun before.
    private var intended: Set<String> = []
    /// The slots of steps that have one and were not called yet.
    private var permits: [String: Slots.Permit] = [:]

    init(services: RunServices, mailbox: Mailbox<RunMessage>) {
        self.services = services
        self.mailbox = mailbox
    }

    /// Whether anything is under way.
    var isCalling: Bool { !calling.isEmpty }

    /// Whether anything is under way apart from these.
    func isCalling(otherThan paths: Set<String>) -> Bool { !calling.isSubset(of: paths) }

    /// Whether a call is under way that must not be made twice.
    func includesUnrepeatable(_ run: RunState) -> Bool {
        calling.contains { path in
            guard let step = run.machine.step(path) else { return false }
            return step.isIntended && run.isUnrepeatable(step)
        }
    }

    /// What came of a step is stored, or its wait is over: it may be begun again.
    mutating func forget(_ path: String) {
        calling.remove(path)
        calls[path] = nil
        waiting[path] = nil
        permits[path] = nil
    }

    /// Nobody waits for a step any longer: its call is cut off.
    mutating func giveUp(_ path: String) {
        calls[path]?.cancel()
        if let ticket = waiting[path] { services.deadlines.withdraw(ticket) }
        forget(path)
    }

    /// Cuts off every call.
    func cutOff() {
        for call in calls.sorted(by: { $0.key < $1.key }) { call.value.cancel() }
    }

    /// Whether calls are being made, apart from those at `paths`.
    func isUnderWay(besides paths: Set<String>) -> Bool { calls.keys.contains { !paths.contains($0) } }

    /// A step has its slot.
    mutating func admit(_ path: String, _ permit: Slots.Permit?) { permits[path] = permit }

    /// A step's intent is stored: its call may be made.
    mutating func noteIntent(_ path: String) {
        calling.remove(path)
        intended.insert(path)
    }

    /// Has nobody woken for what this run waited for.
    func withdrawAlarms() {
        for ticket in waiting.values { services.deadlines.withdraw(ticket) }
    }

    // MARK: Beginning

    /// Begins those of the steps at `paths` that can be begun.
    mutating func begin(
        _ paths: [String], _ run: RunState, at now: Timestamp, _ group: inout DiscardingTaskGroup
    ) -> Beginning {
        var beginning = Beginning()
        for path in paths where !calling.contains(path) && waiting[path] == nil {
            guard let step = run.machine.step(path) else { continue }
            if let time = step.rests(after: now) {
                if time == .latest { continue }
                let mailbox = mailbox
                waiting[path] = services.alarm(at: time) { mailbox.post(.due(path: path)) }
            } else {
                begin(step, run, &beginning, &group)
            }
        }
        return beginning
    }

    /// Makes the calls whose intents are stored.
    mutating func beginIntended(_ run: RunState, _ group: inout DiscardingTaskGroup) -> [StepResult] {
        var beginning = Beginning()
        for path in intended.sorted() {
            guard let step = run.machine.step(path) else { continue }
            begin(step, run, &beginning, &group)
        }
        return beginning.results
    }

    private mutating func begin(
        _ step: OpenStep, _ run: RunState, _ beginning: inout Beginning, _ group: inout DiscardingTaskGroup
    ) {
        calling.insert(step.path)
        if step.isLocal { return beginning.results.append(StepResult(step, .local)) }
        if case .run = step.effect.kind { return beginning.transactions.append(step.path) }
        do throws(CoreError) {
            guard let target = run.loaded.target(of: step) else { throw Self.noTarget }
            let isOnce = target.effect(step.effect.input) == .once
            if isOnce {
                if !step.isIntended { return admit(step, run, target, &group) }
                guard intended.remove(step.path) != nil else {
                    return beginning.results.append(StepResult(step, .inDoubt))
                }
            }
            switch target.handler {
            case .function(let handler): try call(step, run, target, handler, &group)
            case .stream(let handler):
                try call(step, run, target, Self.collecting(handler, isWanted: step.effect.isStream), &group)
            case .computation(let compute): try call(step, run, target, services.onWorker(compute), &group)
            case .wait(let wait) where isOnce:
                // What may not be done twice is in doubt after a crash, so it is a call like any other.
                try call(step, run, target, services.asCall(wait), &group)
            case .wait(let wait): beginning.results.append(try pass(step, run, target, wait))
            case .transaction: beginning.transactions.append(step.path)
            case nil: throw Self.noCapability(target.capability)
            }
        } catch {
            beginning.results.append(StepResult(step, .failure(error)))
        }
    }

    /// A call that gives a stream, whose items are stored together with its output where anybody wants them.
    private static func collecting(
        _ handler: @escaping @Sendable (JSONValue, StepContext, StepItems) async throws -> StepOutput, isWanted: Bool
    ) -> StepAttempt.Handler {
        { input, context in
            let items = Mutex<[JSONValue]>([])
            let output = try await handler(
                input, context, StepItems { item in if isWanted { items.withLock { $0.append(item) } } })
            return StepOutput(output.output, usage: output.usage, items: items.withLock { $0 })
        }
    }

    private static let noTarget = CoreError(.unsupported, "The engine does not run steps of this kind.")

    private static let cutOff = CoreError(.cancelled, "The call was cut off before it began.")

    private static func noCapability(_ name: String) -> CoreError {
        CoreError(
            .unsupported, "This program has no capability \"\(name)\".",
            fix: "Run the thread with a program that has it.")
    }

    /// Waits for a slot before the intent is stored: between the two there is nothing but the commit, so that a stop in
    /// between leaves nothing begun.
    private func admit(_ step: OpenStep, _ run: RunState, _ target: StepTarget, _ group: inout DiscardingTaskGroup) {
        let (mailbox, path) = (mailbox, step.path)
        guard let slots = target.slots else { return mailbox.post(.admitted(path: path, nil)) }
        let organization = run.thread.organization
        group.addTask {
            guard let permit = await slots.acquire(for: organization) else { return }
            mailbox.post(.admitted(path: path, permit))
        }
    }

    /// What a wait brings: its length at first, and its output once it is over.
    private func pass(
        _ step: OpenStep, _ run: RunState, _ target: StepTarget,
        _ wait: @Sendable (JSONValue, StepContext) throws -> (Duration, StepOutput)
    ) throws(CoreError) -> StepResult {
        let limit = step.effect.timeoutMilliseconds.map { Duration.milliseconds($0) }
        do {
            let (duration, output) = try wait(try run.checkedInput(of: step, target), run.context(of: step))
            let outcome: AttemptOutcome
            if !step.isWaiting, duration > .zero {
                outcome = .wait(min(duration, limit ?? duration))
            } else if let limit, duration > limit {
                outcome = .failure(.stepTimedOut(after: limit))
            } else {
                outcome = .success(try StepSuccess(output, took: duration, services.limits))
            }
            return StepResult(step, outcome)
        } catch {
            throw CoreError(narrowing: error)
        }
    }

    private mutating func call(
        _ step: OpenStep, _ run: RunState, _ target: StepTarget, _ handler: @escaping StepAttempt.Handler,
        _ group: inout DiscardingTaskGroup
    ) throws(CoreError) {
        let attempt = StepAttempt(
            input: try run.checkedInput(of: step, target), handler: handler, context: run.context(of: step),
            timeout: run.timeout(of: step, target, services.limits), effect: target.effect(step.effect.input),
            limits: services.limits, clock: services.clock, deadlines: services.deadlines)
        let (mailbox, path, organization) = (mailbox, step.path, run.thread.organization)
        let call = CancellableCall()
        calls[path] = call
        let permit = permits.removeValue(forKey: path)
        let slots = permit == nil ? target.slots : nil
        let (services, worker) = (services, run.thread.status.worker)
        group.addTask {
            var permit = permit
            if let slots {
                // reason: to wait for a slot does not fail.
                permit = try? await call.run(isLast: false) { await slots.acquire(for: organization) }
                if permit == nil, !call.isCancelled { return }
            }
            guard services.mayAct(for: worker) else { return }
            // One that was cut off before it began did nothing, and the end of the thread waits to be told.
            let outcome = call.isCancelled ? .failure(Self.cutOff) : await attempt.perform(call)
            permit = nil
            mailbox.post(.attempted(StepResult(step, outcome)))
        }
    }
}
