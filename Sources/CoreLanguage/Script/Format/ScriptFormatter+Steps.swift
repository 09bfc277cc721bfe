/// Steps: their heads, and what stands under them.
extension ScriptFormatter {
    mutating func steps(_ steps: [StepSyntax], at level: Int, _ limit: Int) {
        lines(steps, at: level, limit: limit, start: \.range.start) { formatter, step, limit in
            formatter.step(step, level, limit)
        }
    }

    mutating func step(_ step: StepSyntax, _ level: Int, _ limit: Int) {
        let start = lineStart(level)
        head(step, level)
        if let label = step.binding, isOnHead(label) {
            write(" ")
            binding(label, level)
        }
        let parts = parts(of: step)
        let branches = branches(of: step)
        let partsLimit = branches.first?.range.start ?? limit
        endStatement(from: start, parts.first?.start ?? partsLimit)
        lines(parts, at: level + 1, limit: partsLimit, start: \.start) { formatter, part, limit in
            formatter.part(part, level + 1, limit)
        }
        guard !branches.isEmpty else { return }
        lines(branches, at: level, limit: limit, start: \.range.start) { formatter, branch, limit in
            let start = formatter.lineStart(level)
            formatter.write(branch.name.range)
            formatter.write(":")
            formatter.endStatement(from: start, branch.body.first?.range.start ?? limit)
            formatter.steps(branch.body, at: level + 1, limit)
        }
    }

    /// Whether the binding stands behind the head of its step, and not on a line of its own.
    private func isOnHead(_ binding: BindingSyntax) -> Bool {
        let line = source.line(source.lineIndex(of: binding.range.start))
        return !source.bytes[line.start..<binding.range.start].allSatisfy(ScriptByte.isSpace)
    }

    private func branches(of step: StepSyntax) -> [DecideSyntax.Branch] {
        if case .decide(let decision) = step.kind { decision.branches } else { [] }
    }

    /// What stands under a step, in the order of the source.
    private func parts(of step: StepSyntax) -> [StepPart] {
        var parts = step.arguments.map(StepPart.argument)
        if let binding = step.binding, !isOnHead(binding) { parts.append(.binding(binding)) }
        if let clause = step.onError { parts.append(.onError(clause)) }
        if let call = step.undo { parts.append(.undo(call)) }
        switch step.kind {
        case .each(let loop): parts += loop.body.map(StepPart.step)
        case .pipe(let loop): parts += loop.body.map(StepPart.step)
        case .repeat(let loop): parts += loop.body.map(StepPart.step)
        case .together(let lanes): parts += lanes.map(StepPart.lane)
        case .decide(let decision):
            parts += decision.cases.map(StepPart.when)
            if let otherwise = decision.otherwise { parts.append(.otherwise(otherwise)) }
        case .check(let check):
            if let action = check.onPass { parts.append(.outcome("on pass", action, check.onPassRange?.start ?? 0)) }
            if let action = check.onFail { parts.append(.outcome("on fail", action, check.onFailRange?.start ?? 0)) }
        default: break
        }
        return parts.sorted { $0.start < $1.start }
    }

    private mutating func part(_ part: StepPart, _ level: Int, _ limit: Int) {
        let start = lineStart(level)
        switch part {
        case .argument(let argument): self.argument(argument, level)
        case .binding(let binding): self.binding(binding, level)
        case .step(let step): return self.step(step, level, limit)
        case .onError(let clause): return errorClause(clause, level, limit)
        case .undo(let call):
            write("undo with ")
            return toolCall(call, from: start, level, limit)
        case .lane(let lane):
            write("lane ")
            write(lane.name.range)
            endStatement(from: start, lane.body.first?.range.start ?? limit)
            return steps(lane.body, at: level + 1, limit)
        case .when(let rule):
            write("when ")
            layOut(rule.condition, level)
            write(" -> ")
            write(rule.branch.range)
        case .otherwise(let branch):
            write("otherwise -> ")
            write(branch.range)
        case .outcome(let words, let action, _):
            write(words + ": ")
            outcome(action, level)
        }
        endStatement(from: start, limit)
    }

    private mutating func argument(_ argument: ArgumentSyntax, _ level: Int) {
        name(argument.name)
        write(" = ")
        switch argument.value {
        case .expression(let value): layOut(value, level)
        case .type(let type): layOut(type, level)
        }
    }

    private mutating func binding(_ binding: BindingSyntax, _ level: Int) {
        write((binding.isStream ? "->> " : "-> ") + binding.name.text)
        guard let value = binding.value else { return }
        write(" = ")
        layOut(value, level)
    }

    private mutating func outcome(_ action: CheckSyntax.Action, _ level: Int) {
        switch action {
        case .proceed: write("continue")
        case .goto(let label):
            write("goto ")
            write(label.range)
        case .retry(let count): clause("retry", count, level)
        case .fail(let message): clause("fail", message, level)
        }
    }

    /// A word, and the expression behind it where there is one.
    mutating func clause(_ word: String, _ expression: ExpressionSyntax?, _ level: Int) {
        write(word)
        guard let expression else { return }
        write(" ")
        layOut(expression, level)
    }

    private mutating func errorClause(_ clause: ErrorClauseSyntax, _ level: Int, _ limit: Int) {
        let start = lineStart(level)
        write("on error: ")
        if let retry = clause.retry {
            self.clause("retry", retry.count, level)
            if let base = retry.base { self.clause(" every", base, level) }
            if let cap = retry.cap { self.clause(" up to", cap, level) }
            if clause.action != nil { write(" then ") }
        }
        switch clause.action {
        case nil: break
        case .ignore: write("ignore")
        case .pause: write("pause")
        case .use(let value): self.clause("use", value, level)
        case .fail(let message): self.clause("fail", message, level)
        case .fallback(let call):
            write("fallback ")
            return toolCall(call, from: start, level, limit)
        }
        endStatement(from: start, limit)
    }

    private mutating func toolCall(_ call: ToolCallSyntax, from start: Int, _ level: Int, _ limit: Int) {
        if let tool = call.tool { write(tool.text) }
        endStatement(from: start, call.arguments.first?.range.start ?? limit)
        lines(call.arguments, at: level + 1, limit: limit, start: \.range.start) { formatter, argument, limit in
            let start = formatter.lineStart(level + 1)
            formatter.argument(argument, level + 1)
            formatter.endStatement(from: start, limit)
        }
    }
}

/// Something under a step.
private enum StepPart {
    case argument(ArgumentSyntax)
    case binding(BindingSyntax)
    case onError(ErrorClauseSyntax)
    case undo(ToolCallSyntax)
    case step(StepSyntax)
    case lane(LaneSyntax)
    case when(DecideSyntax.Case)
    case otherwise(LabelSyntax)
    case outcome(String, CheckSyntax.Action, Int)

    /// Where it begins in the source.
    var start: Int {
        switch self {
        case .argument(let argument): argument.range.start
        case .binding(let binding): binding.range.start
        case .onError(let clause): clause.range.start
        case .undo(let call): call.range.start
        case .step(let step): step.range.start
        case .lane(let lane): lane.range.start
        case .when(let rule): rule.range.start
        case .otherwise(let branch): branch.range.start
        case .outcome(_, _, let start): start
        }
    }
}
