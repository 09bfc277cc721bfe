/// What stands at the outermost level: declarations and steps.
extension ScriptParser {
    mutating func readItems() {
        while kind != .end {
            let front = index
            if kind == .indent {
                unexpectedBlock { parser in parser.item() }
            } else if !take(.newline) {
                item()
            }
            if index == front { skip() }
        }
    }

    private mutating func item() {
        let isDeclaration =
            word.beginsDeclaration && token(after: 1).kind != .assign
            || word == .on && token(after: 1).word == .thread
        if isDeclaration {
            if let declaration = declaration() { tree.items.append(.declaration(declaration)) }
        } else if let step = step() {
            tree.items.append(.step(step))
        }
    }

    private mutating func declaration() -> DeclarationSyntax? {
        let start = current.range
        let keyword = keyword()
        let word = word
        advance()
        let kind: DeclarationSyntax.Kind?
        switch word {
        case .script: kind = script()
        case .version:
            let version = expectLabel("The version", "`version \"1.0.0\"`")
            endLine()
            kind = .version(version)
        case .enum: kind = enumeration()
        case .import: kind = tools(keyword)
        case .on: kind = threadError(keyword)
        default:
            _ = take(.colon)
            endLine()
            expectBlock(start, "Its fields stand on the lines below: `name : type`.")
            let fields = fields(ofEnvironment: word == .env)
            kind =
                word == .input
                ? .input(fields)
                : word == .output
                    ? .output(fields)
                    : word == .stream ? .stream(fields) : .env(fields)
        }
        guard let kind else { return nil }
        return DeclarationSyntax(kind, keyword: keyword, range: range(from: start.start))
    }

    /// The words that a declaration begins with here.
    private func keyword() -> SourceRange {
        let count = word == .on ? 3 : word == .import ? 2 : 1
        let words = (0..<count).map { token(after: $0) }.prefix { $0.kind == .name }
        return current.range.joined(words.last?.range ?? current.range)
    }

    /// Tells of a missing block under `owner`.
    mutating func expectBlock(_ owner: SourceRange, _ hint: String) {
        guard kind != .indent else { return }
        tell(
            Diagnostic(
                .indentationExpected, at: owner, "Nothing stands under `\(source.text(at: owner))`.",
                label: "indented lines expected below", hint: hint))
    }

    private mutating func script() -> DeclarationSyntax.Kind {
        let title = expectLabel("The title of the script", "`script \"title\"`")
        _ = take(.colon)
        if kind != .newline { fault(unexpected()) }
        while !kind.endsLine { skip() }
        isSilent = false
        _ = take(.newline)
        var description: [LabelSyntax] = []
        while kind == .textLine || kind == .newline {
            if kind == .textLine {
                if current.flags.contains(.followsEmptyLine), !description.isEmpty {
                    description.append(LabelSyntax("", gap))
                }
                description.append(LabelSyntax(text(of: current), current.range))
                lastEnd = Int(current.end)
            }
            advance()
        }
        return .script(title: title, description: description)
    }

    private mutating func enumeration() -> DeclarationSyntax.Kind? {
        let form = "`enum Name = A | B`"
        guard let name = expectName("The name of the enumeration", form) else {
            endLine()
            return nil
        }
        var base: NameSyntax?
        if take(.colon) { base = expectName("The type of the members", "`enum Name : text = \"a\" | \"b\"`") }
        guard expect(.assign, "=", form) else {
            endLine()
            return .enumeration(EnumerationSyntax(name: name, base: base, members: []))
        }
        _ = take(.bar)
        var members: [EnumerationSyntax.Member] = []
        repeat {
            if let member = member() { members.append(member) }
        } while take(.bar)
        if kind == .comma {
            fault(
                Diagnostic(
                    .lineEndExpected, at: current.range, "Members are parted with `|`.", label: "write `|`",
                    hint: "The form is \(form).", fix: Diagnostic.Fix(current.range, " |")))
        }
        endLine()
        return .enumeration(EnumerationSyntax(name: name, base: base, members: members))
    }

    private mutating func member() -> EnumerationSyntax.Member? {
        let start = Int(current.start)
        switch kind {
        case .name:
            let name = takeName()
            return EnumerationSyntax.Member(.string(name.text), isSymbol: true, name.range)
        case .string: return label().map { EnumerationSyntax.Member(.string($0.text), isSymbol: false, $0.range) }
        case .minus where signsNumber, .number:
            let isNegative = take(.minus)
            guard case .literal(let value) = number().kind else { return nil }
            return EnumerationSyntax.Member(
                isNegative ? Self.negated(value) : value, isSymbol: false, range(from: start))
        default:
            fault(
                Diagnostic(
                    .nameExpected, at: place, "A member is missing before \(named(current)).",
                    label: "name, text or number expected", hint: "The form is `enum Name = A | B`."))
            return nil
        }
    }

    private mutating func tools(_ keyword: SourceRange) -> DeclarationSyntax.Kind {
        let isWhole = expect(.tools, "`import tools`, and on the lines below `name from native`")
        _ = take(.colon)
        endLine()
        if isWhole { expectBlock(keyword, "The tools stand on the lines below: `name from native`.") }
        var tools: [ToolImportSyntax] = []
        block { parser in
            let tool = parser.tool()
            parser.endLine()
            if let tool { tools.append(tool) }
        }
        return .tools(tools)
    }

    private mutating func tool() -> ToolImportSyntax? {
        let form = "`name from native`, or `name from native as other`"
        guard let name = expectName("The name of the tool", form), expect(.from, form),
            let source = expectName("Where the tool comes from", form)
        else { return nil }
        var alias: NameSyntax?
        if take(.as) {
            alias = expectName("The other name", form)
            if alias == nil { return nil }
        }
        return ToolImportSyntax(name: name, source: source, alias: alias)
    }

    private mutating func threadError(_ keyword: SourceRange) -> DeclarationSyntax.Kind {
        advance()
        let isWhole = expect(.error, "`on thread error`")
        _ = take(.colon)
        endLine()
        if isWhole { expectBlock(keyword, "Its steps stand on the lines below.") }
        var draft = StepDraft(keyword: keyword, word: .on)
        block { parser in parser.line(of: &draft, .steps) }
        return .threadError(draft.steps)
    }
}
