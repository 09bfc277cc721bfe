/// Which comments have a place within an expression: those between the elements of lists, objects, arguments and shapes.
extension ScriptFormatter {
    /// Whether a comment stands between elements somewhere in `expression`.
    func holdsComment(_ expression: ExpressionSyntax) -> Bool {
        guard hasComment(in: expression.range) else { return false }
        switch expression.kind {
        case .list, .object: return true
        case .parentheses(let content), .prefix(_, let content), .lambda(_, let content), .member(let content, _, _):
            return holdsComment(content)
        case .index(let left, let right, _): return holdsComment(left) || holdsComment(right)
        case .call(let name, let arguments):
            return holdsComment(arguments, SourceRange(name.range.end, expression.range.end))
        case .method(let operand, let name, let arguments):
            return holdsComment(operand)
                || holdsComment(arguments, SourceRange(name.range.end, expression.range.end))
        case .binary: return chainHoldsComment(expression)
        case .conditional(let condition, let value, let alternative):
            return holdsComment(condition) || holdsComment(value) || holdsComment(alternative)
        case .missing, .literal, .text, .duration, .name: return false
        }
    }

    private func chainHoldsComment(_ expression: ExpressionSyntax) -> Bool {
        var rest = expression
        while case .binary(let left, _, _, let right) = rest.kind {
            if holdsComment(right) { return true }
            rest = left
        }
        return holdsComment(rest)
    }

    func holdsComment(_ arguments: [ExpressionSyntax], _ range: SourceRange) -> Bool {
        guard hasComment(in: range) else { return false }
        guard arguments.count == 1, let argument = arguments.first, hasBrackets(argument) else { return true }
        return holdsComment(argument)
    }

    /// Whether an expression that is the only argument of a call keeps its brackets at those of the call.
    func hasBrackets(_ expression: ExpressionSyntax) -> Bool {
        switch expression.kind {
        case .list, .object, .text(_, isBlock: true): true
        default: false
        }
    }

    /// Whether a comment stands between fields somewhere in `type`.
    func holdsComment(_ type: TypeSyntax) -> Bool {
        guard hasComment(in: type.range) else { return false }
        switch type.kind {
        case .shape: return true
        case .list(.some(let element)): return holdsComment(element)
        case .list, .name, .missing: return false
        }
    }
}
