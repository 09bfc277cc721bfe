extension PatternTable {
    /// When a full table has fewer scalars behind it than this for each state, the states hardly recur.
    private static let scalarsPerState = 10

    /// So far the machine is moved without the table then.
    private static let bytesWithoutTable = 8192

    /// Whether any part of the text matches; nil when the budget ran out. The bytes must be UTF-8.
    mutating func accepts(_ bytes: Span<UInt8>, budget: inout WorkBudget) -> Bool? {
        var scan = PatternScan(state: start)
        var clearedAt = 0
        while scan.state > PatternAutomaton.matched, scan.offset < bytes.count {
            let end = min(bytes.count, scan.offset + PatternAutomaton.portion)
            if let symbol = scan.run(to: end, in: bytes, rows, program.alphabet) {
                let isWorthIt = !isFull || scan.offset - clearedAt >= stateCount * Self.scalarsPerState
                if isFull {
                    var state = state(scan.state)
                    clear()
                    clearedAt = scan.offset
                    guard isWorthIt || run(&state, over: symbol, &scan, in: bytes, &budget) else {
                        return budget.isSpent ? nil : true
                    }
                    scan.state = number(of: state)
                }
                if isWorthIt {
                    scan.state = fill(scan.state, symbol)
                }
            }
            guard budget.charge(scan.takeSteps() + takeSteps()) else {
                return nil
            }
        }
        return scan.state > PatternAutomaton.matched
            ? endsInMatch(scan.state, &budget) : scan.state == PatternAutomaton.matched
    }

    /// Whether the text may end in a state.
    private mutating func endsInMatch(_ number: UInt32, _ budget: inout WorkBudget) -> Bool? {
        let known = rows[Int(number) + Int(program.alphabet.end)]
        let last = known == PatternAutomaton.unknown ? fill(number, program.alphabet.end) : known
        return budget.charge(takeSteps()) ? last == PatternAutomaton.matched : nil
    }

    /// Moves a machine over `symbol` and some scalars more without the table; false when a match was found or the budget
    /// ran out.
    private mutating func run(
        _ state: inout PatternState, over symbol: PatternAlphabet.Symbol, _ scan: inout PatternScan,
        in bytes: Span<UInt8>, _ budget: inout WorkBudget
    ) -> Bool {
        let end = min(bytes.count, scan.offset + Self.bytesWithoutTable)
        var symbol = symbol
        while move(&state, over: symbol) {
            guard budget.charge(takeSteps()) else {
                return false
            }
            guard scan.offset < end, !state.places.isEmpty else {
                return true
            }
            symbol = scan.nextSymbol(in: bytes, program.alphabet)
        }
        return false
    }
}
