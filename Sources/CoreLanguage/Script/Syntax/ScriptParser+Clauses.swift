/// The lines under a step: arguments and clauses.
extension ScriptParser {
    /// Reads a line under a step with all that is indented under it.
    mutating func line(of draft: inout StepDraft, _ parts: StepDraft.Parts) {
        switch kind {
        case .arrow, .streamArrow:
            binding(&draft, parts)
            return endLine()
        case .name, .string:
            if token(after: 1).kind == .assign, parts.contains(.arguments) { return argument(&draft, parts) }
            if kind == .name { return clause(&draft, parts) }
            if token(after: 1).kind == .colon, parts.contains(.cases) { return branch(&draft) }
        default: break
        }
        parts.contains(.steps) ? notAStep() : unknownLine(&draft, parts)
    }

    private mutating func clause(_ draft: inout StepDraft, _ parts: StepDraft.Parts) {
        let next = token(after: 1).word
        switch word {
        case .on where next == .error: onError(&draft, parts)
        case .on where (next == .pass || next == .fail) && parts.contains(.outcomes): outcome(&draft)
        case .undo where next == .with: undo(&draft, parts)
        case .when where parts.contains(.cases): when(&draft)
        case .otherwise where parts.contains(.cases): otherwise(&draft)
        case .lane where parts.contains(.lanes): lane(&draft)
        default:
            guard parts.contains(.steps) else { return unknownLine(&draft, parts) }
            if let step = step() { draft.steps.append(step) }
        }
    }

    // MARK: Arguments

    private mutating func argument(_ draft: inout StepDraft, _ parts: StepDraft.Parts) {
        guard let name = memberName("`name = value`") else { return skipStep() }
        advance()
        let value = argumentValue(name, takesTypes: parts.contains(.typeArgument))
        draft.arguments.append(ArgumentSyntax(name, value, range(from: name.range.start)))
        endLine()
    }

    /// A value, or the type that the argument `type` is.
    private mutating func argumentValue(_ name: NameSyntax, takesTypes: Bool) -> ArgumentSyntax.Value {
        guard takesTypes, name.text == "type", kind == .name || kind == .leftBrace else {
            return .expression(expression())
        }
        return .type(type())
    }

    /// The members of an object in the place of lines: `do "x" with tool { a: 1 }`.
    mutating func objectArguments(takesTypes: Bool) -> [ArgumentSyntax] {
        var arguments: [ArgumentSyntax] = []
        bracketed(separator: .commasOrLines) { parser in
            let standsForItself = parser.standsForItself
            guard let name = parser.memberName("`{ name: value }`") else { return }
            if parser.take(.colon) || parser.take(.assign) {
                let value = parser.argumentValue(name, takesTypes: takesTypes)
                arguments.append(ArgumentSyntax(name, value, parser.range(from: name.range.start)))
            } else if !standsForItself {
                _ = parser.expect(.colon, ":", "`{ name: value }`")
            } else {
                let value = ExpressionSyntax(.name(name.text), name.range)
                arguments.append(ArgumentSyntax(name, .expression(value), name.range))
            }
        }
        return arguments
    }

    // MARK: Clauses

    /// Notes a clause of which there may be one, and says whether it is the first.
    mutating func isFirst(
        _ clause: StepDraft.Clause, _ what: String, _ range: SourceRange, _ draft: inout StepDraft
    ) -> Bool {
        guard let first = draft.place(of: clause) else {
            draft.places.append((clause, range))
            return true
        }
        tell(repeated(what, range, first: first))
        return false
    }

    /// `-> name`, `->> name`, `-> name = expression`.
    mutating func binding(_ draft: inout StepDraft, _ parts: StepDraft.Parts) {
        let arrow = current
        let isStream = kind == .streamArrow
        advance()
        guard let name = expectName("The name", isStream ? "`->> name`" : "`-> name`") else { return }
        var value: ExpressionSyntax?
        if kind == .assign, parts.contains(.bindingValue) {
            advance()
            value = expression()
        }
        let range = range(from: Int(arrow.start))
        guard parts.contains(.binding) else {
            tree.namesInFaults.insert(name.text)
            return tell(
                Diagnostic(
                    .misplacedClause, at: range, "`\(draft.word.text)` gives no value that a name could be bound to.",
                    label: "no value here", hint: "Remove it."))
        }
        guard isFirst(.binding, "The name for the value", range, &draft) else { return }
        draft.binding = BindingSyntax(name, isStream: isStream, value: value, range)
    }

    private mutating func onError(_ draft: inout StepDraft, _ parts: StepDraft.Parts) {
        let start = current.range
        let clause = errorClause()
        let head = start.joined(SourceRange(start.start, min(clause.range.end, start.end + 6)))
        guard parts.contains(.onError) else {
            return tell(
                Diagnostic(
                    .misplacedClause, at: head, misplaced("on error", draft.word), label: "not here",
                    why:
                        "It belongs to a step that can fail, or to the loop around it; for the whole script there is `on thread error`.",
                    hint: "Indent it under the step it belongs to."))
        }
        if isFirst(.onError, "`on error`", head, &draft) { draft.onError = clause }
    }

    private mutating func undo(_ draft: inout StepDraft, _ parts: StepDraft.Parts) {
        let start = current.range
        advance()
        let form = "`undo with tool`"
        let tool = expect(.with, form) ? expectName("The name of the tool", form) : nil
        let call = toolCall(tool, from: start.start)
        guard parts.contains(.undo) else {
            return tell(
                Diagnostic(
                    .misplacedClause, at: start, misplaced("undo", draft.word), label: "not here",
                    hint: "Indent it under the step that it takes back."))
        }
        if isFirst(.undo, "`undo`", start, &draft) { draft.undo = call }
    }

    private func misplaced(_ clause: String, _ word: ScriptWord) -> String {
        word == .on ? "`\(clause)` belongs to no step here." : "`\(clause)` can't stand under `\(word.text)`."
    }

    /// The object and the lines of arguments behind the name of a tool.
    mutating func toolCall(_ tool: NameSyntax?, from start: Int) -> ToolCallSyntax {
        var draft = StepDraft(keyword: SourceRange(start, start), word: .with)
        if kind == .leftBrace, !isSilent { draft.arguments = objectArguments(takesTypes: false) }
        endLine()
        body(&draft, .arguments)
        return ToolCallSyntax(tool: tool, arguments: draft.arguments, range: range(from: start))
    }
}
