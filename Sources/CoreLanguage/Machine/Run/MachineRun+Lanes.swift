/// Fibers that run side by side, and are joined.
extension MachineRun {
    /// Begins the lanes of a fork. The fiber waits until all have ended.
    mutating func fork(_ i: Instruction, _ fiber: inout Fiber, _ slot: Int) -> Next {
        let fork = tables.forks[Int(i.a)]
        var count: Int?
        let batch = number(fork.batch, in: fiber, default: 1)
        var lanes = number(fork.lanes, in: fiber, default: 1)
        switch fork.source {
        case .list(let register):
            guard case .array(let items) = fiber.registers[Int(register)] else {
                let type = fiber.registers[Int(register)].scriptTypeName
                return raise(
                    ScriptError(
                        code: ScriptError.Code.type, message: "A loop takes a list, not \(type).", role: "items"),
                    &fiber, slot)
            }
            count = items.isEmpty ? 0 : (items.count - 1) / batch + 1
        case .lanes(let names):
            count = names.count
            lanes = names.count
        case .graph(let graph):
            count = graph.ids.count
            lanes = graph.ids.count
        case .stream: break
        }
        clearTemporaries(of: &fiber)
        var group = LaneGroup(
            fork: Int(i.a), lanesMax: min(lanes, state.limits.lanes), batch: batch,
            pauseMilliseconds: Int64(number(fork.pause, in: fiber, default: 0)), count: count)
        if let count {
            note(bytes: count * 24)
            group.values = [JSONValue](repeating: .null, count: count)
            group.isDone = [Bool](repeating: false, count: count)
        }
        if case .graph(let graph) = fork.source { group.findStartable(graph) }
        fiber.work = .lanes(group)
        return resumeLanes(&fiber, slot)
    }

    private func number(_ register: Int32, in fiber: Fiber, default fallback: Int) -> Int {
        guard register >= 0, case .integer(let number) = fiber.registers[Int(register)] else { return fallback }
        return max(fallback == 0 ? 0 : 1, Int(number))
    }

    /// Begins lanes as long as there is room, and goes on when all have ended.
    mutating func resumeLanes(_ fiber: inout Fiber, _ slot: Int) -> Next {
        guard case .lanes(var group) = fiber.work else { return raise(Self.invalidState, &fiber, slot) }
        fiber.work = nil
        let fork = tables.forks[group.fork]
        if let wait = fiber.waits.first, wait.inbox != nil {
            fiber.waits.removeFirst()
            group.isPausing = false
        }
        var error: ScriptError?
        while error == nil, group.running.count < group.lanesMax, !group.isPausing, group.next < group.count ?? .max {
            guard let item = nextItem(of: fork, &group, fiber, &error, slot) else { break }
            var number = group.next
            if case .graph = fork.source {
                guard let startable = group.startable.first else { break }
                group.startable.removeFirst()
                number = startable
            }
            error = error ?? beginLane(number, item, fork, &group, fiber, slot)
            if error == nil { error = beginPause(fork, &group, &fiber, slot) }
        }
        if fork.isStream { pushInOrder(&group, to: fiber.stream) }
        let isOver = group.count == group.next && group.running.isEmpty
        let values = group.values
        fiber.work = .lanes(group)
        if let error { return raise(error, &fiber, slot) }
        guard isOver else { return .suspend }
        fiber.work = nil
        let i = tables.instructions[fiber.position]
        var value = JSONValue.array(fork.isStream ? [] : values)
        if case .lanes(let names) = fork.source { value = .object(JSONObject(zip(names, values))) }
        _ = proceed(&fiber, with: value, into: i.b)
        fiber.position = Int(i.c)
        return .proceed
    }

    /// What the next lane works on; nil when there is nothing yet, or no more.
    private mutating func nextItem(
        of fork: ForkSite, _ group: inout LaneGroup, _ fiber: Fiber, _ error: inout ScriptError?, _ slot: Int
    ) -> JSONValue? {
        switch fork.source {
        case .lanes, .graph: return .null
        case .list(let register):
            guard case .array(let items) = fiber.registers[Int(register)] else { return nil }
            let first = group.next.multipliedReportingOverflow(by: group.batch).partialValue
            guard items.indices.contains(first) else {
                error = Self.invalidState
                return nil
            }
            return fork.batch >= 0 ? .array(Array(items[first...].prefix(group.batch))) : items[first]
        case .stream(let register):
            guard let stream = stream(in: register, of: fiber) else {
                error = Self.invalidState
                return nil
            }
            switch take(from: stream, batch: fork.batch >= 0 ? group.batch : nil) {
            case .item(let item):
                group.values.append(.null)
                group.isDone.append(false)
                return item
            case .none:
                state.streams[stream].consumer = slot
                return nil
            case .end(.complete):
                group.count = group.next
                return nil
            case .end(.failed(let failure)):
                error = failure
                return nil
            }
        }
    }

    private mutating func beginLane(
        _ number: Int, _ item: JSONValue, _ fork: ForkSite, _ group: inout LaneGroup, _ fiber: Fiber, _ slot: Int
    ) -> ScriptError? {
        guard state.fibers.count - state.freeSlots.count < state.limits.lanes else {
            return ScriptError(
                code: ScriptError.Code.lanes, message: "More than \(state.limits.lanes) lanes would run at once.")
        }
        var base = path(fork.path, in: fiber)
        if case .graph(let graph) = fork.source {
            base = base.appending(step: graph.ids[number])
        } else {
            base = base.appending(iteration: number)
        }
        guard !isTooLong(base) else { return pathTooLong }
        let kindNumber = fork.kinds.count == 1 ? fork.kinds[0] : fork.kinds[number]
        let kind = tables.kinds[kindNumber]
        if let error = makeRoom(for: kind, besides: fiber, group) { return error }
        var lane = Fiber(
            kind: kindNumber, kind, base: base, parent: slot, number: number)
        copyCaptures(of: kind, from: fiber, to: &lane)
        if kind.item >= 0 { put(item, into: kind.item, of: &lane) }
        if kind.index >= 0 { lane.registers[Int(kind.index)] = .integer(Int64(number)) }
        let laneSlot = add(lane)
        group.running[number] = laneSlot
        group.next += 1
        wake(laneSlot)
        return nil
    }

    func copyCaptures(of kind: FiberKind, from fiber: Fiber, to lane: inout Fiber) {
        for (outer, inner) in kind.captures {
            lane.registers[Int(inner)] = fiber.registers[Int(outer)]
            lane.depths[Int(inner)] = fiber.depths[Int(outer)]
        }
    }

    /// The next lane begins only after the pause.
    private mutating func beginPause(
        _ fork: ForkSite, _ group: inout LaneGroup, _ fiber: inout Fiber, _ slot: Int
    ) -> ScriptError? {
        guard group.pauseMilliseconds > 0, group.next < group.count ?? .max else { return nil }
        let path = path(fork.path, in: fiber).appending(iteration: group.next).appending(step: "pause")
        let wait = Wait(path: path, role: .pause, input: .integer(group.pauseMilliseconds))
        if let error = give(wait, of: fiber, slot) { return error }
        fiber.waits.append(wait)
        group.isPausing = true
        return nil
    }

    /// Hands on what the lanes gave, in the order of the items.
    private mutating func pushInOrder(_ group: inout LaneGroup, to stream: Int) {
        while group.pushed < group.isDone.count, group.isDone[group.pushed] {
            push(group.values[group.pushed], to: stream)
            group.values[group.pushed] = .null
            group.pushed += 1
        }
    }

    /// A fiber has done its work: a lane gives what it has to the one that began it.
    mutating func finish(with value: JSONValue, _ fiber: inout Fiber, _ slot: Int) -> Next {
        if case .handling(let error) = state.phase, fiber.parent < 0, fiber.stream < 0 {
            state.fibers[slot] = fiber
            finish(with: .failed(error))
            return .gone
        }
        if fiber.parent < 0, fiber.stream >= 0 { return endStream(with: value, &fiber, slot) }
        guard fiber.parent >= 0, var outer = state.fibers[fiber.parent], case .lanes(var group) = outer.work else {
            return raise(Self.invalidState, &fiber, slot)
        }
        outer.work = nil
        state.fibers[fiber.parent] = .vacancy
        let kind = tables.kinds[fiber.kind]
        for (inner, register) in kind.results {
            outer.registers[Int(register)] = fiber.registers[Int(inner)]
            outer.depths[Int(register)] = fiber.depths[Int(inner)]
        }
        if group.values.indices.contains(fiber.number) {
            group.values[fiber.number] = value
            group.isDone[fiber.number] = true
        }
        if case .graph(let graph) = tables.forks[group.fork].source { group.end(fiber.number, graph) }
        group.running[fiber.number] = nil
        outer.work = .lanes(group)
        state.fibers[fiber.parent] = outer
        let parent = fiber.parent
        handOn(fiber.streams, to: parent)
        remove(slot)
        wake(parent)
        return .gone
    }
}
