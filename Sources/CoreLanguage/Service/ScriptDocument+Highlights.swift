/// A place of the name that the cursor is at.
public struct ScriptHighlight: Hashable, Sendable {
    /// The name.
    public let range: SourceRange
    /// Whether it gets its meaning or a value here; otherwise it is read.
    public let isDefinition: Bool
}

extension ScriptDocument {
    /// Every place of the name at `offset`, in the order of the source; empty when there is no name.
    public func highlights(at offset: Int) -> [ScriptHighlight] {
        let index = SymbolIndex(self)
        guard let (symbol, _) = index.symbol(at: offset) else { return [] }
        // A `let` that gives a name of an outer block another value is a reading for the checker.
        let definitions = Set(index.definitions[symbol] ?? []).union(assigned)
        return index.places(of: symbol).map { ScriptHighlight(range: $0, isDefinition: definitions.contains($0)) }
    }

    /// The names behind `let`.
    private var assigned: Set<SourceRange> {
        var names: Set<SourceRange> = []
        var pending = tree.steps
        for declaration in tree.declarations {
            if case .threadError(let steps) = declaration.kind { pending += steps }
        }
        while let step = pending.popLast() {
            if case .bind(let name, _, _) = step.kind { names.insert(name.range) }
            for body in step.kind.bodies { pending += body }
        }
        return names
    }
}
