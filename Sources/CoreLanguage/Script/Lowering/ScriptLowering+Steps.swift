extension ScriptLowering {
    mutating func action(_ step: StepSyntax, at path: StepPath, ordinal: Int) -> StepAction {
        switch step.kind {
        case .call(let tool): .call(call(tool, step.arguments, at: path))
        case .bind(_, _, let value): .compute(expression(value, path, "value"))
        case .each(let each): .each(loop(each, step, at: path))
        case .pipe(let pipe): .pipe(loop(pipe, step, at: path))
        case .decide(let decision): .decide(self.decision(decision, step, at: path))
        case .check(let check): .check(self.check(check, step, at: path, ordinal: ordinal))
        case .together(let lanes): .together(self.lanes(lanes, at: path))
        case .repeat(let loop): .repeat(self.loop(loop, step, at: path))
        case .wait(let wait): .wait(self.wait(wait, step, at: path))
        case .emit: .emit(result(step, declarations.outputs, at: path))
        case .yield: .yield(result(step, declarations.stream ?? [], at: path))
        case .send(let event, let to): send(event, to, step, at: path)
        case .ask: .ask(object(step.arguments, at: path))
        case .agent: .agent(object(step.arguments, at: path, without: ["tools"]), tools: tools(step))
        case .plan: .plan(object(step.arguments, at: path, without: ["tools"]), tools: tools(step))
        case .run(let target): .run(self.target(target), input: object(step.arguments, at: path))
        }
    }

    // MARK: Loops

    private mutating func loop(_ each: EachSyntax, _ step: StepSyntax, at path: StepPath) -> EachLoop {
        EachLoop(
            items: expression(each.items, path, "items"), item: each.item.text, index: each.index?.text,
            lanes: optional(each.parallel, path, "parallel"), pauseMilliseconds: optional(each.sleep, path, "sleep"),
            body: block(each.body, at: path), value: optional(step.binding?.value, path, "value"))
    }

    private mutating func loop(_ pipe: PipeSyntax, _ step: StepSyntax, at path: StepPath) -> PipeLoop {
        var source: PipeLoop.Source
        if case .name(let name) = pipe.source.unwrapped.kind,
            resolutions.names[pipe.source.unwrapped.range.start] == .stream
        {
            source = .stream(name)
        } else {
            source = .list(expression(pipe.source, path, "items"))
        }
        return PipeLoop(
            source: source, item: pipe.item.text, batch: optional(pipe.batch, path, "batch"),
            lanes: optional(pipe.parallel, path, "parallel"), body: block(pipe.body, at: path),
            value: optional(step.binding?.value, path, "value"))
    }

    private mutating func loop(_ loop: RepeatSyntax, _ step: StepSyntax, at path: StepPath) -> RepeatLoop {
        let condition: RepeatLoop.Condition =
            switch loop.condition {
            case .times(let times): .times(expression(times, path, "times"))
            case .until(let condition): .until(expression(condition, path, "until"))
            case .while(let condition): .while(expression(condition, path, "while"))
            }
        var body = block(loop.body, at: path)
        // A round gives the value of its last step, so what the binding says is computed there.
        if let value = step.binding?.value {
            body.steps.append(BlockStep(action: .compute(expression(value, path, "value"))))
        }
        return RepeatLoop(
            condition: condition, roundsMax: optional(loop.max, path, "max"),
            pauseMilliseconds: optional(loop.sleep, path, "sleep"), index: loop.index?.text, body: body)
    }

    private mutating func optional(_ syntax: ExpressionSyntax?, _ path: StepPath, _ part: String) -> Expression? {
        guard let syntax else { return nil }
        return expression(syntax, path, part)
    }

    private mutating func lanes(_ lanes: [LaneSyntax], at path: StepPath) -> [Lane] {
        checkChoices(lanes.count, "lanes", of: "together", at: lanes.dropFirst(Block.choicesMax).first?.name.range)
        return lanes.enumerated().map { number, lane in
            let path = path.appending(iteration: number)
            sourceMap.add(path, at: place(of: lane.range))
            return Lane(lane.name.text, block(lane.body, at: path))
        }
    }

    /// `range` is that of the first one too many.
    private mutating func checkChoices(_ count: Int, _ what: String, of owner: String, at range: SourceRange?) {
        guard let range else { return }
        refuse(range, "A `\(owner)` has at most \(Block.choicesMax) \(what), and this one \(count).")
    }

    // MARK: Branches

    private mutating func decision(_ syntax: DecideSyntax, _ step: StepSyntax, at path: StepPath) -> Decision {
        checkChoices(
            syntax.branches.count, "branches", of: "decide",
            at: syntax.branches.dropFirst(Block.choicesMax).first?.name.range)
        checkChoices(
            syntax.cases.count, "cases", of: "decide", at: syntax.cases.dropFirst(Block.choicesMax).first?.range)
        let ordinals = Dictionary(zip(syntax.branches.map(\.name.text), syntax.branches.indices)) { first, _ in first }
        let cases = syntax.cases.map { part in
            Decision.Case(expression(part.condition, path, "when"), branch: ordinals[part.branch.text] ?? 0)
        }
        let branches = syntax.branches.enumerated().map { number, branch in
            let path = path.appending(step: String(number))
            sourceMap.add(path, at: place(of: branch.range))
            return Decision.Branch(branch.name.text, block(branch.body, at: path))
        }
        return Decision(
            model: syntax.method == .llm ? question(step, step.label?.text, at: path) : nil, cases: cases,
            otherwise: syntax.otherwise.flatMap { ordinals[$0.text] }, branches: branches)
    }

    /// What a model decides by. Its question is the argument, or else `fallback`.
    private mutating func question(_ step: StepSyntax, _ fallback: String?, at path: StepPath) -> Expression {
        let isGiven = isGiven("question", step.arguments)
        let first = isGiven ? nil : fallback.map { Expression.Field(key: "question", value: .literal(.string($0))) }
        return object(step.arguments, at: path, before: first.map { [$0] } ?? [])
    }

    private mutating func check(_ syntax: CheckSyntax, _ step: StepSyntax, at path: StepPath, ordinal: Int) -> Check {
        let condition: Check.Condition
        switch syntax.condition {
        case .expression(let expression): condition = .expression(self.expression(expression, path, "condition"))
        case .question(let question):
            let field = Expression.Field(key: "question", value: expression(question, path, "condition"))
            condition = .model(object(step.arguments, at: path, without: ["question"], before: [field]))
        }
        let name = step.label.map { " \"\($0.text)\"" } ?? ""
        return Check(
            condition: condition,
            onPass: syntax.onPass.map { action($0, path, ordinal) } ?? .proceed,
            onFail: syntax.onFail.map { action($0, path, ordinal) }
                ?? .fail(.literal(.string("The check\(name) did not pass."))))
    }

    private mutating func action(_ syntax: CheckSyntax.Action, _ path: StepPath, _ ordinal: Int) -> Check.Action {
        switch syntax {
        case .proceed: return .proceed
        case .goto(let label):
            let jump = resolutions.jumps[label.range.start]
            return .goto(levels: jump?.levels ?? 0, ordinal: jump?.ordinal ?? 0)
        case .retry(let count):
            return .retry(ordinal: max(0, ordinal - 1), times: optional(count, path, "retry") ?? .literal(3))
        case .fail(let message): return .fail(expression(message, path, "fail"))
        }
    }

    // MARK: The world

    private mutating func wait(_ wait: WaitSyntax, _ step: StepSyntax, at path: StepPath) -> WaitCondition {
        switch wait {
        case .duration(let duration): .duration(milliseconds: expression(duration, path, "duration"))
        case .until(let time): .until(expression(time, path, "until"))
        case .event(let name):
            .event(
                name: expression(name, path, "event"), filter: argument("where", of: step, at: path),
                timeoutMilliseconds: argument("timeout", of: step, at: path))
        }
    }

    private mutating func send(
        _ event: ExpressionSyntax, _ to: ExpressionSyntax?, _ step: StepSyntax, at path: StepPath
    ) -> StepAction {
        .send(
            name: expression(event, path, "event"), to: optional(to, path, "to"),
            payload: object(step.arguments, at: path))
    }

    /// The arguments of `emit` and `yield`, with the defaults of fields that are not given.
    private mutating func result(
        _ step: StepSyntax, _ fields: [ScriptDeclarations.Field], at path: StepPath
    ) -> Expression {
        guard case .object(var members) = object(step.arguments, at: path) else { return .object([]) }
        for field in fields {
            if let value = field.defaultValue, !isGiven(field.name, step.arguments) {
                members.append(Expression.Field(key: field.name, value: .literal(value)))
            }
        }
        return .object(members)
    }

    private func tools(_ step: StepSyntax) -> [ToolName] {
        for argument in step.arguments where argument.name.text == "tools" {
            guard case .expression(let expression) = argument.value,
                case .list(let elements) = expression.unwrapped.kind
            else { continue }
            return elements.compactMap { resolutions.tools[$0.unwrapped.range.start] }
        }
        return []
    }

    private func target(_ target: RunTargetSyntax) -> RunTarget {
        switch target {
        case .script(let label): .script(label.text)
        case .name(let name) where resolutions.plans.contains(name.range.start): .plan(expressions.name(name))
        case .name(let name): .script(name.text)
        }
    }
}
