/// What heads of steps and expressions go on with.
extension CompletionPlace {
    /// The head of a step, behind its first word.
    func head(_ first: ScriptToken, _ last: ScriptToken) -> [ScriptCompletion] {
        let isFirst = statement.before.count == 1
        let isLabelled = statement.before.count == 2 && last.kind == .string
        switch first.word {
        case .do, .undo:
            if last.word == .with { return callable }
            return isFirst || isLabelled ? CompletionList.keywords([.with]) : []
        case .decide:
            if last.word == .with { return CompletionList.keywords([.rules, .llm]) }
            return isFirst || isLabelled ? CompletionList.keywords([.with]) : []
        case .agent, .plan:
            if last.word == .with { return CompletionList.keywords([.llm]) }
            return isFirst || isLabelled ? CompletionList.keywords([.with]) : []
        case .each:
            return loop(last, opening: .in, more: [.parallel, .sleep], isFirst || isLabelled)
        case .pipe: return loop(last, opening: .from, more: [.batch, .parallel], isFirst || isLabelled)
        case .repeat: return repetition(last, isFirst || isLabelled)
        case .wait where isFirst || isLabelled: return CompletionList.keywords([.for, .until, .event])
        case .run where isFirst: return names(findings().visible)
        case .check where isFirst || isLabelled: return CompletionList.phrases(["ask llm": .ask]) + operand(last)
        case .ask, .emit, .yield, .lane, .together: return statement.openBracket == nil ? [] : operand(last)
        case .send where last.kind.endsOperand && !isFirst && !statement.hasBefore(.to):
            return CompletionList.keywords([.to]) + operand(last)
        default: return operand(last)
        }
    }

    private func loop(
        _ last: ScriptToken, opening: ScriptWord, more: [ScriptWord], _ isFirst: Bool
    ) -> [ScriptCompletion] {
        if isFirst { return [] }
        guard statement.hasBefore(opening) else {
            return last.kind == .name ? CompletionList.keywords([opening]) : []
        }
        let isBehindValue = last.kind.endsOperand && !Self.wantsOperand(last) && statement.openBracket == nil
        let words = more.filter { !statement.hasBefore($0) }
        return (isBehindValue ? CompletionList.keywords(words, rank: 3) : []) + operand(last)
    }

    private func repetition(_ last: ScriptToken, _ isFirst: Bool) -> [ScriptCompletion] {
        if isFirst { return CompletionList.keywords([.until, .while], rank: 3) + operand(last) }
        guard last.kind.endsOperand, !Self.wantsOperand(last), statement.openBracket == nil else {
            return operand(last)
        }
        if last.word == .as { return [] }
        let isCounted = !statement.hasBefore(.until) && !statement.hasBefore(.while) && !statement.hasBefore(.times)
        let words: [ScriptWord] = isCounted ? [.times] : [.max, .sleep, .as].filter { !statement.hasBefore($0) }
        return CompletionList.keywords(words, rank: 3) + operand(last)
    }

    /// A value, or what goes on with one.
    func operand(_ last: ScriptToken) -> [ScriptCompletion] {
        if last.kind.endsOperand, !Self.wantsOperand(last) {
            var words: [ScriptWord] = [.and, .or]
            // Each `if` goes on with one `then`, and then with one `else`.
            let (conditions, values, others) = (count(.if), count(.then), count(.else))
            if conditions > values { words.append(.then) }
            if values > others { words.append(.else) }
            return CompletionList.keywords(words, rank: 4)
        }
        return values()
    }

    private func count(_ word: ScriptWord) -> Int { statement.before.count { $0.word == word } }

    func values() -> [ScriptCompletion] {
        let declarations = document.compilation.declarations
        let enumerations = declarations.enumerations.filter(\.isSymbolic).map {
            ScriptCompletion($0.name, .enumeration, detail: "enum", rank: 6)
        }
        let members = declarations.enumerations.filter(\.isSymbolic).flatMap(self.members).map { member in
            var member = member
            member.rank = 4
            return member
        }
        return names(findings().visible) + members + enumerations
            + CompletionList.keywords([.true, .false, .null, .not, .if], rank: 6)
            + [ScriptCompletion("env", .function, detail: "(name, default?) -> text", rank: 6)]
            + CompletionList.functions()
    }

    /// Whether a value follows a word: it is none itself.
    static func wantsOperand(_ token: ScriptToken) -> Bool {
        switch token.word {
        case .and, .or, .not, .if, .then, .else, .in, .from, .parallel, .sleep, .batch, .until, .while, .for, .event,
            .use, .fail, .to, .max, .when, .every, .retry, .check, .repeat, .send, .wait, .run, .llm:
            true
        default: false
        }
    }

    // MARK: Arguments

    /// The value of an argument, or the name of one in braces; nil for what is none.
    func argument(behind last: ScriptToken) -> [ScriptCompletion]? {
        if isNamed("env"), last.kind == .leftParenthesis { return variables }
        if statement.isInArguments {
            if last.kind == .leftBrace || last.kind == .comma {
                let given = Set(statement.all.dropFirst().map(statement.text))
                return argumentNames(under: statement).filter { !given.contains($0.label) } + names(findings().visible)
            }
            if last.kind == .colon, let name = statement.before.dropLast().last {
                return value(of: statement.text(of: name), under: statement) ?? values()
            }
        }
        guard let name = statement.first, name.word != .let, statement.before.dropFirst().first?.kind == .assign,
            let owner = statement.owner
        else { return nil }
        if statement.text(of: name) == "tools", last.kind == .leftBracket || last.kind == .comma {
            return importedTools
        }
        guard statement.before.count == 2 else { return nil }
        return value(of: statement.text(of: name), under: owner)
    }

    /// Whether the innermost bracket that is open holds the arguments of this function.
    private func isNamed(_ function: String) -> Bool {
        guard let bracket = statement.openBracket, bracket > statement.range.lowerBound else { return false }
        return statement.text(of: statement.tokens[bracket - 1]) == function
    }

    /// The variables of the environment.
    private var variables: [ScriptCompletion] {
        document.compilation.declarations.env.map { field in
            ScriptCompletion(
                field.name, .field, detail: field.type.description, documentation: field.description, rank: 1)
        }
    }

    private func value(of name: String, under owner: ScriptStatement) -> [ScriptCompletion]? {
        guard let field = document.fields(under: owner).first(where: { $0.name == name }) else { return nil }
        if field.form == .type { return CompletionList.types(document.compilation.declarations) }
        switch field.type.required {
        case .enumeration(let enumeration): return members(of: enumeration) + values()
        default: return values()
        }
    }

    /// Tools that can be called here.
    var callable: [ScriptCompletion] {
        let models = document.tools.names(from: ToolSignatures.modelSource).map { name in
            tool(name, ToolName(name, from: ToolSignatures.modelSource), rank: 3)
        }
        return importedTools + models
    }

    private var importedTools: [ScriptCompletion] {
        document.toolImports.map { item in
            tool((item.alias ?? item.name).text, ToolName(item.name.text, from: item.source.text), rank: 2)
        }
    }

    private func tool(_ name: String, _ tool: ToolName, rank: Int) -> ScriptCompletion {
        let signature = document.tools[tool]
        return ScriptCompletion(
            name, .tool, detail: signature?.summary, documentation: signature?.markdown, rank: rank)
    }

    // MARK: Labels

    /// Inside of a text that names a step or a branch.
    func labels() -> [ScriptCompletion] {
        guard let last = statement.before.last else { return [] }
        if last.word == .goto { return labelsOfSteps(isQuoted: false) }
        let isBranch = last.kind == .arrow && [.when, .otherwise].contains(statement.first?.word)
        return isBranch ? branches(isQuoted: false) : textsOfArgument(last)
    }

    /// What the text of an argument can be.
    private func textsOfArgument(_ last: ScriptToken) -> [ScriptCompletion] {
        guard last.kind == .assign, statement.before.count == 2, let name = statement.first,
            let owner = statement.owner,
            let field = document.fields(under: owner).first(where: { $0.name == statement.text(of: name) }),
            case .enumeration(let enumeration) = field.type.required
        else { return [] }
        return enumeration.members.compactMap(\.stringValue).map {
            ScriptCompletion($0, .enumerationMember, detail: enumeration.name, rank: 1)
        }
    }

    func labelsOfSteps(isQuoted: Bool) -> [ScriptCompletion] {
        let blocks = document.blocks(around: word.start)
        return quoted(blocks.reversed().flatMap { $0.steps.compactMap { $0.label?.text } }, isQuoted)
    }

    func branches(isQuoted: Bool) -> [ScriptCompletion] {
        let tree = isQuoted ? ScriptParser.parse(source).0 : document.tree
        var steps = tree.outermostBlock(around: word.start)
        var names: [String] = []
        while let step = steps.last(where: { $0.range.start <= word.start }) {
            if case .decide(let decision) = step.kind { names = decision.branches.map(\.name.text) }
            steps = step.kind.bodies.last { ($0.first?.range.start ?? .max) <= word.start } ?? []
        }
        return quoted(names, isQuoted)
    }

    private func quoted(_ names: [String], _ isQuoted: Bool) -> [ScriptCompletion] {
        names.filter { !$0.isEmpty }.map { name in
            ScriptCompletion(name, .label, insertion: isQuoted ? JSONValue.string(name).serializedString() : name)
        }
    }
}
