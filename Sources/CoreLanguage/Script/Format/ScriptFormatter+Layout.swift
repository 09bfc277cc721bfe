/// Expressions that may take several lines.
extension ScriptFormatter {
    /// Writes an expression on this line if it fits there, with `reserved` columns behind it, and in lines of the next level otherwise.
    mutating func layOut(_ expression: ExpressionSyntax, _ level: Int, reserving columns: Int = 0) {
        if !holdsComment(expression), fits(reserving: columns, { $0.flat(expression) }) { return }
        switch expression.kind {
        case .parentheses(let content):
            write("(")
            layOut(content, level, reserving: columns + 1)
            write(")")
        case .list(let elements): broken("[", elements, "]", level, expression.range)
        case .object(let members): broken(members, level, expression.range)
        case .member(let operand, let name, let isOptional):
            layOut(operand, level)
            write(isOptional ? "?." : ".")
            write(name.text)
        case .index(let operand, let index, let isOptional):
            layOut(operand, level)
            write(isOptional ? "?[" : "[")
            layOut(index, level, reserving: columns + 1)
            write("]")
        case .call(let name, let arguments):
            write(name.text)
            layOut(arguments: arguments, level, expression.range, reserving: columns)
        case .method(let operand, let name, let arguments):
            layOut(operand, level)
            write("." + name.text)
            let range = SourceRange(name.range.end, expression.range.end)
            layOut(arguments: arguments, level, range, reserving: columns)
        case .lambda(let parameters, let body):
            lambdaHead(parameters)
            layOut(body, level, reserving: columns)
        case .prefix(let sign, let operand):
            prefix(sign, operand)
            layOut(operand, level, reserving: columns)
        case .binary: chain(expression, level, reserving: columns)
        case .conditional(let condition, let value, let alternative):
            write("if ")
            layOut(condition, level)
            write(" then ")
            layOut(value, level)
            write(" else ")
            layOut(alternative, level, reserving: columns)
        case .text(_, isBlock: true): textBlock(expression.range, level)
        default: flat(expression)
        }
    }

    /// Arguments, of which a single list, object or text keeps its brackets at those of the call.
    private mutating func layOut(
        arguments: [ExpressionSyntax], _ level: Int, _ range: SourceRange, reserving columns: Int
    ) {
        if !holdsComment(arguments, range), fits(reserving: columns, { $0.flatArguments(arguments) }) { return }
        guard arguments.count == 1, let argument = arguments.first, hasBrackets(argument) else {
            return broken("(", arguments, ")", level, range)
        }
        write("(")
        layOut(argument, level, reserving: columns + 1)
        write(")")
    }

    private mutating func flatArguments(_ arguments: [ExpressionSyntax]) {
        write("(")
        for (index, argument) in arguments.enumerated() {
            if index > 0 { write(", ") }
            flat(argument)
        }
        write(")")
    }

    private mutating func broken(
        _ opening: String, _ elements: [ExpressionSyntax], _ closing: String, _ level: Int, _ range: SourceRange
    ) {
        broken(opening, elements, closing, level, range, start: \.range.start) { formatter, element in
            formatter.layOut(element, level + 1, reserving: 1)
            return true
        }
    }

    private mutating func broken(_ members: [ExpressionSyntax.ObjectMember], _ level: Int, _ range: SourceRange) {
        broken("{", members, "}", level, range, start: \.name.range.start) { formatter, member in
            formatter.name(member.name)
            guard let value = member.value else { return true }
            formatter.write(": ")
            formatter.layOut(value, level + 1, reserving: 1)
            return true
        }
    }

    /// Writes elements on lines of their own, each with a comma, and the comments between them. `writeElement` says whether a comment may stand
    /// at the end of the element's line.
    mutating func broken<Element>(
        _ opening: String, _ elements: [Element], _ closing: String, _ level: Int, _ range: SourceRange,
        start: (Element) -> Int, _ writeElement: (inout ScriptFormatter, Element) -> Bool
    ) {
        write(opening)
        for (index, element) in elements.enumerated() {
            innerComments(before: start(element), level + 1)
            newLine(level + 1)
            let lineStart = lineStart(level + 1)
            let takesTrailing = writeElement(&self, element)
            write(",")
            let limit = index + 1 < elements.count ? start(elements[index + 1]) : range.end
            endStatement(from: lineStart, limit, takesTrailing: takesTrailing)
        }
        innerComments(before: range.end, level + 1)
        newLine(level)
        write(closing)
    }

    /// Operands and the operators between them that bind equally, each operator at the front of a line; all but `-`, with which no
    /// line can begin.
    private mutating func chain(_ expression: ExpressionSyntax, _ level: Int, reserving columns: Int) {
        var operands: [(sign: ExpressionSyntax.BinaryOperator?, operand: ExpressionSyntax)] = []
        var rest = expression
        let binding = ScriptFormatter.binding(expression)
        while case .binary(let left, let sign, _, let right) = rest.kind, Self.binding(sign) == binding {
            operands.append((sign, right))
            rest = left
        }
        layOut(rest, level)
        for (index, (sign, operand)) in operands.reversed().enumerated() {
            guard let sign else { continue }
            if sign == .subtract { write(" ") } else { newLine(level + 2) }
            write(sign.rawValue + " ")
            layOut(operand, level + 2, reserving: index + 1 == operands.count ? columns : 0)
        }
    }

    private static func binding(_ expression: ExpressionSyntax) -> Int {
        if case .binary(_, let sign, _, _) = expression.kind { binding(sign) } else { 0 }
    }

    private static func binding(_ sign: ExpressionSyntax.BinaryOperator) -> Int {
        switch sign {
        case .or: 1
        case .and: 2
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 3
        case .add, .subtract: 4
        case .multiply, .divide, .remainder: 5
        case .coalesce: 6
        }
    }

    /// A text of several lines, moved to this level: what its closing quotes are indented by is taken off each of its lines.
    private mutating func textBlock(_ range: SourceRange, _ level: Int) {
        let written = source.bytes[range.start..<range.end]
        guard let lastBreak = written.lastIndex(where: ScriptByte.endsLine) else { return write(range) }
        let old = written[(lastBreak + 1)...].prefix(while: ScriptByte.isSpace).reduce(0, Self.column)
        var isFirst = true
        var place = range.start
        while place < range.end {
            let lineEnd = written[place...].firstIndex(where: ScriptByte.endsLine) ?? range.end
            if !isFirst { place = skipIndentation(place, lineEnd, old) }
            if !isFirst {
                output.append(JSONByte.lineFeed)
                if place < lineEnd { newTextLine(level) }
            }
            write(SourceRange(place, lineEnd))
            isFirst = false
            place = lineEnd
            if place < range.end {
                let isPair =
                    written[place] == JSONByte.carriageReturn && place + 1 < range.end
                    && written[place + 1] == JSONByte.lineFeed
                place += isPair ? 2 : 1
            }
        }
    }

    private mutating func newTextLine(_ level: Int) {
        output.removeLast()
        newLine(level)
    }

    private func skipIndentation(_ start: Int, _ end: Int, _ columns: Int) -> Int {
        var place = start
        var column = 0
        while place < end, column < columns, ScriptByte.isSpace(source.bytes[place]) {
            column = Self.column(column, source.bytes[place])
            place += 1
        }
        return place
    }

    private static func column(_ column: Int, _ byte: UInt8) -> Int {
        byte == JSONByte.tab ? column + ScriptLexer.tabColumns - column % ScriptLexer.tabColumns : column + 1
    }
}
