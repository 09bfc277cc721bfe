extension Operators {
    /// Whether two values are equal: numbers by their value, at any depth, texts byte by byte.
    public static func areEqual(
        _ left: JSONValue, _ right: JSONValue, _ budget: EvaluationBudget
    ) throws(EvaluationError) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): return left == right
        case (.double(let left), .double(let right)): return left == right
        case (.bool(let left), .bool(let right)): return left == right
        case (.null, .null): return true
        case (.string(let left), .string(let right)):
            guard left.utf8.count == right.utf8.count else { return false }
            try budget.charge(bytes: left.utf8.count)
            return JSONText.areEqual(left, right)
        case (.array(let lefts), .array(let rights)) where lefts.count != rights.count: return false
        case (.object(let lefts), .object(let rights)) where lefts.count != rights.count: return false
        default:
            guard left.typeName == right.typeName else { return false }
            try budget.charge(for: left)
            try budget.charge(for: right)
            return left.canonicalBytes() == right.canonicalBytes()
        }
    }

    /// Whether two values compare so.
    ///
    /// - Throws: an error of kind `type` for an order of other values than two numbers or two texts.
    public static func compare(
        _ left: JSONValue, _ comparison: Expression.Comparison, _ right: JSONValue, _ budget: EvaluationBudget
    ) throws(EvaluationError) -> Bool {
        switch comparison {
        case .equal: try areEqual(left, right, budget)
        case .notEqual: try !areEqual(left, right, budget)
        case .less: try precedes(left, right, comparison, budget)
        case .greater: try precedes(right, left, comparison, budget)
        case .lessOrEqual: try !precedes(right, left, comparison, budget)
        case .greaterOrEqual: try !precedes(left, right, comparison, budget)
        }
    }

    /// Whether `left` comes before `right`, as `comparison` asks.
    private static func precedes(
        _ left: JSONValue, _ right: JSONValue, _ comparison: Expression.Comparison, _ budget: EvaluationBudget
    ) throws(EvaluationError) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): return left < right
        case (.double(let left), .double(let right)): return left < right
        case (.string(let left), .string(let right)):
            try budget.charge(bytes: min(left.utf8.count, right.utf8.count))
            return left.utf8.lexicographicallyPrecedes(right.utf8)
        default: break
        }
        guard let left = left.numberText, let right = right.numberText else {
            throw EvaluationError(
                .type,
                "\"\(comparison.rawValue)\" compares two numbers or two strings, "
                    + "not \(left.typeName) and \(right.typeName).")
        }
        try budget.charge(bytes: left.utf8.count + right.utf8.count)
        guard let left = JSONDecimal(left), let right = JSONDecimal(right) else {
            throw EvaluationError(.limit, "\"\(comparison.rawValue)\" met a number with an exponent past ±10^17.")
        }
        return left.isLess(than: right)
    }
}

extension JSONDecimal {
    /// Whether the number is less than `other`, exactly.
    func isLess(than other: JSONDecimal) -> Bool {
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
