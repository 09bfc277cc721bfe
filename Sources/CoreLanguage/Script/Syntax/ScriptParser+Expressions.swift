/// Expressions, from the loosest operator inwards.
extension ScriptParser {
    private typealias Operator = ExpressionSyntax.BinaryOperator

    /// How tightly comparisons bind; looser are `or` 1 and `and` 2, tighter `+ -` 4 and `* / %` 5.
    private static let comparison = 3

    /// Reads an expression; what can't be read is `.missing` and told of.
    mutating func expression() -> ExpressionSyntax {
        guard enter(Self.depthMax + 1) else {
            let start = Int(current.start)
            skipNested()
            return missingExpression(from: start)
        }
        defer { depth -= 1 }
        if word == .if { return conditional() }
        if beginsLambda { return lambda() }
        return operation(atLeast: 1)
    }

    /// An expression that could not be read, from `start` to here.
    mutating func missingExpression(from start: Int) -> ExpressionSyntax {
        height = 0
        return ExpressionSyntax(.missing, SourceRange(start, max(start, lastEnd)))
    }

    /// A node around others, the highest of which has `height`.
    mutating func node(_ kind: ExpressionSyntax.Kind, from start: Int, above height: Int) -> ExpressionSyntax {
        guard height <= Self.depthMax else {
            fault(tooDeep(range(from: start)))
            skipNested()
            return missingExpression(from: start)
        }
        self.height = height + 1
        return ExpressionSyntax(kind, range(from: start))
    }

    private mutating func conditional() -> ExpressionSyntax {
        let form = "`if condition then value else value`"
        let start = Int(current.start)
        advance()
        let condition = expression()
        var height = height
        var lineBreak = word == .then && breaksLine ? current.range : nil
        guard expect(.then, form) else { return missingExpression(from: start) }
        let value = expression()
        height = max(height, self.height)
        guard word == .else else {
            fault(missingElse(start))
            return missingExpression(from: start)
        }
        if lineBreak == nil, breaksLine { lineBreak = current.range }
        advance()
        let alternative = expression()
        if let lineBreak, !isSilent { tell(brokenConditional(lineBreak, range(from: start))) }
        return node(
            .conditional(condition, then: value, else: alternative), from: start, above: max(height, self.height))
    }

    /// Whether the word here begins a line that no bracket is around.
    private var breaksLine: Bool { current.isFirstOnLine && openBrackets.isEmpty }

    private func missingElse(_ start: Int) -> Diagnostic {
        Diagnostic(
            .wordExpected, at: place, "`else` is missing before \(named(current)).", label: "`else` expected",
            why: "An expression has a value in every case; steps that depend on a condition stand in `decide`.",
            hint: "Write `else null` where there is nothing else to say.",
            related: [Diagnostic.Related(SourceRange(start, start + 2), "the `if` it belongs to")])
    }

    /// Operands and the operators between them that bind at least as tightly as `level`.
    private mutating func operation(atLeast level: Int) -> ExpressionSyntax {
        let start = Int(current.start)
        var left = prefix()
        var isChained = false
        while let (found, itsLevel) = binaryOperator(), itsLevel >= level {
            let height = height
            let operatorRange = current.range
            advance()
            let right = operation(atLeast: itsLevel + 1)
            left = node(
                .binary(left, found, operatorRange: operatorRange, right), from: start,
                above: max(height, self.height))
            if itsLevel == Self.comparison, let (second, next) = binaryOperator(), next == Self.comparison {
                fault(chained(second, start, operatorRange))
                isChained = true
            }
        }
        // What the first comparison gives would be compared: its type is no second fault.
        return isChained ? missingExpression(from: start) : left
    }

    private func chained(_ second: ExpressionSyntax.BinaryOperator, _ start: Int, _ first: SourceRange) -> Diagnostic {
        Diagnostic(
            .chainedComparison, at: current.range, "`\(second.rawValue)` can't follow another comparison.",
            label: "the second comparison",
            why: "A comparison gives true or false, and that would be compared next.",
            hint: "Write `a < b and b < c` to compare three values.",
            related: [Diagnostic.Related(first, "the first comparison")])
    }

    /// The operator that is here, and how tightly it binds.
    @inline(__always)
    private func binaryOperator() -> (ExpressionSyntax.BinaryOperator, Int)? {
        switch kind {
        case .name where word == .or && !namesMember: (.or, 1)
        case .name where word == .and && !namesMember: (.and, 2)
        case .equal: (.equal, Self.comparison)
        case .notEqual: (.notEqual, Self.comparison)
        case .less: (.less, Self.comparison)
        case .lessOrEqual: (.lessOrEqual, Self.comparison)
        case .greater: (.greater, Self.comparison)
        case .greaterOrEqual: (.greaterOrEqual, Self.comparison)
        case .plus: (.add, 4)
        case .minus where !(linesSeparate && current.isFirstOnLine): (.subtract, 4)
        case .star: (.multiply, 5)
        case .slash: (.divide, 5)
        case .percent: (.remainder, 5)
        default: nil
        }
    }

    /// Whether the word at the front of this line is the name of the next member of an object.
    private var namesMember: Bool {
        guard linesSeparate, current.isFirstOnLine else { return false }
        let next = token(after: 1).kind
        return next == .colon || next == .assign || next == .question
    }

    private mutating func prefix() -> ExpressionSyntax {
        let prefix: ExpressionSyntax.PrefixOperator
        switch kind {
        case .minus: prefix = .negate
        case .bang: prefix = .not
        case .name where word == .not: prefix = .not
        default: return postfix(takesAlternatives: true)
        }
        if prefix == .negate, let least = leastInteger() { return least }
        let start = Int(current.start)
        guard enter(Self.depthMax + 1) else {
            skipNested()
            return missingExpression(from: start)
        }
        advance()
        let operand = self.prefix()
        depth -= 1
        return node(.prefix(prefix, operand), from: start, above: height)
    }

    /// `-9223372036854775808`, whose digits alone are beyond 64 bits.
    private mutating func leastInteger() -> ExpressionSyntax? {
        let number = token(after: 1)
        guard number.kind == .number, number.end - number.start >= 19, !isPostfix(token(after: 2)),
            digits(of: number) == Self.leastDigits
        else { return nil }
        let start = Int(current.start)
        advance()
        advance()
        return node(.literal(.integer(.min)), from: start, above: 0)
    }

    private static let leastDigits = Array("9223372036854775808".utf8)

    private func isPostfix(_ token: ScriptToken) -> Bool {
        switch token.kind {
        case .point, .optionalPoint, .leftBracket, .optionalBracket, .leftParenthesis, .coalesce: true
        default: false
        }
    }

    /// Whether a lambda begins here: `name =>`, or `(` names `)` `=>`.
    private var beginsLambda: Bool {
        if kind == .name { return isArrowOfFunction(1) }
        guard kind == .leftParenthesis else { return false }
        var distance = 1
        while token(after: distance).kind == .name || token(after: distance).kind == .comma { distance += 1 }
        return token(after: distance).kind == .rightParenthesis && isArrowOfFunction(distance + 1)
    }

    /// `=>`, or the `->` of another language, which has no meaning within brackets.
    private func isArrowOfFunction(_ distance: Int) -> Bool {
        let token = token(after: distance)
        return token.kind == .doubleArrow || token.kind == .arrow && !openBrackets.isEmpty && !token.isFirstOnLine
    }

    private func foreignArrow() -> Diagnostic {
        Diagnostic(
            .foreignOperator, at: current.range, "A function is written with `=>`, and not with `->`.",
            label: "write `=>`", why: "`->` gives a name to what a step found.",
            hint: "Functions are `x => …` or `(x, y) => …`.", fix: Diagnostic.Fix(current.range, "=>"))
    }

    private mutating func lambda() -> ExpressionSyntax {
        let start = Int(current.start)
        var parameters: [NameSyntax] = []
        if kind == .name {
            parameters.append(takeName())
        } else {
            advance()
            while kind != .rightParenthesis {
                guard let name = expectName("A parameter", "`(a, b) => expression`") else {
                    skipLineElements()
                    return missingExpression(from: start)
                }
                parameters.append(name)
                if kind != .rightParenthesis, !expect(.comma, ",", "`(a, b) => expression`") { skipElement() }
            }
            advance()
        }
        if kind == .arrow { tell(foreignArrow()) }
        advance()
        let body = expression()
        return node(.lambda(parameters, body), from: start, above: height)
    }

    /// Goes past the parameters of a lambda that can't be read.
    private mutating func skipLineElements() {
        while kind != .doubleArrow, !kind.endsLine { skip() }
        skipElement()
    }
}
