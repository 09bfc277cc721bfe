/// Operands: values, what is in brackets, and members, calls and alternatives behind them.
extension ScriptParser {
    /// An operand with all that binds to it from behind.
    mutating func postfix(takesAlternatives: Bool) -> ExpressionSyntax {
        let start = Int(current.start)
        var operand = primary()
        while true {
            switch kind {
            case .point, .optionalPoint: operand = member(of: operand, from: start)
            case .leftBracket, .optionalBracket:
                if linesSeparate, current.isFirstOnLine { return operand }
                operand = element(of: operand, from: start)
            case .leftParenthesis:
                if linesSeparate, current.isFirstOnLine { return operand }
                operand = call(operand, from: start)
            case .coalesce where takesAlternatives: operand = alternative(to: operand, from: start)
            default: return operand
            }
        }
    }

    private mutating func member(of operand: ExpressionSyntax, from start: Int) -> ExpressionSyntax {
        let height = height
        let isOptional = kind == .optionalPoint
        advance()
        guard kind == .name else {
            memberFault()
            return missingExpression(from: start)
        }
        let name = takeName()
        guard kind == .leftParenthesis, !isOptional, !(linesSeparate && current.isFirstOnLine) else {
            return node(.member(operand, name, isOptional: isOptional), from: start, above: height)
        }
        let arguments = arguments()
        return node(.method(operand, name, arguments), from: start, above: max(height, self.height))
    }

    private mutating func memberFault() {
        let isNumber = kind == .number
        let hint = isNumber ? "An element of a list is `list[\(text(of: current))]`." : "The form is `value.name`."
        fault(
            Diagnostic(
                .nameExpected, at: place, "The name of a member is missing before \(named(current)).",
                label: "name expected", hint: hint))
        if isNumber { advance() }
    }

    private mutating func element(of operand: ExpressionSyntax, from start: Int) -> ExpressionSyntax {
        let height = height
        let isOptional = kind == .optionalBracket
        var index = missingExpression(from: lastEnd)
        bracketed(separator: nil) { parser in index = parser.expression() }
        return node(.index(operand, index, isOptional: isOptional), from: start, above: max(height, self.height))
    }

    private mutating func call(_ operand: ExpressionSyntax, from start: Int) -> ExpressionSyntax {
        let height = height
        guard case .name(let name) = operand.kind else {
            if operand.kind != .missing { fault(noFunction(operand)) }
            _ = arguments()
            return missingExpression(from: start)
        }
        let arguments = arguments()
        return node(.call(NameSyntax(name, operand.range), arguments), from: start, above: max(height, self.height))
    }

    private func noFunction(_ operand: ExpressionSyntax) -> Diagnostic {
        if case .member(let base, let name, isOptional: true) = operand.kind { return optionalCall(base, name) }
        return Diagnostic(
            .calleeExpected, at: operand.range, "Only functions can be called, by their names.",
            label: "this is a value",
            why: "Functions are no values here: a lambda stands only as an argument of a call.",
            hint: "Write `name(…)` or `value.name(…)`; between two values an operator or a comma is missing.")
    }

    private func optionalCall(_ base: ExpressionSyntax, _ name: NameSyntax) -> Diagnostic {
        let value = Suggestion.clipped(source.text(at: base.range))
        let call = Suggestion.clipped(name.text) + (token(after: 1).kind == .rightParenthesis ? "()" : "(…)")
        return Diagnostic(
            .calleeExpected, at: base.range.joined(name.range), "`?.` reads a member, and calls no function.",
            label: "no member",
            hint: "Write `(\(value) ?? …).\(call)`, or `if \(value) != null then \(value).\(call) else null`.")
    }

    /// `(a, b)`; the highest of them leaves its height.
    private mutating func arguments() -> [ExpressionSyntax] {
        var arguments: [ExpressionSyntax] = []
        var highest = 0
        bracketed(separator: .commas) { parser in
            arguments.append(parser.expression())
            highest = max(highest, parser.height)
        }
        height = highest
        return arguments
    }

    /// `operand ?? alternative`.
    private mutating func alternative(to operand: ExpressionSyntax, from start: Int) -> ExpressionSyntax {
        var height = height
        let operatorRange = current.range
        advance()
        let alternativeStart = Int(current.start)
        let isNegative = take(.minus)
        var alternative = postfix(takesAlternatives: false)
        if isNegative { alternative = node(.prefix(.negate, alternative), from: alternativeStart, above: self.height) }
        height = max(height, self.height)
        return node(
            .binary(operand, .coalesce, operatorRange: operatorRange, alternative), from: start, above: height)
    }

    private mutating func primary() -> ExpressionSyntax {
        let start = Int(current.start)
        switch kind {
        case .name: return name()
        case .string, .textBlock: return textExpression()
        case .number: return number()
        case .duration: return duration()
        case .leftParenthesis: return parentheses()
        case .leftBracket: return list()
        case .leftBrace: return object()
        case .invalid:
            isSilent = true
            advance()
            return missingExpression(from: start)
        default:
            expressionFault()
            return missingExpression(from: kind.endsLine ? lastEnd : start)
        }
    }

    private mutating func name() -> ExpressionSyntax {
        let range = current.range
        switch word {
        case .none: break
        case .true: return word(.literal(.bool(true)))
        case .false: return word(.literal(.bool(false)))
        case .null: return word(.literal(.null))
        case _ where word.isReservedInExpressions:
            expressionFault()
            return missingExpression(from: Int(current.start))
        default: break
        }
        height = 1
        return ExpressionSyntax(.name(takeName().text), range)
    }

    private mutating func word(_ kind: ExpressionSyntax.Kind) -> ExpressionSyntax {
        let range = current.range
        advance()
        height = 1
        return ExpressionSyntax(kind, range)
    }

    private mutating func parentheses() -> ExpressionSyntax {
        let start = Int(current.start)
        var content = missingExpression(from: start)
        bracketed(separator: nil) { parser in content = parser.expression() }
        return node(.parentheses(content), from: start, above: height)
    }

    private mutating func list() -> ExpressionSyntax {
        let start = Int(current.start)
        var elements: [ExpressionSyntax] = []
        var highest = 0
        bracketed(separator: .commasOrLines) { parser in
            elements.append(parser.expression())
            highest = max(highest, parser.height)
        }
        return node(.list(elements), from: start, above: highest)
    }

    private mutating func object() -> ExpressionSyntax {
        let start = Int(current.start)
        var members: [ExpressionSyntax.ObjectMember] = []
        var highest = 0
        bracketed(separator: .commasOrLines) { parser in
            guard let member = parser.objectMember() else { return }
            members.append(member)
            highest = max(highest, member.value == nil ? 1 : parser.height)
        }
        return node(.object(members), from: start, above: highest)
    }

    private mutating func objectMember() -> ExpressionSyntax.ObjectMember? {
        let form = "`{ name: value }`"
        let standsForItself = standsForItself
        guard let name = memberName(form) else { return nil }
        if take(.colon) || take(.assign) { return ExpressionSyntax.ObjectMember(name, expression()) }
        if !standsForItself || !endsElement { fault(missingColon(form)) }
        return ExpressionSyntax.ObjectMember(name, nil)
    }

    /// A name, or a text in its place.
    mutating func memberName(_ form: String) -> NameSyntax? {
        guard kind == .string else { return expectName("The name of a member", form) }
        return label().map { NameSyntax($0.text, $0.range) }
    }

    /// Whether the name here can be short for a member that is called like the binding it has the value of.
    var standsForItself: Bool {
        switch word {
        case .true, .false, .null: false
        default: kind == .name && !word.isReservedInExpressions
        }
    }

    /// Whether an element of an object ends here.
    private var endsElement: Bool { kind == .comma || kind.isClosing || kind.endsLine || current.isFirstOnLine }

    private func missingColon(_ form: String) -> Diagnostic {
        Diagnostic(
            .wordExpected, at: place, "`:` is missing before \(named(current)).", label: "`:` expected",
            hint: "The form is \(form), or `{ name }` for `{ name: name }`.")
    }
}
