extension Evaluator {
    /// Whether two operands compare so. Beside the literal null of `==` and `!=` a path that leads nowhere is null.
    mutating func compare(
        _ left: Expression, _ comparison: Expression.Comparison, _ right: Expression
    ) throws(EvaluationError) -> Bool {
        if comparison == .equal || comparison == .notEqual {
            if right.isNull { return try valueOrNull(of: left).isNull == (comparison == .equal) }
            if left.isNull { return try valueOrNull(of: right).isNull == (comparison == .equal) }
        }
        let (left, right) = (try value(of: left), try value(of: right))
        return try Operators.compare(left, comparison, right, budget)
    }
}

extension Expression {
    /// Whether this is the literal null.
    fileprivate var isNull: Bool {
        if case .literal(.null) = self { true } else { false }
    }
}
