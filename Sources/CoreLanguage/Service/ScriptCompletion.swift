/// Something that can be written at a place.
public struct ScriptCompletion: Hashable, Sendable {
    /// What it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case keyword, binding, input, function, member, field, enumeration, enumerationMember, tool, type, annotation,
            label
    }

    /// What it is called in a list.
    public let label: String
    /// What it is.
    public let kind: Kind
    /// A few words: a type, a signature.
    public var detail: String?
    /// What it is good for, as Markdown.
    public var documentation: String?
    /// What is written.
    public var insertion: String
    /// What is taken away for it: the part of the word that stands there.
    public var range: SourceRange
    /// What the text at ``range`` is held against; ``label`` when nil.
    public var filter: String?
    /// What comes first in a list: small numbers.
    public var rank: Int

    init(
        _ label: String, _ kind: Kind, detail: String? = nil, documentation: String? = nil, insertion: String? = nil,
        rank: Int = 5
    ) {
        self.label = label
        self.kind = kind
        self.detail = detail
        self.documentation = documentation
        self.insertion = insertion ?? label
        self.rank = rank
        range = SourceRange(0, 0)
    }
}

extension ScriptDocument {
    /// What can be written at `offset`, all of it, whatever part of a word stands there.
    public func completions(at offset: Int) -> [ScriptCompletion] {
        let offset = min(max(0, offset), source.bytes.count)
        if let comment = tree.comments.first(where: { $0.range.start < offset && offset <= $0.range.end }) {
            return CompletionList.annotations(source, comment.range, offset)
        }
        return CompletionPlace(self, at: offset).completions()
    }
}

/// Lists that are the same everywhere.
enum CompletionList {
    static func keywords(_ words: [ScriptWord], rank: Int = 5) -> [ScriptCompletion] {
        words.map {
            ScriptCompletion($0.text, .keyword, documentation: KeywordTexts.text(of: $0), rank: rank)
        }
    }

    static func phrases(_ phrases: KeyValuePairs<String, ScriptWord>, rank: Int = 4) -> [ScriptCompletion] {
        phrases.map { text, word in
            ScriptCompletion(text, .keyword, documentation: KeywordTexts.text(of: word), rank: rank)
        }
    }

    /// Functions with their forms; those of `x.f()` are given without the first argument.
    static func functions(where isWanted: (Builtin) -> Bool = { _ in true }) -> [ScriptCompletion] {
        Builtins.chapters.flatMap(\.builtins).filter(isWanted).map { builtin in
            ScriptCompletion(
                builtin.name, .function, detail: builtin.signatures.first, documentation: builtin.markdown, rank: 7)
        }
    }

    static func types(_ declarations: ScriptDeclarations) -> [ScriptCompletion] {
        let own = declarations.enumerations.map { enumeration in
            ScriptCompletion(
                enumeration.name, .enumeration,
                detail: enumeration.members.prefix(8).map { $0.stringValue ?? $0.description }.joined(separator: " | "),
                rank: 3)
        }
        return own
            + TypeNames.canonical.map { ScriptCompletion($0, .type, documentation: TypeTexts.types[$0], rank: 4) }
    }

    static func constraint(_ kind: ConstraintKind) -> ScriptCompletion {
        ScriptCompletion(
            kind.rawValue, .keyword, detail: kind.form, documentation: "A constraint of \(kind.typeWords).")
    }

    /// Inside of `-- @name`.
    static func annotations(_ source: SourceText, _ comment: SourceRange, _ offset: Int) -> [ScriptCompletion] {
        let isOutermost = comment.start == source.front || ScriptByte.endsLine(source.bytes[comment.start - 1])
        let word = source.word(at: offset)
        var place = word.start
        guard isOutermost, place > comment.start, source.bytes[place - 1] == ScriptByte.at else { return [] }
        place -= 1
        guard source.bytes[(comment.start + 2)..<max(comment.start + 2, place)].allSatisfy(ScriptByte.isSpace) else {
            return []
        }
        return TypeTexts.annotations.map { name, text in
            var item = ScriptCompletion(name, .annotation, documentation: text)
            item.range = word
            return item
        }
    }
}

extension Builtin {
    /// What it is, with its forms and an example.
    var markdown: String {
        let forms = signatures.map { name + $0 }.joined(separator: "\n")
        let example = examples.first.map { "\n\n```scriptum\n\($0.source)  -- \($0.result)\n```" } ?? ""
        return "```scriptum\n\(forms)\n```\n\n\(summary)\(example)"
    }
}

extension ToolSignature {
    /// What it does and takes.
    var markdown: String {
        let lines = fields.map { field in
            let name = field.isRequired ? "**`\(field.name)`**" : "`\(field.name)`"
            let value = field.defaultValue.map { " (default `\($0)`)" } ?? ""
            return "- \(name): `\(field.shownType)`\(value). \(field.summary)"
        }
        let head = summary.isEmpty ? "" : summary + "\n\n"
        return head + lines.joined(separator: "\n") + "\n\nGives `\(result)`."
    }
}

extension ToolSignature.Field {
    /// The type as it is written for this argument.
    var shownType: String {
        switch form {
        case .plain: type.description
        case .duration: "duration"
        case .type: "a type"
        }
    }
}
