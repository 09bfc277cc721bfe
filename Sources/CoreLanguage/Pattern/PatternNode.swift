/// A pattern as a tree. Its depth is bounded by the number of groups inside one another.
indirect enum PatternNode {
    case empty
    /// One scalar of the set with this number.
    case set(Int)
    case assertion(PatternAssertion)
    /// At least two parts, none of them empty.
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `max` nil for any number. The body is not empty and `max` is not 0.
    case repeated(PatternNode, min: Int, max: Int?)

    /// Puts parts behind one another. The empty ones vanish, so that the work of writing out a repetition is in
    /// proportion to the steps it makes.
    static func joined(_ parts: [PatternNode]) -> PatternNode {
        switch parts.count {
        case 0: .empty
        case 1: parts[0]
        default: .sequence(parts)
        }
    }

    var isEmpty: Bool {
        if case .empty = self { true } else { false }
    }

    /// Whether every match begins at the beginning of the text.
    var beginsAtStart: Bool {
        switch self {
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
