/// Braces: paths whose values are inserted, and braces that are themselves.
extension ScriptTextReader {
    /// `{name}`, or a brace that is itself.
    mutating func brace(_ end: Int) {
        let start = offset
        if let (expression, after) = path(end) {
            if inserts {
                warnOfForeignForm(start, after, end)
                flush()
                parts.append(.interpolation(expression))
                offset = after
                return
            }
            tellPlain(start, after)
        } else if inserts {
            tellText(start, end)
        }
        pending.append(bytes[start])
        lastPlainBrace = start
        offset = start + 1
    }

    /// Warns of `${name}` and `{{name}}`, as other languages write an insertion.
    private mutating func warnOfForeignForm(_ start: Int, _ after: Int, _ end: Int) {
        let written = String(decoding: bytes[start..<after], as: UTF8.self)
        let shown = Suggestion.clipped(written)
        if bytes[start - 1] == ScriptByte.dollar {
            warn(
                Diagnostic(
                    .foreignInsertion, at: SourceRange(start - 1, after), "`$` stays in the text, before the value.",
                    label: "a `$` and an insertion",
                    hint: "Write `\(shown)`. Where a dollar sign is meant, write `\\u{24}\(shown)`.",
                    fix: Diagnostic.Fix(SourceRange(start - 1, start), "")))
        } else if lastPlainBrace == start - 1, after < end, bytes[after] == JSONByte.closeBrace {
            warn(
                Diagnostic(
                    .foreignInsertion, at: SourceRange(start - 1, after + 1),
                    "The outer braces stay in the text, around the value.", label: "one pair is enough",
                    hint: "Write `\(shown)`. Where braces are meant around the value, write `\\{\(shown)\\}`.",
                    fix: Diagnostic.Fix(SourceRange(start - 1, after + 1), written)))
        }
    }

    /// The path in the braces that open here, and the place behind them.
    private func path(_ end: Int) -> (ExpressionSyntax, Int)? {
        var place = offset + 1
        let start = place
        guard let root = name(&place, end), !Self.reserved.contains(root.text) else { return nil }
        var expression = ExpressionSyntax(.name(root.text), root.range)
        var count = 0
        while place < end, bytes[place] != JSONByte.closeBrace {
            let isOptional = bytes[place] == ScriptByte.question
            if isOptional { place += 1 }
            guard place < end, bytes[place] == JSONByte.point else { return nil }
            place += 1
            guard let member = name(&place, end), count < Self.pathMax else { return nil }
            expression = ExpressionSyntax(
                .member(expression, member, isOptional: isOptional), SourceRange(start, place))
            count += 1
        }
        return place < end ? (expression, place + 1) : nil
    }

    /// Whether a number or a bracket begins here, with an operator and a value behind it. A range such as `1-2` and a
    /// repetition such as `2,3` is none.
    private func reckons(_ start: Int, _ end: Int) -> Bool {
        guard Self.beginsOperand(bytes[start]) else { return false }
        var place = start + 1
        while place < end, bytes[place] != JSONByte.closeBrace, bytes[place] != JSONByte.openBrace {
            let isSpaced = bytes[place - 1] == JSONByte.space
            let isOperator = Self.operators.contains(bytes[place]) || bytes[place] == JSONByte.minus && isSpaced
            place += 1
            guard isOperator else { continue }
            // What is passed over here is not looked at again, so that a text takes time in proportion to its length.
            while place < end, bytes[place] == JSONByte.space { place += 1 }
            if place < end, ScriptByte.beginsName(bytes[place]) || Self.beginsOperand(bytes[place]) { return true }
        }
        return false
    }

    private static let operators = Set("+*/%".utf8)

    private static func beginsOperand(_ byte: UInt8) -> Bool {
        JSONByte.digit(byte) < 10 || byte == UInt8(ascii: "(")
    }

    private static let reserved: Set<String> = ["true", "false", "null", "and", "or", "not", "if", "then", "else"]

    private func name(_ place: inout Int, _ end: Int) -> NameSyntax? {
        let start = place
        guard place < end, ScriptByte.beginsName(bytes[place]) else { return nil }
        while place < end, ScriptByte.continuesName(bytes[place]) { place += 1 }
        guard place - start <= ScriptLexer.nameBytesMax else { return nil }
        return NameSyntax(String(decoding: bytes[start..<place], as: UTF8.self), SourceRange(start, place))
    }

    private mutating func tellPlain(_ start: Int, _ after: Int) {
        let written = String(decoding: bytes[start..<after], as: UTF8.self)
        warn(
            Diagnostic(
                .textIsPlain, at: SourceRange(start, after),
                "`\(Suggestion.clipped(written))` inserts nothing in this text.",
                label: "plain text here",
                why: "Labels, patterns and descriptions are known before the script runs.",
                hint: "Write `\\{` to say that the brace is meant as it is.",
                fix: Diagnostic.Fix(SourceRange(start, start), "\\")))
    }

    /// Warns of braces around something that begins with a name but is no path, or that reckons.
    private mutating func tellText(_ start: Int, _ end: Int) {
        var place = start + 1
        while place < end, bytes[place] == JSONByte.space { place += 1 }
        guard place < end, ScriptByte.beginsName(bytes[place]) || reckons(place, end) else { return }
        while place < end, bytes[place] != JSONByte.closeBrace, bytes[place] != JSONByte.openBrace { place += 1 }
        guard place < end, bytes[place] == JSONByte.closeBrace else { return }
        warn(
            Diagnostic(
                .braceIsText, at: SourceRange(start, place + 1),
                "These braces insert nothing, and stand in the text as they are.",
                label: "no name and no path",
                why: "Only a name or a path is inserted: `{name}`, `{order.total}`.",
                hint: "Give the value a name with `let` first; or write `\\{` when the brace is meant as it is."))
    }
}
