/// One advance of a thread.
struct MachineRun {
    let code: MachineCode
    var state: MachineState
    var effects: [MachineEffect] = []
    /// How many instructions may still run in this advance.
    var fuel: Int
    var budget: EvaluationBudget
    /// Where the values were measured last, while nothing has come of it.
    var measuredPosition: Int?

    init(code: MachineCode, state: MachineState) {
        self.code = code
        self.state = state
        fuel = min(state.limits.instructionsPerAdvance, state.instructionsLeft)
        budget = Self.budget(for: state)
    }

    var tables: CodeTables { code.tables }

    mutating func advance(_ event: MachineEvent) -> MachineReception {
        guard !state.status.isFinal else { return .ignored }
        if case .cancel = event {
            cancel()
            settle()
            return .taken
        }
        let reception = deliver(event)
        drain()
        settle()
        return reception
    }

    /// Runs the fibers that can go on. To be woken once too often does a fiber no harm.
    private mutating func drain() {
        while !state.ready.isEmpty, !state.status.isFinal {
            var slots = state.ready[...]
            state.ready = []
            while let slot = slots.first, fuel > 0 || state.instructionsLeft == 0, state.pausedSlot == nil {
                slots.removeFirst()
                run(slot)
                if state.status.isFinal { return }
            }
            guard slots.isEmpty else {
                state.ready = slots.filter { state.fibers[$0] != nil } + state.ready
                return
            }
        }
    }

    /// Says how the thread stands now.
    private mutating func settle() {
        state.bytesMade = budget.bytesMax - budget.bytesLeft
        guard !state.status.isFinal else { return }
        if let slot = state.pausedSlot, let failure = state.fibers[slot]?.failure {
            state.status = .paused(failure)
        } else if state.ready.isEmpty {
            state.status = state.fibers.isEmpty && state.phase == .running ? .ready : .waiting
        } else {
            state.status = .yielded
        }
    }

    // MARK: Fibers

    /// Runs a fiber until it waits or ends.
    private mutating func run(_ slot: Int) {
        guard var fiber = state.fibers[slot] else { return }
        // Its registers are changed in their place, so nobody else holds them.
        state.fibers[slot] = .vacancy
        var next = resume(&fiber, slot)
        while case .proceed = next {
            next = step(&fiber, slot)
        }
        switch next {
        case .proceed, .suspend: state.fibers[slot] = fiber
        case .gone: break
        }
    }

    /// What a fiber does after an instruction.
    enum Next {
        case proceed
        /// It waits, or is paused.
        case suspend
        /// It is no more.
        case gone
    }

    private mutating func step(_ fiber: inout Fiber, _ slot: Int) -> Next {
        let (exit, failure) = process(&fiber)
        switch exit {
        case .instruction:
            if isMeasureDue { return measure(&fiber, slot) }
            measuredPosition = nil
            return perform(tables.instructions[fiber.position], &fiber, slot)
        case .fuel: return refuel(&fiber, slot)
        case .failure:
            switch failure {
            // The budget's steps are those that the thread has left.
            case .evaluation(let error) where error.kind == .limit && budget.hasRunOutOfSteps:
                state.instructionsLeft = 0
                return raise(outOfInstructions, &fiber, slot)
            case .evaluation(let error):
                // The bound may have been reached by what is no longer held: then the instruction runs once more.
                if error.kind == .limit, measuredPosition != fiber.position { return measure(&fiber, slot) }
                measuredPosition = nil
                return raise(ScriptError(error), &fiber, slot)
            case .error(let error): return raise(error, &fiber, slot)
            case nil: return raise(Self.invalidState, &fiber, slot)
            }
        }
    }

    mutating func process(_ fiber: inout Fiber) -> (Processor.Exit, Processor.Failure?) {
        let before = fuel
        let result = withProcessor(of: &fiber, fuel: fuel) { processor in
            let exit = processor.run()
            return (exit: exit, failure: processor.failure, position: processor.position, fuel: processor.fuelLeft)
        }
        guard let result else { return (.failure, nil) }
        fiber.position = result.position
        fuel = max(0, min(before, result.fuel))
        state.instructionsLeft = max(0, state.instructionsLeft - (before - fuel))
        return (result.exit, result.failure)
    }

    /// Goes on after the fuel was used up: by the values' measure, by the next advance, or not at all.
    private mutating func refuel(_ fiber: inout Fiber, _ slot: Int) -> Next {
        if isMeasureDue { return measure(&fiber, slot) }
        if state.instructionsLeft == 0 { return raise(outOfInstructions, &fiber, slot) }
        state.ready.append(slot)
        return .suspend
    }

    private var outOfInstructions: ScriptError {
        ScriptError(
            code: ScriptError.Code.instructions,
            message: "The script has run \(state.limits.instructions) instructions, as many as it may.")
    }
}
