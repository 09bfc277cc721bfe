/// Expressions on one line.
extension ScriptFormatter {
    /// Writes an expression on one line, whatever its length.
    mutating func flat(_ expression: ExpressionSyntax) {
        guard !overflowed else { return }
        switch expression.kind {
        case .missing: break
        case .literal(let value): literal(value, expression.range)
        case .text(_, let isBlock): text(expression.range, isBlock: isBlock)
        case .duration: write(expression.range)
        case .name(let name): write(name)
        case .parentheses(let content):
            write("(")
            flat(content)
            write(")")
        case .list(let elements):
            write("[")
            flat(elements)
            write("]")
        case .object(let members): flat(members)
        case .member(let operand, let name, let isOptional):
            flat(operand)
            write(isOptional ? "?." : ".")
            write(name.text)
        case .index(let operand, let index, let isOptional):
            flat(operand)
            write(isOptional ? "?[" : "[")
            flat(index)
            write("]")
        case .call(let name, let arguments):
            write(name.text)
            flat(inParentheses: arguments)
        case .method(let operand, let name, let arguments):
            flat(operand)
            write("." + name.text)
            flat(inParentheses: arguments)
        case .lambda(let parameters, let body):
            lambdaHead(parameters)
            flat(body)
        case .prefix(let sign, let operand):
            prefix(sign, operand)
            flat(operand)
        case .binary(let left, let sign, _, let right):
            flat(left)
            write(" \(sign.rawValue) ")
            flat(right)
        case .conditional(let condition, let value, let alternative):
            write("if ")
            flat(condition)
            write(" then ")
            flat(value)
            write(" else ")
            flat(alternative)
        }
    }

    private mutating func flat(_ expressions: [ExpressionSyntax]) {
        for (index, expression) in expressions.enumerated() {
            guard !overflowed else { return }
            if index > 0 { write(", ") }
            flat(expression)
        }
    }

    private mutating func flat(inParentheses arguments: [ExpressionSyntax]) {
        write("(")
        flat(arguments)
        write(")")
    }

    private mutating func flat(_ members: [ExpressionSyntax.ObjectMember]) {
        write(members.isEmpty ? "{" : "{ ")
        for (index, member) in members.enumerated() {
            guard !overflowed else { return }
            if index > 0 { write(", ") }
            name(member.name)
            if let value = member.value {
                write(": ")
                flat(value)
            }
        }
        write(members.isEmpty ? "}" : " }")
    }

    /// A name, or the text that was written in its place where it is none.
    mutating func name(_ name: NameSyntax) {
        if ScriptByte.isName(name.text) { write(name.text) } else { write(name.range) }
    }

    mutating func lambdaHead(_ parameters: [NameSyntax]) {
        let names = parameters.map(\.text).joined(separator: ", ")
        write(parameters.count == 1 ? "\(names) => " : "(\(names)) => ")
    }

    /// The sign, with a space where two would begin a comment.
    mutating func prefix(_ sign: ExpressionSyntax.PrefixOperator, _ operand: ExpressionSyntax) {
        guard sign == .negate else { return write("not ") }
        switch operand.kind {
        case .prefix(.negate, _), .literal(.integer(.min)): write("- ")
        default: write("-")
        }
    }

    /// A number as it was written; the least one may have a space behind its sign.
    mutating func literal(_ value: JSONValue, _ range: SourceRange) {
        if value == .integer(.min) { write("-9223372036854775808") } else { write(range) }
    }

    /// A text as it was written; one of several lines is no part of a line.
    private mutating func text(_ range: SourceRange, isBlock: Bool) {
        guard isBlock, source.bytes[range.start..<range.end].contains(where: ScriptByte.endsLine) else {
            return write(range)
        }
        if isFlat { overflowed = true } else { write(range) }
    }
}
