/// Runs a program directly, in time proportional to its size times the length of the text.
struct PatternSimulation {
    private let program: PatternProgram
    private var threads: PatternThreads

    init(_ program: PatternProgram) {
        self.program = program
        threads = PatternThreads(program)
    }

    /// Whether any part of the text matches. The bytes must be UTF-8.
    mutating func accepts(_ bytes: Span<UInt8>) -> Bool {
        var places = [0]
        var before = PatternNeighbor.edge
        var offset = 0
        while offset < bytes.count, !places.isEmpty {
            let symbol = program.alphabet.symbol(ofScalarAt: &offset, in: bytes)
            let after = program.neighbor(symbol)
            guard let consuming = threads.closure(of: places, before: before, after: after) else {
                return true
            }
            places = threads.step(consuming, over: symbol)
            before = after
        }
        return threads.closure(of: places, before: before, after: .edge) == nil
    }
}
