#if canImport(CoreLanguage)
    import CoreLanguage
#endif

/// What holds of any program that is read.
enum FuzzProgram {
    static let limits = MachineLimits(
        instructionsPerAdvance: 2_000, instructions: 20_000, liveBytes: 1 << 20, effects: 64, lanes: 64, rounds: 50)

    static func fault(in bytes: [UInt8]) -> String? {
        do {
            let stored = try JSONValue.parse(bytes)
            let program = try Program(decoding: stored)
            guard try Program(decoding: program.encode()) == program else { return "It is stored as another program." }
            try ProgramVerifier.verify(program)
            return fault(running: try MachineCode(program))
        } catch {
            return nil
        }
    }

    /// Runs it, with an answer to each effect.
    private static func fault(running code: MachineCode) -> String? {
        var state = code.start(inputs: [:], limits: limits)
        var events: [MachineEvent] = [.start]
        for number in 0..<64 where !events.isEmpty && !state.status.isFinal {
            let advance = code.advance(&state, events.removeFirst())
            if advance.status != state.status { return "The status is not the state's." }
            if case .yielded = advance.status { events.append(.proceed) }
            events += advance.effects.map { FuzzState.answer($0, number) }
            if case .paused(let error) = advance.status { events.append(.resume(error.path, input: nil)) }
        }
        let digest = [UInt8](repeating: 1, count: 32)
        let stored = state.bytes(programDigest: digest)
        do {
            let read = try code.state(decoding: stored, programDigest: digest)
            return read.bytes(programDigest: digest) == stored ? nil : "The state is stored as another."
        } catch {
            return "A state is not read: \(error)"
        }
    }
}
