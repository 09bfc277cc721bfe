/// Comparisons and conditions.
extension CodeBuilder {
    mutating func emit(
        _ comparison: Expression.Comparison, _ left: Expression, _ right: Expression, into target: Int32
    ) throws(ProgramError) {
        if let item = Self.comparedToNull(comparison, left, right) {
            let value = newTemporaries(2)
            try emitOrNull(item, into: value)
            emit(.constant, value + 1, constant(.null))
            emit(comparison.opcode, target, value, value + 1)
            return
        }
        let left = try operand(left)
        emit(comparison.opcode, target, left, try operand(right))
    }

    /// `and` and `or` as a value.
    mutating func emitLogic(_ expression: Expression, into target: Int32) throws(ProgramError) {
        let (isFalse, end) = (newLabel(), newLabel())
        try jump(to: isFalse, when: false, expression, for: .condition)
        emit(.constant, target, constant(true))
        emit(.jump, end.number)
        set(isFalse)
        emit(.constant, target, constant(false))
        set(end)
    }

    /// Jumps to `label` when `condition` is `wanted`.
    mutating func jump(
        to label: CodeLabel, when wanted: Bool, _ condition: Expression, for user: BooleanUser
    ) throws(ProgramError) {
        level += 1
        defer { level -= 1 }
        guard level <= Self.depthMax else { throw Self.malformed("An expression nests too deep.") }
        let mark = mark
        defer { release(mark) }
        switch condition {
        case .not(let item): try jump(to: label, when: !wanted, item, for: .not)
        case .and(let items): try jump(to: label, when: wanted, items, endsWith: false, for: .and)
        case .or(let items): try jump(to: label, when: wanted, items, endsWith: true, for: .or)
        case .comparison(let comparison, let left, let right):
            try jump(to: label, when: wanted, comparison, left, right)
        default:
            emit(wanted ? .jumpIfTrue : .jumpIfFalse, try operand(condition), label.number, user.rawValue)
        }
    }

    /// `and` ends with the first false, `or` with the first true.
    private mutating func jump(
        to label: CodeLabel, when wanted: Bool, _ items: [Expression], endsWith ending: Bool, for user: BooleanUser
    ) throws(ProgramError) {
        let end = newLabel()
        for item in items {
            try jump(to: wanted == ending ? label : end, when: ending, item, for: user)
        }
        if wanted != ending { emit(.jump, label.number) }
        set(end)
    }

    private mutating func jump(
        to label: CodeLabel, when wanted: Bool, _ comparison: Expression.Comparison, _ left: Expression,
        _ right: Expression
    ) throws(ProgramError) {
        guard !wanted else {
            let end = newLabel()
            try jump(to: end, when: false, comparison, left, right)
            emit(.jump, label.number)
            set(end)
            return
        }
        if let item = Self.comparedToNull(comparison, left, right) {
            let value = newTemporaries(2)
            try emitOrNull(item, into: value)
            emit(.constant, value + 1, constant(.null))
            emit(comparison.jump, value, value + 1, label.number)
            return
        }
        let left = try operand(left)
        if let small = Self.small(right) {
            emit(comparison.jumpSmall, left, small, label.number)
        } else {
            emit(comparison.jump, left, try operand(right), label.number)
        }
    }

    /// What stands beside the literal null of `==` and `!=`: there a path that leads nowhere is null.
    private static func comparedToNull(
        _ comparison: Expression.Comparison, _ left: Expression, _ right: Expression
    ) -> Expression? {
        guard comparison == .equal || comparison == .notEqual else { return nil }
        if case .literal(.null) = right { return left }
        if case .literal(.null) = left { return right }
        return nil
    }
}

extension Expression.Comparison {
    fileprivate var opcode: Opcode {
        switch self {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        }
    }

    fileprivate var jump: Opcode {
        switch self {
        case .equal: .jumpUnlessEqual
        case .notEqual: .jumpUnlessNotEqual
        case .less: .jumpUnlessLess
        case .lessOrEqual: .jumpUnlessLessOrEqual
        case .greater: .jumpUnlessGreater
        case .greaterOrEqual: .jumpUnlessGreaterOrEqual
        }
    }

    fileprivate var jumpSmall: Opcode {
        switch self {
        case .equal: .jumpUnlessEqualSmall
        case .notEqual: .jumpUnlessNotEqualSmall
        case .less: .jumpUnlessLessSmall
        case .lessOrEqual: .jumpUnlessLessOrEqualSmall
        case .greater: .jumpUnlessGreaterSmall
        case .greaterOrEqual: .jumpUnlessGreaterOrEqualSmall
        }
    }
}
