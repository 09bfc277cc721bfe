extension Evaluator {
    /// Whether two operands compare so. Beside the literal null of `==` and `!=` a path that leads nowhere is null.
    mutating func compare(
        _ left: Expression, _ comparison: Expression.Comparison, _ right: Expression
    ) throws(EvaluationError) -> Bool {
        switch comparison {
        case .equal: try areEqual(left, right)
        case .notEqual: try !areEqual(left, right)
        case .less: try precedes(left, right, comparison)
        case .greater: try precedes(right, left, comparison)
        case .lessOrEqual: try !precedes(right, left, comparison)
        case .greaterOrEqual: try !precedes(left, right, comparison)
        }
    }

    private mutating func areEqual(_ left: Expression, _ right: Expression) throws(EvaluationError) -> Bool {
        if right == .literal(.null) { return try valueOrNull(of: left).isNull }
        if left == .literal(.null) { return try valueOrNull(of: right).isNull }
        return try areEqual(value(of: left), value(of: right))
    }

    /// Whether two values are equal: numbers by their value, at any depth.
    mutating func areEqual(_ left: JSONValue, _ right: JSONValue) throws(EvaluationError) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): return left == right
        case (.string(let left), .string(let right)):
            guard left.utf8.count == right.utf8.count else { return false }
            try charge(left.utf8.count)
            return JSONText.areEqual(left, right)
        case (.array(let lefts), .array(let rights)) where lefts.count != rights.count: return false
        case (.object(let lefts), .object(let rights)) where lefts.count != rights.count: return false
        default:
            guard left.typeName == right.typeName else { return false }
            try charge(for: left)
            try charge(for: right)
            return left.canonicalBytes() == right.canonicalBytes()
        }
    }

    /// Whether the value of `left` comes before that of `right`, as `comparison` asks.
    private mutating func precedes(
        _ left: Expression, _ right: Expression, _ comparison: Expression.Comparison
    ) throws(EvaluationError) -> Bool {
        let (left, right) = (try value(of: left), try value(of: right))
        if case .string(let left) = left, case .string(let right) = right {
            try charge(min(left.utf8.count, right.utf8.count))
            return left.utf8.lexicographicallyPrecedes(right.utf8)
        }
        if case .integer(let left) = left, case .integer(let right) = right { return left < right }
        guard let left = left.numberText, let right = right.numberText else {
            throw EvaluationError(
                .type,
                "\"\(comparison.rawValue)\" compares two numbers or two strings, "
                    + "not \(left.typeName) and \(right.typeName).")
        }
        try charge(left.utf8.count + right.utf8.count)
        guard let left = JSONDecimal(left), let right = JSONDecimal(right) else {
            throw EvaluationError(.limit, "\"\(comparison.rawValue)\" met a number with an exponent past ±10^17.")
        }
        return left.isLess(than: right)
    }
}

extension JSONDecimal {
    /// Whether the number is less than `other`, exactly.
    fileprivate func isLess(than other: JSONDecimal) -> Bool {
        guard sign == other.sign else { return sign < other.sign }
        let (smaller, larger) = isNegative ? (other, self) : (self, other)
        guard smaller.pointPosition == larger.pointPosition else {
            return smaller.pointPosition < larger.pointPosition
        }
        return smaller.digits.lexicographicallyPrecedes(larger.digits)
    }

    private var sign: Int {
        digits.isEmpty ? 0 : isNegative ? -1 : 1
    }
}
