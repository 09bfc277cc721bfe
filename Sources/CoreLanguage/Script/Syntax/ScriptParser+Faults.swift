/// The faults that many places can have.
extension ScriptParser {
    /// The token here in words, such as "the name `x`".
    func named(_ token: ScriptToken) -> String {
        switch token.kind {
        case .end: "the end of the script"
        case .newline, .indent, .dedent, .textLine: "the end of the line"
        case .string, .textBlock: "a text"
        case .number: "the number `\(clipped(token))`"
        case .duration: "the duration `\(clipped(token))`"
        default: "`\(clipped(token))`"
        }
    }

    private func clipped(_ token: ScriptToken) -> String {
        let text = String(decoding: bytes[Int(token.start)..<Int(token.end)].prefix(256), as: UTF8.self)
        return Suggestion.clipped(text)
    }

    /// Where a fault of the current token is: the token, or the place behind the last one at the end of a line.
    var place: SourceRange { kind.endsLine ? gap : current.range }

    /// Something is here where the line should end.
    func unexpected() -> Diagnostic {
        let found = named(current)
        switch kind {
        case .assign:
            return Diagnostic(
                .lineEndExpected, at: current.range, "`=` can't stand here.", label: "did you mean `==`?",
                why: "`=` gives a value to a name at the front of a line; values are compared with `==`.",
                hint: "To compare, write `==`.", fix: Diagnostic.Fix(current.range, "=="))
        case .rightParenthesis, .rightBracket, .rightBrace:
            return Diagnostic(
                .unclosedBracket, at: current.range, "\(found) closes nothing.", label: "no bracket is open here",
                hint: "Remove it, or open the bracket where it should begin.", fix: Diagnostic.Fix(current.range, ""))
        case .string, .number, .duration, .name, .textBlock:
            return Diagnostic(
                .lineEndExpected, at: current.range, "The line should end before \(found).", label: "not expected here",
                hint: kind == .name
                    ? Self.surplusHint(word, text(of: current)) : "Join values with an operator, or leave it out.")
        default:
            return Diagnostic(
                .lineEndExpected, at: current.range, "The line should end before \(found).", label: "not expected here",
                hint: surplusMarkHint)
        }
    }

    private var surplusMarkHint: String? {
        switch kind {
        case .question: "A choice is written `if condition then one else other`."
        case .leftParenthesis: "The arguments of a step stand on the lines below it: `name = value`."
        default: nil
        }
    }

    private static func surplusHint(_ word: ScriptWord, _ text: String) -> String? {
        if word == .then || word == .else { return "`if … then … else …` begins with `if`." }
        if let found = foreignWords[text] { return found }
        let known = [
            ScriptWord.with, .in, .from, .parallel, .sleep, .batch, .times, .until, .while, .max, .as, .to, .every,
        ]
        let near = text.utf8.count > 2 ? Suggestion.nearest(to: text, among: known.map(\.text)) : nil
        return near.map { "Did you mean `\($0)`?" }
            ?? "Join values with an operator, and put each step on a line of its own."
    }

    private static let foreignWords = [
        "is": "Values are compared with `==`.", "equals": "Values are compared with `==`.",
        "xor": "Write `a != b` for one or the other.", "mod": "The remainder is `%`.",
        "div": "Integers are divided with `div(a, b)`.",
        "in": "Whether a list holds a value is `contains(list, value)`.",
        "AND": "Write `and`.", "OR": "Write `or`.", "do": "A body stands on the lines below, indented by 2 spaces.",
    ]

    /// Takes a word that must be here; false when another thing is.
    mutating func expect(_ word: ScriptWord, _ form: String) -> Bool {
        if take(word) { return true }
        fault(missing(word.text, form))
        return false
    }

    /// Takes a mark that must be here; false when another thing is.
    mutating func expect(_ kind: ScriptToken.Kind, _ mark: String, _ form: String) -> Bool {
        if take(kind) { return true }
        fault(missing(mark, form))
        return false
    }

    private func missing(_ wanted: String, _ form: String) -> Diagnostic {
        if kind == .assign, wanted == "->" || wanted == "then" { return unexpected() }
        let isTypo = kind == .name && Suggestion.nearest(to: text(of: current), among: [wanted]) != nil
        return Diagnostic(
            .wordExpected, at: place, "`\(wanted)` is missing before \(named(current)).",
            label: isTypo ? "did you mean `\(wanted)`?" : "`\(wanted)` expected",
            hint: "The form is \(form).",
            fix: isTypo ? Diagnostic.Fix(current.range, wanted) : nil)
    }

    /// Takes a name that must be here, which is `what`.
    mutating func expectName(_ what: String, _ form: String) -> NameSyntax? {
        if kind == .name { return takeName() }
        fault(
            Diagnostic(
                .nameExpected, at: place, "\(what) is missing before \(named(current)).", label: "name expected",
                why: kind == .string ? "A text in quotes is a label or a value; names stand without quotes." : nil,
                hint: "The form is \(form)."))
        return nil
    }

    /// Takes a text without interpolation that must be here, which is `what`.
    mutating func expectLabel(_ what: String, _ form: String) -> LabelSyntax? {
        if kind == .string { return label() }
        let fix = kind == .name ? Diagnostic.Fix(current.range, "\"\(text(of: current))\"") : nil
        fault(
            Diagnostic(
                .textExpected, at: place, "\(what) is missing before \(named(current)).",
                label: "text in quotes expected",
                hint: "The form is \(form).", fix: fix))
        return nil
    }

    /// The second of two clauses of which there may be one.
    func repeated(_ what: String, _ range: SourceRange, first: SourceRange) -> Diagnostic {
        Diagnostic(
            .repeatedClause, at: range, "\(what) stands twice here.", label: "the second one",
            hint: "Keep one of them.", related: [Diagnostic.Related(first, "the first one")])
    }
}

extension ScriptParser {
    /// Something is here where an expression should be.
    mutating func expressionFault() {
        let hint: String? =
            switch kind {
            case .name where word == .if: "Put it in brackets: `(if … then … else …)`."
            case .name where word == .not: "Put it in brackets: `(not …)`."
            case .name: "`\(word.text)` stands between two values."
            case .assign: "Values are compared with `==`; a name gets its value with `let name = value`."
            case .plus: "There is no `+` in front of a number."
            case .star, .slash, .percent, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .coalesce:
                "This operator stands between two values."
            default: nil
            }
        fault(
            Diagnostic(
                .expressionExpected, at: place, "A value is missing before \(named(current)).", label: "value expected",
                hint: hint))
    }
}
