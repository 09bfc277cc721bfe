extension Expression {
    /// Reads the text of an expression, such as `steps.clean.output.text ?? ""`.
    ///
    /// Takes time in proportion to the text. Trees have at most 64 levels.
    ///
    /// - Throws: ``ExpressionSyntaxError`` at the first fault.
    public init(parsing text: String) throws(ExpressionSyntaxError) {
        var parser = try ExpressionParser(Array(text.utf8))
        self = try parser.expression().checkingDepth(at: 0)
        guard parser.token.kind == .end else { throw parser.unexpected("An operator or the end") }
    }

    /// Reads a text in which expressions stand between `{{` and `}}`.
    ///
    /// Two braces that are meant are written as a string: `{{ "{{" }}`.
    ///
    /// - Throws: ``ExpressionSyntaxError`` at the first fault.
    public init(parsingTemplate text: String) throws(ExpressionSyntaxError) {
        let bytes = Array(text.utf8)
        var parts: [Expression] = []
        var start = 0
        var place = 0
        while place + 1 < bytes.count {
            guard bytes[place] == JSONByte.openBrace, bytes[place + 1] == JSONByte.openBrace else {
                place += 1
                continue
            }
            parts.appendText(bytes[start..<place])
            var parser = try ExpressionParser(bytes, at: place + 2)
            parts.append(try parser.expression().checkingDepth(at: place))
            try parser.expectClosingBraces()
            (start, place) = (parser.lexer.offset, parser.lexer.offset)
        }
        parts.appendText(bytes[start...])
        self = .template(parts)
    }

    private func checkingDepth(at offset: Int) throws(ExpressionSyntaxError) -> Expression {
        guard depth <= ExpressionParser.depthMax else {
            throw ExpressionSyntaxError(
                offset: offset, message: "The expression nests deeper than \(ExpressionParser.depthMax) levels.")
        }
        return self
    }
}

extension Reference {
    /// Reads the text of a path, such as `$.steps.clean.output.text`. The `$.` may be left out.
    ///
    /// - Throws: ``ExpressionSyntaxError`` at the first fault.
    public init(parsing text: String) throws(ExpressionSyntaxError) {
        var parser = try ExpressionParser(Array(text.utf8))
        self = try parser.path()
        guard parser.token.kind == .end else {
            throw parser.unexpected("The end of the path", hint: "Operators stand in {\"expr\": …}, not in a path.")
        }
    }
}

extension ExpressionParser {
    /// Ends an expression of a template. Nothing behind the braces is read as a token.
    fileprivate mutating func expectClosingBraces() throws(ExpressionSyntaxError) {
        guard token.kind == .mark(.closeBrace), lexer.takeClosingBrace() else { throw unexpected("\"}}\"") }
    }
}

extension [Expression] {
    fileprivate mutating func appendText(_ bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else { return }
        append(.literal(.string(String(decoding: bytes, as: UTF8.self))))
    }
}
