extension Checker {
    mutating func binary(
        _ left: ExpressionSyntax, _ operation: ExpressionSyntax.BinaryOperator, _ place: SourceRange,
        _ right: ExpressionSyntax, _ expected: ScriptType?
    ) -> ScriptType {
        switch operation {
        case .or, .and:
            checkCondition(left, of: "`\(operation.rawValue)`")
            assuming(left, operation == .and) { _ = $0.checkCondition(right, of: "`\(operation.rawValue)`") }
            return .boolean
        case .equal, .notEqual: return equality(left, operation, place, right)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: return order(left, operation, place, right)
        case .coalesce: return coalesce(left, place, right, expected)
        case .add: return sum(left, place, right)
        case .subtract, .multiply, .divide, .remainder: return arithmetic(left, operation, place, right)
        }
    }

    // MARK: Null

    private mutating func coalesce(
        _ left: ExpressionSyntax, _ place: SourceRange, _ right: ExpressionSyntax, _ expected: ScriptType?
    ) -> ScriptType {
        let first = type(of: left, expecting: expected, isGuarded: true)
        let second = type(of: right, expecting: expected ?? first.required)
        if !first.isNullable, first != .never {
            report(
                Diagnostic(
                    .neverNull, at: place, "What stands before `??` is \(first.named), which is never null.",
                    label: "what follows is never used", hint: "Leave out `??` and what follows.",
                    fix: .init(SourceRange(left.range.end, right.range.end), "")))
        }
        return first == .null ? second : first.required.joined(second)
    }

    // MARK: Reckoning

    private mutating func sum(
        _ left: ExpressionSyntax, _ place: SourceRange, _ right: ExpressionSyntax
    ) -> ScriptType {
        let first = type(of: left)
        let second = type(of: right)
        if first.isOpen || second.isOpen { return openSum(first, second) }
        if first.fits(.number), second.fits(.number) { return first.joined(second).fits(.integer) ? .integer : .number }
        if first.fits(.text), second.fits(.text) { return .text }
        if case .list = first, case .list = second { return first.joined(second) }
        let hint =
            momentHint(first, .add, second, right)
            ?? (first.fits(.text) || second.fits(.text)
                ? "Put the values into a text: \"{a} {b}\"." : Self.conversionHint(from: first, to: second.required))
        reportOperands("`+`", "two numbers, two texts or two lists", first, second, place, left, right, hint: hint)
        return .unknown
    }

    private func openSum(_ first: ScriptType, _ second: ScriptType) -> ScriptType {
        if first == .unknown || second == .unknown { return .unknown }
        let known = first == .any ? second : first
        return known == .text ? .text : .any
    }

    private mutating func arithmetic(
        _ left: ExpressionSyntax, _ operation: ExpressionSyntax.BinaryOperator, _ place: SourceRange,
        _ right: ExpressionSyntax
    ) -> ScriptType {
        let first = type(of: left)
        let second = type(of: right)
        guard first.fits(.number), second.fits(.number) else {
            reportOperands(
                "`\(operation.rawValue)`", "two numbers", first, second, place, left, right,
                hint: momentHint(first, operation, second, right))
            return .unknown
        }
        if operation == .divide { return .number }
        if first == .unknown || second == .unknown { return .unknown }
        if first.isOpen || second.isOpen { return .number }
        return first.fits(.integer) && second.fits(.integer) ? .integer : .number
    }

    private mutating func reportOperands(
        _ operation: String, _ wanted: String, _ first: ScriptType, _ second: ScriptType, _ place: SourceRange,
        _ left: ExpressionSyntax, _ right: ExpressionSyntax, hint: String? = nil
    ) {
        let nullHint =
            first.required != first || second.required != second
            ? "Give a value for null with `??` first." : nil
        report(
            Diagnostic(
                .operandType, at: place, "\(operation) takes \(wanted), not \(first.named) and \(second.named).",
                hint: nullHint ?? hint,
                related: [
                    .init(left.range, "this is \(first.named)"), .init(right.range, "this is \(second.named)"),
                ] + (nullHint == nil ? [] : nullClauses(of: left, right))))
    }

    // MARK: Comparing

    private mutating func order(
        _ left: ExpressionSyntax, _ operation: ExpressionSyntax.BinaryOperator, _ place: SourceRange,
        _ right: ExpressionSyntax
    ) -> ScriptType {
        let first = type(of: left)
        let second = type(of: right)
        noteMoments(left, first, right, second, takesAny: true)
        guard !first.isOpen, !second.isOpen else { return .boolean }
        if first.fits(.number), second.fits(.number) { return .boolean }
        for (time, other, operand) in [(first, second, right), (second, first, left)]
        where time == .date || time == .timestamp {
            if other == time { return .boolean }
            if operand.unwrapped.plainText != nil {
                check(operand, fits: Want(time, "What is compared with \(time.named)", .operandType))
                return .boolean
            }
        }
        let areTimes = [.date, .timestamp].contains(first) || [.date, .timestamp].contains(second)
        if first.fits(.text), second.fits(.text), !areTimes { return .boolean }
        reportOperands(
            "`\(operation.rawValue)`", "two numbers, two texts, two dates or two timestamps", first, second, place,
            left,
            right)
        return .boolean
    }

    private mutating func equality(
        _ left: ExpressionSyntax, _ operation: ExpressionSyntax.BinaryOperator, _ place: SourceRange,
        _ right: ExpressionSyntax
    ) -> ScriptType {
        let first = type(of: left)
        let second = type(of: right, expecting: first)
        noteMoments(left, first, right, second, takesAny: false)
        comparedTypes[place.start] = constant(left) == nil ? first : second
        if first.isCertain != second.isCertain { certainSides[place.start] = first.isCertain ? .left : .right }
        // One of a condition and its opposite says nothing new, and is no mistake.
        if second == .null && isKnown(left) || first == .null && isKnown(right) { return .boolean }
        guard !checkMembers(left, first, right, second) else { return .boolean }
        guard !first.mayEqual(second) else { return .boolean }
        let answer = operation == .equal ? "false" : "true"
        report(
            Diagnostic(
                .neverTrue, at: place, "\(first.named) is never equal to \(second.named).",
                label: "always \(answer)",
                hint: first == .null || second == .null ? "It is never null; leave the comparison out." : nil,
                related: [
                    .init(left.range, "this is \(first.named)"), .init(right.range, "this is \(second.named)"),
                ]))
        return .boolean
    }

    /// Whether one side is an enumeration and the other a literal that is none of its members.
    private mutating func checkMembers(
        _ left: ExpressionSyntax, _ first: ScriptType, _ right: ExpressionSyntax, _ second: ScriptType
    ) -> Bool {
        for (type, other, operand) in [(first, second, right), (second, first, left)] {
            guard case .enumeration(let enumeration) = type.required, other.fits(enumeration.base),
                let value = constant(operand), !value.isNull, !enumeration.holds(value)
            else { continue }
            if case .enumeration = other { continue }
            reportNoMember(value, of: enumeration, at: operand.range, .neverTrue, subject: "A `\(enumeration.name)`")
            return true
        }
        return false
    }
}

/// A side of a comparison.
enum ComparedSide {
    case left, right
}

extension ScriptType {
    /// Whether a value of one type can be equal to one of the other.
    func mayEqual(_ other: ScriptType) -> Bool {
        if isNullable && other.isNullable { return true }
        switch (required, other.required) {
        case (.null, _), (_, .null): return false
        case (.enumeration(let left), .enumeration(let right)):
            return left.members.contains(where: right.holds)
        case (.list, .list), (.shape, .shape), (.shape, .object), (.object, .shape): return true
        case (let left, let right): return left.fits(right) || right.fits(left)
        }
    }
}
