import CoreLanguage

/// A thread under way, as its run sees it: everything here follows from the journal.
public struct RunState: Sendable {
    var thread: Thread
    let loaded: LoadedProgram
    var machine: GraphMachine
    var money: ThreadMoney?
    /// Bytes of everything that the thread was given and computed, as JSON.
    var byteCount: Int

    /// The thread `id` as it is stored; nil when it is unknown or over.
    init?(_ id: Identifier, _ library: ProgramLibrary, _ tx: any ReadTransaction) throws(CoreError) {
        guard let thread = try tx.threads.find(id), !thread.status.state.isFinal else { return nil }
        let history = try ThreadHistory(of: id, tx)
        self.thread = thread
        loaded = try library.load(thread.program.digest, tx)
        machine = GraphMachine(loaded, input: history.input)
        try history.replay(on: &machine)
        money = history.money
        byteCount = history.byteCount
    }

    /// A thread that was just stored.
    init(_ thread: Thread, _ loaded: LoadedProgram, input: JSONObject, money: ThreadMoney?, byteCount: Int) {
        self.thread = thread
        self.loaded = loaded
        self.money = money
        self.byteCount = byteCount
        machine = GraphMachine(loaded, input: input)
    }

    /// What the unit's step calls.
    func target(of unit: StepUnit) -> StepTarget { loaded.targets[unit.step] }

    /// The unit's step.
    func step(of unit: StepUnit) -> GraphStep { machine.steps[unit.step] }
}

extension RunState {
    /// What the unit's call is told.
    func context(of unit: StepUnit) -> StepContext {
        StepContext(
            thread: thread.id, organization: thread.organization, path: unit.path, attempt: unit.failedAttempts + 1)
    }

    /// The input of the unit's call.
    ///
    /// - Throws: `STEP_FAILED` when an expression has no value, `INPUT_INVALID` when it does not fit the ingredient.
    func checkedInput(of unit: StepUnit) throws(CoreError) -> JSONValue {
        let input: JSONValue
        do throws(EvaluationError) {
            input = try machine.input(of: unit)
        } catch {
            throw CoreError(.stepFailed, "The input of the step has no value: \(error.message)")
        }
        for schema in target(of: unit).inputSchemas { try schema.check(input, at: .root) }
        return input
    }

    /// Until when there is nothing to do; nil when there is something.
    func restsUntil(after now: Timestamp) -> Timestamp? {
        machine.restsUntil(after: now).map { min($0, thread.expiresAt) }
    }

    /// How long one attempt of the unit may take.
    func timeout(of unit: StepUnit, _ limits: EngineLimits) -> Duration {
        if let milliseconds = step(of: unit).timeoutMilliseconds { return .milliseconds(milliseconds) }
        if let seconds = target(of: unit).definition.timeoutSeconds { return .seconds(seconds) }
        return limits.stepTimeout
    }
}
