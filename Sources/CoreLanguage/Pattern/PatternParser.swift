/// Reads the grammar of ECMA-262 section 22.2.1 with the `u` flag. Groups recurse, up to a limit.
struct PatternParser {
    private static let lengthLimit = 65_536
    private static let groupDepthLimit = 100

    /// How many ranges the properties of a pattern may have, each counted as often as it is named.
    static let propertyRangeLimit = 200_000

    let scalars: [Unicode.Scalar]
    var position = 0
    private var groupDepth = 0
    private(set) var sets = PatternSetTable()
    var properties: [String: PatternScalarSet] = [:]
    var propertyRangeCount = 0

    init(_ source: String) {
        scalars = Array(source.unicodeScalars)
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
        let node = try parseChoice()
        guard current == nil else {
            throw error("\")\" closes no group.", hint: "Write \"\\)\" for the character itself.")
        }
        return node
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
