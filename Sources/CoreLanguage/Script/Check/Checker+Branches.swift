extension Checker {
    mutating func checkDecide(_ step: StepSyntax, _ decision: DecideSyntax) -> FlowResult {
        if decision.method == .llm {
            check(step.arguments, against: StepSignatures.judgement, of: "`decide`", at: step.keyword)
        } else {
            checkAlone(step.arguments)
        }
        let ways = checkCases(decision)
        checkBranches(decision)
        if decision.method == .rules { checkExhaustive(step, decision) }
        decisions += 1
        let number = decisions
        var bound: [[Int]] = []
        var learned: [[AccessPath]] = []
        for branch in decision.branches {
            let mark = known.mark
            let body = checkBody(branch.body, .branch(decision: number), isClosed: false) { checker in
                checker.learn(ways[branch.name.text] ?? [])
            } after: { checker, result in
                if result.completes { learned.append(checker.known.learned(since: mark)) }
            }
            if body.result.completes { bound.append(body.bound) }
        }
        if step.onError?.action != nil {
            noteHandled(bound.flatMap(\.self), by: step.onError)
        } else if !decision.branches.isEmpty {
            bindJoined(bound)
            let others = learned.dropFirst().map(Set.init)
            learn((learned.first ?? []).filter { path in others.allSatisfy { $0.contains(path) } })
        }
        var result = finish(step, .text, kind: .value)
        result.completes = !bound.isEmpty || decision.branches.isEmpty || step.onError.goesOn
        return result
    }

    /// How many values one case tells the next ones of.
    private static let pathsMax = 64

    /// Checks the conditions of the cases, and gives what each branch knows by them.
    private mutating func checkCases(_ decision: DecideSyntax) -> [String: [AccessPath]] {
        guard decision.method == .rules else {
            for part in decision.cases { checkText(part.condition, "What a model decides by") }
            return [:]
        }
        let mark = known.mark
        var ways: [String: [AccessPath]] = [:]
        func add(_ branch: LabelSyntax, _ paths: [AccessPath]) {
            let all = known.learned(since: mark) + paths
            ways[branch.text] = ways[branch.text].map { $0.filter(all.contains) } ?? all
        }
        for part in decision.cases {
            checkCondition(part.condition, of: "`when`")
            add(part.branch, implied(by: part.condition, true))
            // The next case is looked at only when this one does not hold.
            if known.mark - mark < Self.pathsMax { learn(part.condition, false) }
        }
        if let otherwise = decision.otherwise { add(otherwise, []) }
        known.rollBack(to: mark)
        return ways
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
        if case .expression(let condition) = check.condition, passes != fails, !step.onError.goesOn {
            learn(condition, passes)
        }
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
