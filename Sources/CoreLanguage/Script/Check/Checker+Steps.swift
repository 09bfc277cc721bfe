extension Checker {
    /// Checks a step with what stands under it, and binds its value.
    mutating func check(_ step: StepSyntax) -> FlowResult {
        if let retry = step.onError?.retry { check(retry) }
        return switch step.kind {
        case .call(let tool): checkCall(step, tool)
        case .bind(let name, let type, let value): checkLet(name, type, value)
        case .each(let each): checkEach(step, each)
        case .pipe(let pipe): checkPipe(step, pipe)
        case .decide(let decision): checkDecide(step, decision)
        case .check(let check): self.checkCheck(step, check)
        case .together(let lanes): checkTogether(step, lanes)
        case .repeat(let loop): checkRepeat(step, loop)
        case .wait(let wait): checkWait(step, wait)
        case .emit: checkEmit(step)
        case .yield: checkYield(step)
        case .send(let event, let to): checkSend(step, event, to)
        case .ask: checkAsk(step)
        case .agent: checkAgent(step)
        case .plan: checkPlan(step)
        case .run(let target): checkRun(step, target)
        }
    }

    private mutating func checkLet(
        _ name: NameSyntax, _ written: TypeSyntax?, _ value: ExpressionSyntax
    ) -> FlowResult {
        var type: ScriptType
        if let written {
            type = self.type(written)
            check(value, fits: Want(type, "`\(name.text)`", related: written.range).kept)
        } else {
            var expected: ScriptType?
            if let entry = names.lookup(name.text) { expected = names[entry].type }
            type = self.type(of: value, expecting: expected)
        }
        if case .stream = type {
            reportStreamRead(value)
            type = .unknown
        }
        bind(name, type, kind: .value, mayAssign: written == nil)
        return FlowResult(value: type)
    }

    /// The value of a step as it is bound: what stands in for it when it fails counts too.
    mutating func finish(
        _ step: StepSyntax, _ type: ScriptType, item: ScriptType? = nil, kind: NameTable.Kind
    ) -> FlowResult {
        bindValue(of: step, standIn(for: type, of: step), item: item, kind: kind)
    }

    /// Binds the value of a step, in which what stands in for it, or for parts of it, is counted already.
    mutating func bindValue(
        of step: StepSyntax, _ type: ScriptType, item: ScriptType? = nil, kind: NameTable.Kind
    ) -> FlowResult {
        if let binding = step.binding {
            if binding.isStream {
                bindStream(binding, item)
            } else {
                bind(binding.name, type, kind: kind)
                noteNull(of: step, in: binding.name)
            }
        }
        // What takes the step back may read its value.
        if let undo = step.undo { _ = checkCall(undo) }
        return FlowResult(value: type)
    }

    /// Refuses a binding where there is no value.
    mutating func finishWithout(_ step: StepSyntax, _ what: String) -> FlowResult {
        _ = standIn(for: .null, of: step)
        if let undo = step.undo { _ = checkCall(undo) }
        if let binding = step.binding {
            report(
                Diagnostic(
                    .noValue, at: binding.range, "\(what) gives no value that could be bound.",
                    hint: "Leave the binding out."))
            bind(binding.name, .unknown, kind: .result)
        }
        return FlowResult()
    }

    private mutating func bindStream(_ binding: BindingSyntax, _ item: ScriptType?) {
        guard let item else {
            report(
                Diagnostic(
                    .streamMisused, at: binding.range,
                    "This step gives its value all at once, so there is no stream of it.",
                    hint: "Write `->` for `->>`.",
                    fix: .init(SourceRange(binding.range.start, min(binding.range.end, binding.range.start + 3)), "->"))
            )
            return bind(binding.name, .unknown, kind: .result)
        }
        bind(binding.name, .stream(item), kind: .stream)
    }

    /// The type of a value when the error clause may put another in its place: the step's, or an iteration's.
    mutating func standIn(for type: ScriptType, of step: StepSyntax) -> ScriptType {
        standIn(of: step, expecting: type).map(type.joined) ?? type
    }

    /// The type of what the error clause puts in the place of a value; nil when it puts nothing there.
    mutating func standIn(of step: StepSyntax, expecting type: ScriptType?) -> ScriptType? {
        switch step.onError?.action {
        case .ignore: return .null
        case .use(let value): return withError { $0.type(of: value, expecting: type) }
        case .fallback(let call): return withError { $0.checkCall(call) }
        case .fail(let message):
            withError { $0.checkText(message, "The message of `fail`") }
            return nil
        default: return nil
        }
    }

    private mutating func check(_ retry: ErrorClauseSyntax.RetrySyntax) {
        if let count = retry.count {
            let range = 1...Int64(RetryPolicy.attemptsRange.upperBound - 1)
            checkConstant(count, in: range, "The number of retries")
        }
        let waits = RetryPolicy.waitMillisecondsRange
        if let base = retry.base { checkConstant(base, in: waits, "The pause, in milliseconds,") }
        if let cap = retry.cap { checkConstant(cap, in: waits, "The longest pause, in milliseconds,") }
    }

    /// Checks a whole number that is part of the program.
    private mutating func checkConstant(_ expression: ExpressionSyntax, in range: ClosedRange<Int64>, _ what: String) {
        guard !expression.isMissing else { return }
        guard let number = constant(expression)?.int64Value else { return reportNotConstant(expression, what) }
        if range.contains(number) { return }
        report(
            Diagnostic(
                .constraintBroken, at: expression.range,
                "\(what) is from \(range.lowerBound) to \(range.upperBound), not \(number)."))
    }

    /// Checks an expression that is shown to people: a text, or what prints as one.
    mutating func checkText(_ expression: ExpressionSyntax, _ what: String) {
        check(expression, fits: Want(.text, what))
    }

    /// Checks a number of things: at least one.
    mutating func checkCount(_ expression: ExpressionSyntax, _ what: String, atLeast least: Int64 = 1) {
        var constraints = FieldConstraints()
        constraints.minimum = .integer(least)
        check(expression, fits: Want(.integer, what, constraints: constraints))
    }
}
