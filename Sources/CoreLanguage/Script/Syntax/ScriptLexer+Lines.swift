/// Lines and their indentation.
extension ScriptLexer {
    /// Goes to the next line that says something, past empty lines and comments, and adds the tokens of its layout; false at the end.
    mutating func beginLine() -> Bool {
        var isAfterEmptyLine = false
        while offset < bytes.count {
            let column = indentation()
            guard offset < bytes.count else { return false }
            let byte = bytes[offset]
            if ScriptByte.endsLine(byte) {
                isAfterEmptyLine = true
                skipLineEnd()
            } else if byte == JSONByte.minus, self.byte(at: offset + 1) == JSONByte.minus {
                comment(isTrailing: false)
                skipLineEnd()
            } else if isDescription(column, isAfterEmptyLine) {
                isAfterEmptyLine = false
            } else {
                layOut(column)
                return true
            }
        }
        return false
    }

    /// The column of the first byte that is no space.
    private mutating func indentation() -> Int {
        var column = 0
        var sawSpace = false
        var sawTab = false
        let start = offset
        while offset < bytes.count {
            if bytes[offset] == JSONByte.space {
                column += 1
                sawSpace = true
            } else if bytes[offset] == JSONByte.tab {
                column += Self.tabColumns - column % Self.tabColumns
                sawTab = true
            } else {
                break
            }
            offset += 1
        }
        if sawTab, sawSpace, offset < bytes.count, !ScriptByte.endsLine(bytes[offset]), brackets.isEmpty {
            if !lastLineWasMixed { tellMixedIndentation(start) }
            lastLineWasMixed = true
        } else if offset > start {
            lastLineWasMixed = false
        }
        return column
    }

    /// Takes a line of a script's description, and says whether it was one.
    private mutating func isDescription(_ column: Int, _ isAfterEmptyLine: Bool) -> Bool {
        guard let descriptionColumn, brackets.isEmpty else { return false }
        guard column > descriptionColumn else {
            self.descriptionColumn = nil
            return false
        }
        addPendingNewline()
        let start = offset
        skipToLineEnd()
        var end = offset
        while end > start, ScriptByte.isSpace(bytes[end - 1]) { end -= 1 }
        isFirstOnLine = true
        add(.textLine, start, end, isAfterEmptyLine ? .followsEmptyLine : [])
        skipLineEnd()
        return true
    }

    private mutating func addPendingNewline() {
        guard let end = pendingNewline else { return }
        isFirstOnLine = false
        add(.newline, end, end)
        pendingNewline = nil
    }

    /// The end of the line before, and the blocks that begin or end before this one.
    private mutating func layOut(_ column: Int) {
        if !brackets.isEmpty {
            let mayBeInside = column > statementColumn && !beginsStatement()
            if !guessesBrackets || mayBeInside || isClosingBracket(bytes[offset]) {
                isFirstOnLine = true
                return
            }
            brackets.removeAll()
            bracketCounts = [0, 0, 0]
            pendingNewline = tokens.last.map { Int($0.end) }
        }
        if pendingNewline != nil, column > statementColumn, continuesStatement() {
            pendingNewline = nil
            isFirstOnLine = true
            return
        }
        addPendingNewline()
        statementColumn = column
        sawIf = false
        if column > (indents.last ?? 0) {
            indents.append(column)
            add(.indent, offset, offset)
        } else {
            closeBlocks(downTo: column)
        }
        isFirstOnLine = true
        beginsDescription(column)
    }

    private mutating func closeBlocks(downTo column: Int) {
        while let innermost = indents.popLast() {
            guard innermost > column, let outer = indents.last else { return indents.append(innermost) }
            let isBetween = outer < column
            if isBetween { tellUnknownIndentation(column, between: outer, and: innermost) }
            // A field, an argument or a clause belongs to the block above it; a step rather follows that.
            if isBetween, !beginsStep() { return indents.append(column) }
            add(.dedent, offset, offset)
            if isBetween { return }
        }
    }

    /// Whether the line begins with the word of a step that no `:` or `=` makes the name of a field or an argument.
    private func beginsStep() -> Bool {
        var place = offset
        guard word(at: &place).beginsStep else { return false }
        return byte(at: place) != JSONByte.colon && byte(at: place) != ScriptByte.equal
            && byte(at: place) != ScriptByte.question
    }

    /// Whether the line begins as no element does: with an arrow, or with a word of the language and a name or text behind it.
    private func beginsStatement() -> Bool {
        if bytes[offset] == JSONByte.minus { return byte(at: offset + 1) == ScriptByte.greater }
        var place = offset
        let word = word(at: &place)
        guard word.beginsStep || [.on, .undo, .when, .otherwise, .lane].contains(word) else { return false }
        let next = byte(at: place)
        if !ScriptByte.beginsName(next) { return next == JSONByte.quote }
        return ![.and, .or, .then, .else].contains(self.word(at: &place))
    }

    /// The word at `place`, which goes on behind it and the space there.
    private func word(at place: inout Int) -> ScriptWord {
        var key: UInt64 = 0
        let start = place
        while ScriptByte.continuesName(byte(at: place)) {
            key = ScriptWordTable.key(key, byte(at: place))
            place += 1
        }
        let count = place - start
        while ScriptByte.isSpace(byte(at: place)) { place += 1 }
        return count <= ScriptWordTable.bytesMax ? words.word(key) : .none
    }

    private func isClosingBracket(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ")") || byte == JSONByte.closeBracket || byte == JSONByte.closeBrace
    }

    /// Notes that this line may have a description under it: `script` at the outermost level.
    private mutating func beginsDescription(_ column: Int) {
        guard indents.count == 1, nameHere().elementsEqual(Self.scriptWord) else { return }
        descriptionColumn = column
    }

    private static let scriptWord: [UInt8] = Array("script".utf8)

    private func nameHere() -> ArraySlice<UInt8> {
        let end = min(offset + Self.scriptWord.count + 1, bytes.count)
        return bytes[offset..<end].prefix { ScriptByte.continuesName($0) }
    }

    /// Whether this line, which is indented more than the statement above, goes on with it: it begins with an operator.
    private func continuesStatement() -> Bool {
        let next = byte(at: offset + 1)
        switch bytes[offset] {
        case JSONByte.plus, UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "%"), ScriptByte.less,
            ScriptByte.greater,
            ScriptByte.bar:
            return true
        case ScriptByte.equal, ScriptByte.bang: return next == ScriptByte.equal
        case JSONByte.point: return ScriptByte.beginsName(next)
        case ScriptByte.question: return next == ScriptByte.question || next == JSONByte.point
        case UInt8(ascii: "&"): return next == UInt8(ascii: "&")
        case UInt8(ascii: "a"): return isOperator(Self.and)
        case UInt8(ascii: "o"): return isOperator(Self.or)
        // The parser tells of it: this takes brackets.
        case UInt8(ascii: "t"): return sawIf && isOperator(Self.then)
        case UInt8(ascii: "e"): return sawIf && isOperator(Self.else)
        default: return false
        }
    }

    private static let and: [UInt8] = Array("and".utf8)
    private static let or: [UInt8] = Array("or".utf8)
    private static let then: [UInt8] = Array("then".utf8)
    private static let `else`: [UInt8] = Array("else".utf8)

    /// Whether this word is here, as an operator and not as the name of an argument or field.
    private func isOperator(_ word: [UInt8]) -> Bool {
        guard bytes[offset...].starts(with: word) else { return false }
        var place = offset + word.count
        if ScriptByte.continuesName(byte(at: place)) { return false }
        while ScriptByte.isSpace(byte(at: place)) { place += 1 }
        let isNamed = byte(at: place) == JSONByte.colon || byte(at: place) == ScriptByte.question
        return !isNamed && (byte(at: place) != ScriptByte.equal || byte(at: place + 1) == ScriptByte.equal)
    }
}
