/// Lines that are not what their place takes.
extension ScriptParser {
    /// A line where a step should be.
    mutating func notAStep() {
        fault(statementFault())
        skipStep()
    }

    private func statementFault() -> Diagnostic {
        let next = token(after: 1)
        switch kind {
        case .name where next.kind == .assign: return missingLet()
        case .name: return unknownWord()
        case .string where next.kind == .colon:
            return Diagnostic(
                .misplacedClause, at: current.range, "This branch belongs to no `decide`.", label: "no `decide` above",
                why: "Branches stand right below the `decide` they belong to, at its indentation or within it.")
        case .arrow, .streamArrow:
            return Diagnostic(
                .misplacedClause, at: current.range, "`\(text(of: current))` belongs to no step here.",
                label: "no step above",
                hint: "Indent it under the step whose value gets the name.")
        default:
            return Diagnostic(
                .unknownStatement, at: place, "No step begins with \(named(current)).", label: "step expected",
                hint: kind == .minus
                    ? "A line that goes on with the one above can't begin with `-`: put the operator at the end in brackets, or subtract on the same line."
                    : "A line begins with a word such as `do`, `let` or `emit`; a comment with `--`.")
        }
    }

    private func missingLet() -> Diagnostic {
        let name = text(of: current)
        return Diagnostic(
            .unknownStatement, at: current.range, "`\(Suggestion.clipped(name))` is given a value without `let`.",
            label: "`let` is missing",
            why:
                "A line `name = value` is an argument when it is indented under a step; a name gets its value with `let`.",
            hint: "Write `let \(Suggestion.clipped(name)) = …`, or indent the line under its step.",
            fix: Diagnostic.Fix(SourceRange(Int(current.start), Int(current.start)), "let "))
    }

    private func unknownWord() -> Diagnostic {
        let name = text(of: current)
        if word.beginsDeclaration || word == .on && token(after: 1).word == .thread {
            return Diagnostic(
                .misplacedDeclaration, at: current.range, "`\(name)` stands only at the outermost level.",
                label: "inside of a block", hint: "Move it to the front of the script, without indentation.")
        }
        if let clause = misplacedClause() { return clause }
        let known =
            ScriptWord.steps.map(\.text) + ["input", "output", "stream", "env", "enum", "import", "script", "version"]
        let nearest = Suggestion.nearest(to: name.lowercased(), among: known)
        let hint = Self.foreignStatements[name.lowercased()]
        return Diagnostic(
            .unknownStatement, at: current.range, "No step begins with `\(Suggestion.clipped(name))`.",
            label: hint == nil ? nearest.map { "did you mean `\($0)`?" } : nil,
            hint: hint
                ?? (nearest == nil
                    ? "Steps begin with \(ScriptWord.steps.map { "`\($0.text)`" }.joined(separator: ", "))." : nil),
            fix: hint == nil ? nearest.map { Diagnostic.Fix(current.range, $0) } : nil)
    }

    /// A clause that stands where no step is above it.
    private func misplacedClause() -> Diagnostic? {
        let owner: String
        switch word {
        case .when, .otherwise: owner = "`decide`"
        case .lane: owner = "`together`"
        case .undo: owner = "the step that it takes back"
        case .on where token(after: 1).word == .error:
            return Diagnostic(
                .misplacedClause, at: current.range.joined(token(after: 1).range),
                "`on error` belongs to no step here.",
                label: "no step above",
                hint: "Indent it under the step it belongs to; for the whole script there is `on thread error`.")
        case .on where token(after: 1).word == .pass || token(after: 1).word == .fail: owner = "`check`"
        case .retry, .fallback, .ignore: owner = "a step, behind `on error:`"
        default: return nil
        }
        return Diagnostic(
            .misplacedClause, at: current.range, "`\(text(of: current))` can't stand here.", label: "not in its place",
            hint: "It stands under \(owner), indented by 2 spaces more.")
    }

    /// What people write who come from other languages.
    private static let foreignStatements = [
        "for": "Write `each item in list`.", "foreach": "Write `each item in list`.",
        "while": "Write `repeat while condition`.", "loop": "Write `repeat 3 times` or `repeat until condition`.",
        "until": "Write `repeat until condition`.",
        "if": "Write `decide with rules`; `if … then … else …` is an expression.",
        "else": "Write `otherwise -> \"Branch\"` in `decide`.", "switch": "Write `decide with rules`.",
        "match": "Write `decide with rules`.", "case": "Write `when condition -> \"Branch\"` in `decide`.",
        "return": "Write `emit`, with the fields of the output under it.",
        "print": "Write `yield` to tell of something on the way.",
        "call": "Write `do \"label\" with tool`.", "var": "Write `let name = value`.",
        "const": "Write `let name = value`.",
        "set": "Write `let name = value`.", "sleep": "Write `wait 30s`.",
        "try": "Write `on error:` under the step that may fail.",
        "catch": "Write `on error:` under the step that may fail.",
        "throw": "Write `check false`, and under it `on fail: fail \"message\"`.",
        "parallel": "Write `together` with a `lane` for each, or `each item in list parallel 4`.",
        "async": "Write `together` with a `lane` for each.",
        "await": "Steps are waited for; `wait event \"name\"` waits for an event.",
        "def": "There are no functions; `run name` runs another script.",
        "function": "There are no functions; `run name` runs another script.",
        "func": "There are no functions; `run name` runs another script.",
        "class": "A type with fields is a shape: `{ name : type }`.",
        "break":
            "A loop ends by its condition, `repeat until done`; `each` takes `filter(list, x => …)` to leave elements out.",
        "continue":
            "Put the steps into a branch of `decide`; `each` takes `filter(list, x => …)` to leave elements out.",
        "type":
            "Types get no names: write `{ name : type }` where it is used. Certain texts are an `enum Name = A | B`.",
        "race":
            "There is no race: `together` waits for all of its lanes. A step that may last too long gets a `timeout`.",
        "goto": "`goto \"label\"` stands in a `check`: `on fail: goto \"label\"`.",
        "fail": "`fail` stands behind `on fail:` and `on error:`.",
    ]

    /// A line under a step that is neither an argument nor a clause of it.
    mutating func unknownLine(_ draft: inout StepDraft, _ parts: StepDraft.Parts) {
        let next = token(after: 1)
        if parts.contains(.lanes), word.beginsStep, word == .let || next.kind != .assign {
            return stepWithoutLane(&draft)
        }
        if parts.contains(.cases), kind == .name, Self.otherwiseWords.contains(text(of: current)),
            next.kind == .arrow || next.kind == .colon
        {
            fault(foreignOtherwise())
        } else if word.beginsStep || word.beginsDeclaration, kind == .name {
            let name = draft.word.text
            fault(
                Diagnostic(
                    .misplacedClause, at: current.range, "`\(text(of: current))` can't stand under `\(name)`.",
                    label: "a step in a step", why: "`\(name)` has arguments and clauses under it, and no steps.",
                    hint: "Indent it like `\(name)`, to let it follow."))
        } else if kind == .name, parts.contains(.arguments), next.kind == .colon || beginsValue(next) {
            fault(missingAssign(parts))
        } else if word == .on, next.kind == .name, parts.contains(.outcomes) || next.word != .pass && next.word != .fail
        {
            fault(unknownOccasion(next, parts))
        } else if let clause = kind == .name ? misplacedClause() : nil {
            fault(clause)
        } else {
            fault(
                Diagnostic(
                    .unknownStatement, at: place,
                    "\(named(current)) is nothing that stands under `\(draft.word.text)`.",
                    label: Suggestion.nearest(to: kind == .name ? text(of: current) : "", among: known(parts))
                        .map { "did you mean `\($0)`?" },
                    hint: "Under it stand \(known(parts).map { "`\($0)`" }.joined(separator: ", "))."))
        }
        skipStep()
    }

    private static let otherwiseWords: Set<String> = ["else", "default", "Else", "ELSE", "_"]

    /// `else -> "Branch"` in a `decide`.
    private func foreignOtherwise() -> Diagnostic {
        Diagnostic(
            .unknownStatement, at: current.range, "`\(text(of: current))` is no case of a `decide`.",
            label: "as in another language", hint: "Write `otherwise -> \"Branch\"`.",
            fix: Diagnostic.Fix(current.range, "otherwise"))
    }

    /// `on eror`.
    private func unknownOccasion(_ token: ScriptToken, _ parts: StepDraft.Parts) -> Diagnostic {
        let known = (parts.contains(.onError) ? ["error"] : []) + (parts.contains(.outcomes) ? ["pass", "fail"] : [])
        let nearest = Suggestion.nearest(to: text(of: token), among: known)
        return Diagnostic(
            .unknownStatement, at: token.range, "`on \(Suggestion.clipped(text(of: token)))` is no clause.",
            label: nearest.map { "did you mean `\($0)`?" },
            hint: known.isEmpty ? nil : "There is \(known.map { "`on \($0)`" }.joined(separator: ", ")).",
            fix: nearest.map { Diagnostic.Fix(token.range, $0) })
    }

    private func beginsValue(_ token: ScriptToken) -> Bool {
        switch token.kind {
        case .string, .textBlock, .number, .duration, .leftBracket, .leftBrace, .name:
            word == .none || word == .event || word == .type
        default: false
        }
    }

    private func missingAssign(_ parts: StepDraft.Parts) -> Diagnostic {
        let next = token(after: 1)
        let isColon = next.kind == .colon
        let nearest = Suggestion.nearest(
            to: text(of: current), among: known(parts).filter { $0.utf8.allSatisfy { $0 != 0x20 } })
        return Diagnostic(
            .wordExpected, at: isColon ? next.range : SourceRange(Int(current.end), Int(current.end)),
            "`=` is missing behind the name of the argument `\(Suggestion.clipped(text(of: current)))`.",
            label: isColon ? "write `=`" : "`=` expected",
            hint: nearest.map { "Under a step arguments are `name = value`; or did you mean `\($0)`?" }
                ?? "Under a step arguments are `name = value`.",
            fix: Diagnostic.Fix(
                isColon ? next.range : SourceRange(Int(current.end), Int(current.end)), isColon ? " =" : " ="))
    }

    /// What may stand under a step, in words.
    private func known(_ parts: StepDraft.Parts) -> [String] {
        var known: [String] = []
        if parts.contains(.arguments) { known.append("name = value") }
        if parts.contains(.cases) { known += ["when", "otherwise"] }
        if parts.contains(.lanes) { known.append("lane") }
        if parts.contains(.outcomes) { known += ["on pass", "on fail"] }
        if parts.contains(.onError) { known.append("on error") }
        if parts.contains(.undo) { known.append("undo with") }
        if parts.contains(.binding) { known.append("-> name") }
        return known
    }
}
