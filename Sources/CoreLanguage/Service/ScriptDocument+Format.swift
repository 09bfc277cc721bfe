extension ScriptDocument {
    /// The change that gives the script the one layout; nil when it has errors and stays as it is, empty when nothing is to be changed.
    ///
    /// Lines at the front and at the end that stay the same are left out, and line ends are those that the script has most of.
    public func formatting() -> [ScriptEdit]? {
        guard let text = ScriptFormatter.format(tree, source) else { return nil }
        let new = SourceText(text)
        let old = source
        var front = 0
        let least = min(old.lineCount, new.lineCount)
        while front < least, isSame(old, front, new, front) { front += 1 }
        var back = 0
        while back < least - front, isSame(old, old.lineCount - 1 - back, new, new.lineCount - 1 - back) { back += 1 }
        guard front < old.lineCount - back || front < new.lineCount - back else { return [] }
        return [edit(old, new, front: front, back: back)]
    }

    /// The lines in the middle. What is taken away ends with the last of its lines, without its line end.
    private func edit(_ old: SourceText, _ new: SourceText, front: Int, back: Int) -> ScriptEdit {
        let end = lineEnd
        let replacement = (front..<(new.lineCount - back)).map { new.text(at: new.line($0)) }
        let oldLast = old.lineCount - back - 1
        if oldLast < front {
            // Lines are put in: before the line behind them, or behind the last one.
            guard front < old.lineCount else {
                return ScriptEdit(
                    SourceRange(old.bytes.count, old.bytes.count), replacement.map { end + $0 }.joined())
            }
            let start = old.line(front).start
            return ScriptEdit(SourceRange(start, start), replacement.map { $0 + end }.joined())
        }
        if replacement.isEmpty {
            // Lines are taken away, with the line end behind or before them.
            let start = front > 0 ? old.line(front - 1).end : old.line(front).start
            let stop = front > 0 ? old.line(oldLast).end : old.line(oldLast + 1).start
            return ScriptEdit(SourceRange(start, stop), "")
        }
        return ScriptEdit(
            SourceRange(old.line(front).start, old.line(oldLast).end), replacement.joined(separator: end))
    }

    private func isSame(_ left: SourceText, _ leftLine: Int, _ right: SourceText, _ rightLine: Int) -> Bool {
        let (first, second) = (left.line(leftLine), right.line(rightLine))
        return left.bytes[first.start..<first.end].elementsEqual(right.bytes[second.start..<second.end])
    }

    private var lineEnd: String {
        var pairs = 0
        var feeds = 0
        for (place, byte) in source.bytes.enumerated() where byte == JSONByte.lineFeed {
            if place > 0, source.bytes[place - 1] == JSONByte.carriageReturn { pairs += 1 } else { feeds += 1 }
        }
        return pairs > feeds ? "\r\n" : "\n"
    }
}
