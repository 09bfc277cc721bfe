import CoreLanguage

/// The expression that a source writes, as `let` has it; nil where it has a fault.
///
/// Names are roots, as for the parameters of functions.
func scriptExpression(_ source: String) -> Expression? {
    let (tree, diagnostics) = ScriptParser.parse(SourceText("let it = " + source + "\n"))
    guard diagnostics.isEmpty, case .step(let step)? = tree.items.first, case .bind(_, _, let value) = step.kind
    else {
        return nil
    }
    return expression(value)
}

private func expression(_ syntax: ExpressionSyntax) -> Expression? {
    switch syntax.kind {
    case .literal(let value): return .literal(value)
    case .name(let name): return .reference(Reference(root: name))
    case .parentheses(let inner): return expression(inner)
    case .duration(let milliseconds): return .literal(.integer(milliseconds))
    case .text(let parts, _):
        var text = ""
        for case .text(let part) in parts { text += part }
        return .literal(.string(text))
    case .list(let items): return expressions(items).map { .array($0) }
    case .object(let members): return object(members)
    case .member(let item, let name, let isOptional):
        return expression(item).map { .member($0, name.text, isOptional: isOptional) }
    case .index(let item, let index, let isOptional):
        guard let items = expressions([item, index]) else { return nil }
        return .element(items[0], items[1], isOptional: isOptional)
    case .call(let name, let items): return expressions(items).map { .call(name.text, $0) }
    case .method(let item, let name, let items): return expressions([item] + items).map { .call(name.text, $0) }
    case .lambda(let names, let body): return expression(body).map { .lambda(names.map(\.text), $0) }
    case .prefix(let prefix, let item): return expression(item).map { prefix == .not ? .not($0) : .negate($0) }
    case .conditional(let condition, let first, let second):
        guard let items = expressions([condition, first, second]) else { return nil }
        return .conditional(items[0], items[1], items[2])
    case .binary(let left, let binary, _, let right):
        guard let items = expressions([left, right]) else { return nil }
        return operation(binary, items)
    case .missing: return nil
    }
}

private func operation(_ binary: ExpressionSyntax.BinaryOperator, _ items: [Expression]) -> Expression? {
    switch binary {
    case .or: return .or(items)
    case .and: return .and(items)
    case .coalesce: return .coalesce(items)
    default: break
    }
    if let comparison = Expression.Comparison(rawValue: binary.rawValue) {
        return .comparison(comparison, items[0], items[1])
    }
    return Expression.Arithmetic(rawValue: binary.rawValue).map { .arithmetic($0, items[0], items[1]) }
}

private func expressions(_ items: [ExpressionSyntax]) -> [Expression]? {
    let lowered = items.compactMap(expression)
    return lowered.count == items.count ? lowered : nil
}

private func object(_ members: [ExpressionSyntax.ObjectMember]) -> Expression? {
    var fields: [Expression.Field] = []
    for member in members {
        guard let value = member.value.flatMap(expression) else { return nil }
        fields.append(Expression.Field(key: member.name.text, value: value))
    }
    return .object(fields)
}

/// The value of a source, or the kind of its error and what it says.
func outcome(_ source: String, stepsMax: Int = 10_000_000, bytesMax: Int = 32 << 20) -> Result<
    JSONValue, EvaluationError
>? {
    guard let expression = scriptExpression(source) else { return nil }
    var scope = EvaluationScope(["n": nil, "x": 7], bytesMax: bytesMax)
    scope.stepsMax = stepsMax
    scope.environment = ["REGION": "eu", "EMPTY": nil]
    do throws(EvaluationError) {
        return .success(try expression.evaluate(in: scope))
    } catch {
        return .failure(error)
    }
}
