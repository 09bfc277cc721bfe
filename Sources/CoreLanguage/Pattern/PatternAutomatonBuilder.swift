/// Finds all states of an automaton (Rabin and Scott's construction), as long as there are few.
struct PatternAutomatonBuilder {
    /// What a machine can be in: where it stands, and what it has just passed.
    private struct State: Hashable {
        let places: [Int]
        let before: PatternNeighbor
    }

    /// How many entries the table may have.
    private static let sizeLimit = 65_536

    /// How many places are looked at. A pattern is compiled more often than its table pays for much more.
    private static let workLimit = 200_000

    private let program: PatternProgram
    private var threads: PatternThreads
    private var numbers: [State: UInt32] = [:]
    private var unfinished: [State] = []
    private var rows: [UInt32] = []

    /// How many places have been looked at. No less than the table has entries.
    private(set) var work = 0

    init(_ program: PatternProgram) {
        self.program = program
        threads = PatternThreads(program)
    }

    private var stride: Int {
        program.alphabet.symbolCount + 1
    }

    /// Nil when there are too many states, or finding them is too much work.
    mutating func build() -> PatternAutomaton? {
        // The first row is never used: it keeps the numbers of rows apart from the two states without one.
        rows = Array(repeating: PatternAutomaton.dead, count: max(stride, 2))
        let start = number(of: State(places: [0], before: .edge))
        var finished = 0
        while finished < unfinished.count {
            finish(unfinished[finished])
            finished += 1
            guard rows.count <= Self.sizeLimit, work <= Self.workLimit else {
                return nil
            }
        }
        return PatternAutomaton(rows: rows, start: start)
    }

    /// The number of a state; a new one gets an empty row.
    private mutating func number(of state: State) -> UInt32 {
        if state.places.isEmpty {
            return PatternAutomaton.dead
        }
        if let number = numbers[state] {
            return number
        }
        let number = UInt32(truncatingIfNeeded: rows.count)
        numbers[state] = number
        unfinished.append(state)
        rows += Array(repeating: PatternAutomaton.dead, count: stride)
        return number
    }

    private mutating func finish(_ state: State) {
        guard let row = numbers[state].map(Int.init) else {
            return
        }
        let atEnd = closure(of: state, after: .edge)
        rows[row + program.alphabet.symbolCount] = atEnd == nil ? PatternAutomaton.matched : PatternAutomaton.dead
        let beforeWord = program.looksAtWords ? closure(of: state, after: .word) : nil
        let beforeOther = closure(of: state, after: .other)
        for symbol in 0..<program.alphabet.end {
            let after = program.neighbor(symbol)
            let consuming = after == .word ? beforeWord : beforeOther
            let next = consuming.map { successor(of: $0, over: symbol, passing: after) } ?? PatternAutomaton.matched
            rows[row + Int(symbol)] = next
            if rows.count > Self.sizeLimit || work > Self.workLimit {
                return
            }
        }
    }

    private mutating func successor(
        of consuming: [Int], over symbol: PatternAlphabet.Symbol, passing neighbor: PatternNeighbor
    ) -> UInt32 {
        work += consuming.count + 1
        return number(of: State(places: threads.step(consuming, over: symbol), before: neighbor))
    }

    private mutating func closure(of state: State, after: PatternNeighbor) -> [Int]? {
        let closure = threads.closure(of: state.places, before: state.before, after: after)
        work += state.places.count + (closure?.count ?? 0)
        return closure
    }
}
