/// Streams: items that come while others are worked on.
extension MachineRun {
    /// How many streams a thread may begin.
    static let streamsMax = 65_536

    /// Begins the step whose items make a stream, as a fiber of its own.
    mutating func beginStream(_ i: Instruction, _ fiber: inout Fiber, _ slot: Int) -> Next {
        let fork = tables.forks[Int(i.a)]
        guard state.fibers.count - state.freeSlots.count < state.limits.lanes,
            state.streams.count < Self.streamsMax
        else {
            return raise(
                ScriptError(
                    code: ScriptError.Code.lanes,
                    message: "More than \(state.limits.lanes) lanes would run at once, "
                        + "or more than \(Self.streamsMax) streams be begun."),
                &fiber, slot)
        }
        let kind = tables.kinds[fork.kinds[0]]
        let base = path(fork.path, in: fiber)
        guard !isTooLong(base) else { return raise(pathTooLong, &fiber, slot) }
        if let error = makeRoom(for: kind, besides: fiber) { return raise(error, &fiber, slot) }
        var producer = Fiber(kind: fork.kinds[0], kind, base: base)
        producer.stream = state.streams.count
        copyCaptures(of: kind, from: fiber, to: &producer)
        let producerSlot = add(producer)
        state.streams.append(StreamBuffer(producer: producerSlot, owner: slot))
        fiber.streams.append(producer.stream)
        wake(producerSlot)
        fiber.registers[Int(i.b)] = .integer(Int64(producer.stream))
        fiber.position = Int(i.c)
        return .proceed
    }

    func stream(in register: Int32, of fiber: Fiber) -> Int? {
        guard case .integer(let number) = fiber.registers[Int(register)], let stream = Int(exactly: number),
            state.streams.indices.contains(stream)
        else { return nil }
        return stream
    }

    /// Adds an item, and wakes who waits for it.
    mutating func push(_ value: JSONValue, to stream: Int) {
        guard state.streams.indices.contains(stream) else { return }
        state.streams[stream].items.append(value)
        state.streams[stream].hasItems = true
        wakeConsumer(of: stream)
    }

    private mutating func wakeConsumer(of stream: Int) {
        let consumer = state.streams[stream].consumer
        if consumer >= 0 { wake(consumer) }
    }

    /// What can be taken from a stream.
    enum Taken {
        case item(JSONValue)
        /// Nothing yet.
        case none
        case end(StreamBuffer.End)
    }

    /// The next item, or the next `batch` of them; at the end of the stream fewer.
    mutating func take(from stream: Int, batch: Int?) -> Taken {
        let buffer = state.streams[stream]
        guard buffer.count >= batch ?? 1 || (buffer.end != nil && buffer.count > 0) else {
            return buffer.end.map { .end($0) } ?? .none
        }
        let items = state.streams[stream].take(min(buffer.count, batch ?? 1))
        return .item(batch == nil ? items.first ?? .null : .array(items))
    }

    /// `next`: an item, or the end of the stream.
    mutating func nextItem(_ i: Instruction, _ fiber: inout Fiber, _ slot: Int) -> Next {
        guard let stream = stream(in: i.b, of: fiber) else { return raise(Self.invalidState, &fiber, slot) }
        switch take(from: stream, batch: batch(i, in: fiber)) {
        case .item(let item):
            let next = proceed(&fiber, with: item, into: i.a)
            fiber.position += 1
            return next
        case .end(.complete):
            fiber.position += 1
            return .proceed
        case .end(.failed(let error)): return raise(error, &fiber, slot)
        case .none:
            clearTemporaries(of: &fiber)
            state.streams[stream].consumer = slot
            fiber.work = .stream(stream)
            return .suspend
        }
    }

    private func batch(_ i: Instruction, in fiber: Fiber) -> Int? {
        guard i.c >= 0, case .integer(let size) = fiber.registers[Int(i.c)] else { return nil }
        return max(1, Int(size))
    }

    /// Whether the fiber at `next` can go on.
    func hasItems(_ stream: Int, _ fiber: inout Fiber) -> Bool {
        guard state.streams.indices.contains(stream) else { return true }
        let buffer = state.streams[stream]
        return buffer.end != nil || buffer.count >= batch(tables.instructions[fiber.position], in: fiber) ?? 1
    }

    /// The step that gives the items has a value. One that gave no items gives the elements of its list, or itself.
    mutating func endStream(with value: JSONValue, _ fiber: inout Fiber, _ slot: Int) -> Next {
        let stream = fiber.stream
        guard state.streams.indices.contains(stream) else { return raise(Self.invalidState, &fiber, slot) }
        if !state.streams[stream].hasItems {
            switch value {
            case .null: break
            case .array(let items): state.streams[stream].items = items
            default: state.streams[stream].items = [value]
            }
        }
        end(stream, .complete, fiber, slot)
        return .gone
    }

    /// The step that gives the items has failed. Who takes them learns it after the last one.
    mutating func endStream(with error: ScriptError, _ fiber: inout Fiber, _ slot: Int) -> Next {
        guard state.streams.indices.contains(fiber.stream) else {
            state.fibers[slot] = fiber
            fail(with: error)
            return .gone
        }
        kill(lanesOf: &fiber)
        end(fiber.stream, .failed(error), fiber, slot)
        return .gone
    }

    private mutating func end(_ stream: Int, _ end: StreamBuffer.End, _ fiber: Fiber, _ slot: Int) {
        state.streams[stream].end = end
        state.streams[stream].producer = -1
        handOn(fiber.streams, to: state.streams[stream].owner)
        remove(slot)
        wakeConsumer(of: stream)
    }
}
