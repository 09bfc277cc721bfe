extension Checker {
    mutating func checkDecide(_ step: StepSyntax, _ decision: DecideSyntax) -> FlowResult {
        if decision.method == .llm {
            check(step.arguments, against: StepSignatures.judgement, of: "`decide`", at: step.keyword)
        } else {
            checkAlone(step.arguments)
        }
        for part in decision.cases { check(part.condition, of: decision.method) }
        checkBranches(decision)
        if decision.method == .rules { checkExhaustive(step, decision) }
        decisions += 1
        let number = decisions
        var ways: [[Int]] = []
        var isAnyMissing = decision.branches.isEmpty
        for branch in decision.branches {
            let body = checkBody(branch.body, .branch(decision: number), isClosed: false)
            if body.result.completes { ways.append(body.bound) }
        }
        isAnyMissing = isAnyMissing || step.onError?.action != nil
        if !isAnyMissing { bindJoined(ways) }
        var result = finish(step, .text, kind: .value)
        result.completes = !ways.isEmpty || decision.branches.isEmpty
        return result
    }

    private mutating func check(_ condition: ExpressionSyntax, of method: DecideSyntax.Method) {
        switch method {
        case .rules: checkCondition(condition, of: "`when`")
        case .llm: checkText(condition, "What a model decides by")
        }
    }

    /// Every case leads to a branch that is there once, and every branch has a case.
    private mutating func checkBranches(_ decision: DecideSyntax) {
        var places: [String: SourceRange] = [:]
        for branch in decision.branches {
            if let first = places[branch.name.text] {
                report(
                    Diagnostic(
                        .branchUnknown, at: branch.name.range, "The branch \"\(branch.name.text)\" is there twice.",
                        hint: "Give them two names, or put their steps together.",
                        related: [.init(first, "the first one")]))
            } else {
                places[branch.name.text] = branch.name.range
            }
        }
        let targets = decision.cases.map(\.branch) + (decision.otherwise.map { [$0] } ?? [])
        for target in targets where places[target.text] == nil {
            let near = nearest(to: target.text) { _ in decision.branches.map(\.name.text) }
            report(
                Diagnostic(
                    .branchUnknown, at: target.range, "There is no branch \"\(Suggestion.clipped(target.text))\".",
                    hint: near.map { "Did you mean \"\($0)\"?" } ?? "Add `\"\(target.text)\":` and what is done there.",
                    fix: near.map { .init(target.range, JSONValue.string($0).serializedString()) }))
        }
        let reached = Set(targets.map(\.text))
        for branch in decision.branches where !reached.contains(branch.name.text) {
            report(
                Diagnostic(
                    .branchUnused, at: branch.name.range, "No case leads to the branch \"\(branch.name.text)\".",
                    hint: "Add `when … -> \"\(branch.name.text)\"`, or leave the branch out."))
        }
    }

    mutating func checkCheck(_ step: StepSyntax, _ check: CheckSyntax) -> FlowResult {
        switch check.condition {
        case .expression(let condition):
            checkCondition(condition, of: "`check`")
            checkAlone(step.arguments)
        case .question(let question):
            checkText(question, "The question")
            self.check(step.arguments, against: StepSignatures.judgement, of: "`check ask llm`", at: step.keyword)
        }
        var passes = true
        var fails = false
        if let action = check.onPass { passes = self.check(action, step) }
        if let action = check.onFail { fails = self.check(action, step) }
        var result = finishWithout(step, "`check`")
        result.completes = passes || fails || step.onError.goesOn
        return result
    }

    /// Whether the next step can follow the action.
    private mutating func check(_ action: CheckSyntax.Action, _ step: StepSyntax) -> Bool {
        switch action {
        case .proceed: return true
        case .goto(let label):
            checkJump(label)
            return false
        case .fail(let message):
            checkText(message, "The message of `fail`")
            return false
        case .retry(let count):
            if let count { checkCount(count, "The number of retries") }
            if frames.last?.ordinal ?? 0 == 0 {
                report(
                    Diagnostic(
                        .retryNothing, at: step.keyword,
                        "There is no step before this check that could be tried again.",
                        why: "`retry` does the step before the check again, in the same block.",
                        hint: "Put the check right behind the step, or write `goto \"label\"`."))
            }
            return false
        }
    }
}

extension ErrorClauseSyntax? {
    /// Whether a step that fails is followed by the next one.
    var goesOn: Bool {
        switch self?.action {
        case .ignore, .use, .fallback: true
        default: false
        }
    }
}
