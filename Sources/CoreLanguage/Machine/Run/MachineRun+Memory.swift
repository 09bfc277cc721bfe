/// What the values of a thread take up.
extension MachineRun {
    /// A budget in whose first half what was made since the last measure is spent. The second half lets an instruction
    /// end that has begun.
    static func budget(for state: MachineState) -> EvaluationBudget {
        let steps = state.instructionsLeft / MachineLimits.instructionsPerStep
        let budget = EvaluationBudget(bytesMax: state.bytesUntilMeasure * 2, stepsMax: max(1, steps))
        charge(state.bytesMade, to: budget)
        return budget
    }

    private static func charge(_ bytes: Int, to budget: EvaluationBudget) {
        do throws(EvaluationError) {
            try budget.charge(bytes: min(bytes, budget.bytesLeft))
        } catch {
            // No more is charged than is left.
        }
    }

    var isMeasureDue: Bool { budget.bytesLeft < budget.bytesMax / 2 }

    /// Counts bytes that came from outside.
    func note(bytes: Int) {
        Self.charge(bytes, to: budget)
    }

    /// Measures what is held, and goes on if it is not too much.
    mutating func measure(_ fiber: inout Fiber, _ slot: Int) -> Next {
        guard let live = liveBytes(with: fiber) else { return raise(tooMuchMemory, &fiber, slot) }
        measuredPosition = fiber.position
        beginBudget(live: live)
        return .proceed
    }

    private mutating func beginBudget(live: Int) {
        state.bytesUntilMeasure = max(state.limits.liveBytes - live, state.limits.liveBytes / 8)
        state.bytesMade = 0
        budget = Self.budget(for: state)
    }

    private var tooMuchMemory: ScriptError {
        ScriptError(
            code: ScriptError.Code.memory,
            message: "The script holds more than \(state.limits.liveBytes) bytes of values.")
    }

    /// Charges for a fiber that is to be made, before it is: no instruction of its own comes in between at which the
    /// values would be measured. An error when there is no room for it.
    ///
    /// - Parameter group: What the fiber that begins it is busy with.
    mutating func makeRoom(for kind: FiberKind, besides fiber: Fiber, _ group: LaneGroup? = nil) -> ScriptError? {
        let bytes = Fiber.bytes(registers: kind.registerCount + kind.temporaryCount)
        guard budget.bytesLeft - budget.bytesMax / 2 < bytes else {
            note(bytes: bytes)
            return nil
        }
        guard let live = liveBytes(with: fiber, group, and: bytes) else { return tooMuchMemory }
        beginBudget(live: live)
        return nil
    }

    /// The bytes of all values, and of what is to come; nil when they are more than may be.
    private func liveBytes(with fiber: Fiber, _ group: LaneGroup? = nil, and bytes: Int = 0) -> Int? {
        var meter = LiveMeter(left: state.limits.liveBytes - bytes)
        meter.add(fiber)
        if let group { meter.add(group.values) }
        for case let fiber? in state.fibers { meter.add(fiber) }
        for stream in state.streams { meter.add(stream.items[stream.taken...]) }
        for entry in state.undo { meter.add(entry.input) }
        meter.add(state.inputs)
        return meter.left < 0 ? nil : state.limits.liveBytes - meter.left
    }
}

/// Adds up the bytes of values until there are too many.
struct LiveMeter {
    var left: Int

    init(left: Int) { self.left = left }

    mutating func add(_ value: JSONValue) {
        guard left >= 0 else { return }
        guard let measure = JSONMeasure(of: value, bytesMax: left) else {
            left = -1
            return
        }
        left -= measure.bytes
    }

    mutating func add(_ values: some Sequence<JSONValue>) {
        for value in values where left >= 0 { add(value) }
    }

    mutating func add(_ fiber: Fiber) {
        left -= Fiber.bytes(registers: fiber.registers.count)
        add(fiber.registers)
        for wait in fiber.waits {
            add(wait.input)
            if case .completed(let value) = wait.inbox { add(value) }
        }
        switch fiber.work {
        case .lanes(let group): add(group.values)
        case .agent(let agent):
            add(agent.history)
            add(agent.results.lazy.compactMap(\.self))
        case .stream, nil: break
        }
    }
}
