extension ScriptLowering {
    /// The steps of a block, whose paths begin with `path`.
    mutating func block(_ steps: [StepSyntax], at path: StepPath) -> Block {
        level += 1
        defer { level -= 1 }
        if level > Block.depthMax, level == Block.depthMax + 1, let first = steps.first {
            refuse(first.keyword, "Blocks nest deeper than \(Block.depthMax) levels.")
        }
        var block = Block()
        block.steps.reserveCapacity(steps.count)
        for (ordinal, step) in steps.enumerated() {
            block.steps.append(lower(step, at: path.appending(step: String(ordinal)), ordinal: ordinal))
        }
        return block
    }

    private mutating func lower(_ step: StepSyntax, at path: StepPath, ordinal: Int) -> BlockStep {
        sourceMap.add(path, at: place(of: step.keyword))
        if let label = step.label, label.text.utf8.count > BlockStep.labelBytesMax {
            refuse(label.range, "A label has at most \(BlockStep.labelBytesMax) bytes.")
        }
        return BlockStep(
            label: step.label?.text,
            action: action(step, at: path, ordinal: ordinal),
            binding: binding(step),
            onError: step.onError.map { policy($0, at: path) },
            undo: step.undo.map { call($0, at: path.appending(step: "undo")) })
    }

    private func binding(_ step: StepSyntax) -> BlockStep.Binding? {
        if case .bind(let name, _, _) = step.kind { return BlockStep.Binding(name.text) }
        return step.binding.map { BlockStep.Binding($0.name.text, isStream: $0.isStream) }
    }

    private mutating func policy(_ clause: ErrorClauseSyntax, at path: StepPath) -> ErrorPolicy {
        let action: ErrorPolicy.Action =
            switch clause.action {
            case .ignore: .ignore
            case .use(let value): .use(expression(value, path, "on error"))
            case .fallback(let tool): .fallback(call(tool, at: path.appending(step: "fallback")))
            case .fail(let message): .fail(expression(message, path, "on error"))
            case .pause: .pause
            case nil: .handOn
            }
        return ErrorPolicy(retry: clause.retry.map(retry), action: action)
    }

    /// `retry 3` makes four attempts at most, with pauses of 1 s, 2 s, 4 s … up to 60 s.
    private func retry(_ syntax: ErrorClauseSyntax.RetrySyntax) -> RetryPolicy {
        let base = syntax.base.flatMap(whole) ?? 1_000
        return RetryPolicy(
            attempts: Int(clamping: syntax.count.flatMap(whole) ?? 3) + 1, baseMilliseconds: base, factor: 2,
            capMilliseconds: syntax.cap.flatMap(whole) ?? max(base, 60_000), jitter: .full)
    }

    private func whole(_ syntax: ExpressionSyntax) -> Int64? {
        expressions.lower(syntax).literalValue?.int64Value.map { min(max($0, 0), Int64(Int32.max)) }
    }

    mutating func call(_ syntax: ToolCallSyntax, at path: StepPath) -> ToolCall {
        sourceMap.add(path, at: place(of: syntax.range))
        return call(syntax.tool, syntax.arguments, at: path)
    }

    mutating func call(_ tool: NameSyntax?, _ arguments: [ArgumentSyntax], at path: StepPath) -> ToolCall {
        let name = tool.flatMap { resolutions.tools[$0.range.start] } ?? ToolName(tool?.text ?? "", from: "native")
        return ToolCall(name, input: object(arguments, at: path))
    }

    /// The arguments as an object, but for those that stand elsewhere.
    mutating func object(
        _ arguments: [ArgumentSyntax], at path: StepPath, without names: Set<String> = [],
        before first: [Expression.Field] = []
    ) -> Expression {
        var fields = first
        for argument in arguments where !names.contains(argument.name.text) {
            fields.append(Expression.Field(key: argument.name.text, value: value(argument, at: path)))
        }
        return .object(fields)
    }

    func isGiven(_ name: String, _ arguments: [ArgumentSyntax]) -> Bool {
        arguments.contains { $0.name.text == name }
    }

    mutating func argument(_ name: String, of step: StepSyntax, at path: StepPath) -> Expression? {
        step.arguments.first { $0.name.text == name }.map { value($0, at: path) }
    }

    private mutating func value(_ argument: ArgumentSyntax, at path: StepPath) -> Expression {
        switch argument.value {
        case .type(let syntax): .literal(resolutions.schemas[syntax.range.start] ?? true)
        case .expression(let syntax): expression(syntax, path, argument.name.text)
        }
    }

    /// An expression, with its place noted.
    mutating func expression(_ syntax: ExpressionSyntax, _ path: StepPath, _ part: String) -> Expression {
        sourceMap.add(argument: part, of: path, at: place(of: syntax.range))
        if let milliseconds = resolutions.durations[syntax.unwrapped.range.start] {
            return .literal(.integer(milliseconds))
        }
        let lowered = expressions.lower(syntax)
        if lowered.depth > Expression.depthMax {
            refuse(syntax.range, "The expression nests deeper than \(Expression.depthMax) levels.")
        }
        return lowered
    }

    mutating func refuse(_ range: SourceRange, _ message: String) {
        diagnostics.append(
            Diagnostic(
                .tooDeep, at: range, message, hint: "Bind parts with `let`, or move some to a script of their own."))
    }
}
