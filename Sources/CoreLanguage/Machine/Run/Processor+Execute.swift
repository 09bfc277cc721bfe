extension Processor {
    /// Carries out an instruction. Gives the place of the next one; nil for the one that follows.
    mutating func execute(_ i: Instruction) throws(EvaluationError) -> Int? {
        let (a, b, c) = (Int(i.a), Int(i.b), Int(i.c))
        let (stepsBefore, bytesBefore) = (budget.stepsLeft, budget.bytesLeft)
        defer {
            cost += MachineLimits.instructions(
                steps: stepsBefore - budget.stepsLeft, bytes: bytesBefore - budget.bytesLeft)
        }
        switch i.opcode {
        case .constant: put(code.tables.constants[b], depth: Int(code.tables.constantDepths[b]), into: a)
        case .reference:
            let value = try EvaluationScope.follow(code.tables.references[c], from: registers[b])
            put(value, depth: depth(of: b), into: a)
        case .exists: put(.bool(exists(code.tables.references[c], from: b)), depth: 0, into: a)
        case .member, .memberIfAny:
            let value = try Operators.member(
                registers[b], code.tables.constants[c].stringValue ?? "", isOptional: i.opcode == .memberIfAny)
            put(value, depth: depth(of: b), into: a)
        case .element, .elementIfAny:
            if case .array(let elements) = registers[b], case .integer(let number) = registers[c],
                number >= 0, number < elements.count
            {
                put(elements[Int(number)], depth: depth(of: b), into: a)
                break
            }
            let value = try Operators.element(registers[b], registers[c], isOptional: i.opcode == .elementIfAny)
            put(value, depth: depth(of: b), into: a)
        case .array: try makeArray(from: b, c, into: a)
        case .object: try makeObject(from: b, code.tables.nameLists[c], into: a)
        case .template: try makeText(from: b, c, into: a)
        case .length: put(try Evaluator.length(of: registers[b]), depth: 0, into: a)
        case .contains:
            put(.bool(try Operators.holds(registers[b], registers[c], budget)), depth: 0, into: a)
        case .refuse:
            let kinds: [EvaluationError.Kind] = [.missing, .type, .argument, .limit]
            throw EvaluationError(
                kinds.indices.contains(b) ? kinds[b] : .type, code.tables.constants[a].stringValue ?? "")
        case .environment: try environment(code.tables.constants[b].stringValue ?? "", isNeeded: c != 0, into: a)
        case .builtin: try call(code.tables.calls[c], from: b, into: a)
        case .add, .addSmall, .subtract, .subtractSmall, .multiply, .divide, .remainder, .negate:
            try reckon(i)
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            let comparison = i.opcode.comparison
            put(.bool(try Operators.compare(registers[b], comparison, registers[c], budget)), depth: 0, into: a)
        case .not: put(.bool(try !boolean(registers[b], .not)), depth: 0, into: a)
        case .requireBoolean: _ = try boolean(registers[a], BooleanUser(rawValue: i.b) ?? .condition)
        case .requireText:
            guard case .string = registers[a] else {
                let user = TextUser(rawValue: i.b) ?? .eventName
                throw EvaluationError(.type, "\(user.text) is a text, not \(registers[a].scriptTypeName).")
            }
        case .jumpIfTrue: return try boolean(registers[a], BooleanUser(rawValue: i.c) ?? .condition) ? b : nil
        case .jumpIfFalse: return try boolean(registers[a], BooleanUser(rawValue: i.c) ?? .condition) ? nil : b
        case .jumpUnlessEqual, .jumpUnlessNotEqual, .jumpUnlessLess, .jumpUnlessLessOrEqual, .jumpUnlessGreater,
            .jumpUnlessGreaterOrEqual:
            return try Operators.compare(registers[a], i.opcode.comparison, registers[b], budget) ? nil : c
        case .jumpUnlessEqualSmall, .jumpUnlessNotEqualSmall, .jumpUnlessLessSmall, .jumpUnlessLessOrEqualSmall,
            .jumpUnlessGreaterSmall, .jumpUnlessGreaterOrEqualSmall:
            let right = JSONValue.integer(Int64(i.b))
            return try Operators.compare(registers[a], i.opcode.comparison, right, budget) ? nil : c
        case .count: try count(registers[b], into: a)
        case .wholeNumber: try wholeNumber(registers[b], WholeNumberRule(rawValue: i.c) ?? .times, into: a)
        case .append: try append(b, to: a)
        case .setMember: try setMember(code.tables.constants[c].stringValue ?? "", b, of: a)
        case .round: try beginRound(a)
        default: throw EvaluationError(.limit, "An instruction stands where none of its kind can.")
        }
        if budget.bytesLeft < budget.bytesMax / 2, penalty == 0 {
            // The values are to be measured at the next jump back.
            penalty = Self.allFuel
            cost += penalty
        }
        return nil
    }

    /// So much that the fuel is used up, whatever is left.
    static let allFuel = 1 << 60

    /// Puts a value into a register.
    func put(_ value: JSONValue, depth: Int, into register: Int) {
        registers[register] = value
        depths[register] = UInt16(truncatingIfNeeded: depth)
    }

    /// How deep the value of a register is nested at most.
    func depth(of register: Int) -> Int {
        switch registers[register] {
        case .array, .object: Int(depths[register])
        default: 0
        }
    }

    private func exists(_ reference: Reference, from register: Int) -> Bool {
        do throws(EvaluationError) {
            _ = try EvaluationScope.follow(reference, from: registers[register])
            return true
        } catch {
            return false
        }
    }

    private func boolean(_ value: JSONValue, _ user: BooleanUser) throws(EvaluationError) -> Bool {
        guard case .bool(let isTrue) = value else {
            throw EvaluationError(.type, "\(user.text) takes booleans, not \(value.typeName).")
        }
        return isTrue
    }

    private func reckon(_ i: Instruction) throws(EvaluationError) {
        let left = registers[Int(i.b)]
        if i.opcode == .negate {
            put(try Operators.negate(left), depth: 0, into: Int(i.a))
            return
        }
        let isSmall = i.opcode == .addSmall || i.opcode == .subtractSmall
        let right = isSmall ? JSONValue.integer(Int64(i.c)) : registers[Int(i.c)]
        guard i.opcode == .add || i.opcode == .addSmall else {
            put(try Operators.apply(i.opcode.arithmetic, left, right), depth: 0, into: Int(i.a))
            return
        }
        try budget.charge(bytes: Operators.bytesOfSum(left, right))
        let depth = isSmall ? depth(of: Int(i.b)) : max(depth(of: Int(i.b)), depth(of: Int(i.c)))
        put(try Operators.add(left, right), depth: depth, into: Int(i.a))
    }

    private func environment(
        _ name: String, isNeeded: Bool, into register: Int
    ) throws(EvaluationError) {
        if let value = environment[name], !value.isNull || !isNeeded {
            put(value, depth: JSONMeasure(of: value, bytesMax: .max)?.depth ?? 0, into: register)
            return
        }
        guard !isNeeded else {
            throw EvaluationError(
                .missing,
                "The environment has no \"\(name)\"."
                    + Suggestion.sentence(for: name, among: environment.keys.sorted()))
        }
        put(.null, depth: 0, into: register)
    }
}

extension Opcode {
    var comparison: Expression.Comparison {
        switch self {
        case .equal, .jumpUnlessEqual, .jumpUnlessEqualSmall: .equal
        case .notEqual, .jumpUnlessNotEqual, .jumpUnlessNotEqualSmall: .notEqual
        case .less, .jumpUnlessLess, .jumpUnlessLessSmall: .less
        case .lessOrEqual, .jumpUnlessLessOrEqual, .jumpUnlessLessOrEqualSmall: .lessOrEqual
        case .greater, .jumpUnlessGreater, .jumpUnlessGreaterSmall: .greater
        default: .greaterOrEqual
        }
    }

    fileprivate var arithmetic: Expression.Arithmetic {
        switch self {
        case .subtract, .subtractSmall: .subtract
        case .multiply: .multiply
        case .divide: .divide
        default: .remainder
        }
    }
}
