extension MachineState {
    /// What the bytes of every state begin with.
    static let magic: [UInt8] = Array("SCST".utf8)
    /// How many bytes the digest of a program has.
    static let digestBytes = 32

    /// The state as bytes, for as long as the code has the same form: they name it and the digest of the program.
    ///
    /// - Parameter digest: The SHA-256 of the program, 32 bytes.
    public func bytes(programDigest digest: [UInt8]) -> [UInt8] {
        var writer = StateWriter()
        writer.write(raw: Self.magic)
        writer.write(MachineCode.format)
        writer.write(raw: (digest + [UInt8](repeating: 0, count: Self.digestBytes)).prefix(Self.digestBytes))
        writer.write(limits)
        writer.write(inputs)
        writer.write(thread)
        writer.write(environment)
        writer.write(status)
        writer.write(phase)
        writer.write(fibers) { $0.write(optional: $1) { $0.write($1) } }
        writer.write(freeSlots) { $0.write($1) }
        writer.write(ready) { $0.write($1) }
        writer.write(streams) { $0.write($1) }
        writer.write(undo) { $0.write($1) }
        writer.write(optional: pausedSlot) { $0.write($1) }
        writer.write(instructionsLeft)
        writer.write(bytesMade)
        writer.write(bytesUntilMeasure)
        return writer.bytes
    }
}

extension StateWriter {
    fileprivate mutating func write(_ limits: MachineLimits) {
        for number in [
            limits.instructionsPerAdvance, limits.instructions, limits.liveBytes, limits.effects, limits.lanes,
            limits.rounds, limits.pathBytes,
        ] {
            write(number)
        }
    }

    fileprivate mutating func write(_ status: MachineStatus) {
        switch status {
        case .ready: write(byte: 0)
        case .yielded: write(byte: 1)
        case .waiting: write(byte: 2)
        case .paused(let error):
            write(byte: 3)
            write(error)
        case .completed(let value):
            write(byte: 4)
            write(value)
        case .failed(let error):
            write(byte: 5)
            write(error)
        case .cancelled: write(byte: 6)
        }
    }

    fileprivate mutating func write(_ phase: MachineState.Phase) {
        switch phase {
        case .running: write(byte: 0)
        case .undoing(.cancelled, let path):
            write(byte: 1)
            write(optional: path) { $0.write($1) }
        case .undoing(.failed(let error), let path):
            write(byte: 2)
            write(optional: path) { $0.write($1) }
            write(error)
        case .handling(let error):
            write(byte: 3)
            write(error)
        case .ended: write(byte: 4)
        }
    }

    fileprivate mutating func write(_ stream: StreamBuffer) {
        write(stream.items[stream.taken...]) { $0.write($1) }
        write(stream.hasItems)
        write(optional: stream.end) { writer, end in
            switch end {
            case .complete: writer.write(false)
            case .failed(let error):
                writer.write(true)
                writer.write(error)
            }
        }
        write(stream.producer)
        write(stream.consumer)
        write(stream.owner)
    }

    fileprivate mutating func write(_ entry: UndoEntry) {
        write(entry.path)
        write(entry.site)
        write(entry.input)
    }
}
