/// A part of a script that has a name.
public struct ScriptOutline: Hashable, Sendable {
    /// What it is.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case script, block, field, enumeration, member, tool, step, binding, loop, branch, handler
    }

    /// Its name, or what it says of itself.
    public let name: String
    /// A few words more: a type, a tool.
    public let detail: String?
    /// What it is.
    public let kind: Kind
    /// All of it.
    public let range: SourceRange
    /// The name; it lies in ``range``.
    public let selection: SourceRange
    /// What is inside.
    public let children: [ScriptOutline]

    init(
        _ name: String, _ kind: Kind, detail: String? = nil, range: SourceRange, selection: SourceRange,
        children: [ScriptOutline] = []
    ) {
        self.name = name
        self.detail = detail
        self.kind = kind
        self.range = range
        self.selection = range.start <= selection.start && selection.end <= range.end ? selection : range
        self.children = children
    }
}

extension ScriptDocument {
    /// The parts of the script in the order of the source.
    public var outline: [ScriptOutline] {
        tree.items.map { item in
            switch item {
            case .declaration(let declaration): outline(of: declaration)
            case .step(let step): outline(of: step)
            }
        }
    }

    private func outline(of declaration: DeclarationSyntax) -> ScriptOutline {
        let word = source.text(at: declaration.keyword)
        func block(_ children: [ScriptOutline], _ kind: ScriptOutline.Kind = .block) -> ScriptOutline {
            ScriptOutline(word, kind, range: declaration.range, selection: declaration.keyword, children: children)
        }
        switch declaration.kind {
        case .script(let title, _):
            return ScriptOutline(
                title.map(\.text).flatMap { $0.isEmpty ? nil : $0 } ?? word, .script, range: declaration.range,
                selection: title?.range ?? declaration.keyword)
        case .version(let version):
            return ScriptOutline(
                word, .block, detail: version?.text, range: declaration.range, selection: declaration.keyword)
        case .input(let fields), .output(let fields), .stream(let fields), .env(let fields):
            return block(fields.map(outline))
        case .enumeration(let enumeration): return outline(of: enumeration, declaration.range)
        case .tools(let items):
            return block(
                items.map { item in
                    let name = item.alias ?? item.name
                    let range = item.name.range.joined(name.range).joined(item.source.range)
                    return ScriptOutline(
                        name.text, .tool, detail: item.source.text, range: range, selection: name.range)
                })
        case .threadError(let steps): return block(steps.map(outline), .handler)
        }
    }

    private func outline(of field: FieldSyntax) -> ScriptOutline {
        ScriptOutline(
            field.name.text, .field, detail: source.text(at: field.type.range), range: field.range,
            selection: field.name.range)
    }

    private func outline(of enumeration: EnumerationSyntax, _ range: SourceRange) -> ScriptOutline {
        let members = enumeration.members.map {
            ScriptOutline(source.text(at: $0.range), .member, range: $0.range, selection: $0.range)
        }
        return ScriptOutline(
            enumeration.name.text.isEmpty ? "enum" : enumeration.name.text, .enumeration, range: range,
            selection: enumeration.name.range, children: members)
    }

    private func outline(of step: StepSyntax) -> ScriptOutline {
        let word = source.text(at: step.keyword)
        if case .bind(let name, _, _) = step.kind {
            return ScriptOutline(name.text, .binding, detail: word, range: step.range, selection: name.range)
        }
        let label = step.label.flatMap { $0.text.isEmpty ? nil : $0 }
        return ScriptOutline(
            label?.text ?? word, step.kind.bodies.isEmpty ? .step : .loop, detail: detail(of: step, word, label),
            range: step.range, selection: label?.range ?? step.keyword, children: children(of: step))
    }

    private func detail(of step: StepSyntax, _ word: String, _ label: LabelSyntax?) -> String? {
        let binding = step.binding.map { "-> \($0.name.text)" }
        var parts: [String?] = [label == nil ? nil : word]
        if case .call(let tool?) = step.kind { parts.append(tool.text) }
        let words = (parts + [binding]).compactMap(\.self)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }

    private func children(of step: StepSyntax) -> [ScriptOutline] {
        switch step.kind {
        case .decide(let decision):
            decision.branches.map { part($0.name, $0.range, $0.body) }
        case .together(let lanes): lanes.map { part($0.name, $0.range, $0.body) }
        default: step.kind.bodies.flatMap { $0.map(outline) }
        }
    }

    private func part(_ name: LabelSyntax, _ range: SourceRange, _ steps: [StepSyntax]) -> ScriptOutline {
        ScriptOutline(
            name.text.isEmpty ? "\"\"" : name.text, .branch, range: range, selection: name.range,
            children: steps.map(outline))
    }
}
