/// The machine: what is told a thread, and what it wants done. Pure: the same code, state and event give the same.
extension MachineCode {
    /// A thread that has not begun; ``MachineEvent/start`` begins it.
    ///
    /// - Parameters:
    ///   - inputs: The input, an object; the program's defaults stand in for what is missing.
    ///   - environment: The variables that `env(…)` reads.
    ///   - thread: What scripts read as `thread`: `id`, `status` ….
    public func start(
        inputs: JSONValue, environment: JSONObject = JSONObject(), thread: JSONValue = [:],
        limits: MachineLimits = MachineLimits()
    ) -> MachineState {
        var object = inputs.objectValue ?? JSONObject()
        for (name, value) in tables.inputDefaults where object[name] == nil { object[name] = value }
        var limits = limits
        limits.lanes = max(limits.lanes, 1 + tables.lanesNeeded)
        limits.effects = max(limits.effects, tables.lanesNeeded)
        return MachineState(inputs: .object(object), thread: thread, environment: environment, limits: limits)
    }

    /// Tells the thread an event, and runs it until it waits.
    public func advance(_ state: inout MachineState, _ event: MachineEvent) -> MachineAdvance {
        var run = MachineRun(code: self, state: state)
        // The run holds the only copy, so that nothing is copied when it changes.
        state = MachineState.empty
        let reception = run.advance(event)
        state = run.state
        return MachineAdvance(effects: run.effects, reception: reception, status: state.status)
    }
}
