/// Errors, and who handles them.
extension MachineRun {
    /// Where an error is handled.
    private enum Handler {
        case region(slot: Int, ErrorRegion)
        case pause
        case none
    }

    /// Lets the fiber fail where it stands: an outer step of it, or of a fiber around, handles the error, or nobody.
    mutating func raise(_ error: ScriptError, _ fiber: inout Fiber, _ slot: Int) -> Next {
        let error = located(error, in: fiber)
        guard !error.isFinal else {
            state.fibers[slot] = fiber
            fail(with: error)
            return .gone
        }
        switch handler(of: fiber, slot) {
        case .region(slot, let region):
            kill(lanesOf: &fiber)
            handle(error, region, &fiber)
            return .proceed
        case .region(let outer, let region):
            state.fibers[slot] = fiber
            guard var handling = state.fibers[outer] else { return .gone }
            kill(lanesOf: &handling)
            handle(error, region, &handling)
            state.fibers[outer] = handling
            wake(outer)
            return .gone
        case .pause: return pause(error, &fiber, slot)
        case .none: return unhandled(error, &fiber, slot)
        }
    }

    private func handle(_ error: ScriptError, _ region: ErrorRegion, _ fiber: inout Fiber) {
        fiber.failedWait = nil
        if region.register >= 0 { put(error.value, into: region.register, of: &fiber) }
        fiber.position = Int(region.handler)
    }

    private func handler(of fiber: Fiber, _ slot: Int) -> Handler {
        var (fiber, slot) = (fiber, slot)
        var number = Int(tables.regionNumbers[fiber.position])
        while true {
            while number >= 0 {
                let region = tables.regions[number]
                switch region.catches {
                case .all: return .region(slot: slot, region)
                case .pause: return .pause
                case .missing: number = Int(region.outer)
                }
            }
            guard fiber.parent >= 0, let outer = state.fibers[fiber.parent] else { return .none }
            slot = fiber.parent
            fiber = outer
            let instruction = tables.instructions[outer.position]
            guard instruction.opcode == .fork else { return .none }
            number = Int(tables.forks[Int(instruction.a)].laneRegion)
        }
    }

    private mutating func unhandled(_ error: ScriptError, _ fiber: inout Fiber, _ slot: Int) -> Next {
        if fiber.stream >= 0, fiber.parent < 0 { return endStream(with: error, &fiber, slot) }
        if tables.errorKind == nil, tables.onUnhandled == .pause, state.phase == .running {
            return pause(error, &fiber, slot)
        }
        state.fibers[slot] = fiber
        fail(with: error)
        return .gone
    }

    private mutating func pause(_ error: ScriptError, _ fiber: inout Fiber, _ slot: Int) -> Next {
        guard state.phase == .running else {
            state.fibers[slot] = fiber
            fail(with: error)
            return .gone
        }
        fiber.failure = error
        state.pausedSlot = slot
        clearTemporaries(of: &fiber)
        return .suspend
    }

    // MARK: Fibers that go

    /// Ends the lanes of a fiber, and theirs, and gives up what they wait for.
    mutating func kill(lanesOf fiber: inout Fiber) {
        giveUp(fiber.waits)
        fiber.waits = []
        if case .lanes(let group) = fiber.work {
            for slot in group.running.sorted(by: { $0.key < $1.key }).map(\.value) { kill(slot) }
        }
        if case .stream(let stream) = fiber.work { state.streams[stream].consumer = -1 }
        fiber.work = nil
    }

    /// Ends a fiber with its lanes and streams.
    mutating func kill(_ first: Int) {
        var waiting = [first]
        while let slot = waiting.popLast() {
            guard let fiber = state.fibers[slot] else { continue }
            noteUndo(of: fiber)
            giveUp(fiber.waits)
            if case .lanes(let group) = fiber.work {
                waiting += group.running.sorted { $0.key > $1.key }.map(\.value)
            }
            if case .stream(let stream) = fiber.work { state.streams[stream].consumer = -1 }
            remove(slot)
            for stream in fiber.streams {
                state.streams[stream].owner = -1
                if state.streams[stream].producer >= 0 { waiting.append(state.streams[stream].producer) }
                state.streams[stream].producer = -1
            }
        }
    }

    /// Hands the streams of a fiber that has ended on to another.
    mutating func handOn(_ streams: [Int], to slot: Int) {
        for stream in streams { state.streams[stream].owner = slot }
        if slot >= 0 { state.fibers[slot]?.streams += streams }
    }

    private mutating func giveUp(_ waits: [Wait]) {
        for wait in waits where wait.inbox == nil {
            effects.append(MachineEffect(path: wait.path, kind: .cancel))
            state.owners[wait.path] = nil
        }
    }

    /// Puts a fiber into a free slot.
    mutating func add(_ fiber: Fiber) -> Int {
        if let slot = state.freeSlots.popLast() {
            state.fibers[slot] = fiber
            return slot
        }
        state.fibers.append(fiber)
        return state.fibers.count - 1
    }

    mutating func remove(_ slot: Int) {
        state.fibers[slot] = nil
        state.freeSlots.append(slot)
        if state.pausedSlot == slot { state.pausedSlot = nil }
    }
}
