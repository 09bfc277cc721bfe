/// Rows under a head, in columns that stand under each other.
struct TextTable {
    /// Columns of a cell at most; `--json` has it whole.
    static let cellColumnsMax = 120
    private static let gap = 2

    private let titles: [String]
    private var rows: [[String]] = []

    /// A table with these titles and no rows.
    init(_ titles: [String]) { self.titles = titles }

    /// Adds a row of as many cells as there are titles.
    mutating func add(_ cells: [String]) {
        rows.append(cells.map { DisplayWidth.clipped(TerminalText.clean($0), to: Self.cellColumnsMax) })
    }

    /// The lines. Where they would be longer than `width`, columns are cut, and left out from the right when that is not
    /// enough. The first is always whole: it names the row.
    func lines(width: Int?, isStyled: Bool) -> [String] {
        let widths = fitted(to: width ?? .max)
        let head = Self.line(titles, widths)
        return [isStyled ? "\u{1b}[1m\(head)\u{1b}[0m" : head] + rows.map { Self.line($0, widths) }
    }

    /// The widths of as many columns as have room.
    private func fitted(to width: Int) -> [Int] {
        var natural = titles.indices.map { column in ([titles] + rows).map { DisplayWidth.of($0[column]) }.max() ?? 0 }
        while natural.count > 1 {
            if let widths = Self.shrunk(natural, to: width) { return widths }
            natural.removeLast()
        }
        return natural
    }

    /// Takes from the widest column but the first, again and again, until all fit; nil when they are too narrow to be of use.
    private static func shrunk(_ natural: [Int], to width: Int) -> [Int]? {
        var widths = natural
        while widths.reduce(0, +) + gap * (widths.count - 1) > width {
            guard let widest = widths.indices.dropFirst().max(by: { widths[$0] < widths[$1] }),
                widths[widest] > narrowest
            else { return nil }
            widths[widest] -= 1
        }
        return widths
    }

    private static let narrowest = 8

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.prefix(widths.count).enumerated() {
            let text = DisplayWidth.clipped(cell, to: widths[column])
            line += text
            if column + 1 < widths.count {
                line += String(repeating: " ", count: widths[column] - DisplayWidth.of(text) + gap)
            }
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
