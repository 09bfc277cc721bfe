extension Checker {
    /// Enumerations first, since the types of fields name them; then all else in its order.
    mutating func checkDeclarations() {
        for declaration in tree.declarations {
            if case .enumeration(let enumeration) = declaration.kind { check(enumeration) }
        }
        var seen: [String: SourceRange] = [:]
        for declaration in tree.declarations {
            if let word = declaration.kind.word {
                if let first = seen[word] {
                    reportTwice("`\(word)`", at: declaration.keyword, first: first)
                    continue
                }
                seen[word] = declaration.keyword
            }
            check(declaration)
        }
        for field in declarations.inputs {
            names.bind(
                NameTable.Entry(
                    name: field.name, range: field.range, kind: .input, type: field.valueType, region: region,
                    isRead: true))
        }
    }

    private mutating func check(_ declaration: DeclarationSyntax) {
        switch declaration.kind {
        case .script(let title, let description):
            declarations.title = title
            declarations.description = description
        case .version(let version):
            declarations.version = version
            if let version { check(version: version) }
        case .input(let fields): declarations.inputs = self.fields(fields, of: "input")
        case .output(let fields):
            declarations.hasOutputs = true
            declarations.outputs = self.fields(fields, of: "output")
        case .stream(let fields): declarations.stream = self.fields(fields, of: "stream")
        case .env(let fields): declarations.setEnv(self.fields(fields, of: "env"))
        case .tools(let items): for item in items { check(item) }
        case .enumeration, .threadError: break
        }
    }

    private mutating func check(version: LabelSyntax) {
        guard SemanticVersion(version.text) == nil else { return }
        report(
            Diagnostic(
                .versionMalformed, at: version.range, "\"\(Suggestion.clipped(version.text))\" is no version.",
                why: "Versions have three numbers, as https://semver.org has them.", hint: "Such as \"1.0.0\"."))
    }

    private mutating func check(_ item: ToolImportSyntax) {
        let tool = ToolName(item.name.text, from: item.source.text)
        let name = item.alias ?? item.name
        let isSourceKnown = ToolSignatures.sources.contains(tool.source)
        if !isSourceKnown { reportUnknown(source: item.source) }
        // Of an unknown source too: that the tool is not imported would be a second fault for the first.
        if let first = imports.add(.init(tool: tool, range: name.range, name: name.text)) {
            return reportTwice("The tool `\(name.text)`", at: name.range, first: first.range)
        }
        if isSourceKnown, tools[tool] == nil { reportUnknown(tool, at: item.name.range) }
    }

    private mutating func reportUnknown(source: NameSyntax) {
        let near = nearest(to: source.text, among: ToolSignatures.sources)
        report(
            Diagnostic(
                .unknownSource, at: source.range,
                "Tools come from `native`, `cloud` or `mcp`, not from `\(source.text)`.",
                hint: near.map { "Did you mean `\($0)`?" }, fix: near.map { .init(source.range, $0) }))
    }

    /// A tool from elsewhere may be known where the script runs; before it is published it has to be.
    private mutating func reportUnknown(_ tool: ToolName, at range: SourceRange) {
        let near = nearest(to: tool.name) { $0.tools.names(from: tool.source) }
        report(
            Diagnostic(
                isStrict ? .unknownTool : .unknownToolYet, at: range,
                "No tool `\(tool.name)` from `\(tool.source)` is known here.",
                why: isStrict ? nil : "Its arguments and its result are not checked.",
                hint: near.map { "Did you mean `\($0)`?" }, fix: near.map { .init(range, $0) }))
    }

    mutating func reportTwice(_ what: String, at range: SourceRange, first: SourceRange) {
        report(
            Diagnostic(
                .declaredTwice, at: range, "\(what) is declared twice.", label: "the second one",
                hint: "Keep one of them.", related: [.init(first, "the first one")]))
    }
}

extension DeclarationSyntax.Kind {
    /// The word of a declaration that a script has once.
    fileprivate var word: String? {
        switch self {
        case .script: "script"
        case .version: "version"
        case .input: "input"
        case .output: "output"
        case .stream: "stream"
        case .env: "env"
        case .threadError: "on thread error"
        case .enumeration, .tools: nil
        }
    }
}
