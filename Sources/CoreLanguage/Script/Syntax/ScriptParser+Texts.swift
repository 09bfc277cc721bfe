/// Texts as expressions, and texts that are labels.
extension ScriptParser {
    /// Takes the text that is here, with what is inserted in it.
    mutating func textExpression() -> ExpressionSyntax {
        let token = current
        advance()
        height = 1
        if token.flags.contains(.isBroken) { isSilent = true }
        let isBlock = token.kind == .textBlock
        if !isBlock, token.flags.isDisjoint(with: [.hasEscapes, .hasBraces, .isBroken]) {
            let content = plainContent(token)
            return ExpressionSyntax(.text(content.isEmpty ? [] : [.text(content)], isBlock: false), token.range)
        }
        var reader = ScriptTextReader(bytes, token, inserts: true)
        reader.read()
        take(reader)
        return ExpressionSyntax(.text(reader.parts, isBlock: isBlock), token.range)
    }

    /// Takes the text that is here, in which braces mean nothing.
    mutating func label() -> LabelSyntax? {
        guard kind == .string else { return nil }
        let token = current
        advance()
        if token.flags.contains(.isBroken) { isSilent = true }
        if token.flags.isDisjoint(with: [.hasEscapes, .hasBraces, .isBroken]) {
            return LabelSyntax(plainContent(token), token.range)
        }
        var reader = ScriptTextReader(bytes, token, inserts: false)
        reader.read()
        take(reader)
        return LabelSyntax(reader.wholeText, token.range)
    }

    @inline(__always)
    private func plainContent(_ token: ScriptToken) -> String {
        String(decoding: bytes[Int(token.start) + 1..<Int(token.end) - 1], as: UTF8.self)
    }

    private mutating func take(_ reader: ScriptTextReader) {
        for diagnostic in reader.diagnostics { tell(diagnostic) }
    }

    /// The lines `-- @name value`, and which of them mean nothing.
    mutating func readAnnotations() {
        for comment in comments where !comment.isTrailing {
            guard let annotation = annotation(comment.range) else { continue }
            tree.annotations.append(annotation)
            if warningCount < Self.diagnosticsMax, !Self.annotationNames.contains(annotation.name.text) {
                tell(unknown(annotation))
            }
        }
    }

    private static let annotationNames = [
        "accepts_content_type", "accepts_extension", "author", "tag", "license", "homepage", "deprecated",
    ]

    private func unknown(_ annotation: SyntaxTree.Annotation) -> Diagnostic {
        let nearest = Suggestion.nearest(to: annotation.name.text, among: Self.annotationNames)
        return Diagnostic(
            .unknownAnnotation, at: annotation.name.range,
            "The annotation `@\(Suggestion.clipped(annotation.name.text))` is unknown.",
            label: nearest.map { "did you mean `@\($0)`?" },
            hint: "There are \(Self.annotationNames.map { "`@\($0)`" }.joined(separator: ", ")).",
            fix: nearest.map { Diagnostic.Fix(annotation.name.range, $0) })
    }

    /// The annotation that a comment at the front of a line is; nil for any other comment.
    private func annotation(_ range: SourceRange) -> SyntaxTree.Annotation? {
        let isOutermost = range.start == source.front || ScriptByte.endsLine(bytes[range.start - 1])
        guard isOutermost else { return nil }
        var place = range.start + 2
        while place < range.end, ScriptByte.isSpace(bytes[place]) { place += 1 }
        guard place < range.end, bytes[place] == ScriptByte.at else { return nil }
        let start = place + 1
        place = start
        while place < range.end, ScriptByte.continuesName(bytes[place]) { place += 1 }
        guard place > start else { return nil }
        let name = NameSyntax(source.text(at: SourceRange(start, place)), SourceRange(start, place))
        while place < range.end, ScriptByte.isSpace(bytes[place]) { place += 1 }
        var end = range.end
        while end > place, ScriptByte.isSpace(bytes[end - 1]) { end -= 1 }
        let value = SourceRange(place, end)
        return SyntaxTree.Annotation(name, LabelSyntax(source.text(at: value), value))
    }
}
