/// Checks that a state fits the code: what the machine relies on without looking again.
struct StateVerifier {
    let state: MachineState
    let tables: CodeTables

    /// Refuses fibers that stand where none of their kind can, and lanes that do not belong to who began them.
    func verify() throws(MachineStateError) {
        for (slot, fiber) in state.fibers.enumerated() {
            guard let fiber else { continue }
            try check(isAtOwnCode(fiber) && isWorkInPlace(fiber))
            try check(fiber.parent < 0 ? isRoot(fiber, slot) : isLane(fiber, slot))
            try check(fiber.waits.count <= state.limits.effects)
            try check(fiber.streams.allSatisfy { state.streams.indices.contains($0) })
        }
        try checkChains()
        let free = Set(state.freeSlots)
        try check(free.count == state.freeSlots.count)
        try check(state.fibers.indices.allSatisfy { (state.fibers[$0] == nil) == free.contains($0) })
        if let slot = state.pausedSlot { try check(state.fibers[slot]?.failure != nil) }
    }

    private func check(_ isFine: Bool) throws(MachineStateError) {
        guard isFine else { throw StateReader.malformed }
    }

    private func isAtOwnCode(_ fiber: Fiber) -> Bool {
        let place = Int(tables.placeNumbers[fiber.position])
        return place >= 0 && Int(tables.places[place].kind) == fiber.kind
    }

    private func isWorkInPlace(_ fiber: Fiber) -> Bool {
        let instruction = tables.instructions[fiber.position]
        switch fiber.work {
        case nil: return true
        case .stream(let stream): return instruction.opcode == .next && state.streams.indices.contains(stream)
        case .agent(let agent):
            guard instruction.opcode == .effect, Int(instruction.a) == agent.site else { return false }
            if case .agent = tables.effects[agent.site].kind { return true }
            return false
        case .lanes(let group):
            guard instruction.opcode == .fork, Int(instruction.a) == group.fork,
                group.values.count == group.isDone.count
            else { return false }
            switch tables.forks[group.fork].source {
            case .lanes(let names): return group.count == names.count && group.next <= names.count
            case .graph(let graph): return isPossible(group, graph)
            case .list, .stream: return true
            }
        }
    }

    /// Whether every step that runs or has ended could have begun.
    private func isPossible(_ group: LaneGroup, _ graph: GraphLanes) -> Bool {
        let begun = graph.ids.indices.filter { group.isDone[$0] || group.running[$0] != nil }
        return begun.count == group.next && begun.allSatisfy { group.dependencyCounts[$0] == 0 }
            && group.running.keys.allSatisfy { graph.ids.indices.contains($0) && !group.isDone[$0] }
    }

    private func isRoot(_ fiber: Fiber, _ slot: Int) -> Bool {
        guard fiber.stream >= 0 else { return fiber.kind == 0 || fiber.kind == tables.errorKind }
        return state.streams.indices.contains(fiber.stream) && state.streams[fiber.stream].producer == slot
    }

    private func isLane(_ fiber: Fiber, _ slot: Int) -> Bool {
        guard fiber.stream < 0, state.fibers.indices.contains(fiber.parent), let outer = state.fibers[fiber.parent],
            case .lanes(let group) = outer.work
        else { return false }
        return group.running[fiber.number] == slot && isKind(fiber, of: tables.forks[group.fork])
    }

    private func isKind(_ lane: Fiber, of fork: ForkSite) -> Bool {
        if fork.kinds.count == 1 { return fork.kinds[0] == lane.kind }
        return fork.kinds.indices.contains(lane.number) && fork.kinds[lane.number] == lane.kind
    }

    /// Refuses fibers that began one another.
    private func checkChains() throws(MachineStateError) {
        var isChecked = [Bool](repeating: false, count: state.fibers.count)
        for first in state.fibers.indices {
            var chain: [Int] = []
            var slot = first
            while slot >= 0, !isChecked[slot], let fiber = state.fibers[slot] {
                chain.append(slot)
                try check(chain.count <= state.fibers.count)
                slot = fiber.parent
            }
            for slot in chain { isChecked[slot] = true }
        }
    }
}
