/// What a step does when it fails.
extension ScriptParser {
    private static let form = "`on error: retry 3`, or `on error: ignore`, `use`, `fallback`, `fail`, `pause`"

    /// `on error: …` with all that is indented under it.
    mutating func errorClause() -> ErrorClauseSyntax {
        let start = Int(current.start)
        advance()
        advance()
        _ = take(.colon)
        if kind == .newline, token(after: 1).kind == .indent { return indentedHandler(from: start) }
        let retry = word == .retry ? retry() : nil
        guard retry == nil || take(.then) else {
            let range = range(from: start)
            endLine()
            return ErrorClauseSyntax(retry: retry, action: nil, range: range)
        }
        let action = action()
        return ErrorClauseSyntax(retry: retry, action: action, range: range(from: start))
    }

    /// The handler on the lines below: `retry`, and then something else.
    private mutating func indentedHandler(from start: Int) -> ErrorClauseSyntax {
        var retry: ErrorClauseSyntax.RetrySyntax?
        var action: ErrorClauseSyntax.Action?
        _ = take(.newline)
        block { parser in
            if parser.word == .retry, retry == nil, action == nil {
                retry = parser.retry()
                if parser.kind.endsLine { return parser.endLine() }
            }
            guard action == nil else {
                parser.fault(parser.unexpectedHandler())
                return parser.skipStep()
            }
            _ = retry != nil && parser.take(.then)
            action = parser.action()
        }
        return ErrorClauseSyntax(retry: retry, action: action, range: range(from: start))
    }

    private func unexpectedHandler() -> Diagnostic {
        Diagnostic(
            .repeatedClause, at: place, "An error is handled in one way, or in one way after `retry`.",
            label: "one too many", hint: "The form is \(Self.form).")
    }

    private mutating func retry() -> ErrorClauseSyntax.RetrySyntax {
        advance()
        let count = kind == .number ? number() : nil
        let base = take(.every) ? pause("every") : nil
        var cap: ExpressionSyntax?
        if word == .up, token(after: 1).word == .to {
            advance()
            advance()
            cap = pause("up to")
        }
        return ErrorClauseSyntax.RetrySyntax(count: count, base: base, cap: cap)
    }

    private mutating func pause(_ words: String) -> ExpressionSyntax {
        if kind == .duration { return duration() }
        fault(
            Diagnostic(
                .wordExpected, at: place, "A duration is missing before \(named(current)).", label: "such as `2s`",
                hint: "The form is `retry 3 every 2s up to 1m`; `\(words)` stands before a duration."))
        return missingExpression(from: lastEnd)
    }

    /// What stands in for the step, with the end of the line and what is indented under it.
    private mutating func action() -> ErrorClauseSyntax.Action? {
        let start = Int(current.start)
        switch word {
        case .fallback:
            advance()
            let tool = expectName("The name of the tool", "`fallback tool`")
            return .fallback(toolCall(tool, from: start))
        case .ignore, .pause:
            let isIgnored = word == .ignore
            advance()
            endLine()
            return isIgnored ? .ignore : .pause
        case .use, .fail:
            let isUse = word == .use
            advance()
            let value = expression()
            endLine()
            return isUse ? .use(value) : .fail(value)
        default:
            fault(unknownAction(["retry", "ignore", "use", "fallback", "fail", "pause"], Self.form))
            skipStep()
            return nil
        }
    }

    /// A word that is none of those that say how it goes on.
    func unknownAction(_ known: [String], _ form: String) -> Diagnostic {
        let nearest = kind == .name ? Suggestion.nearest(to: text(of: current), among: known) : nil
        let isMissing = kind.endsLine
        return Diagnostic(
            .unknownAction, at: place,
            isMissing ? "How it goes on is missing." : "\(named(current)) is no way to go on.",
            label: nearest.map { "did you mean `\($0)`?" },
            hint: "The form is \(form).", fix: nearest.map { Diagnostic.Fix(current.range, $0) })
    }
}
