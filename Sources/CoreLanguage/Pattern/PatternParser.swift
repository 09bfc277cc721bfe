/// Reads the grammar of ECMA-262 section 22.2.1 with the `u` flag. Groups recurse, up to a limit.
struct PatternParser {
    private static let lengthLimit = 65_536
    private static let groupDepthLimit = 100

    /// How many states a pattern may have: every state is looked at for each scalar of a text at worst.
    private static let stepsMax = 10_000

    /// What reading a scalar of the source costs, its node and its place in a class included.
    private static let stepsPerScalar = 20

    let scalars: [Unicode.Scalar]
    var position = 0
    private var groupDepth = 0
    private(set) var sets = PatternSetTable()
    var properties: [String: PatternScalarSet] = [:]

    /// What may still be spent on compiling the pattern.
    private(set) var budget: WorkBudget

    init(_ source: String, budget: WorkBudget) {
        // Longer ones are refused; what is behind does not matter.
        scalars = Array(source.unicodeScalars.prefix(Self.lengthLimit + 1))
        self.budget = budget
    }

    /// The next scalar, or nil at the end.
    var current: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    /// Goes past `scalar` when it is next.
    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else {
            return false
        }
        position += 1
        return true
    }

    func error(_ message: String, at offset: Int? = nil, hint: String) -> PatternError {
        PatternError(message: message, offset: offset ?? position, hint: hint)
    }

    /// Reads the whole source.
    mutating func parse() throws(PatternError) -> PatternNode {
        guard scalars.count <= Self.lengthLimit else {
            throw error("The pattern is longer than 65,536 scalars.", at: 0, hint: "Shorten it.")
        }
        try charge(scalars.count * Self.stepsPerScalar, at: 0)
        let node = try parseChoice()
        guard current == nil else {
            throw error("\")\" closes no group.", hint: "Write \"\\)\" for the character itself.")
        }
        try checkSize(node, at: 0)
        return node
    }

    /// Refuses a part with more states than a whole pattern may have.
    func checkSize(_ node: PatternNode, at start: Int) throws(PatternError) {
        guard node.stepCount > Self.stepsMax else {
            return
        }
        let isCounted = node.stepCount < PatternNode.stepCountMax
        throw error(
            "The pattern is too large: written out, this has "
                + "\(isCounted ? "\(node.stepCount)" : "more than \(PatternNode.stepCountMax)") states, "
                + "and a pattern may have \(Self.stepsMax).",
            at: start, hint: "Use smaller numbers of repetitions; those inside one another multiply.")
    }

    /// Takes steps of the budget for compiling.
    mutating func charge(_ steps: Int, at start: Int) throws(PatternError) {
        guard budget.charge(steps) else {
            throw error("The pattern takes too long to compile.", at: start, hint: PatternError.simplify)
        }
    }

    private mutating func parseChoice() throws(PatternError) -> PatternNode {
        var branches = [try parseSequence()]
        while skip("|") {
            branches.append(try parseSequence())
        }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func parseSequence() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            let part = try parseTerm(scalar)
            if !part.isEmpty {
                parts.append(part)
            }
        }
        return .joined(parts)
    }

    private mutating func parseTerm(_ scalar: Unicode.Scalar) throws(PatternError) -> PatternNode {
        if let assertion = skipAssertion(scalar) {
            return .assertion(assertion)
        }
        let start = position
        position += 1
        let atom: PatternNode =
            switch scalar {
            case "(": try parseGroup(start: start)
            case "[": try node(for: parseClass(start: start), at: start)
            case "\\": try node(for: parseEscape(start: start, inClass: false).set, at: start)
            case ".": try node(for: PatternScalarSet.lineTerminators.inverted, at: start)
            case "*", "+", "?", "{": throw nothingToRepeat(scalar, at: start)
            case "}", "]": throw unescaped(scalar, at: start)
            default: try node(for: PatternScalarSet(scalar.value), at: start)
            }
        return try parseQuantifier(of: atom)
    }

    private mutating func skipAssertion(_ scalar: Unicode.Scalar) -> PatternAssertion? {
        switch scalar {
        case "^":
            position += 1
            return .start
        case "$":
            position += 1
            return .end
        case "\\":
            let following = position + 1 < scalars.count ? scalars[position + 1] : nil
            guard following == "b" || following == "B" else {
                return nil
            }
            position += 2
            return following == "b" ? .wordBoundary : .notWordBoundary
        default:
            return nil
        }
    }

    private mutating func parseGroup(start: Int) throws(PatternError) -> PatternNode {
        groupDepth += 1
        guard groupDepth <= Self.groupDepthLimit else {
            throw error("More than 100 groups are inside one another.", at: start, hint: "Use fewer groups.")
        }
        try parseGroupKind(start: start)
        let node = try parseChoice()
        guard skip(")") else {
            throw error(
                "\"(\" is not closed.", at: start, hint: "Add \")\", or write \"\\(\" for the character itself.")
        }
        groupDepth -= 1
        return node
    }

    /// Makes the node for one scalar of a set.
    private mutating func node(for set: PatternScalarSet, at start: Int) throws(PatternError) -> PatternNode {
        try charge(set.ranges.count, at: start)
        guard let number = sets.number(of: set) else {
            throw error("The pattern has too many different classes.", at: start, hint: "Use fewer classes.")
        }
        return .set(number)
    }

    private func nothingToRepeat(_ scalar: Unicode.Scalar, at start: Int) -> PatternError {
        error(
            "\"\(scalar)\" has nothing before it to repeat.", at: start,
            hint: "Put an atom before it, or write \"\\\(scalar)\" for the character itself.")
    }

    private func unescaped(_ scalar: Unicode.Scalar, at start: Int) -> PatternError {
        error(
            "\"\(scalar)\" stands alone.", at: start, hint: "Write \"\\\(scalar)\" for the character itself.")
    }
}
