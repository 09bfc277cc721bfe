/// Writes a tree out as steps.
struct PatternAssembler {
    private(set) var instructions: [PatternInstruction] = []
    private(set) var looksAtWords = false

    /// Writes out a node, whose number of steps is known to be small. Each node makes at least one step each time it is
    /// written, so that bounds the time too.
    mutating func assemble(_ node: PatternNode) {
        instructions.reserveCapacity(node.stepCount + 1)
        emit(node)
        emit(.match)
    }

    /// The place of the next instruction. A pattern's size is far below what 32 bits hold.
    private var here: Int32 {
        Int32(truncatingIfNeeded: instructions.count)
    }

    private mutating func emit(_ instruction: PatternInstruction) {
        instructions.append(instruction)
    }

    private mutating func emit(_ node: PatternNode) {
        switch node.kind {
        case .empty: break
        case .set(let number): emit(.consume(set: Int32(truncatingIfNeeded: number)))
        case .assertion(let assertion): emit(assertion)
        case .sequence(let parts): parts.forEach { emit($0) }
        case .choice(let branches): emit(choice: branches)
        case .repeated(let body, let least, let most): emit(body, min: least, max: most)
        }
    }

    private mutating func emit(_ assertion: PatternAssertion) {
        looksAtWords = looksAtWords || assertion == .wordBoundary || assertion == .notWordBoundary
        emit(PatternInstruction.assert(assertion))
    }

    private mutating func emit(choice branches: [PatternNode]) {
        var exits: [Int32] = []
        for branch in branches.dropLast() {
            let fork = here
            emit(.split(fork + 1, fork + 1))
            emit(branch)
            exits.append(here)
            emit(.jump(fork))
            instructions[Int(fork)] = .split(fork + 1, here)
        }
        branches.last.map { emit($0) }
        for exit in exits {
            instructions[Int(exit)] = .jump(here)
        }
    }

    private mutating func emit(_ body: PatternNode, min least: Int, max most: Int?) {
        emit(body, times: least)
        guard let most else {
            return emitLoop(body)
        }
        var forks: [Int32] = []
        var rest = most - least
        while rest > 0 {
            forks.append(here)
            emit(.split(here + 1, here + 1))
            emit(body)
            rest -= 1
        }
        for fork in forks {
            instructions[Int(fork)] = .split(fork + 1, here)
        }
    }

    private mutating func emit(_ body: PatternNode, times: Int) {
        var rest = times
        while rest > 0 {
            emit(body)
            rest -= 1
        }
    }

    private mutating func emitLoop(_ body: PatternNode) {
        let fork = here
        emit(.split(fork + 1, fork + 1))
        emit(body)
        emit(.jump(fork))
        instructions[Int(fork)] = .split(fork + 1, here)
    }
}
