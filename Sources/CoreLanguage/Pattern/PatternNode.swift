/// A pattern as a tree. Its depth is bounded by the number of groups inside one another.
struct PatternNode: Sendable {
    indirect enum Kind: Sendable {
        case empty
        /// One scalar of the set with this number.
        case set(Int)
        case assertion(PatternAssertion)
        /// At least two parts, none of them empty.
        case sequence([PatternNode])
        case choice([PatternNode])
        /// `max` nil for any number. The body is not empty and `max` is not 0.
        case repeated(PatternNode, min: Int, max: Int?)
    }

    /// Counts of steps stay at this when they are larger.
    static let stepCountMax = 1_000_000_000_000

    let kind: Kind

    /// How many steps it makes once its repetitions are written out.
    let stepCount: Int

    static let empty = PatternNode(kind: .empty, stepCount: 0)

    static func set(_ number: Int) -> PatternNode {
        PatternNode(kind: .set(number), stepCount: 1)
    }

    static func assertion(_ assertion: PatternAssertion) -> PatternNode {
        PatternNode(kind: .assertion(assertion), stepCount: 1)
    }

    /// Puts parts behind one another. The empty ones vanish, so that the work of writing out a repetition is in
    /// proportion to the steps it makes.
    static func joined(_ parts: [PatternNode]) -> PatternNode {
        switch parts.count {
        case 0: .empty
        case 1: parts[0]
        default: PatternNode(kind: .sequence(parts), stepCount: sum(parts))
        }
    }

    static func choice(_ branches: [PatternNode]) -> PatternNode {
        PatternNode(kind: .choice(branches), stepCount: min(sum(branches) + 2 * (branches.count - 1), stepCountMax))
    }

    static func repeated(_ body: PatternNode, min least: Int, max most: Int?) -> PatternNode {
        let needed = product(body.stepCount, least)
        let optional = most.map { product(body.stepCount + 1, $0 - least) } ?? body.stepCount + 2
        return PatternNode(
            kind: .repeated(body, min: least, max: most), stepCount: min(needed + optional, stepCountMax))
    }

    private static func sum(_ parts: [PatternNode]) -> Int {
        parts.reduce(0) { min($0 + $1.stepCount, stepCountMax) }
    }

    private static func product(_ stepCount: Int, _ times: Int) -> Int {
        let (product, overflow) = stepCount.multipliedReportingOverflow(by: times)
        return overflow ? stepCountMax : min(product, stepCountMax)
    }

    var isEmpty: Bool {
        if case .empty = kind { true } else { false }
    }

    /// Whether every match begins at the beginning of the text.
    var beginsAtStart: Bool {
        switch kind {
        case .empty, .set: false
        case .assertion(let assertion): assertion == .start
        case .sequence(let parts): parts.first?.beginsAtStart ?? false
        case .choice(let branches): branches.allSatisfy(\.beginsAtStart)
        case .repeated(let body, let min, _): min > 0 && body.beginsAtStart
        }
    }
}

/// A condition on the place between two scalars (ECMA-262 section 22.2.2.4).
enum PatternAssertion: Sendable {
    case start
    case end
    case wordBoundary
    case notWordBoundary

    /// Whether it holds between what is `before` and what is `after`.
    func holds(before: PatternNeighbor, after: PatternNeighbor) -> Bool {
        switch self {
        case .start: before == .edge
        case .end: after == .edge
        case .wordBoundary: (before == .word) != (after == .word)
        case .notWordBoundary: (before == .word) == (after == .word)
        }
    }
}

/// What an assertion can know of the scalar on one side of it.
enum PatternNeighbor: UInt8, Sendable {
    /// There is none: the text begins or ends here.
    case edge
    case word
    case other
}
