/// The places in a program where a machine stands, and the moves between them.
struct PatternThreads {
    private let program: PatternProgram

    /// Marks the places that were already reached in the present pass.
    private var reachedIn: [UInt32]
    private var pass: UInt32 = 0
    private var pending: [Int] = []

    init(_ program: PatternProgram) {
        self.program = program
        reachedIn = Array(repeating: 0, count: program.instructions.count)
    }

    /// Finds the places that consume a scalar and can be reached from `places` without one; nil when a match can be.
    mutating func closure(
        of places: [Int], before: PatternNeighbor, after: PatternNeighbor
    ) -> [Int]? {
        startPass()
        var consuming: [Int] = []
        for place in places {
            pending.append(place)
            while let place = pending.popLast() {
                guard reach(place) else {
                    continue
                }
                switch program.instructions[place] {
                case .consume: consuming.append(place)
                case .split(let first, let second): pending += [second, first]
                case .jump(let target): pending.append(target)
                case .assert(let assertion) where assertion.holds(before: before, after: after):
                    pending.append(place + 1)
                case .assert: break
                case .match:
                    pending.removeAll(keepingCapacity: true)
                    return nil
                }
            }
        }
        return consuming
    }

    /// The places behind those of `consuming` that take the symbol. A search that may begin anywhere begins anew, too.
    func step(_ consuming: [Int], over symbol: PatternAlphabet.Symbol) -> [Int] {
        var next = program.beginsAtStart ? [] : [0]
        for place in consuming {
            if case .consume(let set) = program.instructions[place], program.alphabet.has(symbol, set: set) {
                next.append(place + 1)
            }
        }
        return next
    }

    private mutating func startPass() {
        if pass == .max {
            reachedIn = Array(repeating: 0, count: reachedIn.count)
            pass = 0
        }
        pass += 1
    }

    /// Whether the place was not reached before in this pass.
    private mutating func reach(_ place: Int) -> Bool {
        guard reachedIn[place] != pass else {
            return false
        }
        reachedIn[place] = pass
        return true
    }
}
