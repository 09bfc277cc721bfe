extension Checker {
    mutating func checkEmit(_ step: StepSyntax) -> FlowResult {
        let place = placeAtOnce()
        if let place {
            report(
                Diagnostic(
                    .emitAtOnce, at: step.keyword, "`emit` can't stand \(place).",
                    why: "It ends the thread, and which of the ways that run at once would come first is chance.",
                    hint: "Bind what was found, and emit it behind."))
        }
        if declarations.hasOutputs {
            checkResult(step, declarations.outputs, block: "output", word: "emit")
        } else {
            checkAlone(step.arguments)
        }
        var result = finishWithout(step, "`emit`")
        result.completes = place != nil
        return result
    }

    mutating func checkYield(_ step: StepSyntax) -> FlowResult {
        if let fields = declarations.stream {
            checkResult(step, fields, block: "stream", word: "yield")
        } else {
            report(
                Diagnostic(
                    .noStream, at: step.keyword, "The script yields, but declares no `stream`.",
                    hint: "Declare what is yielded: `stream`, and its fields below."))
            checkAlone(step.arguments)
        }
        return finishWithout(step, "`yield`")
    }

    /// What runs at once around this place; nil when nothing does.
    private func placeAtOnce() -> String? {
        var place = region
        while true {
            switch regions[place].kind {
            case .lane: return "in a lane of `together`"
            case .pipe: return "in `pipe`"
            case .each(isParallel: true): return "in `each … parallel`"
            case .script, .threadError: return nil
            default: place = regions[place].parent
            }
        }
    }

    /// Checks the arguments of `emit` and `yield` against the fields of `output` and `stream`.
    private mutating func checkResult(
        _ step: StepSyntax, _ fields: [ScriptDeclarations.Field], block: String, word: String
    ) {
        let byName = Dictionary(fields.map { ($0.name, $0) }) { first, _ in first }
        var given: [String: SourceRange] = [:]
        var meant: Set<String> = []
        for argument in step.arguments {
            let name = argument.name
            if let first = given[name.text] {
                report(
                    Diagnostic(
                        .argumentTwice, at: name.range, "The field `\(name.text)` is given twice.",
                        hint: "Keep one of them.", related: [.init(first, "the first one")]))
            }
            given[name.text] = name.range
            guard case .expression(let expression) = argument.value else { continue }
            guard let field = byName[name.text] else {
                if let near = reportUnknown(name, fields, block: block) { meant.insert(near) }
                _ = type(of: expression)
                continue
            }
            let wanted = field.isOptional ? field.type.orNull : field.type
            check(
                expression,
                fits: Want(
                    wanted, "The field `\(field.name)` of `\(block)`", .outputType, related: field.range,
                    constraints: field.constraints
                ).kept)
        }
        let missing = fields.filter { $0.isRequired && given[$0.name] == nil && !meant.contains($0.name) }
        reportMissing(missing, step, word: word, block: block)
    }

    /// Gives the name that was probably meant.
    private mutating func reportUnknown(
        _ name: NameSyntax, _ fields: [ScriptDeclarations.Field], block: String
    ) -> String? {
        let near = nearest(to: name.text) { _ in fields.map(\.name) }
        let all = fields.prefix(12).map { "`\($0.name)`" }.joined(separator: ", ")
        report(
            Diagnostic(
                .outputUnknown, at: name.range, "`\(block)` has no field `\(name.text)`.",
                hint: near.map { "Did you mean `\($0)`?" } ?? (all.isEmpty ? nil : "It has \(all)."),
                fix: near.map { .init(name.range, $0) }))
        return near
    }

    private mutating func reportMissing(
        _ missing: [ScriptDeclarations.Field], _ step: StepSyntax, word: String, block: String
    ) {
        guard !missing.isEmpty else { return }
        let names = missing.map { "`\($0.name)`" }.joined(separator: ", ")
        report(
            Diagnostic(
                .outputMissing, at: step.keyword, "This `\(word)` lacks \(names).",
                why: "The fields of `\(block)` without a default and without `?` are always given.",
                related: missing.prefix(4).map { .init($0.range, "`\($0.name)` is declared here") }))
    }

    mutating func checkSend(_ step: StepSyntax, _ event: ExpressionSyntax, _ to: ExpressionSyntax?) -> FlowResult {
        checkText(event, "The name of an event")
        if let to { checkText(to, "The thread that an event is sent to") }
        checkAlone(step.arguments)
        return finishWithout(step, "`send`")
    }

    mutating func checkWait(_ step: StepSyntax, _ wait: WaitSyntax) -> FlowResult {
        switch wait {
        case .duration(let duration):
            checkDuration(duration, "What is waited for", takesText: true)
            checkAlone(step.arguments)
            return finishWithout(step, "`wait` for a time")
        case .until(let time):
            check(time, fits: Want(.timestamp, "What is waited until"))
            checkAlone(step.arguments)
            return finishWithout(step, "`wait until`")
        case .event(let name):
            checkText(name, "The name of an event")
            check(step.arguments, against: StepSignatures.waitEvent, of: "`wait event`", at: step.keyword)
            return finish(step, .any, kind: .result)
        }
    }
}
