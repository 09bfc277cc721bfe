/// What a field of `input`, `output`, `stream` or `env` goes on with.
extension CompletionPlace {
    func field(_ block: ScriptWord, _ last: ScriptToken) -> [ScriptCompletion] {
        guard statement.hasBefore(.colon) else { return [] }
        if statement.hasBefore(.assign) { return last.kind.endsOperand ? [] : literals }
        if last.kind == .colon || last.kind == .less { return CompletionList.types(document.compilation.declarations) }
        guard statement.openBracket == nil else { return [] }
        let words: [ScriptWord] = block == .env && !statement.hasBefore(.secret) ? [.secret] : []
        return constraints + CompletionList.keywords(words)
    }

    /// The constraints that say something of the type and are not there yet.
    private var constraints: [ScriptCompletion] {
        let given = Set(statement.before.map(statement.text))
        return ConstraintKind.allCases.filter { !given.contains($0.rawValue) && (type.map($0.fits) ?? false) }
            .map(CompletionList.constraint)
    }

    /// The values that a default can be: those that no run is needed for.
    private var literals: [ScriptCompletion] {
        switch type {
        case .boolean: CompletionList.keywords([.true, .false], rank: 1)
        case .enumeration(let enumeration): members(of: enumeration)
        case .unknown, .any: CompletionList.keywords([.true, .false, .null], rank: 1)
        default: []
        }
    }

    /// The type of the field, as far as its first word tells; nil for a shape.
    private var type: ScriptType? {
        guard let colon = statement.before.firstIndex(where: { $0.kind == .colon }),
            colon + 1 < statement.before.endIndex, statement.tokens[colon + 1].kind == .name
        else { return nil }
        let name = statement.text(of: statement.tokens[colon + 1])
        if name == "list" { return .list(.unknown) }
        return TypeNames.types[name]
            ?? document.compilation.declarations.enumeration(name).map(ScriptType.enumeration) ?? .unknown
    }
}
