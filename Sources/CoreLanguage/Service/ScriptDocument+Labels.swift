/// A label of a step or a branch, with what leads there.
struct LabelGroup: Hashable {
    /// Every place of it, with its quotes, in the order of the source: of a step the first is the step's own.
    let places: [LabelSyntax]
    /// Why it keeps its name; nil when it need not.
    let refusal: String?
}

extension ScriptDocument {
    /// The label at `offset`; nil where there is none.
    func label(at offset: Int) -> LabelGroup? {
        // The name of a branch stands behind the steps of the branch before it, so that all blocks around are looked at.
        for (steps, ordinal) in blocks(around: offset).reversed() {
            if let group = label(at: offset, of: steps[ordinal]) { return group }
        }
        return nil
    }

    private func label(at offset: Int, of step: StepSyntax) -> LabelGroup? {
        switch step.kind {
        case .decide(let decision): if let group = branch(at: offset, decision, step) { return group }
        case .check(let check):
            for case .goto(let jump) in [check.onPass, check.onFail] where jump.range.touches(offset) {
                return target(of: jump).map(group)
            }
        default: break
        }
        guard let label = step.label, label.range.touches(offset), !label.text.isEmpty else { return nil }
        return group(of: label)
    }

    /// Where each jump leads, by the place of its label.
    var jumpTargets: [Int: Int] {
        Dictionary(jumps.compactMap { jump in target(of: jump).map { (jump.range.start, $0.range.start) } }) { $1 }
    }

    private func group(of label: LabelSyntax) -> LabelGroup {
        let uses = jumps.filter { target(of: $0)?.range == label.range }
        return LabelGroup(places: [label] + uses, refusal: nil)
    }

    private func branch(at offset: Int, _ decision: DecideSyntax, _ step: StepSyntax) -> LabelGroup? {
        let all = decision.cases.map(\.branch) + (decision.otherwise.map { [$0] } ?? []) + decision.branches.map(\.name)
        guard let label = all.first(where: { $0.range.touches(offset) }) else { return nil }
        let refusal = step.binding.map {
            "The value of this decision, `\($0.name.text)`, is the name of the branch, which may be read anywhere: "
                + "rename it by hand."
        }
        return LabelGroup(places: all.filter { $0.text == label.text }, refusal: refusal)
    }

    /// The step that a jump leads to: the nearest around it that has the label.
    private func target(of jump: LabelSyntax) -> LabelSyntax? {
        let blocks = blocks(around: jump.range.start)
        return blocks.reversed().lazy.flatMap(\.steps).compactMap(\.label).first { $0.text == jump.text }
    }

    private var jumps: [LabelSyntax] {
        var jumps: [LabelSyntax] = []
        var pending = tree.steps
        for declaration in tree.declarations {
            if case .threadError(let steps) = declaration.kind { pending += steps }
        }
        while let step = pending.popLast() {
            if case .check(let check) = step.kind {
                for case .goto(let label) in [check.onPass, check.onFail] { jumps.append(label) }
            }
            for body in step.kind.bodies { pending += body }
        }
        return jumps
    }

    /// What the label says between its quotes, when it says it without escapes.
    func plainRange(of label: LabelSyntax) -> SourceRange? {
        let inner = SourceRange(label.range.start + 1, label.range.end - 1)
        return source.text(at: inner) == label.text ? inner : nil
    }

    /// Why the name of a field at `offset` stays as it is; nil where there is no such name.
    func refusalOfField(at offset: Int) -> RenameRefusal? {
        for declaration in tree.declarations where declaration.range.touches(offset) {
            let fields: [FieldSyntax]
            let words: String
            switch declaration.kind {
            case .output(let found): (fields, words) = (found, "an output: whoever runs the script reads it")
            case .stream(let found): (fields, words) = (found, "part of the stream: whoever runs the script reads it")
            case .env(let found): (fields, words) = (found, "a variable of the environment: it is set")
            case .input(let found): (fields, words) = (found, "an input: whoever runs the script gives it")
            default: continue
            }
            if let field = fields.first(where: { $0.name.range.touches(offset) }) {
                return RenameRefusal("`\(field.name.text)` is \(words) by this name, outside of the script.")
            }
            if let field = fields.first(where: { $0.type.range.touches(offset) }), case .shape = field.type.kind {
                return RenameRefusal(
                    "Fields inside of `\(field.name.text)` keep their names: its value comes from or goes outside.")
            }
        }
        return nil
    }
}
