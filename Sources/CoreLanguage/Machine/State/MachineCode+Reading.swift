extension MachineCode {
    /// Reads a state that ``MachineState/bytes(programDigest:)`` wrote.
    ///
    /// - Parameter digest: The SHA-256 of the program of this code.
    /// - Throws: ``MachineStateError`` of kind `other` for a state of another program or form of code, and `malformed`
    ///   for anything that this code could not go on with.
    public func state(decoding bytes: [UInt8], programDigest digest: [UInt8]) throws(MachineStateError) -> MachineState
    {
        var reader = StateReader(bytes)
        guard try reader.raw(MachineState.magic.count).elementsEqual(MachineState.magic) else {
            throw StateReader.malformed
        }
        guard try reader.signed() == Int64(Self.format) else {
            throw MachineStateError(.other, "The state is of another form of code.")
        }
        guard try reader.raw(MachineState.digestBytes).elementsEqual(digest) else {
            throw MachineStateError(.other, "The state is of another program.")
        }
        var state = try reader.state(of: tables)
        guard reader.isAtEnd, state.findOwners() else { throw StateReader.malformed }
        try StateVerifier(state: state, tables: tables).verify()
        return state
    }
}

extension MachineState {
    /// Notes who waits for which effect; false when two do for one.
    fileprivate mutating func findOwners() -> Bool {
        for (slot, fiber) in fibers.enumerated() {
            for wait in fiber?.waits ?? [] where wait.inbox == nil {
                guard owners.updateValue(slot, forKey: wait.path) == nil else { return false }
            }
        }
        return true
    }
}

extension StateReader {
    private static let large = Int.max / 2

    fileprivate mutating func state(of tables: CodeTables) throws(MachineStateError) -> MachineState {
        let limits = try limits()
        var state = MachineState(
            inputs: try value(), thread: try value(), environment: try object(), limits: limits)
        state.status = try status()
        state.phase = try phase()
        state.fibers = try list { reader throws(MachineStateError) in
            try reader.optional { reader throws(MachineStateError) in try reader.fiber(of: tables) }
        }
        let slots = state.fibers.count
        state.freeSlots = try list { reader throws(MachineStateError) in try reader.index(below: slots) }
        state.ready = try list { reader throws(MachineStateError) in try reader.index(below: slots) }
        state.streams = try list { reader throws(MachineStateError) in try reader.stream(slots) }
        state.undo = try list { reader throws(MachineStateError) in try reader.undoEntry(of: tables) }
        state.pausedSlot = try optional { reader throws(MachineStateError) in try reader.index(below: slots) }
        state.instructionsLeft = try int(in: 0...limits.instructions)
        state.bytesMade = try int(in: 0...Self.large)
        state.bytesUntilMeasure = try int(in: 1...limits.liveBytes)
        return state
    }

    private mutating func limits() throws(MachineStateError) -> MachineLimits {
        let all = 1...Int.max
        return MachineLimits(
            instructionsPerAdvance: try int(in: all), instructions: try int(in: all), liveBytes: try int(in: all),
            effects: try int(in: all), lanes: try int(in: all), rounds: try int(in: all),
            pathBytes: try int(in: all))
    }

    private mutating func status() throws(MachineStateError) -> MachineStatus {
        switch try byte() {
        case 0: return .ready
        case 1: return .yielded
        case 2: return .waiting
        case 3: return .paused(try error())
        case 4: return .completed(try value())
        case 5: return .failed(try error())
        case 6: return .cancelled
        default: throw Self.malformed
        }
    }

    private mutating func phase() throws(MachineStateError) -> MachineState.Phase {
        switch try byte() {
        case 0: return .running
        case 1: return .undoing(.cancelled, try optionalPath())
        case 2:
            let path = try optionalPath()
            return .undoing(.failed(try error()), path)
        case 3: return .handling(try error())
        case 4: return .ended
        default: throw Self.malformed
        }
    }

    private mutating func optionalPath() throws(MachineStateError) -> StepPath? {
        try optional { reader throws(MachineStateError) in try reader.path() }
    }

    private mutating func stream(_ slots: Int) throws(MachineStateError) -> StreamBuffer {
        let items = try list { reader throws(MachineStateError) in try reader.value() }
        let hasItems = try bool()
        let end = try optional { reader throws(MachineStateError) -> StreamBuffer.End in
            try reader.bool() ? .failed(try reader.error()) : .complete
        }
        let (producer, consumer) = (try int(in: -1...slots - 1), try int(in: -1...slots - 1))
        var stream = StreamBuffer(producer: producer, owner: try int(in: -1...slots - 1))
        stream.items = items
        stream.hasItems = hasItems
        stream.end = end
        stream.consumer = consumer
        return stream
    }

    private mutating func undoEntry(of tables: CodeTables) throws(MachineStateError) -> UndoEntry {
        UndoEntry(path: try path(), site: try index(below: tables.effects.count), input: try value())
    }
}
