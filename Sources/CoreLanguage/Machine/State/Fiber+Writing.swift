extension StateWriter {
    /// A fiber. What is of use only between two steps is of none here.
    mutating func write(_ fiber: Fiber) {
        write(fiber.kind)
        write(fiber.position)
        write(fiber.base)
        write(fiber.parent)
        write(fiber.number)
        write(fiber.stream)
        write(fiber.streams) { $0.write($1) }
        write(fiber.waits) { $0.write($1) }
        write(fiber.work)
        write(optional: fiber.failure) { $0.write($1) }
        write(optional: fiber.failedWait) { $0.write($1) }
        write(fiber.registers) { $0.write($1) }
    }

    private mutating func write(_ wait: Wait) {
        write(wait.path)
        switch wait.role {
        case .site(let number):
            write(byte: 0)
            write(number)
        case .toolCall(let number):
            write(byte: 1)
            write(number)
        case .pause: write(byte: 2)
        }
        write(wait.input)
        write(wait.attempt)
        write(optional: wait.inbox) { writer, inbox in
            switch inbox {
            case .completed(let value):
                writer.write(false)
                writer.write(value)
            case .failed(let error):
                writer.write(true)
                writer.write(error)
            }
        }
    }

    private mutating func write(_ work: Work?) {
        switch work {
        case nil: write(byte: 0)
        case .lanes(let group):
            write(byte: 1)
            write(group)
        case .agent(let agent):
            write(byte: 2)
            write(agent)
        case .stream(let stream):
            write(byte: 3)
            write(stream)
        }
    }

    private mutating func write(_ group: LaneGroup) {
        write(group.fork)
        write(group.lanesMax)
        write(group.batch)
        write(signed: group.pauseMilliseconds)
        write(optional: group.count) { $0.write($1) }
        write(group.next)
        write(group.values) { $0.write($1) }
        write(group.isDone) { $0.write($1) }
        write(group.pushed)
        write(group.running.sorted { $0.key < $1.key }) { writer, lane in
            writer.write(lane.key)
            writer.write(lane.value)
        }
        write(group.isPausing)
    }

    private mutating func write(_ agent: AgentWork) {
        write(agent.site)
        write(agent.iterationsMax)
        write(agent.input)
        write(agent.iteration)
        write(agent.history) { $0.write($1) }
        write(agent.calls) { $0.write($1) }
        write(agent.results) { $0.write(optional: $1) { $0.write($1) } }
        write(agent.text)
        write(agent.log) { $0.write($1) }
    }
}
