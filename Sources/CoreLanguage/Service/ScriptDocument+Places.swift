extension ScriptDocument {
    /// Where the name at `offset` is bound or declared; for the label of a jump or a branch, where that is.
    public func definition(at offset: Int) -> SourceRange? {
        let index = SymbolIndex(self)
        if let (symbol, _) = index.symbol(at: offset) { return index.definitions[symbol]?.first }
        return labelDefinition(at: offset)
    }

    /// Every place of the name at `offset`, in the order of the source; empty when there is no name.
    public func references(at offset: Int, includingDefinitions: Bool = true) -> [SourceRange] {
        let index = SymbolIndex(self)
        guard let (symbol, _) = index.symbol(at: offset) else { return [] }
        return includingDefinitions ? index.places(of: symbol) : index.reads[symbol] ?? []
    }

    /// The blocks around `offset`, from the outermost, each with the step that `offset` lies in or follows.
    func blocks(around offset: Int) -> [(steps: [StepSyntax], ordinal: Int)] {
        var blocks: [(steps: [StepSyntax], ordinal: Int)] = []
        var steps = tree.outermostBlock(around: offset)
        while let ordinal = steps.lastIndex(where: { $0.range.start <= offset }) {
            blocks.append((steps, ordinal))
            let step = steps[ordinal]
            guard offset <= step.range.end else { break }
            steps =
                step.kind.bodies.last { ($0.first?.range.start ?? .max) <= offset } ?? []
        }
        return blocks
    }

    private func labelDefinition(at offset: Int) -> SourceRange? {
        let blocks = blocks(around: offset)
        guard let (steps, ordinal) = blocks.last else { return nil }
        switch steps[ordinal].kind {
        case .decide(let decision):
            let targets = decision.cases.map(\.branch) + (decision.otherwise.map { [$0] } ?? [])
            guard let target = targets.first(where: { $0.range.touches(offset) }) else { return nil }
            return decision.branches.first { $0.name.text == target.text }?.name.range
        case .check(let check):
            for case .goto(let label) in [check.onPass, check.onFail] where label.range.touches(offset) {
                return blocks.reversed().lazy.flatMap(\.steps).first { $0.label?.text == label.text }?.label?.range
            }
            return nil
        default: return nil
        }
    }
}

extension SyntaxTree {
    /// The steps of the script, or of `on thread error` when `offset` lies in it.
    func outermostBlock(around offset: Int) -> [StepSyntax] {
        for declaration in declarations {
            if case .threadError(let steps) = declaration.kind, declaration.range.touches(offset) { return steps }
        }
        return steps
    }
}
