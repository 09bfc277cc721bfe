extension StateReader {
    private static let large = Int.max / 2

    mutating func fiber(of tables: CodeTables) throws(MachineStateError) -> Fiber {
        let kindNumber = try index(below: tables.kinds.count)
        let kind = tables.kinds[kindNumber]
        let position = try index(below: tables.instructions.count)
        var fiber = Fiber(
            kind: kindNumber, kind, base: try path(), parent: try int(in: -1...Self.large),
            number: try int(in: 0...Self.large))
        fiber.position = position
        fiber.stream = try int(in: -1...Self.large)
        fiber.streams = try list { reader throws(MachineStateError) in try reader.int(in: 0...Self.large) }
        fiber.waits = try list { reader throws(MachineStateError) in try reader.wait(of: tables) }
        fiber.work = try work(of: tables)
        fiber.failure = try optional { reader throws(MachineStateError) in try reader.error() }
        fiber.failedWait = try optional { reader throws(MachineStateError) in try reader.wait(of: tables) }
        let registers = try list { reader throws(MachineStateError) in try reader.value() }
        guard registers.count == fiber.registers.count else { throw Self.malformed }
        fiber.registers = registers
        fiber.depths = registers.map { UInt16(clamping: JSONMeasure(of: $0, bytesMax: .max)?.depth ?? 0) }
        return fiber
    }

    private mutating func wait(of tables: CodeTables) throws(MachineStateError) -> Wait {
        let path = try path()
        let role: Wait.Role
        switch try byte() {
        case 0: role = .site(try index(below: tables.effects.count))
        case 1: role = .toolCall(try int(in: 0...Self.large))
        case 2: role = .pause
        default: throw Self.malformed
        }
        var wait = Wait(path: path, role: role, input: try value())
        wait.attempt = try int(in: 1...Self.large)
        wait.inbox = try optional { reader throws(MachineStateError) -> Wait.Inbox in
            try reader.bool() ? .failed(try reader.error()) : .completed(try reader.value())
        }
        return wait
    }

    private mutating func work(of tables: CodeTables) throws(MachineStateError) -> Work? {
        switch try byte() {
        case 0: return nil
        case 1: return .lanes(try group(of: tables))
        case 2: return .agent(try agent(of: tables))
        case 3: return .stream(try int(in: 0...Self.large))
        default: throw Self.malformed
        }
    }

    private mutating func group(of tables: CodeTables) throws(MachineStateError) -> LaneGroup {
        var group = LaneGroup(
            fork: try index(below: tables.forks.count), lanesMax: try int(in: 0...Self.large),
            batch: try int(in: 1...Self.large), pauseMilliseconds: Int64(try int(in: 0...Self.large)),
            count: try optional { reader throws(MachineStateError) in try reader.int(in: 0...Self.large) })
        group.next = try int(in: 0...Self.large)
        group.values = try values()
        group.isDone = try list { reader throws(MachineStateError) in try reader.bool() }
        group.pushed = try int(in: 0...Self.large)
        let running = try list { reader throws(MachineStateError) in
            (try reader.int(in: 0...Self.large), try reader.int(in: 0...Self.large))
        }
        group.running = Dictionary(running) { first, _ in first }
        group.isPausing = try bool()
        if case .graph(let graph) = tables.forks[group.fork].source {
            guard group.count == graph.ids.count, group.isDone.count == graph.ids.count else { throw Self.malformed }
            group.findStartable(graph)
        }
        return group
    }

    private mutating func agent(of tables: CodeTables) throws(MachineStateError) -> AgentWork {
        var agent = AgentWork(
            site: try index(below: tables.effects.count),
            iterationsMax: try int(in: 1...Int(MachineRun.iterationsMax)), input: try object())
        agent.iteration = try int(in: 0...Int(MachineRun.iterationsMax))
        agent.history = try values()
        agent.calls = try values()
        agent.results = try list { reader throws(MachineStateError) in
            try reader.optional { reader throws(MachineStateError) in try reader.value() }
        }
        agent.text = try value()
        agent.log = try values()
        return agent
    }

    private mutating func values() throws(MachineStateError) -> [JSONValue] {
        try list { reader throws(MachineStateError) in try reader.value() }
    }
}
