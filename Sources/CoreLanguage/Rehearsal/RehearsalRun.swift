/// A rehearsal that is under way.
struct RehearsalRun: Sendable {
    /// What comes at a time.
    enum Coming: Sendable {
        case completed(Int, JSONValue)
        case item(Int, JSONValue)
        case failed(Int, ScriptError)
        case fired(Int)
        case event(Int)
        /// A step has begun to wait for an event: one may have come before.
        case claim(Int)
        case cancel
    }

    let code: MachineCode
    var state: MachineState
    let world: RehearsalWorld
    let sourceMap: SourceMap?
    let limits: RehearsalLimits
    var isDoubtful = false
    /// Kept only where kills are tried.
    var crashes: CrashLog?

    var rules: RehearsalRules
    var queue = RehearsalQueue<Coming>()
    var now: Int64 = 0
    /// The entries of the trace of effects that are under way, by their paths.
    var open: [StepPath: Int] = [:]
    /// The steps that wait for an event, by its name, in the order in which they began; a path that is no longer open
    /// waits no more.
    var waiting: [String: [(path: StepPath, entry: Int)]] = [:]
    /// The events that came and nobody took yet, by their names.
    var unclaimed: [String: [JSONValue]] = [:]
    var traceBytes = 0
    /// How many events may still be shown to steps that decline them.
    var declinesLeft: Int
    var result = RehearsalOutcome()
    var isOver = false
    private var isCancelComing = false
    private var hasBegun = false

    init(
        code: MachineCode, state: MachineState, world: RehearsalWorld, sourceMap: SourceMap?, limits: RehearsalLimits
    ) {
        self.code = code
        self.state = state
        self.world = world
        self.sourceMap = sourceMap
        self.limits = limits
        declinesLeft = limits.comparisons
        rules = RehearsalRules(world.rules, comparisonsMax: limits.comparisons)
    }

    /// Goes on for about as long as one advance of the machine may take; returns the outcome once there is one.
    mutating func proceed() -> RehearsalOutcome? {
        if !hasBegun { begin() }
        for _ in 0..<Self.eventsPerPart where !isOver {
            if state.status == .yielded {
                proceedOnce()
                return nil
            }
            guard !hasEnded, let next = queue.next() else { return settled() }
            come(next.element, at: next.time)
        }
        return isOver ? settled() : nil
    }

    private static let eventsPerPart = 100

    private mutating func begin() {
        hasBegun = true
        for (number, event) in world.events.enumerated() { queue.add(.event(number), at: event.atMilliseconds) }
        if let time = world.cancelAtMilliseconds {
            isCancelComing = true
            queue.add(.cancel, at: time)
        }
        tell(.start)
    }

    /// Whether nothing that comes changes the thread any more.
    private var hasEnded: Bool {
        switch state.status {
        case .completed, .failed, .cancelled: true
        case .paused: !isCancelComing
        case .waiting: open.isEmpty && !isCancelComing
        case .ready, .yielded: false
        }
    }

    private mutating func come(_ coming: Coming, at time: Int64) {
        // What belongs to an effect that is no longer under way takes no time.
        if let entry = coming.entry, open[result.trace[entry].path] != entry { return }
        guard time <= limits.elapsedMilliseconds else {
            stop(.limit, "The virtual clock would go beyond \(limits.elapsedMilliseconds) ms.")
            return
        }
        now = time
        switch coming {
        case .completed(let entry, let value): end(entry, .value(value), .completed(result.trace[entry].path, value))
        case .failed(let entry, let error): end(entry, .error(error), .failed(result.trace[entry].path, error))
        case .item(let entry, let value):
            guard isTraced(value) else { return }
            result.trace[entry].items.append(value)
            tell(.item(result.trace[entry].path, value))
        case .fired(let entry): fire(entry)
        case .event(let number): happen(world.events[number])
        case .claim(let entry): claim(entry)
        case .cancel:
            isCancelComing = false
            tell(.cancel)
        }
    }

    /// Tells the thread an event, and does what it wants done.
    @discardableResult
    mutating func tell(_ event: MachineEvent) -> MachineReception {
        while state.status == .yielded, !isOver { proceedOnce() }
        let advance = code.advance(&state, event)
        begin(advance.effects)
        if advance.reception == .taken { crashes?.write(event, state, advance.effects, at: now) }
        if isDoubtful, advance.reception == .taken { doubt(event) }
        return advance.reception
    }

    private mutating func proceedOnce() { begin(code.advance(&state, .proceed).effects) }

    private mutating func begin(_ effects: [MachineEffect]) {
        for effect in effects where !isOver { begin(effect) }
    }

    /// An event that is told once more is ignored, and a thread that was stored goes on as if it was not.
    private mutating func doubt(_ event: MachineEvent) {
        guard state.status != .yielded, !isOver else { return }
        let digest = [UInt8](repeating: 0, count: 32)
        let bytes = state.bytes(programDigest: digest)
        do {
            state = try code.state(decoding: bytes, programDigest: digest)
        } catch {
            stop(.failed, error.message)
        }
        switch event {
        // Another item is another event, and another attempt has the same path.
        case .item, .proceed, .cancel: return
        case .completed(let path, _), .failed(let path, _), .fired(let path), .event(let path, _):
            guard open[path] == nil else { return }
        case .start, .resume, .supply, .abandon: break
        }
        let again = code.advance(&state, event)
        guard again.reception == .ignored, again.effects.isEmpty, state.bytes(programDigest: digest) == bytes else {
            stop(.failed, "The thread has taken an event twice.")
            return
        }
    }

    // MARK: The end

    /// Ends the rehearsal at a bound.
    mutating func stop(_ status: RehearsalOutcome.Status, _ message: String) {
        guard !isOver else { return }
        isOver = true
        result.status = status
        result.error = ScriptError(code: Rehearsal.Code.limit, message: message)
    }

    private mutating func settled() -> RehearsalOutcome {
        result.elapsedMilliseconds = now
        if !isOver { settle() }
        if let error = result.error { result.place = sourceMap?.place(of: error.path, argument: error.role) }
        return result
    }

    private mutating func settle() {
        switch state.status {
        case .completed(let value):
            result.status = .completed
            result.result = value
        case .failed(let error):
            result.status = .failed
            result.error = error
        case .paused(let error):
            result.status = .paused
            result.error = error
        case .cancelled: result.status = .cancelled
        case .ready, .yielded, .waiting: result.status = .waiting
        }
    }
}

extension RehearsalRun.Coming {
    /// The entry of the trace it belongs to; nil for what comes from outside.
    var entry: Int? {
        switch self {
        case .completed(let entry, _), .item(let entry, _), .failed(let entry, _), .fired(let entry), .claim(let entry):
            entry
        case .event, .cancel: nil
        }
    }
}
