/// Walks the steps that can be reached and counts what they do.
struct EffectWalk {
    let resolutions: Resolutions
    let declarations: ScriptDeclarations
    let tools: ToolSignatures

    private var entries: [EffectReport.Entry] = []
    private var positions: [Key: Int] = [:]
    private var loops: JumpLoops

    private struct Key: Hashable {
        let kind: EffectReport.Entry.Kind
        let name: String
        let source: String?
    }

    init(resolutions: Resolutions, declarations: ScriptDeclarations, tools: ToolSignatures) {
        self.resolutions = resolutions
        self.declarations = declarations
        self.tools = tools
        loops = JumpLoops(resolutions)
    }

    var sorted: [EffectReport.Entry] {
        entries.sorted { ($0.kind.rawValue, $0.name, $0.source ?? "") < ($1.kind.rawValue, $1.name, $1.source ?? "") }
    }

    mutating func add(
        _ kind: EffectReport.Entry.Kind, _ name: String, _ bound: EffectReport.Bound, _ range: SourceRange?,
        tool: ToolName? = nil
    ) {
        let key = Key(kind: kind, name: name, source: tool?.source)
        if let position = positions[key] {
            entries[position].bound = entries[position].bound + bound
            return
        }
        positions[key] = entries.count
        entries.append(
            EffectReport.Entry(
                kind: kind, name: name, source: tool?.source, effect: tool.flatMap { tools[$0]?.effect }, bound: bound,
                range: range))
    }

    /// Counts the steps of a block that is done so often.
    mutating func block(_ steps: [StepSyntax], _ bound: EffectReport.Bound) {
        let repeats = loops.repeats(of: steps)
        for (step, times) in zip(steps, repeats) where !resolutions.unreachable.contains(step.keyword.start) {
            walk(step, bound * times)
        }
    }

    private mutating func walk(_ step: StepSyntax, _ bound: EffectReport.Bound) {
        let attempts = bound * self.attempts(of: step)
        switch step.kind {
        case .call(let tool): if let tool { call(tool, attempts) }
        case .each(let each):
            let rounds = attempts * count(of: each.items)
            if each.sleep != nil { add(.wait, "", rounds, step.keyword) }
            block(each.body, rounds)
        case .pipe(let pipe): block(pipe.body, attempts * count(of: pipe.source))
        case .repeat(let loop):
            let rounds = attempts * rounds(of: loop)
            if loop.sleep != nil { add(.wait, "", rounds, step.keyword) }
            block(loop.body, rounds)
        case .decide(let decision):
            if decision.method == .llm { model(attempts * Self.judgements, step.keyword) }
            for branch in decision.branches { block(branch.body, attempts) }
        case .check(let check):
            if case .question = check.condition { model(attempts * Self.judgements, step.keyword) }
        case .together(let lanes): for lane in lanes { block(lane.body, attempts) }
        case .wait(.event(let name)): add(.event, name.plainText ?? "", attempts, step.keyword)
        case .wait: add(.wait, "", attempts, step.keyword)
        case .send(let event, _): add(.send, event.plainText ?? "", attempts, step.keyword)
        case .ask: add(.ask, step.label?.text ?? "", attempts, step.keyword)
        case .agent: agent(step, attempts)
        case .plan:
            model(attempts, step.keyword)
            add(.plan, "", attempts, step.keyword)
        case .run(let target): run(target, attempts)
        case .bind, .emit, .yield: break
        }
        if case .fallback(let call)? = step.onError?.action, let tool = call.tool {
            self.call(tool, bound * failures(of: step))
        }
        if let tool = step.undo?.tool { call(tool, bound) }
    }

    private mutating func call(_ tool: NameSyntax, _ bound: EffectReport.Bound) {
        guard let name = resolutions.tools[tool.range.start] else { return }
        add(name.source == ToolSignatures.modelSource ? .model : .tool, name.name, bound, tool.range, tool: name)
    }

    private mutating func model(_ bound: EffectReport.Bound, _ range: SourceRange) {
        add(.model, "llm", bound, range, tool: ToolName("llm", from: ToolSignatures.modelSource))
    }

    /// A model is asked so many times; how often it uses its tools is up to it.
    private mutating func agent(_ step: StepSyntax, _ bound: EffectReport.Bound) {
        var iterations: EffectReport.Bound = .times(10)
        for argument in step.arguments {
            guard case .expression(let expression) = argument.value else { continue }
            if argument.name.text == "max_iterations" { iterations = number(expression) }
            if argument.name.text == "tools", case .list(let elements) = expression.unwrapped.kind {
                for element in elements { call(NameSyntax("", element.unwrapped.range), .unbounded) }
            }
        }
        model(bound * iterations, step.keyword)
    }

    private mutating func run(_ target: RunTargetSyntax, _ bound: EffectReport.Bound) {
        switch target {
        case .script(let label): add(.script, label.text, bound, label.range)
        case .name(let name) where resolutions.plans.contains(name.range.start):
            add(.script, "", bound, name.range)
        case .name(let name): add(.script, name.text, bound, name.range)
        }
    }

    // MARK: Counting

    /// A model that is asked to judge is asked once more when its answer is none.
    private static let judgements = EffectReport.Bound.times(2)

    /// How often an error clause stands in for what fails: for each iteration and each lane by itself.
    private func failures(of step: StepSyntax) -> EffectReport.Bound {
        switch step.kind {
        case .each(let each): count(of: each.items)
        // A stream that fails midway is another one.
        case .pipe(let pipe): count(of: pipe.source) + .times(1)
        case .together(let lanes): .times(lanes.count)
        default: .times(1)
        }
    }

    private func attempts(of step: StepSyntax) -> EffectReport.Bound {
        guard let retry = step.onError?.retry else { return .times(1) }
        return .times(1) + (retry.count.map(number) ?? .times(3))
    }

    private func number(_ expression: ExpressionSyntax) -> EffectReport.Bound {
        guard case .literal(let value) = expression.unwrapped.kind, let number = value.int64Value, number >= 0 else {
            return .unbounded
        }
        return .times(Int(clamping: number))
    }

    private func count(of items: ExpressionSyntax) -> EffectReport.Bound {
        switch items.unwrapped.kind {
        case .list(let elements): return .times(elements.count)
        case .name(let name):
            guard case .input = resolutions.names[items.unwrapped.range.start],
                let most = declarations.inputs.first(where: { $0.name == name })?.constraints.maximumItems
            else { return .unbounded }
            return .times(most)
        default: return .unbounded
        }
    }

    private func rounds(of loop: RepeatSyntax) -> EffectReport.Bound {
        let most = loop.max.map(number) ?? .unbounded
        guard case .times(let times) = loop.condition, case .times(let count) = number(times) else { return most }
        guard case .times(let limit) = most else { return .times(count) }
        return .times(min(count, limit))
    }
}
