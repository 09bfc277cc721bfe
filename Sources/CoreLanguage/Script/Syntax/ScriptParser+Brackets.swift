/// What stands in brackets, and brackets without their other half.
extension ScriptParser {
    /// What is between the elements in brackets.
    enum Separator {
        case commas, commasOrLines
    }

    /// Takes the bracket that is here, its elements, and the bracket that closes it. Without a separator there is one element.
    mutating func bracketed(separator: Separator?, _ element: (inout ScriptParser) -> Void) {
        let opening = current
        guard let closing = kind.closing else { return }
        let separatedBefore = linesSeparate
        linesSeparate = separator == .commasOrLines
        openBrackets.append(closing)
        advance()
        if let separator {
            elements(opening, closing, separator, element)
        } else {
            element(&self)
            if isSilent { skipNested() }
        }
        openBrackets.removeLast()
        linesSeparate = separatedBefore
        close(opening, closing, takesMore: separator != nil)
    }

    private mutating func elements(
        _ opening: ScriptToken, _ closing: ScriptToken.Kind, _ separator: Separator,
        _ element: (inout ScriptParser) -> Void
    ) {
        while kind != closing, !kind.endsLine {
            let front = index
            element(&self)
            if isSilent { skipElement() }
            if take(.comma) {
                isSilent = false
            } else if kind.isClosing || kind.endsLine {
                return
            } else if linesSeparate, current.isFirstOnLine, index > front {
                isSilent = false
            } else {
                fault(missingSeparator(separator))
                skipElement()
                if take(.comma) || (linesSeparate && current.isFirstOnLine) { isSilent = false }
            }
            if index == front { skip() }
        }
    }

    private mutating func missingSeparator(_ separator: Separator) -> Diagnostic {
        if separator == .commas, namesArgument { return namedArgument() }
        if kind == .assign {
            return Diagnostic(
                .lineEndExpected, at: current.range, "`=` can't stand here.", label: "did you mean `==`?",
                hint: "Values are compared with `==`.",
                fix: Diagnostic.Fix(current.range, "=="))
        }
        return Diagnostic(
            .operatorExpected, at: current.range, "A comma or an operator is missing before \(named(current)).",
            label: "two values side by side",
            hint: separator == .commas ? "Part arguments with commas." : "Part elements with commas or line breaks.",
            fix: Diagnostic.Fix(gap, ","))
    }

    /// Takes the bracket that closes `opening`.
    private mutating func close(_ opening: ScriptToken, _ closing: ScriptToken.Kind, takesMore: Bool) {
        if take(closing) {
            isSilent = false
        } else if kind.isClosing {
            fault(wrongBracket(opening))
            if !openBrackets.contains(kind) {
                advance()
                // The wrong one was surplus when the right one follows.
                _ = take(closing)
                isSilent = false
            }
        } else if kind.endsLine {
            fault(unclosed(opening))
        } else {
            fault(surplus(opening))
            skipNested()
            if take(closing) { isSilent = false }
        }
    }

    private func surplus(_ opening: ScriptToken) -> Diagnostic {
        Diagnostic(
            .operatorExpected, at: current.range,
            "`\(Self.closing(opening))` or an operator is missing before \(named(current)).",
            label: "not expected here", hint: "One value stands in these brackets.",
            related: [Diagnostic.Related(opening.range, "the bracket that is open")])
    }

    private func wrongBracket(_ opening: ScriptToken) -> Diagnostic {
        let wanted = Self.closing(opening)
        return Diagnostic(
            .unclosedBracket, at: current.range, "\(named(current)) can't close `\(text(of: opening))`.",
            label: "`\(wanted)` expected", hint: "Close the brackets in the order in which they were opened.",
            related: [Diagnostic.Related(opening.range, "this bracket is open")])
    }

    private func unclosed(_ opening: ScriptToken) -> Diagnostic {
        let wanted = Self.closing(opening)
        return Diagnostic(
            .unclosedBracket, at: opening.range, "`\(text(of: opening))` is never closed.", label: "opened here",
            why: "Line breaks count for nothing within brackets, so what follows would belong to it.",
            hint: "Add `\(wanted)` where it should end.",
            related: [Diagnostic.Related(gap, "`\(wanted)` is missing at the latest here")],
            fix: Diagnostic.Fix(gap, wanted))
    }

    private static func closing(_ opening: ScriptToken) -> String {
        switch opening.kind {
        case .leftParenthesis: ")"
        case .leftBrace: "}"
        default: "]"
        }
    }
}
