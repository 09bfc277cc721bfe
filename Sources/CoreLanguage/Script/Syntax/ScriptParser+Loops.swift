/// Steps that have steps in them.
extension ScriptParser {
    private mutating func endBlockHead(_ draft: inout StepDraft, _ parts: StepDraft.Parts, _ hint: String) {
        if kind == .arrow || kind == .streamArrow { binding(&draft, parts) }
        if kind == .colon, token(after: 1).kind == .newline { advance() }
        endLine()
        expectBlock(draft.keyword, hint)
        body(&draft, parts)
    }

    private static let bodyHint = "Its steps stand on the lines below, indented by 2 spaces more."

    mutating func each(_ draft: inout StepDraft) -> StepSyntax? {
        let form = "`each item in list`, or `each item, index in list parallel 4`"
        takeLabel(&draft)
        guard !lacksName(before: .in), let item = expectName("The name of an element", form) else {
            return skipLoop(&draft)
        }
        var index: NameSyntax?
        if take(.comma) {
            index = expectName("The name of the number", form)
            if index == nil { return skipLoop(&draft) }
        }
        var items = missingExpression(from: lastEnd)
        var parallel: ExpressionSyntax?
        var sleep: ExpressionSyntax?
        if expect(.in, form) {
            items = expression()
            if !isSilent, take(.parallel) { parallel = expression() }
            if !isSilent, take(.sleep) { sleep = expression() }
        }
        endBlockHead(&draft, .loop, Self.bodyHint)
        let loop = EachSyntax(
            item: item, index: index, items: items, parallel: parallel, sleep: sleep, body: draft.steps)
        return draft.step(.each(loop), end: lastEnd)
    }

    mutating func pipe(_ draft: inout StepDraft) -> StepSyntax? {
        let form = "`pipe item from source`, or `pipe items from source batch 10 parallel 2`"
        takeLabel(&draft)
        guard !lacksName(before: .from), let item = expectName("The name of an item", form) else {
            return skipLoop(&draft)
        }
        var source = missingExpression(from: lastEnd)
        var batch: ExpressionSyntax?
        var parallel: ExpressionSyntax?
        if expect(.from, form) {
            source = expression()
            if !isSilent, take(.batch) { batch = expression() }
            if !isSilent, take(.parallel) { parallel = expression() }
        }
        endBlockHead(&draft, .loop, Self.bodyHint)
        let loop = PipeSyntax(item: item, source: source, batch: batch, parallel: parallel, body: draft.steps)
        return draft.step(.pipe(loop), end: lastEnd)
    }

    mutating func repetition(_ draft: inout StepDraft) -> StepSyntax? {
        let form = "`repeat 3 times`, `repeat until condition` or `repeat while condition`"
        if kind == .string { draft.label = label() }
        let condition: RepeatSyntax.Condition
        if take(.until) {
            condition = .until(expression())
        } else if take(.while) {
            condition = .while(expression())
        } else if kind.endsLine {
            fault(
                Diagnostic(
                    .wordExpected, at: place, "`repeat` does not say how often.",
                    label: "number, `until` or `while` expected", hint: "The form is \(form)."))
            condition = .times(missingExpression(from: lastEnd))
        } else {
            condition = .times(expression())
            if !isSilent { _ = expect(.times, form) }
        }
        var most: ExpressionSyntax?
        var sleep: ExpressionSyntax?
        var index: NameSyntax?
        if !isSilent, take(.max) { most = expression() }
        if !isSilent, take(.sleep) { sleep = expression() }
        if !isSilent, take(.as) { index = expectName("The name of the round", "`repeat 3 times as round`") }
        endBlockHead(&draft, .loop, Self.bodyHint)
        let loop = RepeatSyntax(condition: condition, max: most, sleep: sleep, index: index, body: draft.steps)
        return draft.step(.repeat(loop), end: lastEnd)
    }

    mutating func together(_ draft: inout StepDraft) -> StepSyntax {
        takeLabel(&draft)
        endBlockHead(
            &draft, [.lanes, .binding, .bindingValue, .onError],
            "Its lanes stand on the lines below: `lane \"name\"`, and under each its steps.")
        return draft.step(.together(draft.lanes + lanes(of: draft.steps)), end: lastEnd)
    }

    /// `lane "name"` and its steps.
    mutating func lane(_ draft: inout StepDraft) {
        var lane = StepDraft(keyword: current.range, word: .lane)
        advance()
        let name =
            kind == .name
            ? LabelSyntax(text(of: current), current.range) : expectLabel("The name of the lane", "`lane \"name\"`")
        if kind == .name { advance() }
        _ = take(.colon)
        endLine()
        expectBlock(lane.keyword, Self.bodyHint)
        body(&lane, .steps)
        if let name { draft.lanes.append(LaneSyntax(name, lane.steps, range(from: lane.keyword.start))) }
    }

    /// Tells of a head such as `each in list`, where the word would be taken for the name.
    private mutating func lacksName(before next: ScriptWord) -> Bool {
        let after = token(after: 1)
        guard word == next, after.word != next, after.kind != .comma else { return false }
        fault(
            Diagnostic(
                .nameExpected, at: current.range, "The name of an element is missing before `\(next.text)`.",
                label: "name expected", hint: "The form is `\(draftForm(next))`."))
        return true
    }

    private func draftForm(_ next: ScriptWord) -> String { next == .in ? "each item in list" : "pipe item from source" }

    /// Reads the body of a loop whose head has no name, for the faults in it.
    private mutating func skipLoop(_ draft: inout StepDraft) -> StepSyntax? {
        endLine()
        body(&draft, .loop)
        if let binding = draft.binding { tree.namesInFaults.insert(binding.name.text) }
        return nil
    }
}
