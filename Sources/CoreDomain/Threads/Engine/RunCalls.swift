import CoreLanguage

/// The calls of one run: which are under way, which wait, and which may be made.
struct RunCalls {
    /// What was found to need no call outside the commit.
    struct Beginning {
        var results: [StepResult] = []
        /// Units to be called inside the next commit.
        var transactions: [String] = []
    }

    private let services: RunServices
    private let mailbox: Mailbox<RunMessage>
    /// Units that are being called, that wait for a slot, or whose result is not stored yet.
    private var calling: Set<String> = []
    /// Units that wait for their time, with what wakes them.
    private var waiting: [String: Deadlines.Ticket] = [:]
    /// Units whose intent this run stored, so that it knows that they were not begun before.
    private var intended: Set<String> = []
    /// The slots of units that have one and were not called yet.
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
            guard let unit = run.machine.unit(path) else { return false }
            return unit.isIntended && run.target(of: unit).definition.effect == .once
        }
    }

    /// What came of a unit is stored, or its wait is over: it may be begun again.
    mutating func forget(_ path: String) {
        calling.remove(path)
        waiting[path] = nil
        permits[path] = nil
    }

    /// A unit has its slot.
    mutating func admit(_ path: String, _ permit: Slots.Permit?) { permits[path] = permit }

    /// A unit's intent is stored: its call may be made.
    mutating func noteIntent(_ path: String) {
        calling.remove(path)
        intended.insert(path)
    }

    /// Has nobody woken for what this run waited for.
    func withdrawAlarms() {
        for ticket in waiting.values { services.deadlines.withdraw(ticket) }
    }

    // MARK: Beginning

    /// Begins every unit that can be called.
    mutating func begin(_ run: RunState, at now: Timestamp, _ group: inout DiscardingTaskGroup) -> Beginning {
        var beginning = Beginning()
        for unit in run.machine.callable where !calling.contains(unit.path) && waiting[unit.path] == nil {
            if let time = unit.notBefore, time > now {
                let (mailbox, path) = (mailbox, unit.path)
                waiting[path] = services.alarm(at: time) { mailbox.post(.due(path: path)) }
            } else {
                begin(unit, run, &beginning, &group)
            }
        }
        return beginning
    }

    /// Makes the calls whose intents are stored.
    mutating func beginIntended(_ run: RunState, _ group: inout DiscardingTaskGroup) -> [StepResult] {
        var beginning = Beginning()
        for unit in run.machine.callable where intended.contains(unit.path) {
            begin(unit, run, &beginning, &group)
        }
        return beginning.results
    }

    private mutating func begin(
        _ unit: StepUnit, _ run: RunState, _ beginning: inout Beginning, _ group: inout DiscardingTaskGroup
    ) {
        calling.insert(unit.path)
        let target = run.target(of: unit)
        if target.definition.effect == .once {
            if !unit.isIntended { return admit(unit, run, target, &group) }
            guard intended.remove(unit.path) != nil else {
                return beginning.results.append(StepResult(path: unit.path, outcome: .inDoubt))
            }
        }
        do throws(CoreError) {
            switch target.handler {
            case .function(let handler): try call(unit, run, handler, &group)
            case .stream(let handler):
                // A recipe takes the output as a whole.
                try call(unit, run, { try await handler($0, $1, StepItems { _ in }) }, &group)
            case .computation(let compute): try call(unit, run, services.onWorker(compute), &group)
            case .wait(let wait) where target.definition.effect == .once:
                // What may not be done twice is in doubt after a crash, so it is a call like any other.
                try call(unit, run, services.asCall(wait), &group)
            case .wait(let wait): beginning.results.append(try pass(unit, run, wait))
            case .transaction: beginning.transactions.append(unit.path)
            case nil: throw Self.noCapability(target.definition.handler)
            }
        } catch {
            beginning.results.append(StepResult(path: unit.path, outcome: .failure(error)))
        }
    }

    private static func noCapability(_ handler: String?) -> CoreError {
        CoreError(
            .unsupported, "This program has no capability \"\(handler ?? "")\".",
            fix: "Run the thread with a program that has it.")
    }

    /// Waits for a slot before the intent is stored: between the two there is nothing but the commit, so that a stop in
    /// between leaves nothing begun.
    private func admit(_ unit: StepUnit, _ run: RunState, _ target: StepTarget, _ group: inout DiscardingTaskGroup) {
        let (mailbox, path) = (mailbox, unit.path)
        guard let slots = target.slots else { return mailbox.post(.admitted(path: path, nil)) }
        let organization = run.thread.organization
        group.addTask {
            guard let permit = await slots.acquire(for: organization) else { return }
            mailbox.post(.admitted(path: path, permit))
        }
    }

    /// What a wait brings: its length at first, and its output once it is over.
    private func pass(
        _ unit: StepUnit, _ run: RunState, _ wait: @Sendable (JSONValue, StepContext) throws -> (Duration, StepOutput)
    ) throws(CoreError) -> StepResult {
        let limit = run.step(of: unit).timeoutMilliseconds.map { Duration.milliseconds($0) }
        do {
            let (duration, output) = try wait(try run.checkedInput(of: unit), run.context(of: unit))
            let outcome: AttemptOutcome
            if !unit.isWaiting, duration > .zero {
                outcome = .wait(min(duration, limit ?? duration))
            } else if let limit, duration > limit {
                outcome = .failure(.stepTimedOut(after: limit))
            } else {
                outcome = .success(try StepSuccess(output, took: duration, services.limits))
            }
            return StepResult(path: unit.path, outcome: outcome)
        } catch {
            throw CoreError(narrowing: error)
        }
    }

    private mutating func call(
        _ unit: StepUnit, _ run: RunState, _ handler: @escaping StepAttempt.Handler,
        _ group: inout DiscardingTaskGroup
    ) throws(CoreError) {
        let target = run.target(of: unit)
        let attempt = StepAttempt(
            input: try run.checkedInput(of: unit), handler: handler, context: run.context(of: unit),
            timeout: run.timeout(of: unit, services.limits), effect: target.definition.effect,
            limits: services.limits, clock: services.clock, deadlines: services.deadlines)
        let (mailbox, path, organization) = (mailbox, unit.path, run.thread.organization)
        let permit = permits.removeValue(forKey: path)
        let slots = permit == nil ? target.slots : nil
        let (services, worker) = (services, run.thread.status.worker)
        group.addTask {
            var permit = permit
            if let slots {
                permit = await slots.acquire(for: organization)
                if permit == nil { return }
            }
            guard services.mayAct(for: worker) else { return }
            let outcome = await attempt.perform()
            permit = nil
            mailbox.post(.attempted(StepResult(path: path, outcome: outcome)))
        }
    }
}
