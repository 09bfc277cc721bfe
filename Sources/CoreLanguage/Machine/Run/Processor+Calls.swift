/// Calls of builtins, and of the functions that builtins call.
extension Processor {
    mutating func call(_ site: CallSite, from first: Int, into target: Int) throws(EvaluationError) {
        let level = NestingLevel(of: self, first, site.arguments.count)
        var arguments: [BuiltinArgument] = []
        arguments.reserveCapacity(site.arguments.count)
        for (place, argument) in site.arguments.enumerated() {
            switch argument {
            case .value: arguments.append(.value(registers[first + place]))
            case .function(let function): arguments.append(.function(self.function(function, level)))
            }
        }
        let value = try site.builtin.apply(arguments, budget)
        put(value, depth: try measuredDepth(of: value), into: target)
    }

    private func measuredDepth(of value: JSONValue) throws(EvaluationError) -> Int {
        switch value {
        case .array, .object:
            guard let measure = JSONMeasure(of: value, bytesMax: budget.bytesMax),
                measure.depth <= MachineLimits.depthMax
            else { throw Self.tooDeep }
            try budget.charge(steps: measure.bytes / 64)
            return measure.depth
        default: return 0
        }
    }

    /// A function as a builtin calls it.
    private func function(_ function: FunctionCode, _ level: NestingLevel) -> BuiltinFunction {
        let processor = self
        return BuiltinFunction(parameterCount: function.parameters.count) { values throws(EvaluationError) in
            var processor = processor
            return try processor.value(of: function, values, level)
        }
    }

    /// The value of a function. It has no loop, so it ends.
    mutating func value(
        of function: FunctionCode, _ values: [JSONValue], _ level: NestingLevel
    ) throws(EvaluationError) -> JSONValue {
        // Its instructions cost no fuel of their own, and most of them take about half a step.
        try budget.charge(steps: MachineLimits.stepsPerCall + Int(function.cost) / 2)
        for (register, value) in zip(function.parameters, values) {
            put(value, depth: level.depth, into: Int(register))
        }
        position = Int(function.entry)
        fuel = Self.allFuel
        failure = nil
        switch run() {
        case .instruction where instructions[position].opcode == .leave:
            let result = Int(instructions[position].a)
            level.depth = max(level.least, depth(of: result))
            return registers[result]
        case .failure:
            if case .evaluation(let error) = failure { throw error }
            throw EvaluationError(.limit, "A function failed.")
        case .instruction, .fuel: throw EvaluationError(.limit, "A function did not end.")
        }
    }
}

/// How deep the values are nested at most that a builtin hands to the functions it calls: those it was given, and what
/// the functions gave.
///
/// A builtin hands on the elements of its arguments, and of what the functions gave only the last.
final class NestingLevel {
    let least: Int
    var depth: Int

    init(of processor: Processor, _ first: Int, _ count: Int) {
        least = (first..<first + count).reduce(0) { max($0, processor.depth(of: $1)) }
        depth = least
    }

    init(depth: Int) { (least, self.depth) = (depth, depth) }
}
