extension Checker {
    /// The type of an expression. `expected` helps where a name or literal could have several; it is not enforced.
    /// `isGuarded` says that the value stands before `??`, so that what is not there is null.
    mutating func type(
        of expression: ExpressionSyntax, expecting expected: ScriptType? = nil, isGuarded: Bool = false
    ) -> ScriptType {
        switch expression.kind {
        case .missing: .unknown
        case .literal(let value): type(of: value)
        case .duration: .integer
        case .text(let parts, _): text(parts)
        case .name(let name): type(ofName: name, at: expression.range, expecting: expected)
        case .parentheses(let inner): type(of: inner, expecting: expected, isGuarded: isGuarded)
        case .list(let elements): list(elements, expected)
        case .object(let members): object(members, expected)
        case .member(let base, let name, let isOptional): member(base, name, isOptional, isGuarded)
        case .index(let base, let index, let isOptional): element(base, index, isOptional, isGuarded)
        case .call(let name, let arguments): call(name, arguments, at: expression.range)
        case .method(let base, let name, let arguments): method(base, name, arguments, at: expression.range)
        case .lambda: lambdaOutOfPlace(expression)
        case .prefix(let prefix, let operand): self.prefix(prefix, operand)
        case .binary(let left, let operation, let place, let right): binary(left, operation, place, right, expected)
        case .conditional(let condition, let first, let second): conditional(condition, first, second, expected)
        }
    }

    private func type(of literal: JSONValue) -> ScriptType {
        switch literal {
        case .null: .null
        case .bool: .boolean
        case .integer: .integer
        case .double, .decimal: .number
        case .string: .text
        case .array, .object: .any
        }
    }

    private mutating func text(_ parts: [ExpressionSyntax.TextPart]) -> ScriptType {
        for case .interpolation(let expression) in parts {
            let before = diagnostics.count
            let type = type(of: expression)
            if diagnostics.count > before, let last = diagnostics.popLast() {
                diagnostics.append(last.withBraceHint)
            }
            if case .stream = type { reportStreamRead(expression) }
        }
        return .text
    }

    private mutating func list(_ elements: [ExpressionSyntax], _ expected: ScriptType?) -> ScriptType {
        var element: ScriptType?
        if case .list(let inner) = expected?.required { element = inner }
        return .listing(ScriptType.join(elements.map { type(of: $0, expecting: element) }))
    }

    private mutating func object(
        _ members: [ExpressionSyntax.ObjectMember], _ expected: ScriptType?
    ) -> ScriptType {
        var shape: ShapeType?
        if case .shape(let inner) = expected?.required { shape = inner }
        var fields: [ShapeType.Field] = []
        var places: [String: SourceRange] = [:]
        for member in members {
            let name = member.name
            let value = member.value ?? ExpressionSyntax(.name(name.text), name.range)
            let type = type(of: value, expecting: shape?[name.text]?.valueType)
            if let first = places[name.text] {
                reportTwice("The member `\(name.text)`", at: name.range, first: first)
            } else {
                places[name.text] = name.range
                fields.append(ShapeType.Field(name.text, type))
            }
        }
        return .shaped(fields)
    }

    private mutating func lambdaOutOfPlace(_ expression: ExpressionSyntax) -> ScriptType {
        report(
            Diagnostic(
                .lambdaPlace, at: expression.range, "A function can stand only as an argument of a function.",
                label: "no value", hint: "Such as `map(list, x => x.name)`."))
        return .unknown
    }

    private mutating func prefix(
        _ prefix: ExpressionSyntax.PrefixOperator, _ operand: ExpressionSyntax
    ) -> ScriptType {
        switch prefix {
        case .not:
            return checkCondition(operand, of: "`not`", hint: Self.bracketHint) ? .boolean : .unknown
        case .negate:
            let type = type(of: operand)
            if type.isOpen { return type }
            if type.fits(.number) { return type.fits(.integer) ? .integer : .number }
            reportOperand("`-` takes a number, not \(type.named).", at: operand.range, type, .number)
            return .unknown
        }
    }

    private mutating func conditional(
        _ condition: ExpressionSyntax, _ first: ExpressionSyntax, _ second: ExpressionSyntax, _ expected: ScriptType?
    ) -> ScriptType {
        checkCondition(condition, of: "`if`")
        let type = assuming(condition, true) { $0.type(of: first, expecting: expected) }
        return type.joined(assuming(condition, false) { $0.type(of: second, expecting: expected) })
    }

    /// `not` binds more tightly than what compares.
    private static let bracketHint = "For a comparison write `not (a == b)`, or turn its operator round."

    /// Checks that an expression is a boolean, and gives whether it is. There is no truth of other values.
    @discardableResult
    mutating func checkCondition(_ expression: ExpressionSyntax, of user: String, hint given: String? = nil) -> Bool {
        let type = type(of: expression)
        guard !type.fits(.boolean) else { return true }
        let hint: String? =
            switch type {
            case .optional(.boolean): "Say what null counts as: `?? false`."
            case .optional: "Ask whether it is there with `!= null`."
            case .list: "Ask whether it is empty with `count(…) > 0`."
            case .text: "Compare it, for example with `!= \"\"`."
            case .number, .integer: "Compare it, for example with `!= 0`."
            default: nil
            }
        report(
            Diagnostic(
                .conditionType, at: expression.range, "\(user) takes a boolean, not \(type.named).",
                label: "this is \(type.named)", why: "Only true and false are conditions; nothing else counts as true.",
                hint: type.isNullable ? hint : given ?? hint))
        return false
    }

    mutating func reportOperand(_ message: String, at range: SourceRange, _ type: ScriptType, _ wanted: ScriptType) {
        report(
            Diagnostic(
                .operandType, at: range, message, label: "this is \(type.named)",
                hint: Self.conversionHint(from: type, to: wanted)))
    }
}

extension Diagnostic {
    /// The diagnostic of an unknown name inside of a text, which may have been meant as it stands.
    fileprivate var withBraceHint: Diagnostic {
        guard code == .unknownName, hint == nil else { return self }
        var copy = self
        copy.hint = "A brace that is no interpolation is written `\\{`."
        return copy
    }
}
