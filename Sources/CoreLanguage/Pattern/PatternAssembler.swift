/// Writes a tree out as steps.
struct PatternAssembler {
    private static let sizeLimit = 10_000

    private(set) var instructions: [PatternInstruction] = []
    private(set) var looksAtWords = false

    /// Says false when there would be too many steps. Each node makes at least one step each time it is written, so the
    /// limit bounds the time too.
    mutating func assemble(_ node: PatternNode) -> Bool {
        emit(node)
        emit(.match)
        return instructions.count <= Self.sizeLimit
    }

    private mutating func emit(_ instruction: PatternInstruction) {
        instructions.append(instruction)
    }

    private mutating func emit(_ node: PatternNode) {
        guard instructions.count <= Self.sizeLimit else {
            return
        }
        switch node {
        case .empty: break
        case .set(let number): emit(.consume(set: number))
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
        var exits: [Int] = []
        for branch in branches.dropLast() {
            let fork = instructions.count
            emit(.split(fork + 1, fork + 1))
            emit(branch)
            exits.append(instructions.count)
            emit(.jump(fork))
            instructions[fork] = .split(fork + 1, instructions.count)
        }
        branches.last.map { emit($0) }
        for exit in exits {
            instructions[exit] = .jump(instructions.count)
        }
    }

    private mutating func emit(_ body: PatternNode, min least: Int, max most: Int?) {
        emit(body, times: least)
        guard let most else {
            return emitLoop(body)
        }
        var forks: [Int] = []
        var rest = most - least
        while rest > 0, instructions.count <= Self.sizeLimit {
            forks.append(instructions.count)
            emit(.split(instructions.count + 1, instructions.count + 1))
            emit(body)
            rest -= 1
        }
        for fork in forks {
            instructions[fork] = .split(fork + 1, instructions.count)
        }
    }

    private mutating func emit(_ body: PatternNode, times: Int) {
        var rest = times
        while rest > 0, instructions.count <= Self.sizeLimit {
            emit(body)
            rest -= 1
        }
    }

    private mutating func emitLoop(_ body: PatternNode) {
        let fork = instructions.count
        emit(.split(fork + 1, fork + 1))
        emit(body)
        emit(.jump(fork))
        instructions[fork] = .split(fork + 1, instructions.count)
    }
}
