/// Puts the text of a Markdown document together, line by line.
struct MarkdownBuilder {
    /// The marks that a block of code lies between.
    private struct Fence {
        let mark: UInt8
        let count: Int
    }

    private var result = Outline()
    private var fence: Fence?
    /// The lines of the paragraph that is being read.
    private var paragraph: [ArraySlice<UInt8>] = []

    /// The whole text, and the headings in it.
    mutating func outline() -> Outline {
        endParagraph()
        return result
    }

    mutating func take(_ line: ArraySlice<UInt8>) {
        let (indent, rest) = Self.indented(line)
        if let open = fence {
            let (count, behind) = Self.run(of: open.mark, rest)
            if indent < 4, count >= open.count, behind.allSatisfy({ $0 == 0x20 }) { fence = nil } else { append(line) }
            return
        }
        if rest.isEmpty {
            endParagraph()
            return append([])
        }
        // What is indented that far is code, unless it goes on with a paragraph.
        if indent >= 4, paragraph.isEmpty { return append(line) }
        if indent < 4, takeFence(rest) || takeHeading(rest) || takeUnderline(rest) || Self.isDefinition(rest) { return }
        paragraph.append(line)
    }

    // MARK: Blocks

    private mutating func takeFence(_ line: ArraySlice<UInt8>) -> Bool {
        for mark in [UInt8(ascii: "`"), UInt8(ascii: "~")] {
            let (count, info) = Self.run(of: mark, line)
            guard count >= 3, mark == UInt8(ascii: "~") || !info.contains(mark) else { continue }
            endParagraph()
            fence = Fence(mark: mark, count: count)
            return true
        }
        return false
    }

    /// `#` to `######` and a space, with or without such marks at the end.
    private mutating func takeHeading(_ line: ArraySlice<UInt8>) -> Bool {
        let (level, rest) = Self.run(of: UInt8(ascii: "#"), line)
        guard (1...6).contains(level), rest.first.map({ $0 == 0x20 || $0 == 0x09 }) != false else { return false }
        endParagraph()
        var title = Self.trimmed(rest)
        let unmarked = title.prefix(
            (title.lastIndex { $0 != UInt8(ascii: "#") } ?? title.startIndex - 1) + 1 - title.startIndex)
        if unmarked.isEmpty || unmarked.last == 0x20 { title = Self.trimmed(unmarked) }
        addHeading(level, title)
        return true
    }

    /// A line of `=` or `-` makes the paragraph above it a heading; without one it is a rule, or text.
    private mutating func takeUnderline(_ line: ArraySlice<UInt8>) -> Bool {
        guard let mark = line.first, [UInt8(ascii: "="), UInt8(ascii: "-")].contains(mark) else { return false }
        let (_, rest) = Self.run(of: mark, line)
        guard rest.allSatisfy({ $0 == 0x20 }), let first = paragraph.first.map({ Self.trimmed($0) }),
            !["- ", "* ", "+ ", ">"].contains(where: { first.starts(with: Array($0.utf8)) })
        else { return false }
        let title = Array(paragraph.map { Self.trimmed($0) }.joined(separator: [0x20]))
        paragraph = []
        addHeading(mark == UInt8(ascii: "=") ? 1 : 2, title[...])
        return true
    }

    /// `[name]: address`, which shows nowhere.
    private static func isDefinition(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first == UInt8(ascii: "["), let end = line.firstIndex(of: UInt8(ascii: "]")) else { return false }
        let rest = line[(end + 1)...]
        return end > line.startIndex + 1 && rest.first == UInt8(ascii: ":") && rest.dropFirst().contains { $0 > 0x20 }
            && line[line.startIndex + 1] != UInt8(ascii: "^")
    }

    private mutating func addHeading(_ level: Int, _ title: ArraySlice<UInt8>) {
        let text = MarkdownInline.text(title)
        result.add(level: level, title: text[...], at: result.text.count)
        append(text)
    }

    private mutating func endParagraph() {
        guard !paragraph.isEmpty else { return }
        append(MarkdownInline.text(Array(paragraph.joined(separator: [0x0a]))[...]))
        paragraph = []
    }

    private mutating func append(_ line: some Collection<UInt8>) {
        result.text += line
        result.text.append(0x0a)
    }

    // MARK: Lines

    /// How far a line is indented, where a tab counts to the next fourth column, and what follows.
    private static func indented(_ line: ArraySlice<UInt8>) -> (Int, ArraySlice<UInt8>) {
        var (column, index) = (0, line.startIndex)
        while index < line.endIndex, line[index] == 0x20 || line[index] == 0x09 {
            column += line[index] == 0x20 ? 1 : 4 - column % 4
            index += 1
        }
        return (column, line[index...])
    }

    private static func run(of mark: UInt8, _ line: ArraySlice<UInt8>) -> (Int, ArraySlice<UInt8>) {
        let rest = line.drop { $0 == mark }
        return (line.count - rest.count, rest)
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let head = line.drop { $0 <= 0x20 }
        return head.prefix((head.lastIndex { $0 > 0x20 } ?? head.startIndex - 1) + 1 - head.startIndex)
    }
}
