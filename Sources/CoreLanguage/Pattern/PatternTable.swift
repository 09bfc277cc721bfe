/// A table of states that is filled in as texts ask for it (Rabin and Scott's construction, done lazily), up to a size.
struct PatternTable: Sendable {
    /// How many entries the table may have, and how many places its states together.
    private static let entriesMax = 65_536
    private static let placesMax = 500_000

    /// What making a state costs besides its places.
    private static let stepsPerState = 40

    let program: PatternProgram
    private(set) var threads: PatternThreads
    private(set) var rows: [UInt32] = []
    private var states: [PatternState] = []
    private var numbers: [PatternState: UInt32] = [:]
    private var placeCount = 0
    private var chargedWork = 0

    /// The number of the state before any text.
    private(set) var start = PatternAutomaton.dead
    private var next: [Int32] = []

    init(_ program: PatternProgram) {
        self.program = program
        threads = PatternThreads(program)
        clear()
    }

    private var stride: Int {
        program.alphabet.symbolCount + 1
    }

    /// The first rows are never used: they keep the numbers of rows apart from the states without one.
    private var firstRow: Int {
        max(stride, Int(PatternAutomaton.matched) + 1)
    }

    /// Whether a state more would be too much.
    var isFull: Bool {
        rows.count > Self.entriesMax || placeCount > Self.placesMax
    }

    var stateCount: Int {
        states.count
    }

    /// About how many bytes of memory it takes.
    var byteCount: Int {
        rows.count * 4 + placeCount * 4 + states.count * 120 + program.instructions.count * 12
    }

    /// Forgets all states.
    mutating func clear() {
        rows = Array(repeating: PatternAutomaton.unknown, count: firstRow)
        states = []
        numbers = [:]
        placeCount = 0
        start = number(of: .start)
    }

    /// The number of a state; a new one gets an empty row.
    mutating func number(of state: PatternState) -> UInt32 {
        guard !state.places.isEmpty else {
            return PatternAutomaton.dead
        }
        if let number = numbers[state] {
            return number
        }
        let number = UInt32(truncatingIfNeeded: rows.count)
        numbers[state] = number
        states.append(state)
        placeCount += state.places.count
        rows.append(contentsOf: repeatElement(PatternAutomaton.unknown, count: stride))
        return number
    }

    /// The state with a number.
    func state(_ number: UInt32) -> PatternState {
        states[(Int(number) - firstRow) / stride]
    }

    /// Finds out what follows a state on a symbol, or at the end, and puts it into the table.
    mutating func fill(_ number: UInt32, _ symbol: PatternAlphabet.Symbol) -> UInt32 {
        let state = state(number)
        let following: UInt32
        if symbol == program.alphabet.end {
            let isOpen = threads.close(state.places, before: state.before, after: .edge)
            following = isOpen ? PatternAutomaton.dead : PatternAutomaton.matched
        } else {
            let after = program.neighbor(symbol)
            if threads.close(state.places, before: state.before, after: after) {
                threads.step(over: symbol, into: &next)
                following = self.number(of: PatternState(places: next, before: after))
            } else {
                following = PatternAutomaton.matched
            }
        }
        chargedWork &+= Self.stepsPerState + next.count
        rows[Int(number) + Int(symbol)] = following
        return following
    }

    /// Moves a machine on without the table; false when a match was found.
    mutating func move(_ state: inout PatternState, over symbol: PatternAlphabet.Symbol) -> Bool {
        let after = program.neighbor(symbol)
        guard threads.close(state.places, before: state.before, after: after) else {
            return false
        }
        threads.step(over: symbol, into: &state.places)
        state.before = after
        return true
    }

    /// The steps of what was done since the last time.
    mutating func takeSteps() -> Int {
        let steps = threads.work &+ chargedWork
        threads.resetWork()
        chargedWork = 0
        return steps
    }
}

extension PatternTable {
    /// The whole table, when it is small; nil when it has more entries or takes more steps than said.
    mutating func automaton(entriesMax: Int, stepsMax: inout Int) -> PatternAutomaton? {
        var finished = 0
        while finished < states.count {
            let number = UInt32(truncatingIfNeeded: firstRow + finished * stride)
            for symbol in 0...program.alphabet.end {
                _ = fill(number, symbol)
                stepsMax -= takeSteps()
                guard stepsMax >= 0, rows.count <= entriesMax else {
                    return nil
                }
            }
            finished += 1
        }
        return PatternAutomaton(rows: rows, start: start)
    }
}
