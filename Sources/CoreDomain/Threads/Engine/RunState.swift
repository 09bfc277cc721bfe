import CoreLanguage

/// A thread under way, as its run sees it: everything here follows from the journal.
public struct RunState: Sendable {
    var thread: Thread
    let loaded: LoadedProgram
    var machine: ThreadMachine
    var money: ThreadMoney?
    /// Bytes of everything that the thread was given and computed, as JSON.
    var byteCount: Int
    /// Notes that nothing was done about yet, in order.
    var notes: [Note] = []
    /// How many values were yielded.
    var yieldCount: Int64 = 0
    /// How many calls and waits are done.
    var completedCount: Int64 = 0

    /// The thread `id` as it is stored; nil when it is unknown or over.
    init?(
        _ id: Identifier, _ library: ProgramLibrary, _ vault: ThreadVault, _ tx: any ReadTransaction
    ) throws(CoreError) {
        guard let thread = try tx.threads.find(id), !thread.status.state.isFinal else { return nil }
        let history = try ThreadHistory(of: id, tx)
        self.thread = thread
        loaded = try library.load(thread.program.digest, tx)
        machine = ThreadMachine(
            loaded, ThreadInput(history.input, environment: try vault.environment(of: thread), of: id))
        try history.replay(on: &machine)
        money = history.money
        byteCount = history.byteCount
        yieldCount = history.yieldCount
        completedCount = history.completedCount
        if thread.status.notes > 0 { notes = try tx.notes.list(of: id, after: 0, limit: Note.readMax) }
    }

    /// A thread that was just stored.
    init(_ thread: Thread, _ loaded: LoadedProgram, _ input: ThreadInput, money: ThreadMoney?, byteCount: Int) {
        self.thread = thread
        self.loaded = loaded
        self.money = money
        self.byteCount = byteCount
        machine = ThreadMachine(loaded, input)
    }
}

extension RunState {
    /// How many of its steps are done: of a recipe those of its graph.
    var progress: Int64 { thread.kind == .recipe ? Int64(machine.endedCount) : completedCount }

    /// What a step's call is told.
    func context(of step: OpenStep) -> StepContext {
        StepContext(thread: thread.id, organization: thread.organization, path: step.path, attempt: step.attempt)
    }

    /// The input of a step's call.
    ///
    /// - Throws: `INPUT_INVALID` when it does not fit what is called.
    func checkedInput(of step: OpenStep, _ target: StepTarget) throws(CoreError) -> JSONValue {
        for schema in target.inputSchemas { try schema.check(step.effect.input, at: .root) }
        guard case .plan(let tools) = step.effect.kind else { return step.effect.input }
        var input = step.effect.input.objectValue ?? JSONObject()
        input["tools"] = .array(tools.map { ["name": .string($0.name), "source": .string($0.source)] })
        return .object(input)
    }

    /// Until when there is nothing to do; nil when there is something.
    func restsUntil(after now: Timestamp) -> Timestamp? {
        machine.restsUntil(after: now).map { min($0, thread.expiresAt) }
    }

    /// How long one attempt of a step may take.
    func timeout(of step: OpenStep, _ target: StepTarget, _ limits: EngineLimits) -> Duration {
        if let milliseconds = step.effect.timeoutMilliseconds { return .milliseconds(milliseconds) }
        return target.timeout ?? limits.stepTimeout
    }

    /// Whether the step at `path` is a call that has no effect, and gives the same each time.
    func isPureCall(_ path: String) -> Bool {
        guard let step = machine.step(path), !step.isWaiting, !step.isLocal,
            let target = loaded.target(of: step), target.effect(step.effect.input) == .pure
        else { return false }
        switch target.handler {
        case .function, .computation: return true
        case .stream, .wait, .transaction, nil: return false
        }
    }

    /// Whether a call of the step must not be made twice.
    func isUnrepeatable(_ step: OpenStep) -> Bool {
        loaded.target(of: step)?.effect(step.effect.input) == .once
    }
}
