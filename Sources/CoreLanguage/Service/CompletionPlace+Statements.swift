/// What a line can begin with, and what its first words ask for.
extension CompletionPlace {
    func items() -> [ScriptCompletion] {
        guard let last = statement.before.last else { return beginnings() }
        if last.kind == .point || last.kind == .optionalPoint { return members(hasMethods: last.kind == .point) }
        if let items = argument(behind: last) { return items }
        guard let first = statement.first else { return [] }
        if case .fields(let block) = statement.ownerKind { return field(block, last) }
        if case .imports = statement.ownerKind { return imported(last) }
        switch first.word {
        case .import: return CompletionList.keywords([.tools])
        case .on: return clause(last)
        case .script, .version: return []
        case .enum: return last.kind == .colon ? ["text", "integer", "number"].map(type) : []
        case .when where last.kind == .arrow: return branches(isQuoted: true)
        case .otherwise: return last.kind == .arrow ? branches(isQuoted: true) : []
        case .let where !statement.hasBefore(.assign):
            return statement.hasBefore(.colon) ? CompletionList.types(document.compilation.declarations) : []
        default: break
        }
        if last.kind == .arrow || last.kind == .streamArrow { return [] }
        return head(first, last)
    }

    private func type(_ name: String) -> ScriptCompletion {
        ScriptCompletion(name, .type, documentation: TypeTexts.text(of: name))
    }

    // MARK: The first word

    private func beginnings() -> [ScriptCompletion] {
        switch statement.ownerKind {
        case .script: declarations + steps
        case .fields, .nothing: []
        case .imports: importable
        case .steps: steps
        case .loop: steps + clauses([("-> ", .let), ("->> ", .let), ("on error: ", .on)])
        case .decide:
            clauses([("when ", .when), ("otherwise -> ", .otherwise), ("-> ", .let), ("on error: ", .on)])
                + argumentNames(under: statement.owner)
        case .together: CompletionList.keywords([.lane]) + clauses([("-> ", .let), ("on error: ", .on)])
        case .check:
            clauses([("on pass: ", .pass), ("on fail: ", .fail), ("on error: ", .on)])
                + argumentNames(under: statement.owner)
        case .call(let owner):
            argumentNames(under: owner) + clauses(ofCall: owner)
        case .arguments(let owner): argumentNames(under: owner)
        case .error: CompletionList.keywords([.retry, .ignore, .use, .fallback, .fail, .pause])
        }
    }

    /// Only some steps give their value piece by piece, and only what is done can be taken back.
    private func clauses(ofCall owner: ScriptStatement) -> [ScriptCompletion] {
        switch owner.first?.word {
        case .do, .agent: clauses([("-> ", .let), ("->> ", .let), ("on error: ", .on), ("undo with ", .undo)])
        case .wait where !owner.hasWord(.event): clauses([("on error: ", .on)])
        case .wait: clauses([("-> ", .let), ("on error: ", .on)])
        default: clauses([("-> ", .let), ("on error: ", .on), ("undo with ", .undo)])
        }
    }

    private var declarations: [ScriptCompletion] {
        CompletionList.keywords([.script, .version, .input, .output, .stream, .env, .enum])
            + CompletionList.phrases(["import tools": .import, "on thread error": .thread], rank: 5)
    }

    private var steps: [ScriptCompletion] { CompletionList.keywords(ScriptWord.steps, rank: 4) }

    private func clauses(_ clauses: [(text: String, word: ScriptWord)]) -> [ScriptCompletion] {
        clauses.map { text, word in
            let isArrow = text.utf8.first == JSONByte.minus
            return ScriptCompletion(
                text, .keyword,
                documentation: isArrow ? "Gives the value of the step a name." : KeywordTexts.text(of: word),
                rank: 3)
        }
    }

    /// The arguments of the line above that are not given yet.
    func argumentNames(under owner: ScriptStatement?) -> [ScriptCompletion] {
        guard let owner else { return [] }
        let given = given(under: owner)
        return document.fields(under: owner).filter { !given.contains($0.name) }.map { field in
            ScriptCompletion(
                field.name, .field, detail: field.shownType + (field.isRequired ? ", required" : ""),
                documentation: field.summary, insertion: field.name + " = ", rank: field.isRequired ? 1 : 2)
        }
    }

    /// The names before `=` on the lines under a line.
    private func given(under owner: ScriptStatement) -> Set<String> {
        var names: Set<String> = []
        var depth = 0
        var place = owner.range.upperBound
        let tokens = statement.tokens
        while place + 1 < tokens.count {
            if tokens[place].kind == .indent { depth += 1 }
            if tokens[place].kind == .dedent { depth -= 1 }
            if depth <= 0, !tokens[place].kind.endsLine { break }
            if depth == 1, tokens[place].isFirstOnLine, tokens[place + 1].kind == .assign {
                names.insert(statement.text(of: tokens[place]))
            }
            place += 1
        }
        return names
    }

    // MARK: Clauses

    private func clause(_ last: ScriptToken) -> [ScriptCompletion] {
        if statement.before.count == 1 {
            switch statement.ownerKind {
            case .script: return CompletionList.phrases(["thread error": .thread])
            case .check: return CompletionList.keywords([.error, .pass, .fail])
            default: return CompletionList.keywords([.error])
            }
        }
        let isOutcome = statement.hasBefore(.pass) || statement.before.dropFirst().first?.word == .fail
        if last.word == .goto { return labelsOfSteps(isQuoted: true) }
        if last.word == .fallback { return callable }
        if isOutcome {
            let isFirst = last.kind == .colon || statement.before.count == 2
            return isFirst ? CompletionList.keywords([.continue, .goto, .retry, .fail]) : operand(last)
        }
        let finals: [ScriptWord] = [.ignore, .use, .fallback, .fail, .pause]
        if last.word == .then { return CompletionList.keywords(finals) }
        if last.kind == .colon || statement.before.count == 2 { return CompletionList.keywords([.retry] + finals) }
        if last.word == .up { return CompletionList.keywords([.to]) }
        if statement.hasBefore(.retry), !statement.hasBefore(.then), last.kind.endsOperand, last.word != .every,
            last.word != .to
        {
            let words = [ScriptWord.every, .then].filter { !statement.hasBefore($0) }
            return CompletionList.keywords(words)
                + (statement.hasBefore(.up) ? [] : CompletionList.phrases(["up to": .up]))
        }
        return operand(last)
    }

    // MARK: Declarations

    private var importable: [ScriptCompletion] {
        let known = Set(document.toolImports.map(\.name.text))
        return ToolSignatures.sources.flatMap { source in
            document.tools.names(from: source).filter { !known.contains($0) }.map { name in
                let signature = document.tools[ToolName(name, from: source)]
                return ScriptCompletion(
                    name, .tool, detail: signature?.summary, documentation: signature?.markdown,
                    insertion: "\(name) from \(source)")
            }
        }
    }

    private func imported(_ last: ScriptToken) -> [ScriptCompletion] {
        switch statement.before.count {
        case 1: CompletionList.keywords([.from])
        case 2: ToolSignatures.sources.map { ScriptCompletion($0, .keyword) }
        case 3: CompletionList.keywords([.as])
        default: []
        }
    }
}
