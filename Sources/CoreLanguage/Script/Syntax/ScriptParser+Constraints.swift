/// Constraints of fields.
extension ScriptParser {
    private static let constraintNames = [
        "range", "length", "min", "max", "min_items", "max_items", "pattern", "unique",
    ]

    mutating func constraint(isEnvironment: Bool) -> ConstraintSyntax? {
        guard Self.constraintNames.contains(text(of: current)) else {
            fault(unknownConstraint(isEnvironment))
            return nil
        }
        let name = takeName()
        var arguments: [ExpressionSyntax] = []
        if name.text != "unique" {
            guard kind == .leftParenthesis else {
                fault(malformed(name))
                return nil
            }
            bracketed(separator: .commas) { parser in arguments.append(parser.constraintArgument(name)) }
        }
        let constraint = ConstraintSyntax(name, arguments, range(from: name.range.start))
        let isMissing = arguments.contains { $0.kind == .missing }
        if !isMissing, arguments.count != Self.argumentCount(name.text) { tell(malformed(name, constraint.range)) }
        return constraint
    }

    private static func argumentCount(_ name: String) -> Int {
        switch name {
        case "unique": 0
        case "range", "length": 2
        default: 1
        }
    }

    /// A number, perhaps with a sign, or the text of a pattern.
    private mutating func constraintArgument(_ name: NameSyntax) -> ExpressionSyntax {
        let start = Int(current.start)
        let isPattern = name.text == "pattern"
        if isPattern, let label = label() {
            return ExpressionSyntax(.text(label.text.isEmpty ? [] : [.text(label.text)], isBlock: false), label.range)
        }
        let isNegative = !isPattern && kind == .minus && signsNumber
        if isNegative { advance() }
        if !isPattern, kind == .number {
            let number = number()
            guard isNegative, case .literal(let value) = number.kind else { return number }
            return ExpressionSyntax(.literal(Self.negated(value)), range(from: start))
        }
        fault(malformed(name, place))
        return missingExpression(from: start)
    }

    /// Whether a number stands right behind the sign that is here.
    var signsNumber: Bool {
        let next = token(after: 1)
        return next.kind == .number && next.start == current.end
    }

    /// The number with the other sign.
    static func negated(_ value: JSONValue) -> JSONValue {
        switch value {
        case .integer(0): .double(-0.0)
        case .integer(let integer): .integer(0 - integer)
        case .double(let double): .double(-double)
        default: value
        }
    }

    private func unknownConstraint(_ isEnvironment: Bool) -> Diagnostic {
        let name = text(of: current)
        let known = Self.constraintNames + (isEnvironment ? ["secret"] : [])
        let nearest = Suggestion.nearest(to: name, among: known)
        return Diagnostic(
            .malformedConstraint, at: current.range, "`\(Suggestion.clipped(name))` is no constraint.",
            label: nearest.map { "did you mean `\($0)`?" },
            hint: name == "secret"
                ? "`secret` stands only in `env`."
                : "Constraints are \(known.map { "`\($0)`" }.joined(separator: ", ")); a default stands behind `=`.",
            fix: nearest.map { Diagnostic.Fix(current.range, $0) })
    }

    private func malformed(_ name: NameSyntax, _ range: SourceRange? = nil) -> Diagnostic {
        let form =
            switch name.text {
            case "range", "length": "`\(name.text)(least, most)`"
            case "pattern": "`pattern(\"^[a-z]+$\")`"
            case "unique": "`unique`"
            default: "`\(name.text)(number)`"
            }
        return Diagnostic(
            .malformedConstraint, at: range ?? name.range, "The constraint `\(name.text)` is malformed here.",
            label: "the form is \(form)",
            why: "Constraints are part of the contract of a script, so their values are written out.")
    }
}
