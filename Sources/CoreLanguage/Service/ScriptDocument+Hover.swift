/// What is known of a place.
public struct ScriptHover: Hashable, Sendable {
    /// What it is about.
    public let range: SourceRange
    /// The text, as Markdown.
    public let markdown: String
}

extension ScriptDocument {
    /// What the name or word at `offset` means, and what is wrong there; nil where there is nothing to say.
    public func hover(at offset: Int) -> ScriptHover? {
        let told = diagnostics.filter { $0.range.touches(offset) && $0.range.start != $0.range.end }
        let word = word(at: offset)
        let meaning = meaning(at: offset, word)
        let notes = told.prefix(4).map(note)
        guard meaning != nil || !notes.isEmpty else { return nil }
        let range = meaning?.range ?? told.first?.range ?? word
        return ScriptHover(
            range: range, markdown: ([meaning?.markdown].compactMap(\.self) + notes).joined(separator: "\n\n---\n\n"))
    }

    private func note(_ diagnostic: Diagnostic) -> String {
        let lines = [diagnostic.message, diagnostic.why, diagnostic.hint].compactMap(\.self).map { $0 as String }
        return "**\(diagnostic.code)**: \(diagnostic.code.title)\n\n" + lines.joined(separator: "\n\n")
    }

    private func meaning(at offset: Int, _ word: SourceRange) -> ScriptHover? {
        if tree.comments.contains(where: { $0.range.start < offset && offset <= $0.range.end }) {
            return annotation(at: offset)
        }
        let index = SymbolIndex(self)
        if let (symbol, range) = index.symbol(at: offset), let text = text(of: symbol, index) {
            return ScriptHover(range: range, markdown: text)
        }
        guard !word.isEmpty else { return nil }
        let statement = ScriptStatement(source, ScriptLexer.lex(source).tokens, at: word.end)
        let text = text(of: word, in: statement)
        return text.map { ScriptHover(range: word, markdown: $0) }
    }

    private func text(of symbol: SymbolIndex.Symbol, _ index: SymbolIndex) -> String? {
        switch symbol {
        case .binding:
            guard let entry = index.entries[symbol] else { return nil }
            let description = description(ofInput: entry).map { "\n\n\($0)" } ?? ""
            return code("\(entry.name) : \(entry.type)") + "\n\n\(entry.kind.words)" + description
        case .enumeration(let position):
            let enumeration = compilation.declarations.enumerations[position]
            let members = enumeration.members.prefix(12).map { enumeration.isSymbolic ? $0.stringValue ?? "" : "\($0)" }
            return code("enum \(enumeration.name) = " + members.joined(separator: " | "))
        case .member(let position, let value):
            return code("\(compilation.declarations.enumerations[position].name).\(value.stringValue ?? "\(value)")")
        case .tool(let name):
            guard let tool = tool(named: name) else { return nil }
            let head = code("\(tool.name) from \(tool.source)")
            return head + "\n\n" + (tools[tool]?.markdown ?? "Nothing is known of this tool here.")
        }
    }

    private func text(of word: SourceRange, in statement: ScriptStatement) -> String? {
        let name = source.text(at: word)
        let tokens = statement.tokens
        guard statement.index < tokens.count, tokens[statement.index].range == word else { return member(at: word) }
        let next = statement.index + 1 < tokens.count ? tokens[statement.index + 1].kind : .end
        let last = statement.before.last?.kind
        let isInType = statement.isInType
        if isInType, let kind = ConstraintKind(name) {
            return code(kind.form) + "\n\nA constraint of \(kind.typeWords)."
        }
        if next == .leftParenthesis, name != "env", let builtin = Builtins.table[name] { return builtin.markdown }
        if next == .leftParenthesis, name == "env" {
            return code("env(name, default?) -> text") + "\n\nReads a variable of the environment."
        }
        if last == .point || last == .optionalPoint { return member(at: word) }
        if statement.before.isEmpty, next == .assign, let owner = statement.owner,
            let field = fields(under: owner).first(where: { $0.name == name })
        {
            return code("\(name) : \(field.shownType)") + "\n\n" + field.summary
        }
        if next == .colon, statement.isInArguments,
            let field = fields(under: statement).first(where: { $0.name == name })
        {
            return code("\(name) : \(field.shownType)") + "\n\n" + field.summary
        }
        if isInType, let text = TypeTexts.text(of: name) { return text }
        guard tokens[statement.index].word != .none, isWord(statement, next) else { return nil }
        return KeywordTexts.text(of: tokens[statement.index].word)
    }

    /// Whether a word of the language means what it means as one: it is no name of a member, an argument or a field.
    private func isWord(_ statement: ScriptStatement, _ next: ScriptToken.Kind) -> Bool {
        next != .assign && !(next == .colon && statement.openBracket != nil)
    }

    /// The type of a member, which the checker is asked for.
    private func member(at word: SourceRange) -> String? {
        let found = ScriptCompiler.findings(in: source, { $0.probe(at: word.start) }, tools: tools).findings
        guard let type = found.member, found.base != nil else { return nil }
        return code("\(source.text(at: word)) : \(type)")
    }

    private func annotation(at offset: Int) -> ScriptHover? {
        guard let found = tree.annotations.first(where: { $0.name.range.touches(offset) }) else { return nil }
        let text = TypeTexts.annotations.first { $0.name == found.name.text }?.text
        return text.map { ScriptHover(range: found.name.range, markdown: $0) }
    }

    private func code(_ text: String) -> String { "```scriptum\n\(text)\n```" }
}

extension NameTable.Kind {
    /// What it is.
    fileprivate var words: String {
        switch self {
        case .input: "An input."
        case .value: "A binding."
        case .index: "The number of the iteration, from 0."
        case .result: "The value of a step."
        case .loop: "The variable of a loop."
        case .parameter: "A parameter of a function."
        case .stream: "A stream, which `pipe` reads."
        case .root: "What the language gives here."
        }
    }
}
