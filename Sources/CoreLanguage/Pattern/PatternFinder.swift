/// Finds where a pattern matches: the leftmost place, and there the longest match (as POSIX has it, not ECMA-262, where
/// the first of several branches wins).
///
/// The machine stands at many places at once as for ``Pattern/matches(_:)``, and each place knows the least start that
/// leads to it. One search takes as many steps for each scalar as the pattern has states. Searches for all matches look
/// at what is behind a match again where a longer one was possible, so together they may take the square of the text:
/// the steps are charged.
struct PatternFinder: ~Copyable {
    private struct Thread {
        let place: Int32
        let start: Int
    }

    private let program: PatternProgram
    private let canBegin: [Bool]
    private var reachedIn: [UInt32]
    private var pass: UInt32 = 0
    private var pending: [Int32] = []
    private var threads: [Thread] = []
    private var consuming: [Thread] = []

    /// How many steps were taken since ``takeSteps()``.
    private var steps = 0

    init(_ pattern: Pattern) {
        program = pattern.program
        reachedIn = Array(repeating: 0, count: program.instructions.count)
        canBegin = Self.beginnings(of: program)
    }

    mutating func takeSteps() -> Int {
        defer { steps = 0 }
        return steps
    }

    /// The first match that begins at `start` or behind it, in bytes; nil when there is none.
    mutating func first(
        in bytes: Span<UInt8>, from start: Int, _ budget: EvaluationBudget
    ) throws(EvaluationError) -> Range<Int>? {
        var offset = start
        var before = neighbor(before: start, in: bytes)
        var best: Range<Int>?
        threads.removeAll(keepingCapacity: true)
        consuming.removeAll(keepingCapacity: true)
        while true {
            var behind = offset
            let symbol =
                offset < bytes.count
                ? program.alphabet.symbol(ofScalarAt: &behind, in: bytes) : program.alphabet.end
            let after: PatternNeighbor = offset < bytes.count ? program.neighbor(symbol) : .edge
            if !threads.isEmpty || best == nil && canBegin[Int(symbol)] {
                if best == nil, offset == 0 || !program.beginsAtStart {
                    threads.append(Thread(place: 0, start: offset))
                }
                close(at: offset, before: before, after: after, best: &best)
            }
            steps += 1 + threads.count / 2
            if steps > 4_096 { try budget.charge(steps: takeSteps() / EvaluationBudget.patternStepsPerStep) }
            guard offset < bytes.count, !consuming.isEmpty || best == nil else { return best }
            if program.beginsAtStart, consuming.isEmpty, best == nil { return nil }
            step(over: symbol)
            (offset, before) = (behind, after)
        }
    }

    /// What stands before a byte.
    private func neighbor(before start: Int, in bytes: Span<UInt8>) -> PatternNeighbor {
        guard start > 0 else { return .edge }
        var place = start - 1
        while place > 0, bytes[place] & 0xC0 == 0x80 { place -= 1 }
        return program.neighbor(program.alphabet.symbol(ofScalarAt: &place, in: bytes))
    }

    /// Goes as far as is possible without a scalar; the threads with the least starts go first.
    private mutating func close(
        at offset: Int, before: PatternNeighbor, after: PatternNeighbor, best: inout Range<Int>?
    ) {
        startPass()
        consuming.removeAll(keepingCapacity: true)
        for thread in threads {
            if let best, thread.start > best.lowerBound { break }
            pending.append(thread.place)
            while let place = pending.popLast() {
                guard reachedIn[Int(place)] != pass else { continue }
                reachedIn[Int(place)] = pass
                steps += 1
                switch program.instructions[Int(place)] {
                case .consume: consuming.append(Thread(place: place, start: thread.start))
                case .split(let first, let second):
                    pending.append(second)
                    pending.append(first)
                case .jump(let target): pending.append(target)
                case .assert(let assertion):
                    if assertion.holds(before: before, after: after) { pending.append(place + 1) }
                case .match: best = thread.start..<offset
                }
            }
        }
    }

    private mutating func step(over symbol: PatternAlphabet.Symbol) {
        threads.removeAll(keepingCapacity: true)
        for thread in consuming {
            if case .consume(let set) = program.instructions[Int(thread.place)],
                program.alphabet.has(symbol, set: Int(set))
            {
                threads.append(Thread(place: thread.place + 1, start: thread.start))
            }
        }
        consuming.removeAll(keepingCapacity: true)
    }

    private mutating func startPass() {
        if pass == .max {
            reachedIn = Array(repeating: 0, count: reachedIn.count)
            pass = 0
        }
        pass += 1
    }

    /// For each symbol and the end whether a match may begin before it, if every assertion held.
    private static func beginnings(of program: PatternProgram) -> [Bool] {
        var canBegin = Array(repeating: false, count: program.alphabet.symbolCount + 1)
        var isReached = Array(repeating: false, count: program.instructions.count)
        var pending: [Int32] = [0]
        while let place = pending.popLast() {
            guard !isReached[Int(place)] else { continue }
            isReached[Int(place)] = true
            switch program.instructions[Int(place)] {
            case .consume(let set):
                for symbol in 0..<program.alphabet.end where program.alphabet.has(symbol, set: Int(set)) {
                    canBegin[Int(symbol)] = true
                }
            case .split(let first, let second): pending += [first, second]
            case .jump(let target): pending.append(target)
            case .assert: pending.append(place + 1)
            case .match: return canBegin.map { _ in true }
            }
        }
        return canBegin
    }
}
