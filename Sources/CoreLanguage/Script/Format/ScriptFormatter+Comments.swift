/// Comments, which are put back by their place in the source.
extension ScriptFormatter {
    /// Writes the comments that stand in front of `offset` on lines of their own, and says whether there were any.
    @discardableResult
    mutating func comments(before offset: Int, _ level: Int, isFirst: Bool) -> Bool {
        var isFirst = isFirst
        let front = nextComment
        while let comment = pendingComment(before: offset) {
            writeAlone(comment, level, isFirst: isFirst)
            isFirst = false
        }
        return nextComment > front
    }

    /// Writes the comments at the end of a block that are indented like it.
    mutating func trailingComments(of blockStart: Int, _ level: Int, _ limit: Int) {
        guard level > 0, isFirstOnLine(blockStart) else { return }
        let blockColumn = indentation(of: blockStart)
        while let comment = pendingComment(before: limit), !comment.isTrailing,
            indentation(of: comment.range.start) >= blockColumn
        {
            writeAlone(comment, level, isFirst: false)
        }
    }

    /// Ends the line, or lines, of a statement or element that begins at `start` of the output, in front of what begins at `limit`
    /// of the source: the comment at its end, and above it those from within. Annotations from within follow it, since their order counts.
    mutating func endStatement(from start: Int, _ limit: Int, takesTrailing: Bool = true) {
        guard let last = lastTrailing(before: limit) else { return }
        let hoisted = tree.comments[nextComment..<(takesTrailing ? last : last + 1)]
        nextComment = last + 1
        let spaces = output[start...].prefix { $0 == JSONByte.space }.count
        var lines: [UInt8] = []
        for comment in hoisted where !isAnnotation(comment) {
            let indentation = columns(of: comment, spaces / Self.indentationWidth)
            lines.append(contentsOf: repeatElement(JSONByte.space, count: indentation))
            let range = text(of: comment)
            lines.append(contentsOf: source.bytes[range.start..<range.end])
            lines.append(JSONByte.lineFeed)
        }
        output.insert(contentsOf: lines, at: start)
        if takesTrailing {
            write("  ")
            write(text(of: tree.comments[last]))
        }
        for comment in hoisted where isAnnotation(comment) {
            output.append(JSONByte.lineFeed)
            write(text(of: comment))
        }
    }

    /// The last comment in front of `limit` that stands at the end of a line. There is no other statement before `limit`.
    private func lastTrailing(before limit: Int) -> Int? {
        var found: Int?
        var index = nextComment
        while index < tree.comments.count, tree.comments[index].range.start < limit {
            if tree.comments[index].isTrailing { found = index }
            index += 1
        }
        return found
    }

    /// Whether a comment lies in `range`.
    func hasComment(in range: SourceRange) -> Bool {
        var low = nextComment
        var high = tree.comments.count
        while low < high {
            let middle = (low + high) / 2
            if tree.comments[middle].range.start < range.start { low = middle + 1 } else { high = middle }
        }
        return low < tree.comments.count && tree.comments[low].range.start < range.end
    }

    private func pendingComment(before offset: Int) -> SyntaxTree.Comment? {
        guard nextComment < tree.comments.count, tree.comments[nextComment].range.start < offset else { return nil }
        return tree.comments[nextComment]
    }

    private mutating func writeAlone(_ comment: SyntaxTree.Comment, _ level: Int, isFirst: Bool) {
        beginLine(comment.range.start, 0, isFirst: isFirst)
        output.append(contentsOf: repeatElement(JSONByte.space, count: columns(of: comment, level)))
        write(text(of: comment))
        nextComment += 1
    }

    /// The comment without spaces at its end.
    func text(of comment: SyntaxTree.Comment) -> SourceRange {
        var end = comment.range.end
        while end > comment.range.start, ScriptByte.isSpace(source.bytes[end - 1]) { end -= 1 }
        return SourceRange(comment.range.start, end)
    }

    /// How far a comment is indented. Annotations stand at the front of their line, and no other comment becomes one.
    func columns(of comment: SyntaxTree.Comment, _ level: Int) -> Int {
        if isAnnotation(comment) { return 0 }
        return max(looksLikeAnnotation(comment) ? 1 : 0, level) * Self.indentationWidth
    }

    private func isAnnotation(_ comment: SyntaxTree.Comment) -> Bool {
        let start = comment.range.start
        let isAtFront = start == source.front || ScriptByte.endsLine(source.bytes[start - 1])
        return isAtFront && looksLikeAnnotation(comment)
    }

    private func looksLikeAnnotation(_ comment: SyntaxTree.Comment) -> Bool {
        let text = source.bytes[comment.range.start + 2..<comment.range.end]
        return text.first { !ScriptByte.isSpace($0) } == ScriptByte.at
    }

    private func isFirstOnLine(_ offset: Int) -> Bool {
        let line = source.line(source.lineIndex(of: offset))
        return source.bytes[line.start..<min(offset, line.end)].allSatisfy(ScriptByte.isSpace)
    }

    /// The columns in front of `offset` on its line, as far as they are spaces.
    private func indentation(of offset: Int) -> Int {
        let line = source.line(source.lineIndex(of: offset))
        return source.bytes[line.start..<min(offset, line.end)].prefix(while: ScriptByte.isSpace).reduce(0) {
            column, byte in
            byte == JSONByte.tab ? column + ScriptLexer.tabColumns - column % ScriptLexer.tabColumns : column + 1
        }
    }
}

extension ScriptFormatter {
    /// Writes the comments in front of `offset` within brackets, on lines of their own.
    mutating func innerComments(before offset: Int, _ level: Int) {
        while nextComment < tree.comments.count, tree.comments[nextComment].range.start < offset {
            let comment = tree.comments[nextComment]
            output.append(JSONByte.lineFeed)
            output.append(contentsOf: repeatElement(JSONByte.space, count: columns(of: comment, level)))
            write(text(of: comment))
            nextComment += 1
        }
    }
}
