/// The line that a place is in, and those that it stands under, by their tokens: that much is known of sources that can't be read, too.
struct ScriptStatement {
    let source: SourceText
    let tokens: ContiguousArray<ScriptToken>
    /// The tokens of the line, of which some may be behind the place.
    let range: Range<Int>
    /// The token at the place; the one it would stand before when there is none.
    let index: Int

    /// The statement at `offset`.
    init(_ source: SourceText, _ tokens: ContiguousArray<ScriptToken>, at offset: Int) {
        self.source = source
        self.tokens = tokens
        var low = 0
        var high = tokens.count
        while low < high {
            let middle = (low + high) / 2
            if Int(tokens[middle].end) < offset { low = middle + 1 } else { high = middle }
        }
        index = low
        var start = low
        while start > 0, !tokens[start - 1].kind.endsLine { start -= 1 }
        var end = low
        while end < tokens.count, !tokens[end].kind.endsLine { end += 1 }
        range = start..<end
    }

    private init(
        _ source: SourceText, _ tokens: ContiguousArray<ScriptToken>, _ range: Range<Int>, index: Int? = nil
    ) {
        self.source = source
        self.tokens = tokens
        self.range = range
        self.index = index ?? range.upperBound
    }

    /// The same line with the place before another of its tokens, or behind the last one.
    func at(_ index: Int) -> ScriptStatement { ScriptStatement(source, tokens, range, index: index) }

    /// What stands before the place, from the front of the statement.
    var before: ArraySlice<ScriptToken> {
        tokens[range.lowerBound..<max(range.lowerBound, min(index, range.upperBound))]
    }

    /// All of it.
    var all: ArraySlice<ScriptToken> { tokens[range] }

    /// The first token.
    var first: ScriptToken? { all.first }

    func text(of token: ScriptToken) -> String { source.text(at: token.range) }

    /// The statement that this one is indented under.
    var owner: ScriptStatement? {
        var place = range.lowerBound - 1
        var depth = 0
        while place >= 0 {
            if tokens[place].kind == .dedent { depth += 1 }
            if tokens[place].kind == .indent {
                if depth == 0 { return statement(endingBefore: place) }
                depth -= 1
            }
            place -= 1
        }
        return nil
    }

    private func statement(endingBefore place: Int) -> ScriptStatement? {
        var end = place
        while end > 0, tokens[end - 1].kind.endsLine { end -= 1 }
        var start = end
        while start > 0, !tokens[start - 1].kind.endsLine { start -= 1 }
        return start < end ? ScriptStatement(source, tokens, start..<end) : nil
    }

    /// The bracket that is open at the place, with its number.
    var openBracket: Int? {
        var open: [Int] = []
        for place in before.indices {
            if tokens[place].kind.closing != nil { open.append(place) }
            if tokens[place].kind.isClosing { _ = open.popLast() }
        }
        return open.last
    }

    /// Whether a token of this kind stands before the place, outside of brackets.
    func hasBefore(_ kind: ScriptToken.Kind) -> Bool {
        var depth = 0
        for token in before {
            if token.kind.closing != nil { depth += 1 }
            if token.kind.isClosing { depth -= 1 }
            if depth == 0, token.kind == kind { return true }
        }
        return false
    }

    /// Whether a word stands before the place.
    func hasBefore(_ word: ScriptWord) -> Bool { before.contains { $0.word == word } }

    /// The name behind the first of these words.
    func name(behind words: Set<ScriptWord>) -> String? {
        guard let place = all.firstIndex(where: { words.contains($0.word) }), place + 1 < range.upperBound,
            tokens[place + 1].kind == .name
        else { return nil }
        return text(of: tokens[place + 1])
    }
}

extension ScriptToken.Kind {
    /// Whether a value may end with it.
    var endsOperand: Bool {
        switch self {
        case .name, .number, .duration, .string, .textBlock, .rightParenthesis, .rightBracket, .rightBrace: true
        default: false
        }
    }
}
