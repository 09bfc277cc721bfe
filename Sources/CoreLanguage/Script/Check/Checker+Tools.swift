extension Checker {
    /// `do "…" with tool`.
    mutating func checkCall(_ step: StepSyntax, _ tool: NameSyntax?) -> FlowResult {
        guard let tool else {
            checkAlone(step.arguments)
            return finish(step, .unknown, item: .unknown, kind: .result)
        }
        let signature = resolve(tool)
        let type = checkCall(tool, signature, step.arguments, at: tool.range)
        let item = signature.map { $0.item } ?? .some(.any)
        return finish(step, type, item: item, kind: .result)
    }

    /// A tool in `fallback` and `undo with`. Gives the type of its result.
    mutating func checkCall(_ call: ToolCallSyntax) -> ScriptType {
        guard let tool = call.tool else {
            checkAlone(call.arguments)
            return .unknown
        }
        return checkCall(tool, resolve(tool), call.arguments, at: tool.range)
    }

    private mutating func checkCall(
        _ tool: NameSyntax, _ signature: ToolSignature?, _ arguments: [ArgumentSyntax], at place: SourceRange
    ) -> ScriptType {
        guard let signature else {
            checkAlone(arguments)
            return resolutions.tools[tool.range.start] == nil ? .unknown : .any
        }
        let type = check(arguments, against: signature, of: "`\(tool.text)`", at: place)
        return type.map { signature.result.adding("value", $0) } ?? signature.result
    }

    /// The tool that a name stands for, which is noted; nil when nothing is known of its arguments.
    mutating func resolve(_ name: NameSyntax) -> ToolSignature? {
        guard let tool = tool(of: name) else { return nil }
        let signature = tools[tool]
        // The signature names the version that it is of, which the program keeps to.
        resolutions.tools[name.range.start] = signature?.tool ?? tool
        return signature
    }

    private mutating func tool(of name: NameSyntax) -> ToolName? {
        if let tool = imports.use(name.text) { return tool }
        let model = ToolName(name.text, from: ToolSignatures.modelSource)
        if tools[model] != nil { return model }
        reportNotImported(name)
        return nil
    }

    private mutating func reportNotImported(_ name: NameSyntax) {
        let native = ToolName(name.text, from: "native")
        if tools[native] != nil {
            let place = tree.declarations.first { if case .tools = $0.kind { true } else { false } }?.range
            let line = "  \(name.text) from native\n"
            let fix =
                place == nil ? Diagnostic.Fix(SourceRange(importPlace, importPlace), "import tools\n" + line) : nil
            return report(
                Diagnostic(
                    .toolNotImported, at: name.range, "The tool `\(name.text)` is not imported.",
                    why: "A script says which tools it can use, so that whoever starts it can tell.",
                    hint: "Add `\(name.text) from native` under `import tools`.", fix: fix))
        }
        let known = imports.names + tools.names(from: ToolSignatures.modelSource) + tools.names(from: "native")
        let near = nearest(to: name.text, among: known)
        if let near { _ = imports.use(near) }
        report(
            Diagnostic(
                .toolNotImported, at: name.range, "There is no tool `\(Suggestion.clipped(name.text))` here.",
                label: "neither imported nor a model capability",
                hint: near.map { "Did you mean `\($0)`?" }
                    ?? "Add it under `import tools`, such as `\(name.text) from cloud`.",
                fix: near.map { .init(name.range, $0) }))
    }

    /// The front of the first step, where an `import tools` can be put.
    private var importPlace: Int {
        tree.steps.first?.range.start ?? tree.declarations.last?.range.end ?? 0
    }

    /// The tools that a model may use: a list of names, which must be known beforehand.
    mutating func checkTools(_ arguments: [ArgumentSyntax]) {
        for argument in arguments where argument.name.text == "tools" {
            guard case .expression(let expression) = argument.value, !expression.isMissing else { continue }
            guard case .list(let elements) = expression.unwrapped.kind else {
                reportNotConstant(expression, "The list of tools")
                continue
            }
            for element in elements {
                switch element.unwrapped.kind {
                case .name(let name): _ = resolve(NameSyntax(name, element.unwrapped.range))
                case .missing: break
                default:
                    if let text = element.plainText {
                        _ = resolve(NameSyntax(text, element.range))
                    } else {
                        reportNotConstant(element, "The name of a tool")
                    }
                }
            }
        }
    }
}

extension ScriptType {
    /// A shape with one more field, in the place of one of the same name.
    func adding(_ name: String, _ type: ScriptType) -> ScriptType {
        guard case .shape(let shape) = self else { return self }
        return .shaped(shape.fields.filter { $0.name != name } + [.init(name, type)])
    }
}
