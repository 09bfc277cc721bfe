/// Texts that a quote ends within braces: `"{join(list, ", ")}"`.
///
/// Such a text is two texts with something between them, which may be what was meant: `["{a", "b}"]`. So it is only noted,
/// and taken as one text when the line turns out to make no sense.
extension ScriptLexer {
    private static let insertionBytesMax = 1_024
    private static let brokenInsertionsMax = 1_000

    /// Notes the text from `start` to here, when it ends within braces that close further on in the line.
    mutating func noteBrokenInsertion(_ start: Int) {
        guard start >= insertionsReadTo, brokenInsertions.count < Self.brokenInsertionsMax else { return }
        let (end, isWhole) = endWithQuotesInBraces(start)
        guard end > offset else { return }
        insertionsReadTo = end
        if isWhole { brokenInsertions.append(SourceRange(start, end)) }
    }

    /// Where the text at `start` ends when quotes in braces do not end it, and whether it does at all.
    private func endWithQuotesInBraces(_ start: Int) -> (end: Int, isWhole: Bool) {
        let limit = min(start + Self.insertionBytesMax, bytes.count)
        var place = start + 1
        var depth = 0
        var isQuoted = false
        while place < limit, !ScriptByte.endsLine(bytes[place]) {
            switch bytes[place] {
            case JSONByte.backslash: place += 1
            case JSONByte.quote where depth == 0: return (place + 1, true)
            case JSONByte.quote: isQuoted.toggle()
            case JSONByte.openBrace where !isQuoted:
                if depth > 0 || ScriptByte.beginsName(byte(at: place + 1)) { depth += 1 }
            case JSONByte.closeBrace where !isQuoted && depth > 0: depth -= 1
            default: break
            }
            place += 1
        }
        return (min(place, limit), false)
    }

    /// Takes the text up to `end`, and tells of it.
    mutating func brokenInsertion(to end: Int) {
        let start = offset
        offset = end
        add(.invalid, start, end)
        tellBrokenInsertion(start)
    }
}
