/// The places in a program where a machine stands, and the moves between them.
struct PatternThreads: Sendable {
    private let program: PatternProgram

    /// Marks the places that were already reached in the present pass.
    private var reachedIn: [UInt32]
    private var pass: UInt32 = 0
    private var pending: [Int32] = []

    /// The places that the last closure found, which consume a scalar.
    private(set) var consuming: [Int32] = []

    /// How many places were looked at since ``resetWork()``.
    private(set) var work = 0

    init(_ program: PatternProgram) {
        self.program = program
        reachedIn = Array(repeating: 0, count: program.instructions.count)
    }

    /// Finds the places that consume a scalar and can be reached from `places` without one; false when a match can be.
    mutating func close(_ places: [Int32], before: PatternNeighbor, after: PatternNeighbor) -> Bool {
        startPass()
        work &+= places.count &+ 1
        consuming.removeAll(keepingCapacity: true)
        for place in places {
            pending.append(place)
            while let place = pending.popLast() {
                guard reach(Int(place)) else {
                    continue
                }
                work &+= 1
                switch program.instructions[Int(place)] {
                case .consume: consuming.append(place)
                case .split(let first, let second):
                    pending.append(second)
                    pending.append(first)
                case .jump(let target): pending.append(target)
                case .assert(let assertion) where assertion.holds(before: before, after: after):
                    pending.append(place + 1)
                case .assert: break
                case .match:
                    pending.removeAll(keepingCapacity: true)
                    return false
                }
            }
        }
        return true
    }

    /// The places behind those of the last closure that take the symbol, in place of those in `next`. A search that may
    /// begin anywhere begins anew, too.
    mutating func step(over symbol: PatternAlphabet.Symbol, into next: inout [Int32]) {
        work &+= consuming.count
        next.removeAll(keepingCapacity: true)
        if !program.beginsAtStart {
            next.append(0)
        }
        for place in consuming {
            if case .consume(let set) = program.instructions[Int(place)],
                program.alphabet.has(symbol, set: Int(set))
            {
                next.append(place + 1)
            }
        }
    }

    mutating func resetWork() {
        work = 0
    }

    private mutating func startPass() {
        if pass == .max {
            reachedIn = Array(repeating: 0, count: reachedIn.count)
            pass = 0
        }
        pass += 1
    }

    /// Whether the place was not reached before in this pass.
    @inline(__always)
    private mutating func reach(_ place: Int) -> Bool {
        guard reachedIn[place] != pass else {
            return false
        }
        reachedIn[place] = pass
        return true
    }
}
