/// What can be wrong with the text of a script.
extension ScriptLexer {
    private mutating func tell(_ diagnostic: Diagnostic) {
        if diagnostics.count < Self.diagnosticsMax { diagnostics.append(diagnostic) }
    }

    private func written(_ start: Int, _ end: Int) -> String {
        Suggestion.clipped(String(decoding: bytes[start..<end].prefix(256), as: UTF8.self))
    }

    mutating func tellMixedIndentation(_ start: Int) {
        tell(
            Diagnostic(
                .mixedIndentation, at: SourceRange(start, offset),
                "This line is indented with tabs and spaces.", label: "tabs and spaces",
                why:
                    "A tab counts to the next multiple of \(Self.tabColumns) columns here, and editors show it with another width.",
                hint: "Indent with spaces, 2 for each level; formatting the script does that."))
    }

    mutating func tellUnknownIndentation(_ column: Int, between outer: Int, and inner: Int) {
        tell(
            Diagnostic(
                .unknownIndentation, at: SourceRange(offset - min(offset, column), offset),
                "This line is indented by \(column) columns, which fits no line above.",
                label: "\(column) columns",
                why: "The block above it is indented by \(inner) columns, and what is around that by \(outer).",
                hint: "Indent it by \(inner) columns to go on with the block, or by \(outer) to end it."))
    }

    mutating func tellNameTooLong(_ start: Int) {
        tell(
            Diagnostic(
                .nameTooLong, at: SourceRange(start, offset),
                "A name of \(offset - start) bytes is too long.", label: "longer than \(Self.nameBytesMax) bytes",
                hint: "Give it a name of at most \(Self.nameBytesMax) bytes."))
    }

    mutating func tellUnterminated(_ start: Int) {
        tell(
            Diagnostic(
                .unterminatedText, at: SourceRange(start, offset),
                "The text that begins here has no end on its line.", label: "`\"` is missing",
                hint:
                    "Close it with `\"`. A text of several lines stands in `\"\"\"`, and a quote in a text is `\\\"`.",
                fix: Diagnostic.Fix(SourceRange(offset, offset), "\"")))
    }

    mutating func tellBrokenInsertion(_ start: Int) {
        tell(
            Diagnostic(
                .quoteInInsertion, at: SourceRange(start, offset), "A quote within `{…}` ends this text.",
                label: "quotes in braces",
                why: "Only a name or a path is inserted: `{name}`, `{order.total}`.",
                hint: "Give the value a name on a line above, `let value = …`, and insert that: `{value}`."))
    }

    mutating func tellUnterminatedBlock(_ start: Int) {
        tell(
            Diagnostic(
                .unterminatedText, at: SourceRange(start, start + 3),
                "The text that begins here has no end.", label: "never closed",
                hint: "Close it with `\"\"\"`, best on a line of its own."))
    }

    mutating func tellApostrophes(_ start: Int) {
        guard !toldOfCharacter, diagnostics.count < Self.diagnosticsMax else { return }
        let content = String(decoding: bytes[start + 1..<offset - 1], as: UTF8.self)
        let fix = content.contains("\"") ? nil : Diagnostic.Fix(SourceRange(start, offset), "\"\(content)\"")
        tellOfCharacter(
            Diagnostic(
                .unknownCharacter, at: SourceRange(start, offset), "Texts stand in double quotes.",
                label: "write `\"` in place of `'`", hint: "Write \(Suggestion.clipped("\"\(content)\"")).", fix: fix))
    }

    mutating func tellTypographicText(_ start: Int) {
        guard !toldOfCharacter, diagnostics.count < Self.diagnosticsMax else { return }
        let content = String(decoding: bytes[start..<offset], as: UTF8.self).unicodeScalars.dropFirst().dropLast()
        tellOfCharacter(
            Diagnostic(
                .unknownCharacter, at: SourceRange(start, offset), "Texts stand in straight quotes: `\"`.",
                label: "typographic quotes", hint: "Write \(Suggestion.clipped("\"\(String(content))\"")).",
                fix: Diagnostic.Fix(SourceRange(start, offset), "\"\(String(content))\"")))
    }

    mutating func tellForeignName(_ start: Int) {
        guard !toldOfCharacter, diagnostics.count < Self.diagnosticsMax else { return }
        if let scalar = written(start, offset).unicodeScalars.first, !scalar.properties.isAlphabetic {
            return tellForeignMark(scalar, start)
        }
        tellOfCharacter(
            Diagnostic(
                .unknownCharacter, at: SourceRange(start, offset),
                "`\(written(start, offset))` is no name.", label: "letters beyond ASCII",
                why: "Names are ASCII letters, digits and `_`, so that they can be typed and told apart everywhere.",
                hint: "Other letters may stand in texts and comments."))
    }

    /// A dash, a space that is none, or a sign.
    private mutating func tellForeignMark(_ scalar: Unicode.Scalar, _ start: Int) {
        let range = SourceRange(start, start + UTF8.width(scalar))
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        let minus: Unicode.Scalar = "\u{2212}"
        switch scalar == minus ? .dashPunctuation : scalar.properties.generalCategory {
        case .dashPunctuation:
            tellOfCharacter(
                Diagnostic(
                    .unknownCharacter, at: range, "`\(scalar)` is no operator.", label: "write `-`",
                    why: "This dash, \(code), is another than the one that subtracts.",
                    fix: Diagnostic.Fix(range, "-")))
        case .spaceSeparator, .format, .control, .lineSeparator, .paragraphSeparator:
            tellOfCharacter(
                Diagnostic(
                    .unknownCharacter, at: range, "The character \(code), which is not to be seen, means nothing here.",
                    hint: "Remove it, or write a space.", fix: Diagnostic.Fix(range, " ")))
        default:
            tellOfCharacter(
                Diagnostic(
                    .unknownCharacter, at: range, "`\(scalar)` means nothing here.",
                    hint: "It may stand in texts and comments."))
        }
    }

    mutating func tellCharacter(_ start: Int, _ end: Int) {
        guard !toldOfCharacter, diagnostics.count < Self.diagnosticsMax else { return }
        let scalar = Unicode.Scalar(bytes[start])
        let isPrinted = bytes[start] > 0x20 && bytes[start] < 0x7F
        let name = isPrinted ? "`\(scalar)`" : "The control character U+00\(Self.hexadecimal(bytes[start]))"
        tellOfCharacter(
            Diagnostic(
                .unknownCharacter, at: SourceRange(start, end), "\(name) means nothing here.",
                hint: Self.hint(bytes[start])))
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.utf8.count == 1 ? "0" + digits : digits
    }

    private static func hint(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: ";"): "A statement ends with its line; nothing else is needed."
        case UInt8(ascii: "&"): "The operator is the word `and`; texts are joined with `+`."
        case UInt8(ascii: "$"): "In a text a value is inserted with `{name}`; elsewhere its name stands alone."
        case UInt8(ascii: "@"): "Annotations are comments: `-- @tag value`."
        case ScriptByte.apostrophe, UInt8(ascii: "`"): "Texts stand in double quotes: `\"…\"`."
        case UInt8(ascii: "\\"): "A line goes on with the next one when that is indented and begins with an operator."
        default: nil
        }
    }

    mutating func tellForeignOperator(_ written: String, _ meant: String, _ why: String) {
        guard !toldOfCharacter, diagnostics.count < Self.diagnosticsMax else { return }
        let range = SourceRange(offset - written.utf8.count, offset)
        tellOfCharacter(
            Diagnostic(
                .foreignOperator, at: range, "`\(written)` is written `\(meant)` here.", label: "write `\(meant)`",
                why: why,
                fix: Diagnostic.Fix(range, meant)))
    }

    mutating func tellForeignComment(_ start: Int, _ count: Int) {
        guard !toldOfCharacter, diagnostics.count < Self.diagnosticsMax else { return }
        let range = SourceRange(start, start + count)
        let mark = String(decoding: bytes[start..<start + count], as: UTF8.self)
        tellOfCharacter(
            Diagnostic(
                .foreignOperator, at: range, "`\(mark)` begins no comment.", label: "write `--`",
                hint: "A comment begins with `--` and ends with its line.", fix: Diagnostic.Fix(range, "--")))
    }

    mutating func tellForeignDivision(_ start: Int) {
        guard !toldOfCharacter, diagnostics.count < Self.diagnosticsMax else { return }
        tellOfCharacter(
            Diagnostic(
                .foreignOperator, at: SourceRange(start, start + 2), "`//` is no operator.",
                label: "write `div(…, …)`", why: "`a / b` gives a number, which need not be whole.",
                hint: "Integers are divided with `div(a, b)`; a comment begins with `--`."))
    }

    /// One of these on a line is enough: what follows is most likely of the same kind.
    private mutating func tellOfCharacter(_ diagnostic: Diagnostic) {
        tell(diagnostic)
        toldOfCharacter = true
    }
}
