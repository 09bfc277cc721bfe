/// Events come to those who wait for them.
extension MachineRun {
    mutating func deliver(_ event: MachineEvent) -> MachineReception {
        switch event {
        case .start:
            guard state.status == .ready else { return .ignored }
            begin()
            return .taken
        case .proceed: return state.status == .yielded ? .taken : .ignored
        case .completed(let path, let value): return completed(path, value)
        case .item(let path, let value): return item(path, value)
        case .failed(let path, let error): return failed(path, error)
        case .fired(let path): return fired(path)
        case .event(let path, let payload): return happened(path, payload)
        case .resume(let path, let input): return resumed(path, input)
        case .supply(let path, let value): return supplied(path, value)
        case .abandon(let path): return abandoned(path)
        case .cancel: return .ignored
        }
    }

    private mutating func begin() {
        var fiber = Fiber(kind: 0, tables.kinds[0], base: .root)
        let inputs = Self.checked(state.inputs)
        guard case .completed(let value) = inputs, case .completed(let thread) = Self.checked(state.thread) else {
            finish(with: .failed(Self.tooDeep))
            return
        }
        put(value, into: CodeTables.inputsRegister, of: &fiber)
        put(thread, into: CodeTables.threadRegister, of: &fiber)
        note(bytes: Fiber.bytes(registers: fiber.registers.count))
        state.ready.append(add(fiber))
    }

    func put(_ value: JSONValue, into register: Int32, of fiber: inout Fiber) {
        fiber.registers[Int(register)] = value
        fiber.depths[Int(register)] = UInt16(clamping: JSONMeasure(of: value, bytesMax: .max)?.depth ?? 0)
    }

    private static var tooDeep: ScriptError {
        ScriptError(
            code: ScriptError.Code.value, message: "A value nests deeper than \(MachineLimits.depthMax) levels.")
    }

    /// A value from outside, or why it is refused.
    static func checked(_ value: JSONValue) -> Wait.Inbox {
        guard let measure = JSONMeasure(of: value, bytesMax: .max), measure.depth <= MachineLimits.depthMax else {
            return .failed(tooDeep)
        }
        return .completed(value)
    }

    /// The slot of the fiber that waits for an effect, and the place among those it waits for.
    private func waiting(for path: StepPath) -> (slot: Int, place: Int, wait: Wait)? {
        guard let slot = state.owners[path], let fiber = state.fibers[slot],
            let place = fiber.waits.firstIndex(where: { $0.path == path && $0.inbox == nil })
        else { return nil }
        return (slot, place, fiber.waits[place])
    }

    /// Puts what has come of an effect where its fiber finds it.
    private mutating func settle(_ slot: Int, _ place: Int, _ inbox: Wait.Inbox) {
        if case .completed(let value) = inbox {
            note(bytes: JSONMeasure(of: value, bytesMax: .max)?.bytes ?? 0)
        }
        guard let path = state.fibers[slot]?.waits[place].path else { return }
        state.owners[path] = nil
        state.fibers[slot]?.waits[place].inbox = inbox
        wake(slot)
    }

    mutating func wake(_ slot: Int) {
        state.ready.append(slot)
    }

    private mutating func completed(_ path: StepPath, _ value: JSONValue) -> MachineReception {
        if case .undoing(_, path) = state.phase {
            undoNext()
            return .taken
        }
        guard let (slot, place, wait) = waiting(for: path) else { return .ignored }
        switch kind(of: wait) {
        case .awaitEvent: return .declined
        default:
            settle(slot, place, Self.checked(value))
            return .taken
        }
    }

    private mutating func failed(_ path: StepPath, _ error: ScriptError) -> MachineReception {
        if case .undoing(_, path) = state.phase {
            undoNext()
            return .taken
        }
        guard let (slot, place, _) = waiting(for: path) else { return .ignored }
        settle(slot, place, .failed(error))
        return .taken
    }

    private mutating func fired(_ path: StepPath) -> MachineReception {
        guard let (slot, place, wait) = waiting(for: path) else { return .ignored }
        switch kind(of: wait) {
        case .wait, .waitUntil, .backoff: settle(slot, place, .completed(.null))
        case .awaitEvent:
            settle(
                slot, place,
                .failed(
                    ScriptError(
                        code: ScriptError.Code.waitTimeout, message: "The event did not come in time.", path: path)))
        case nil where wait.role == .pause: settle(slot, place, .completed(.null))
        default: return .declined
        }
        return .taken
    }

    private func kind(of wait: Wait) -> EffectSite.Kind? {
        guard case .site(let number) = wait.role else { return nil }
        return tables.effects[number].kind
    }

    private mutating func happened(_ path: StepPath, _ payload: JSONValue) -> MachineReception {
        guard let (slot, place, wait) = waiting(for: path) else { return .ignored }
        guard case .awaitEvent(let filter) = kind(of: wait) else { return .declined }
        guard let filter, var fiber = state.fibers[slot] else {
            settle(slot, place, Self.checked(payload))
            return .taken
        }
        guard case .completed = Self.checked(payload) else {
            settle(slot, place, Self.checked(payload))
            return .taken
        }
        let before = fiber
        state.fibers[slot] = .vacancy
        let answer = value(of: filter, payload, in: &fiber)
        state.fibers[slot] = fiber
        switch answer {
        case .success(.bool(true)): settle(slot, place, .completed(payload))
        case .success(.bool(false)):
            // What is declined is in no journal, so it must leave nothing: neither what the filter made nor where it worked.
            state.fibers[slot] = before
            budget = Self.budget(for: state)
            return .declined
        case .success:
            let error = EvaluationError(.type, "A filter gives a boolean.")
            settle(slot, place, .failed(ScriptError(error, path: path, role: "filter")))
        case .failure(let error): settle(slot, place, .failed(ScriptError(error, path: path, role: "filter")))
        }
        return .taken
    }

    private mutating func item(_ path: StepPath, _ value: JSONValue) -> MachineReception {
        guard let (slot, place, wait) = waiting(for: path) else { return .ignored }
        guard case .site(let number) = wait.role, tables.effects[number].isStream,
            let stream = state.fibers[slot]?.stream, stream >= 0
        else { return .declined }
        guard case .completed = Self.checked(value) else {
            settle(slot, place, Self.checked(value))
            return .taken
        }
        note(bytes: JSONMeasure(of: value, bytesMax: .max)?.bytes ?? 0)
        push(value, to: stream)
        return .taken
    }

    /// The slot of the fiber that is paused at a path, and the fiber.
    private func paused(at path: StepPath) -> (slot: Int, fiber: Fiber)? {
        guard let slot = state.pausedSlot, let fiber = state.fibers[slot], fiber.failure?.path == path else {
            return nil
        }
        return (slot, fiber)
    }

    private mutating func supplied(_ path: StepPath, _ value: JSONValue) -> MachineReception {
        guard case (let slot, var fiber)? = paused(at: path) else { return .ignored }
        guard var wait = fiber.failedWait, case .completed = Self.checked(value) else { return .declined }
        note(bytes: JSONMeasure(of: value, bytesMax: .max)?.bytes ?? 0)
        state.pausedSlot = nil
        fiber.failure = nil
        fiber.failedWait = nil
        wait.inbox = .completed(value)
        fiber.waits.append(wait)
        state.fibers[slot] = fiber
        wake(slot)
        return .taken
    }

    private mutating func abandoned(_ path: StepPath) -> MachineReception {
        guard let failure = paused(at: path)?.fiber.failure else { return .ignored }
        fail(with: failure)
        return .taken
    }

    private mutating func resumed(_ path: StepPath, _ input: JSONValue?) -> MachineReception {
        guard case (let slot, var fiber)? = paused(at: path) else { return .ignored }
        if let input, case .failed = Self.checked(input) { return .declined }
        state.pausedSlot = nil
        fiber.failure = nil
        if var wait = fiber.failedWait {
            fiber.failedWait = nil
            wait.attempt += 1
            wait.input = input ?? wait.input
            if give(wait, of: fiber, slot) == nil { fiber.waits.append(wait) }
        } else if fiber.work == nil, let place = place(of: fiber) {
            // Work under way, such as lanes, belongs to the instruction it began with, and goes on there.
            fiber.position = Int(place.start)
        }
        state.fibers[slot] = fiber
        wake(slot)
        return .taken
    }
}
