/// Steps that choose: `decide` and `check`.
extension ScriptParser {
    mutating func decide(_ draft: inout StepDraft) -> StepSyntax {
        takeLabel(&draft)
        let method = method()
        _ = take(.colon)
        endLine()
        body(&draft, [.arguments, .cases, .binding, .onError])
        var end = lastEnd
        while kind == .string, token(after: 1).kind == .colon {
            branch(&draft)
            end = lastEnd
        }
        let decision = DecideSyntax(
            method: method, cases: draft.cases, otherwise: draft.otherwise, branches: draft.branches)
        return draft.step(.decide(decision), end: end)
    }

    private mutating func method() -> DecideSyntax.Method {
        let form = "`decide \"label\" with rules`, or `with llm`"
        guard expect(.with, form) else { return .rules }
        if take(.rules) { return .rules }
        if take(.llm) { return .llm }
        let nearest = kind == .name ? Suggestion.nearest(to: text(of: current), among: ["rules", "llm"]) : nil
        fault(
            Diagnostic(
                .unknownMethod, at: place,
                kind.endsLine
                    ? "`rules` or `llm` is missing before \(named(current))." : "\(named(current)) decides nothing.",
                label: nearest.map { "did you mean `\($0)`?" } ?? "`rules` or `llm` expected",
                hint: "The form is \(form).",
                fix: nearest.map { Diagnostic.Fix(current.range, $0) }))
        return .rules
    }

    mutating func when(_ draft: inout StepDraft) {
        let form = "`when condition -> \"Branch\"`"
        let start = Int(current.start)
        advance()
        let condition = expression()
        if isSilent || !expect(.arrow, "->", form) { return endLine() }
        let branch = expectLabel("The name of the branch", form)
        let range = range(from: start)
        endLine()
        if let branch { draft.cases.append(DecideSyntax.Case(condition, branch, range)) }
        stepsOfCase(branch, &draft)
    }

    mutating func otherwise(_ draft: inout StepDraft) {
        let form = "`otherwise -> \"Branch\"`"
        let start = current.range
        advance()
        let branch = expect(.arrow, "->", form) ? expectLabel("The name of the branch", form) : nil
        endLine()
        if isFirst(.otherwise, "`otherwise`", start, &draft), let branch { draft.otherwise = branch }
        stepsOfCase(branch, &draft)
    }

    /// `"Branch":` and its steps, or one step on the same line.
    mutating func branch(_ draft: inout StepDraft) {
        let start = Int(current.start)
        guard let name = label() else { return skipStep() }
        advance()
        var content = StepDraft(keyword: name.range, word: .decide)
        if kind.endsLine {
            endLine()
            body(&content, .steps)
        } else if let step = inlineStep() {
            content.steps.append(step)
        }
        draft.branches.append(DecideSyntax.Branch(name, content.steps, range(from: start)))
    }

    /// A step that stands in no block of its own, and is a level of its own.
    private mutating func inlineStep() -> StepSyntax? {
        guard enter() else {
            skipLine()
            isSilent = false
            skipBlock()
            return nil
        }
        defer { depth -= 1 }
        return step()
    }

    mutating func check(_ draft: inout StepDraft) -> StepSyntax {
        if kind == .string, beginsExpression(token(after: 1)) { draft.label = label() }
        let condition: CheckSyntax.Condition
        if word == .ask, token(after: 1).word == .llm {
            advance()
            advance()
            condition = .question(expression())
        } else {
            condition = .expression(expression())
        }
        let head = lastEnd
        endLine()
        body(&draft, [.arguments, .outcomes, .onError])
        let check = CheckSyntax(
            condition: condition, onPass: draft.onPass, onFail: draft.onFail, onPassRange: draft.place(of: .onPass),
            onFailRange: draft.place(of: .onFail))
        return draft.step(.check(check), end: max(head, lastEnd))
    }

    /// Whether an expression begins with this token, when it stands behind a text.
    private func beginsExpression(_ token: ScriptToken) -> Bool {
        switch token.kind {
        case .string, .textBlock, .number, .duration, .leftParenthesis, .leftBracket, .leftBrace, .minus, .bang,
            .invalid:
            true
        case .name: token.word != .and && token.word != .or
        default: false
        }
    }

    /// `on pass: …` and `on fail: …`.
    mutating func outcome(_ draft: inout StepDraft) {
        let start = current.range
        advance()
        let isPass = word == .pass
        let head = start.joined(current.range)
        advance()
        if !take(.colon), !isSilent {
            tell(
                Diagnostic(
                    .wordExpected, at: gap, "`:` is missing before \(named(current)).", label: "`:` expected",
                    hint: "The form is `on pass: continue`.", fix: Diagnostic.Fix(gap, ":")))
        }
        let action = outcomeAction()
        let range = head
        endLine()
        let what = isPass ? "`on pass`" : "`on fail`"
        guard isFirst(isPass ? .onPass : .onFail, what, range, &draft) else { return }
        if isPass { draft.onPass = action } else { draft.onFail = action }
    }

    private mutating func outcomeAction() -> CheckSyntax.Action? {
        switch word {
        case .continue:
            advance()
            return .proceed
        case .goto:
            advance()
            return expectLabel("The label of a step", "`goto \"label\"`").map { .goto($0) }
        case .retry:
            advance()
            let count = kind == .number ? number() : nil
            if word == .every { fault(pauseOfCheck()) }
            return .retry(count)
        case .fail:
            advance()
            return .fail(expression())
        default:
            fault(
                unknownAction(
                    ["continue", "goto", "retry", "fail"],
                    "`on fail: fail \"message\"`, or `continue`, `goto \"label\"`, `retry 3`"))
            return nil
        }
    }
}
