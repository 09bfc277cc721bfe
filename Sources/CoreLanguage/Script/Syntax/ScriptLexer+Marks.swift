/// Operators, brackets, and bytes that mean nothing.
extension ScriptLexer {
    /// The mark that begins with `byte`.
    mutating func mark(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "("): open(.leftParenthesis, 0)
        case JSONByte.openBracket: open(.leftBracket, 1)
        case JSONByte.openBrace: open(.leftBrace, 2)
        case UInt8(ascii: ")"): close(.leftParenthesis, 0)
        case JSONByte.closeBracket: close(.leftBracket, 1)
        case JSONByte.closeBrace: close(.leftBrace, 2)
        case JSONByte.comma: take(.comma, 1)
        case JSONByte.colon: colon()
        case JSONByte.point: take(.point, 1)
        case JSONByte.plus: take(.plus, 1)
        case UInt8(ascii: "*"): take(.star, 1)
        case UInt8(ascii: "/"): slash()
        case UInt8(ascii: "%"): take(.percent, 1)
        case JSONByte.minus: minus()
        case ScriptByte.question: question()
        case ScriptByte.equal: equal()
        case ScriptByte.bang: bang()
        case ScriptByte.less: followed(by: ScriptByte.equal) ? take(.lessOrEqual, 2) : take(.less, 1)
        case ScriptByte.greater: followed(by: ScriptByte.equal) ? take(.greaterOrEqual, 2) : take(.greater, 1)
        case ScriptByte.bar: followed(by: ScriptByte.bar) ? foreignWord(.or) : take(.bar, 1)
        case UInt8(ascii: "&") where followed(by: byte): foreignWord(.and)
        case UInt8(ascii: "#"): foreignComment()
        case ScriptByte.apostrophe: apostrophe()
        default: unknown()
        }
    }

    @inline(__always)
    private func followed(by byte: UInt8) -> Bool { self.byte(at: offset + 1) == byte }

    @inline(__always)
    private mutating func take(_ kind: ScriptToken.Kind, _ count: Int) {
        offset += count
        add(kind, offset - count, offset)
    }

    private mutating func open(_ kind: ScriptToken.Kind, _ index: Int, count: Int = 1) {
        brackets.append(kind)
        bracketCounts[index] += 1
        take(kind == .leftBracket && count == 2 ? .optionalBracket : kind, count)
    }

    /// A closing bracket ends the innermost one of its kind, and those within; where there is none it ends the innermost of all.
    private mutating func close(_ opening: ScriptToken.Kind, _ index: Int) {
        let isKnown = bracketCounts[index] > 0
        if brackets.last != opening { sawMismatch = true }
        while let innermost = brackets.popLast() {
            bracketCounts[innermost == .leftParenthesis ? 0 : innermost == .leftBracket ? 1 : 2] -= 1
            if !isKnown || innermost == opening { break }
        }
        take(opening.closing ?? .invalid, 1)
    }

    private mutating func colon() {
        guard followed(by: ScriptByte.equal) else { return take(.colon, 1) }
        take(.assign, 2)
        tellForeignOperator(":=", "=", "A value is given with `=`.")
    }

    private mutating func slash() {
        guard followed(by: UInt8(ascii: "/")) || followed(by: UInt8(ascii: "*")) else { return take(.slash, 1) }
        foreignComment()
    }

    private mutating func minus() {
        guard followed(by: ScriptByte.greater) else { return take(.minus, 1) }
        byte(at: offset + 2) == ScriptByte.greater ? take(.streamArrow, 3) : take(.arrow, 2)
    }

    private mutating func question() {
        switch byte(at: offset + 1) {
        case ScriptByte.question: take(.coalesce, 2)
        case JSONByte.point: take(.optionalPoint, 2)
        case JSONByte.openBracket: open(.leftBracket, 1, count: 2)
        default: take(.question, 1)
        }
    }

    private mutating func equal() {
        if followed(by: ScriptByte.greater) { return take(.doubleArrow, 2) }
        guard followed(by: ScriptByte.equal) else { return take(.assign, 1) }
        guard byte(at: offset + 2) == ScriptByte.equal else { return take(.equal, 2) }
        take(.equal, 3)
        tellForeignOperator("===", "==", "There is one equality: values are equal when their types and contents are.")
    }

    private mutating func bang() {
        guard followed(by: ScriptByte.equal) else { return take(.bang, 1) }
        guard byte(at: offset + 2) == ScriptByte.equal else { return take(.notEqual, 2) }
        take(.notEqual, 3)
        tellForeignOperator("!==", "!=", "There is one equality: values are equal when their types and contents are.")
    }

    private mutating func foreignWord(_ word: ScriptWord) {
        let written = String(decoding: bytes[offset..<offset + 2], as: UTF8.self)
        take(.name, 2)
        tokens[tokens.count - 1].word = word
        tellForeignOperator(written, word.text, "The operators of logic are the words `and`, `or` and `not`.")
    }
}
