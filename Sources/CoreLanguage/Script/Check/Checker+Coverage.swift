extension Checker {
    /// Whether the cases of a decision provably cover everything: every member of one enumeration, or a condition and
    /// its opposite.
    mutating func checkExhaustive(_ step: StepSyntax, _ decision: DecideSyntax) {
        guard decision.otherwise == nil, !decision.cases.isEmpty || !decision.branches.isEmpty else { return }
        guard !decision.cases.contains(where: { $0.condition.isMissing }) else { return }
        let conditions = decision.cases.flatMap { disjuncts(of: lowered($0.condition)) }
        let isCovered =
            conditions.contains(.literal(.bool(true)))
            || hasOpposites(Set(conditions))
        if isCovered { return }
        let missing = missingMembers(decision)
        if missing?.isEmpty == true { return }
        let words = missing.map { list in
            "Nothing is said of \(list.prefix(8).map(\.description).joined(separator: ", "))."
        }
        report(
            Diagnostic(
                .notExhaustive, at: step.keyword, "The decision may find no branch: its cases do not cover everything.",
                label: words,
                why:
                    "A decision has `otherwise`, or cases for every member of an enumeration, or a condition and its opposite.",
                hint: "Add `otherwise -> \"…\"`."))
    }

    private func hasOpposites(_ conditions: Set<Expression>) -> Bool {
        conditions.contains { conditions.contains(opposite(of: $0)) }
    }

    private func lowered(_ expression: ExpressionSyntax) -> Expression {
        ExpressionLowering(resolutions: resolutions).lower(expression)
    }

    private func disjuncts(of condition: Expression) -> [Expression] {
        if case .or(let items) = condition { items } else { [condition] }
    }

    private func opposite(of condition: Expression) -> Expression {
        switch condition {
        case .not(let item): item
        case .comparison(let comparison, let left, let right): .comparison(comparison.opposite, left, right)
        case .literal(.bool(let isTrue)): .literal(.bool(!isTrue))
        default: .not(condition)
        }
    }

    /// The members of the enumeration that the cases compare one value with, but for those they name; nil when they do
    /// something else.
    private func missingMembers(_ decision: DecideSyntax) -> [JSONValue]? {
        var subject: Expression?
        var named: Set<JSONValue> = []
        for condition in decision.cases.flatMap({ disjuncts(of: lowered($0.condition)) }) {
            guard case .comparison(.equal, let left, let right) = condition else { continue }
            let (value, other) = left.isLiteral ? (left, right) : (right, left)
            guard case .literal(let member) = value, subject == nil || subject == other else { continue }
            subject = other
            named.insert(member)
        }
        guard subject != nil, let place = decision.cases.lazy.compactMap({ $0.condition.equalityPlace }).first,
            let type = comparedTypes[place]
        else { return nil }
        let all: [JSONValue]
        switch type.required {
        case .enumeration(let enumeration): all = enumeration.members
        case .boolean: all = [true, false]
        default: return nil
        }
        return (type.isNullable ? all + [.null] : all).filter { !named.contains($0) }
    }
}

extension ExpressionSyntax {
    /// Where the first `==` stands that the condition, or one of several, consists of.
    fileprivate var equalityPlace: Int? {
        var expression = unwrapped
        while case .binary(let left, let operation, let place, _) = expression.kind {
            switch operation {
            case .equal: return place.start
            case .or: expression = left.unwrapped
            default: return nil
            }
        }
        return nil
    }
}

extension Expression {
    fileprivate var isLiteral: Bool {
        if case .literal = self { true } else { false }
    }
}

extension Expression.Comparison {
    /// The comparison that is true where this one is not.
    fileprivate var opposite: Self {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterOrEqual
        case .greaterOrEqual: .less
        case .greater: .lessOrEqual
        case .lessOrEqual: .greater
        }
    }
}
