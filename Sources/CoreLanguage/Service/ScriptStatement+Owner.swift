/// What may stand under a line.
enum StatementOwner {
    /// The outermost level.
    case script
    /// The fields of `input`, `output`, `stream`, `env`.
    case fields(ScriptWord)
    case imports
    /// Steps: a branch, a lane, `on thread error`.
    case steps
    /// Steps, and clauses of the loop.
    case loop
    case decide, together, check
    /// Arguments and clauses of a step.
    case call(ScriptStatement)
    /// Arguments alone: of `fallback` and `undo with`, of `emit`, `yield` and `send`.
    case arguments(ScriptStatement)
    /// What is done behind `on error:`.
    case error
    case nothing
}

extension ScriptStatement {
    /// Whether the place is in a type or its constraints.
    var isInType: Bool {
        if case .fields = ownerKind { return hasBefore(.colon) && !hasBefore(.assign) }
        if first?.word == .let { return hasBefore(.colon) && !hasBefore(.assign) }
        return first?.word == .type && before.dropFirst().first?.kind == .assign
    }

    /// Whether the place is right in the braces that hold the arguments of a call.
    var isInArguments: Bool {
        guard let bracket = openBracket, tokens[bracket].kind == .leftBrace,
            bracket == before.indices.first(where: { tokens[$0].kind.closing != nil })
        else { return false }
        switch first?.word {
        case .do, .ask, .agent, .plan, .run, .emit, .yield, .undo, .send: return true
        default: return first?.word == .on && hasBefore(.fallback)
        }
    }

    /// What the line stands under.
    var ownerKind: StatementOwner {
        guard let owner else { return .script }
        return owner.kindAsOwner
    }

    private var kindAsOwner: StatementOwner {
        guard let first else { return .nothing }
        if first.kind == .string { return .steps }
        switch first.word {
        case .input, .output, .stream, .env: return .fields(first.word)
        case .import: return .imports
        case .each, .pipe, .repeat: return .loop
        case .lane: return .steps
        case .decide: return .decide
        case .together: return .together
        case .check: return .check
        case .on:
            if all.dropFirst().first?.word == .thread { return .steps }
            if hasWord(.fallback) { return .arguments(self) }
            return all.dropFirst().first?.word == .error && all.last?.kind == .colon ? .error : .nothing
        case .undo, .emit, .yield, .send: return .arguments(self)
        case .do, .ask, .agent, .plan, .run, .wait: return .call(self)
        default: return .nothing
        }
    }

    func hasWord(_ word: ScriptWord) -> Bool { all.contains { $0.word == word } }
}

extension ScriptDocument {
    /// What the arguments under a line are: those of a tool, a step, or the fields of a result.
    func fields(under statement: ScriptStatement) -> [ToolSignature.Field] {
        guard let first = statement.first else { return [] }
        switch first.word {
        case .do, .undo, .on:
            guard let name = statement.name(behind: [.with, .fallback]), let tool = tool(named: name) else { return [] }
            return tools[tool]?.fields ?? []
        case .ask: return StepSignatures.ask.fields
        case .agent: return StepSignatures.agent.fields
        case .plan: return StepSignatures.plan.fields
        case .decide, .check: return statement.hasWord(.llm) ? StepSignatures.judgement.fields : []
        case .wait: return statement.hasWord(.event) ? StepSignatures.waitEvent.fields : []
        case .emit: return compilation.declarations.outputs.map(\.asArgument)
        case .yield: return (compilation.declarations.stream ?? []).map(\.asArgument)
        default: return []
        }
    }
}

extension ScriptDeclarations.Field {
    /// As the argument of `emit` and `yield`.
    var asArgument: ToolSignature.Field {
        ToolSignature.Field(name, type, isRequired: isRequired, default: defaultValue, description ?? "")
    }
}
