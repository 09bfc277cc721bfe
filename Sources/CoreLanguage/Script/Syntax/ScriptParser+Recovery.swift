/// How reading goes on after a fault.
extension ScriptParser {
    /// Takes the end of the line; what is in front of it does not belong there.
    mutating func endLine() {
        if !kind.endsLine { fault(unexpected()) }
        skipLine()
        isSilent = false
    }

    /// Takes all up to the end of the line, and that.
    mutating func skipLine() {
        while !kind.endsLine { skip() }
        _ = take(.newline)
    }

    /// Takes the block that begins here, if one does, with all that is in it.
    mutating func skipBlock() {
        guard kind == .indent else { return }
        var level = 0
        repeat {
            if kind == .indent { level += 1 }
            if kind == .dedent { level -= 1 }
            skip()
        } while level > 0 && kind != .end
    }

    /// Goes to the end of this element: a comma, the bracket that closes what is around it, or the end of the line; where line breaks part elements
    /// also to the front of a line.
    mutating func skipElement() {
        var level = 0
        let front = index
        while !kind.endsLine {
            if kind.closing != nil {
                level += 1
            } else if kind.isClosing {
                if level == 0 { return }
                level -= 1
            } else if level == 0, kind == .comma || (linesSeparate && current.isFirstOnLine && index > front) {
                return
            }
            skip()
        }
    }

    /// Goes past what is nested too deeply: to the bracket that closes what is around it, or the end of the line.
    mutating func skipNested() {
        var level = 0
        while !kind.endsLine {
            if kind.closing != nil { level += 1 }
            if kind.isClosing {
                if level == 0 { return }
                level -= 1
            }
            skip()
        }
    }

    /// Takes a token that is not read. A name in it may be bound there.
    mutating func skip() {
        if kind == .name, tree.namesInFaults.count < Self.diagnosticsMax {
            tree.namesInFaults.insert(text(of: current))
        }
        advance()
    }

    /// Counts one level more; past the last one it tells of it, and the caller skips what is here. Expressions and types may
    /// have one level more than blocks: the outermost is in nothing.
    mutating func enter(_ depthMax: Int = Self.depthMax) -> Bool {
        guard depth < depthMax else {
            fault(tooDeep(current.range))
            return false
        }
        depth += 1
        return true
    }

    func tooDeep(_ range: SourceRange) -> Diagnostic {
        Diagnostic(
            .nestedTooDeeply, at: range, "This is nested more than \(Self.depthMax) levels deep.",
            label: "one level too many",
            why:
                "Blocks, brackets, types and operators in a row count together, so that no script can exhaust a machine.",
            hint: "Give a part of it a name with `let`, or move it to a script of its own.")
    }

    /// Reads the lines of the block that begins here, if one does; `line` takes one with all that belongs to it.
    mutating func block(_ line: (inout ScriptParser) -> Void) {
        guard kind == .indent else { return }
        guard enter() else {
            isSilent = false
            return skipBlock()
        }
        advance()
        while kind != .dedent, kind != .end {
            let front = index
            if kind == .indent {
                unexpectedBlock(line)
            } else if !take(.newline) {
                line(&self)
            }
            if index == front { skip() }
        }
        _ = take(.dedent)
        depth -= 1
    }

    /// Reads a block that belongs to no line as if its lines were not indented more.
    mutating func unexpectedBlock(_ line: (inout ScriptParser) -> Void) {
        if !isSilent, !beginsClause(token(after: 1), token(after: 2)) {
            let lineRange = source.line(source.lineIndex(of: Int(current.start)))
            tell(
                Diagnostic(
                    .indentationExpected, at: SourceRange(lineRange.start, Int(current.start)),
                    "This line is indented more than the line above, which takes no lines under it.",
                    label: "too much indentation",
                    hint: "Indent it like the line above."))
        }
        isSilent = false
        block(line)
    }

    /// Where a comment of another language stands, what is missing in front of it is no second fault.
    mutating func forgetConsequences() {
        let comments = Set(diagnostics.filter { $0.code == .foreignOperator }.map(\.range.start))
        guard !comments.isEmpty else { return }
        diagnostics.removeAll { diagnostic in
            guard diagnostic.code == .expressionExpected || diagnostic.code == .typeExpected else { return false }
            var place = diagnostic.range.start
            while place < bytes.count, ScriptByte.isSpace(bytes[place]) { place += 1 }
            return comments.contains(place)
        }
    }

    /// Whether a line that begins with these is told of as a clause without its step, which says how far to indent it.
    private func beginsClause(_ first: ScriptToken, _ second: ScriptToken) -> Bool {
        switch first.word {
        case .on: second.word == .error || second.word == .pass || second.word == .fail
        case .undo, .when, .otherwise: second.kind != .assign
        default: first.kind == .arrow || first.kind == .streamArrow
        }
    }
}
