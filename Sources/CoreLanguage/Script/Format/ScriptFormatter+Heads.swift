/// The first lines of steps.
extension ScriptFormatter {
    /// Writes the head of a step, without a binding behind it.
    mutating func head(_ step: StepSyntax, _ level: Int) {
        write(step.keyword)
        if let label = step.label {
            write(" ")
            write(label.range)
        }
        switch step.kind {
        case .call(let tool): if let tool { write(" with \(tool.text)") }
        case .bind(let name, let type, let value): bind(name, type, value, level)
        case .each(let loop): each(loop, level)
        case .pipe(let loop):
            write(" \(loop.item.text)")
            clause(" from", loop.source, level)
            optional(" batch", loop.batch, level)
            optional(" parallel", loop.parallel, level)
        case .decide(let decision): write(" with \(decision.method.rawValue)")
        case .check(let check): condition(check.condition, level)
        case .together, .emit, .yield, .ask: break
        case .repeat(let loop): repetition(loop, level)
        case .wait(let what): wait(what, level)
        case .send(let event, let target):
            clause("", event, level)
            optional(" to", target, level)
        case .agent, .plan: write(" with llm")
        case .run(.name(let name)): write(" \(name.text)")
        case .run(.script(let label)):
            write(" ")
            write(label.range)
        }
    }

    private mutating func optional(_ word: String, _ expression: ExpressionSyntax?, _ level: Int) {
        if let expression { clause(word, expression, level) }
    }

    private mutating func bind(_ name: NameSyntax, _ type: TypeSyntax?, _ value: ExpressionSyntax, _ level: Int) {
        write(" \(name.text)")
        if let type {
            write(" : ")
            layOut(type, level)
        }
        write(" = ")
        layOut(value, level)
    }

    private mutating func each(_ loop: EachSyntax, _ level: Int) {
        write(" \(loop.item.text)")
        if let index = loop.index { write(", \(index.text)") }
        clause(" in", loop.items, level)
        optional(" parallel", loop.parallel, level)
        optional(" sleep", loop.sleep, level)
    }

    private mutating func condition(_ condition: CheckSyntax.Condition, _ level: Int) {
        switch condition {
        case .expression(let expression): clause("", expression, level)
        case .question(let question): clause(" ask llm", question, level)
        }
    }

    private mutating func repetition(_ loop: RepeatSyntax, _ level: Int) {
        switch loop.condition {
        case .times(let count):
            clause("", count, level)
            write(" times")
        case .until(let condition): clause(" until", condition, level)
        case .while(let condition): clause(" while", condition, level)
        }
        optional(" max", loop.max, level)
        optional(" sleep", loop.sleep, level)
        if let index = loop.index { write(" as \(index.text)") }
    }

    private mutating func wait(_ what: WaitSyntax, _ level: Int) {
        switch what {
        case .duration(let duration):
            if case .duration = duration.kind { clause("", duration, level) } else { clause(" for", duration, level) }
        case .until(let time): clause(" until", time, level)
        case .event(let name): clause(" event", name, level)
        }
    }
}
