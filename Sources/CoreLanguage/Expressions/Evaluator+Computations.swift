extension Evaluator {
    func reckon(
        _ left: JSONValue, _ arithmetic: Expression.Arithmetic, _ right: JSONValue
    ) throws(EvaluationError) -> JSONValue {
        if arithmetic == .add { try budget.charge(bytes: Operators.bytesOfSum(left, right)) }
        return try Operators.apply(arithmetic, left, right)
    }

    /// A member. Where it is optional, a path inside that leads nowhere is null too.
    mutating func member(_ item: Expression, _ name: String, _ isOptional: Bool) throws(EvaluationError) -> JSONValue {
        let value = try isOptional ? valueOrNull(of: item) : value(of: item)
        return try Operators.member(value, name, isOptional: isOptional)
    }

    /// An element. Where it is optional, a path inside that leads nowhere is null too.
    mutating func element(
        _ item: Expression, _ index: Expression, _ isOptional: Bool
    ) throws(EvaluationError) -> JSONValue {
        let value = try isOptional ? valueOrNull(of: item) : value(of: item)
        return try Operators.element(value, self.value(of: index), isOptional: isOptional)
    }

    mutating func variable(_ name: String, _ fallback: Expression?) throws(EvaluationError) -> JSONValue {
        if let value = scope.environment[name], !value.isNull { return value }
        guard let fallback else {
            throw EvaluationError(
                .missing,
                "The environment has no \"\(name)\"."
                    + Suggestion.sentence(for: name, among: scope.environment.keys.sorted()))
        }
        return try value(of: fallback)
    }

    mutating func call(_ name: String, _ items: [Expression]) throws(EvaluationError) -> JSONValue {
        guard let builtin = Builtins.table[name] else {
            throw EvaluationError(.argument, Builtins.explanation(ofUnknown: name))
        }
        var arguments: [BuiltinArgument] = []
        arguments.reserveCapacity(items.count)
        for item in items {
            if case .lambda(let parameters, let body) = item {
                arguments.append(.function(function(parameters, body)))
            } else {
                arguments.append(.value(try value(of: item)))
            }
        }
        return try builtin.apply(arguments, budget)
    }

    /// A lambda as a builtin calls it: with the parameters and levels that are around it here.
    private func function(_ parameters: [String], _ body: Expression) -> BuiltinFunction {
        var evaluator = self
        let size = body.size
        var levelsUnmeasured = 0
        return BuiltinFunction(parameterCount: parameters.count) { values throws(EvaluationError) in
            try evaluator.budget.charge(steps: size.operators)
            let value = try evaluator.value(of: body, parameters, values)
            levelsUnmeasured += size.levels
            if levelsUnmeasured > Self.levelsUnmeasuredMax {
                try evaluator.checkDepth(of: value)
                levelsUnmeasured = 0
            }
            return value
        }
    }

    /// How many levels a value may have that is handed from one call of a function to the next, and how many may have
    /// been added since it was measured. Values are released by recursion, so deep ones cost stack.
    private static let levelsMax = 512
    private static let levelsUnmeasuredMax = 256

    private func checkDepth(of value: JSONValue) throws(EvaluationError) {
        guard let measure = JSONMeasure(of: value, bytesMax: budget.bytesMax), measure.depth <= Self.levelsMax else {
            throw EvaluationError(.limit, "A function makes a value that is too large or nests too deep.")
        }
        try budget.charge(steps: measure.bytes / 64)
    }
}

extension Expression {
    /// How many operators there are, and how many levels the value may have more than the values that are read, those of
    /// builtins that read JSON aside.
    fileprivate var size: (operators: Int, levels: Int) {
        var (operators, levels) = (1, 0)
        for child in children {
            let inner = child.size
            operators += inner.operators
            levels = max(levels, inner.levels)
        }
        switch self {
        case .array, .object: return (operators, levels + 1)
        case .call: return (operators, levels + 2)
        default: return (operators, levels)
        }
    }
}
