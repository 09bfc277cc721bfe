/// Steps that do one thing.
extension ScriptParser {
    /// Reads the step that begins here, with all that is indented under it; nil when it could not be read.
    mutating func step() -> StepSyntax? {
        guard kind == .name, word.beginsStep, word == .let || token(after: 1).kind != .assign else {
            notAStep()
            return nil
        }
        var draft = StepDraft(keyword: current.range, word: word)
        advance()
        switch draft.word {
        case .do: return call(&draft)
        case .let: return bind(&draft)
        case .each: return each(&draft)
        case .pipe: return pipe(&draft)
        case .decide: return decide(&draft)
        case .check: return check(&draft)
        case .together: return together(&draft)
        case .repeat: return repetition(&draft)
        case .wait: return wait(&draft)
        case .emit, .yield: return result(&draft)
        case .send: return send(&draft)
        case .ask: return ask(&draft)
        case .agent: return agent(&draft)
        case .plan: return plan(&draft)
        default: return run(&draft)
        }
    }

    /// Takes the label that may stand behind the first word.
    mutating func takeLabel(_ draft: inout StepDraft) {
        if kind == .string { draft.label = label() }
    }

    private mutating func call(_ draft: inout StepDraft) -> StepSyntax {
        let form = "`do \"label\" with tool`"
        takeLabel(&draft)
        let isModel = token(after: 1).word == .llm && word == .with
        let tool = expect(.with, form) ? expectName("The name of the tool", form) : nil
        return finish(&draft, .call(tool: tool), isModel ? [.call, .typeArgument] : .call)
    }

    private mutating func bind(_ draft: inout StepDraft) -> StepSyntax? {
        let form = "`let name = value`"
        guard let name = expectName("The name", form) else {
            skipStep()
            return nil
        }
        let type = take(.colon) ? type() : nil
        if kind == .assign, beginsUsedStep(token(after: 1), token(after: 2)) {
            stepAsValue(of: name)
            return nil
        }
        let value: ExpressionSyntax
        if kind == .equal {
            fault(
                Diagnostic(
                    .wordExpected, at: current.range, "`==` compares; a name gets its value with `=`.",
                    label: "write `=`",
                    fix: Diagnostic.Fix(current.range, "=")))
            advance()
            value = expression()
        } else {
            value = expect(.assign, "=", form) ? expression() : missingExpression(from: lastEnd)
        }
        let end = lastEnd
        endLine()
        handlerOfLet()
        return draft.step(.bind(name, type: type, value), end: end)
    }

    private mutating func wait(_ draft: inout StepDraft) -> StepSyntax {
        takeLabel(&draft)
        let what: WaitSyntax
        if take(.until) {
            what = .until(expression())
        } else if take(.event) {
            what = .event(expression())
        } else if take(.for) || kind == .duration {
            what = .duration(expression())
        } else {
            let isNumber = kind == .number
            fault(
                Diagnostic(
                    .wordExpected, at: place, "`wait` does not say what it waits for.",
                    label: isNumber ? "a unit is missing" : "duration, `for`, `until` or `event` expected",
                    hint:
                        "The forms are `wait 30s`, `wait for duration`, `wait until timestamp` and `wait event \"name\"`."
                ))
            what = .duration(missingExpression(from: lastEnd))
        }
        return finish(&draft, .wait(what), [.arguments, .binding, .onError])
    }

    private mutating func result(_ draft: inout StepDraft) -> StepSyntax {
        takeLabel(&draft)
        return finish(&draft, draft.word == .emit ? .emit : .yield, .arguments)
    }

    private mutating func send(_ draft: inout StepDraft) -> StepSyntax {
        let event = expression()
        let target = !isSilent && take(.to) ? expression() : nil
        return finish(&draft, .send(event: event, to: target), .arguments)
    }

    private mutating func ask(_ draft: inout StepDraft) -> StepSyntax {
        draft.label = expectLabel("What is asked for", "`ask \"label\"`")
        return finish(&draft, .ask, [.call, .typeArgument])
    }

    private mutating func agent(_ draft: inout StepDraft) -> StepSyntax {
        let form = "`agent \"label\" with llm`"
        takeLabel(&draft)
        if expect(.with, form) { _ = expect(.llm, form) }
        return finish(&draft, .agent, [.call, .typeArgument])
    }

    private mutating func plan(_ draft: inout StepDraft) -> StepSyntax {
        takeLabel(&draft)
        if take(.with) { _ = expect(.llm, "`plan \"label\" with llm`") }
        return finish(&draft, .plan, .call)
    }

    private mutating func run(_ draft: inout StepDraft) -> StepSyntax {
        let target: RunTargetSyntax
        if kind == .string, let label = label() {
            target = .script(label)
        } else if let name = expectName("What is run", "`run name` or `run \"script\"`") {
            target = .name(name)
        } else {
            target = .script(LabelSyntax("", gap))
        }
        return finish(&draft, .run(target), .call)
    }

    /// Reads what the heads of most steps end with, and what is indented under them.
    mutating func finish(
        _ draft: inout StepDraft, _ kind: StepSyntax.Kind, _ parts: StepDraft.Parts
    ) -> StepSyntax {
        if self.kind == .leftBrace, !isSilent {
            draft.arguments = objectArguments(takesTypes: parts.contains(.typeArgument))
        }
        if self.kind == .arrow || self.kind == .streamArrow { binding(&draft, parts) }
        var end = lastEnd
        endLine()
        body(&draft, parts)
        end = max(end, lastEnd)
        return draft.step(kind, end: end)
    }

    /// Reads the lines under a step.
    mutating func body(_ draft: inout StepDraft, _ parts: StepDraft.Parts) {
        block { parser in parser.line(of: &draft, parts) }
    }

    /// Takes the rest of a line that can't be read, and what is indented under it.
    mutating func skipStep() {
        skipLine()
        isSilent = false
        skipBlock()
    }
}
