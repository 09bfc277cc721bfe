/// A place where something is to be written, by what stands around it.
///
/// The word that stands there is taken for a name that nothing has, so that the line around it can be read, and the checker tells which
/// names are in sight there.
struct CompletionPlace {
    let document: ScriptDocument
    /// The source with a name at the place.
    let source: SourceText
    let statement: ScriptStatement
    /// The part of a word that is there in the document.
    let word: SourceRange
    /// The path in a text that the place is in: `{order.to`.
    let isInText: Bool
    /// The text that the place is in, when it is in no path there.
    let label: ScriptToken?

    private static let standIn = Array("_what_is_here".utf8)

    init(_ document: ScriptDocument, at offset: Int) {
        self.document = document
        let word = document.word(at: offset)
        self.word = word
        let bytes = document.source.bytes
        let tokens = ScriptLexer.lex(document.source).tokens
        let text = ScriptStatement(document.source, tokens, at: offset).text(around: offset)
        var name = Self.standIn
        var isInText = false
        if let text, Self.isPath(bytes, text, word.start) {
            isInText = true
            if word.end >= bytes.count || bytes[word.end] != JSONByte.closeBrace { name.append(JSONByte.closeBrace) }
            if text.flags.contains(.isBroken) { name.append(JSONByte.quote) }
        }
        self.isInText = isInText
        label = isInText ? nil : text
        guard label == nil else {
            source = document.source
            statement = ScriptStatement(source, tokens, at: offset)
            return
        }
        source = SourceText(bytes: Array(bytes[..<word.start]) + name + bytes[word.end...])
        statement = ScriptStatement(source, ScriptLexer.lex(source).tokens, at: word.start + 1)
    }

    /// Whether an open brace and a path stand before `place` in a text.
    private static func isPath(_ bytes: [UInt8], _ text: ScriptToken, _ place: Int) -> Bool {
        var front = place
        while front > Int(text.start) {
            let byte = bytes[front - 1]
            if byte == JSONByte.openBrace { return front < 2 || bytes[front - 2] != JSONByte.backslash }
            guard ScriptByte.continuesName(byte) || byte == JSONByte.point || byte == ScriptByte.question else {
                return false
            }
            front -= 1
        }
        return false
    }

    /// All that can be written here.
    func completions() -> [ScriptCompletion] {
        var items = label == nil ? (isInText ? path() : items()) : labels()
        let range =
            label.map { SourceRange(Int($0.start) + 1, max(Int($0.start) + 1, Int($0.end) - ($0.isClosed ? 1 : 0))) }
            ?? word
        var known: Set<String> = []
        items = items.filter { known.insert($0.kind.rawValue + $0.label).inserted }
        for index in items.indices where items[index].filter == nil { items[index].range = range }
        return items
    }

    // MARK: What the checker knows

    /// What is in sight here.
    func findings() -> (visible: [NameTable.Entry], base: ScriptType?) {
        let offset = word.start + 1
        let found = ScriptCompiler.findings(in: source, { $0.probe(at: offset) }, tools: document.tools)
        let visible = (found.findings.visible ?? []).map { found.entries[$0] }
        return (visible, found.findings.base)
    }

    private func path() -> [ScriptCompletion] {
        let isMember = word.start > 0 && source.bytes[word.start - 1] == JSONByte.point
        return isMember ? members(hasMethods: false) : names(findings().visible)
    }

    func names(_ entries: [NameTable.Entry]) -> [ScriptCompletion] {
        let inputs = document.compilation.declarations.inputs
        let descriptions = Dictionary(inputs.map { ($0.name, $0.description) }) { first, _ in first }
        return entries.map { entry in
            let isInput = entry.kind == .input
            return ScriptCompletion(
                entry.name, isInput ? .input : .binding, detail: entry.type.description,
                documentation: isInput ? descriptions[entry.name] ?? nil : nil, rank: isInput ? 3 : 2)
        }
    }

    /// What can stand behind the point.
    func members(hasMethods: Bool) -> [ScriptCompletion] {
        guard let base = findings().base else { return [] }
        if case .enumeration(let enumeration) = base, isQualified(enumeration) { return members(of: enumeration) }
        var items: [ScriptCompletion] = []
        if case .shape(let shape) = base.required {
            items = shape.fields.map {
                ScriptCompletion($0.name, .member, detail: $0.valueType.description, rank: 2)
            }
        }
        if case .optional = base { items = items.map(optional) }
        guard hasMethods else { return items }
        return items
            + CompletionList.functions { builtin in
                (FunctionTable.function(builtin.name)?.signatures ?? []).contains { signature in
                    guard let first = signature.parameters.first else { return false }
                    var unifier = TypeUnifier()
                    return unifier.accepts(base, for: first)
                }
            }
    }

    /// A member of what may be null is read with `?.`, which takes the place of the point.
    private func optional(_ item: ScriptCompletion) -> ScriptCompletion {
        guard word.start > 1, source.bytes[word.start - 1] == JSONByte.point,
            source.bytes[word.start - 2] != ScriptByte.question
        else { return item }
        var item = item
        item.range = SourceRange(word.start - 1, word.end)
        item.filter = "." + item.label
        item.insertion = "?." + item.label
        return item
    }

    private func isQualified(_ enumeration: EnumerationType) -> Bool {
        guard let point = statement.before.last, point.kind == .point, let name = statement.before.dropLast().last
        else {
            return false
        }
        return statement.text(of: name) == enumeration.name
    }

    func members(of enumeration: EnumerationType) -> [ScriptCompletion] {
        enumeration.members.compactMap { member in
            guard enumeration.isSymbolic, let name = member.stringValue else {
                return ScriptCompletion(member.description, .enumerationMember, detail: enumeration.name, rank: 1)
            }
            return ScriptCompletion(name, .enumerationMember, detail: enumeration.name, rank: 1)
        }
    }
}

extension ScriptStatement {
    /// The text whose inside `offset` is in.
    func text(around offset: Int) -> ScriptToken? {
        for place in [index, index + 1] where place < tokens.count {
            let token = tokens[place]
            guard token.kind == .string || token.kind == .textBlock || token.kind == .invalid,
                Int(token.start) < offset, source.bytes[Int(token.start)] == JSONByte.quote
            else { continue }
            if offset < Int(token.end) || offset == Int(token.end) && !token.isClosed { return token }
        }
        return nil
    }
}

extension ScriptToken {
    /// Whether a text has its end.
    var isClosed: Bool { !flags.contains(.isBroken) && kind != .invalid }
}

extension SyntaxTree {
    /// The place, with the step before which, or behind which, the names in sight are those of the place.
    func probe(at offset: Int) -> ScriptProbe {
        var probe = ScriptProbe(offset: offset)
        var steps = outermostBlock(around: offset)
        while let step = steps.last(where: { $0.range.start <= offset }) {
            let isBehind = step.range.end < offset
            probe.step = (step.keyword.start, isBehind)
            guard !isBehind else { break }
            steps = step.kind.bodies.last { ($0.first?.range.start ?? .max) <= offset } ?? []
        }
        return probe
    }
}

extension ScriptDocument {
    /// The comment behind a field of `input`.
    func description(ofInput entry: NameTable.Entry) -> String? {
        guard entry.kind == .input else { return nil }
        return compilation.declarations.inputs.first { $0.name == entry.name }?.description
    }
}
