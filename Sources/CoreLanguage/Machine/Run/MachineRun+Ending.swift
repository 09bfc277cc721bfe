/// How threads end.
extension MachineRun {
    /// The thread is done.
    mutating func end(with value: JSONValue, at slot: Int) {
        finish(with: .completed(value))
    }

    /// The thread ends. Whatever is under way is given up.
    mutating func finish(with status: MachineStatus) {
        killAll()
        state.phase = .ended
        state.status = status
        state.undo = []
    }

    /// The thread fails: what was done is taken back, then `on thread error` runs.
    mutating func fail(with error: ScriptError) {
        killAll()
        switch state.phase {
        case .handling(let first): finish(with: .failed(first))
        case .running:
            state.phase = .undoing(.failed(error), nil)
            undoNext()
        case .undoing, .ended: break
        }
    }

    /// The thread is cancelled: what was done is taken back.
    mutating func cancel() {
        switch state.phase {
        case .running:
            killAll()
            state.phase = .undoing(.cancelled, nil)
            undoNext()
        case .undoing(_, let path): state.phase = .undoing(.cancelled, path)
        case .handling: finish(with: .cancelled)
        case .ended: break
        }
    }

    private mutating func killAll() {
        for slot in state.fibers.indices where state.fibers[slot] != nil { kill(slot) }
        state.ready = []
        state.streams = []
        state.pausedSlot = nil
    }

    /// Takes back what was done last and not taken back yet. A compensation that fails is left behind.
    mutating func undoNext() {
        guard case .undoing(let ending, _) = state.phase else { return }
        if let entry = state.undo.popLast() {
            let wait = Wait(path: entry.path, role: .site(entry.site), input: entry.input)
            state.phase = .undoing(ending, entry.path)
            effects.append(effect(of: wait, tables.effects[entry.site]))
            return
        }
        switch ending {
        case .cancelled: finish(with: .cancelled)
        case .failed(let error):
            guard let kind = tables.errorKind, !error.isFinal else {
                finish(with: .failed(error))
                return
            }
            state.phase = .handling(error)
            var fiber = Fiber(kind: kind, tables.kinds[kind], base: .root)
            put(state.inputs, into: CodeTables.inputsRegister, of: &fiber)
            put(state.thread, into: CodeTables.threadRegister, of: &fiber)
            put(error.value, into: CodeTables.errorRegister, of: &fiber)
            note(bytes: Fiber.bytes(registers: fiber.registers.count))
            state.ready.append(add(fiber))
        }
    }
}
