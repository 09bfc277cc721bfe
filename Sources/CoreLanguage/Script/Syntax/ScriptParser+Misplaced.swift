/// Steps, clauses and words that are known, in places that do not take them.
extension ScriptParser {
    // MARK: let

    /// Whether a step begins behind the `=` of a `let`: `do with tool`, `ask "label"`.
    func beginsUsedStep(_ first: ScriptToken, _ second: ScriptToken) -> Bool {
        guard [.do, .ask, .agent, .plan, .run].contains(first.word) else { return false }
        return second.kind == .string || second.kind == .name && second.word != .and && second.word != .or
    }

    /// Tells of `let name = do …`, and takes the step with what is indented under it.
    mutating func stepAsValue(of name: NameSyntax) {
        advance()
        let step = word.text
        fault(
            Diagnostic(
                .misplacedClause, at: current.range, "`\(step)` begins a step, and is no value.", label: "a step",
                hint: "Write `\(step) … -> \(Suggestion.clipped(name.text))` on a line of its own."))
        tree.namesInFaults.insert(name.text)
        skipStep()
    }

    /// Tells of `on error` under a `let`, and takes it.
    mutating func handlerOfLet() {
        let word = token(after: 1)
        guard kind == .indent, word.word == .on, token(after: 2).word == .error else { return }
        tell(
            Diagnostic(
                .misplacedClause, at: word.range.joined(token(after: 2).range), "`let` takes no clauses.",
                label: "not here",
                hint:
                    "`on error` stands under a step such as `do`, or the loop around it; for the whole script there is `on thread error`."
            ))
        skipBlock()
    }

    // MARK: decide and check

    /// Takes the steps under a case as those of its branch, and tells of the first ones.
    mutating func stepsOfCase(_ branch: LabelSyntax?, _ draft: inout StepDraft) {
        guard kind == .indent else { return }
        let first = token(after: 1)
        guard first.word.beginsStep, let branch else { return }
        if draft.branches.isEmpty {
            let name = Suggestion.clipped(source.text(at: branch.range))
            tell(
                Diagnostic(
                    .misplacedClause, at: first.range, "Steps can't stand under the case of a branch.",
                    label: "not here",
                    why: "A case says which branch is taken; several may lead to the same one.",
                    hint: "Write the branch below the cases: `\(name):`, and under it its steps."))
        }
        var content = StepDraft(keyword: branch.range, word: .decide)
        body(&content, .steps)
        draft.branches.append(DecideSyntax.Branch(branch, content.steps, range(from: branch.range.start)))
    }

    /// `retry 3 every 10s` of a `check`.
    func pauseOfCheck() -> Diagnostic {
        let pause = token(after: 1)
        let isAlone = pause.kind == .duration && token(after: 2).kind.endsLine
        return Diagnostic(
            .lineEndExpected, at: current.range, "The `retry` of a `check` takes no pause.", label: "not expected here",
            why: "It does the step above the `check` again at once; pauses belong to `on error: retry 3 every 10s`.",
            hint: "Leave it out.", fix: isAlone ? Diagnostic.Fix(SourceRange(lastEnd, Int(pause.end)), "") : nil)
    }

    // MARK: together

    /// Takes a step that stands right under `together`, and tells of the first one.
    mutating func stepWithoutLane(_ draft: inout StepDraft) {
        if draft.steps.isEmpty {
            tell(
                Diagnostic(
                    .misplacedClause, at: current.range, "`\(text(of: current))` stands in no lane.",
                    label: "a step without a lane",
                    why: "The lanes of `together` run at once, the steps of a lane in order.",
                    hint: "Put it into a lane: `lane \"name\"`, and under that its steps."))
        }
        if let step = step() { draft.steps.append(step) }
    }

    /// What steps without a lane are read as.
    func lanes(of steps: [StepSyntax]) -> [LaneSyntax] {
        steps.enumerated().map { LaneSyntax(LabelSyntax("\($0 + 1)", $1.keyword), [$1], $1.range) }
    }

    // MARK: Expressions

    /// `if … then … else …` on several lines, of which `word` begins one.
    func brokenConditional(_ word: SourceRange, _ range: SourceRange) -> Diagnostic {
        Diagnostic(
            .wordExpected, at: word, "An expression of several lines stands in brackets.",
            label: "a line begins within `if`",
            hint: "Write `(if … then … else …)`.", fix: Diagnostic.Fix(range, "(\(source.text(at: range)))"))
    }

    /// Whether the name before the `=` here is all there is of the argument: `f(name = value)`.
    var namesArgument: Bool {
        guard kind == .assign, index >= 2, tokens[index - 1].kind == .name else { return false }
        return tokens[index - 2].kind == .leftParenthesis || tokens[index - 2].kind == .comma
    }

    /// `f(name = value)`. The name is no value, and so no second fault.
    mutating func namedArgument() -> Diagnostic {
        tree.namesInFaults.insert(text(of: tokens[index - 1]))
        let name = SourceRange(Int(tokens[index - 1].start), Int(token(after: 1).start))
        return Diagnostic(
            .lineEndExpected, at: current.range, "Arguments of functions have no names.", label: "`=` can't stand here",
            hint: "Give the values in the order of the parameters; to compare, write `==`.",
            fix: Diagnostic.Fix(name, ""))
    }
}
