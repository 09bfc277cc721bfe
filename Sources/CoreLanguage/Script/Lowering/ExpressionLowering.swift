/// Turns an expression of a script into one of the IR.
struct ExpressionLowering {
    let resolutions: Resolutions

    func lower(_ syntax: ExpressionSyntax) -> Expression {
        if !resolutions.moments.isEmpty, resolutions.moments.contains(syntax.range) {
            return .call("to_unix", [bare(syntax)])
        }
        guard !resolutions.conditions.isEmpty, let schema = resolutions.conditions[syntax.range] else {
            return bare(syntax)
        }
        return .call("conform", [bare(syntax), .literal(schema)])
    }

    private func bare(_ syntax: ExpressionSyntax) -> Expression {
        switch syntax.kind {
        case .missing: .literal(.null)
        case .literal(let value): .literal(value)
        case .duration(let milliseconds): .literal(.integer(milliseconds))
        case .text(let parts, _): text(parts)
        case .name(let name): self.name(name, at: syntax.range.start)
        case .parentheses(let inner): lower(inner)
        case .list(let elements): .array(elements.map(lower))
        case .object(let members): object(members)
        case .member(let base, let name, let isOptional): member(base, name, isOptional)
        case .index(let base, let index, let isOptional): element(base, index, isOptional)
        case .call(let name, let arguments): call(name, arguments)
        case .method(let base, let name, let arguments): call(name, [base] + arguments)
        case .lambda(let parameters, let body): .lambda(parameters.map(\.text), lower(body))
        case .prefix(let prefix, let operand): self.prefix(prefix, operand)
        case .binary(let left, let operation, _, let right): binary(left, operation, right)
        case .conditional(let condition, let first, let second):
            .conditional(lower(condition), lower(first), lower(second))
        }
    }

    private func text(_ parts: [ExpressionSyntax.TextPart]) -> Expression {
        let lowered: [Expression] = parts.map { part in
            switch part {
            case .text(let text): .literal(.string(text))
            case .interpolation(let expression): lower(expression)
            }
        }
        if lowered.isEmpty { return .literal("") }
        if lowered.count == 1, let first = lowered.first, case .literal(.string) = first { return first }
        return .template(lowered)
    }

    /// The value of a name.
    func name(_ name: NameSyntax) -> Expression { self.name(name.text, at: name.range.start) }

    private func name(_ name: String, at place: Int) -> Expression {
        switch resolutions.names[place] {
        case .member(let value): .literal(value)
        case .input(isOptional: false): .reference(Reference(root: "inputs", path: [.member(name)]))
        case .input(isOptional: true): .member(.reference(Reference(root: "inputs")), name, isOptional: true)
        case .binding, .stream, nil: .reference(Reference(root: name))
        }
    }

    private func object(_ members: [ExpressionSyntax.ObjectMember]) -> Expression {
        .object(
            members.map { member in
                let value = member.value ?? ExpressionSyntax(.name(member.name.text), member.name.range)
                return Expression.Field(key: member.name.text, value: lower(value))
            })
    }

    private func member(_ base: ExpressionSyntax, _ name: NameSyntax, _ isOptional: Bool) -> Expression {
        if case .name = base.kind, case .member = resolutions.names[base.range.start] {
            return lower(base)
        }
        let isLenient = isOptional || resolutions.lenient.contains(name.range.start)
        let lowered = lower(base)
        if !isLenient, case .reference(let reference) = lowered {
            return .reference(Reference(root: reference.root, path: reference.path + [.member(name.text)]))
        }
        return .member(lowered, name.text, isOptional: isLenient)
    }

    private func element(_ base: ExpressionSyntax, _ index: ExpressionSyntax, _ isOptional: Bool) -> Expression {
        let isLenient = isOptional || resolutions.lenient.contains(index.range.start)
        return .element(lower(base), lower(index), isOptional: isLenient)
    }

    private func call(_ name: NameSyntax, _ arguments: [ExpressionSyntax]) -> Expression {
        if name.text == "env", let key = arguments.first?.environmentKey {
            return .environment(key, fallback: arguments.count > 1 ? lower(arguments[1]) : nil)
        }
        let lowered = arguments.map(lower)
        if resolutions.momentCalls.contains(name.range.start), let call = momentCall(name.text, lowered) { return call }
        return .call(name.text, lowered)
    }

    private func prefix(_ prefix: ExpressionSyntax.PrefixOperator, _ operand: ExpressionSyntax) -> Expression {
        let lowered = lower(operand)
        switch (prefix, lowered) {
        case (.not, _): return .not(lowered)
        case (.negate, .literal(.integer(let number))) where number != .min: return .literal(.integer(-number))
        case (.negate, .literal(.double(let number))): return .literal(.double(-number))
        case (.negate, _): return .negate(lowered)
        }
    }

    private func binary(
        _ left: ExpressionSyntax, _ operation: ExpressionSyntax.BinaryOperator, _ right: ExpressionSyntax
    ) -> Expression {
        let (first, second) = (lower(left), lower(right))
        if let comparison = Expression.Comparison(rawValue: operation.rawValue) {
            return .comparison(comparison, first, second)
        }
        if let arithmetic = Expression.Arithmetic(rawValue: operation.rawValue) {
            return .arithmetic(arithmetic, first, second)
        }
        // `a or b or c` is one node of three, so that a long row does not nest.
        switch (operation, first) {
        case (.or, .or(let items)): return .or(items + [second])
        case (.or, _): return .or([first, second])
        case (.and, .and(let items)): return .and(items + [second])
        case (.and, _): return .and([first, second])
        case (_, .coalesce(let items)): return .coalesce(items + [second])
        default: return .coalesce([first, second])
        }
    }
}
