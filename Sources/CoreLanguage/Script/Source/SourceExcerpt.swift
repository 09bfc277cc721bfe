/// Lines of a source with places marked in them.
struct SourceExcerpt {
    let source: SourceText
    /// How many digits line numbers have.
    let gutter: Int
    let isColoured: Bool

    /// The most columns of a line that are shown.
    static let columnsMax = 100
    /// The columns in front of a place that are shown of a long line.
    private static let columnsBefore = 30

    /// How a place is marked.
    enum Style {
        case error, warning, related, gutter

        private var code: String {
            switch self {
            case .error: "1;31"
            case .warning: "1;33"
            case .related: "1;36"
            case .gutter: "34"
            }
        }

        var mark: String { self == .related ? "-" : "^" }

        func painted(_ text: String, _ isColoured: Bool) -> String {
            isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
        }
    }

    /// A gutter without a line.
    var empty: String { Style.gutter.painted(spaces(gutter) + " |", isColoured) }

    /// What is to be known of a place: `= hint: …`.
    func note(_ name: String, _ text: String) -> String {
        Style.gutter.painted(spaces(gutter) + " =", isColoured) + " \(name): " + Self.printable(text)
    }

    /// The line at `range`, or its first and its last, with marks and the label under the last mark.
    func lines(at range: SourceRange, label: String?, _ style: Style) -> [String] {
        let first = source.lineIndex(of: range.start)
        let last = source.lineIndex(of: max(range.start, range.end - 1))
        guard last > first else { return marked(first, range, label, style) }
        let end = source.line(first).end
        let head = marked(first, SourceRange(range.start, max(end, range.start)), nil, style)
        let between = last > first + 1 ? [Style.gutter.painted(spaces(gutter) + " :", isColoured)] : []
        let lastLine = source.line(last)
        let front = source.bytes[lastLine.start..<lastLine.end].firstIndex { !ScriptByte.isSpace($0) } ?? lastLine.start
        return head + between + marked(last, SourceRange(min(front, range.end), range.end), label, style)
    }

    private func marked(_ line: Int, _ range: SourceRange, _ label: String?, _ style: Style) -> [String] {
        let number = String(line + 1)
        let shown = clipped(line, range)
        let bar = Style.gutter.painted(spaces(gutter - number.utf8.count) + number + " |", isColoured)
        let marks = String(repeating: style.mark, count: max(1, shown.end - shown.start))
        let text = label.map { marks + " " + Self.printable($0) } ?? marks
        return [
            shown.text.isEmpty ? bar : bar + " " + shown.text,
            empty + " " + spaces(shown.start) + style.painted(text, isColoured),
        ]
    }

    /// The text of a line, and from which column to before which its place goes; of a long line the part around the place.
    private func clipped(_ index: Int, _ range: SourceRange) -> (text: String, start: Int, end: Int) {
        let line = source.line(index)
        // A column takes four bytes at most, and combining marks are few: more bytes than these are never shown.
        let bytesAround = 4 * Self.columnsMax
        let from = scalarStart(max(line.start, range.start - bytesAround), line.start)
        let to = scalarStart(min(line.end, max(range.start, line.start) + bytesAround), line.start)
        var cells = Cells()
        cells.append(decoding: source.bytes[from..<max(from, to)], from: from, marking: range)
        let start = cells.markStart ?? cells.width
        let end = max(cells.markEnd ?? cells.width, start)
        let isClipped = from > line.start || to < line.end || cells.width > Self.columnsMax
        guard isClipped else { return (cells.text, start, end) }
        let firstColumn = start > Self.columnsMax - Self.columnsBefore ? start - Self.columnsBefore : 0
        let isFront = from == line.start && firstColumn == 0
        let window = cells.window(firstColumn, firstColumn + Self.columnsMax)
        let isEnd = to == line.end && window.isLast
        let shift = (isFront ? 0 : 1) - window.first
        let width = window.text.width
        return (
            (isFront ? "" : "…") + window.text.text + (isEnd ? "" : "…"), min(start + shift, width + 1),
            min(end + shift, width + 1)
        )
    }

    /// The front of the scalar that the byte at `offset` belongs to.
    private func scalarStart(_ offset: Int, _ least: Int) -> Int {
        var place = offset
        while place > least, place < source.bytes.count, source.bytes[place] & 0xC0 == 0x80 { place -= 1 }
        return place
    }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    /// A text from outside without what moves the cursor of a terminal or turns its writing around.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { Cells.shown($0) != $0 }) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map(Cells.shown)))
    }
}
