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

    /// The lines, the last column cut where `width` says so; nil: as wide as it is.
    func lines(width: Int?, isStyled: Bool) -> [String] {
        var widths = titles.indices.map { column in
            ([titles] + rows).map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        if let width { Self.shrink(&widths, to: width) }
        let head = Self.line(titles, widths)
        return [isStyled ? "\u{1b}[1m\(head)\u{1b}[0m" : head] + rows.map { Self.line($0, widths) }
    }

    /// Takes from the widest column, again and again, until all fit or are too narrow to be of use.
    private static func shrink(_ widths: inout [Int], to width: Int) {
        let narrowest = 8
        while widths.reduce(0, +) + gap * (widths.count - 1) > width {
            guard let widest = widths.indices.max(by: { widths[$0] < widths[$1] }), widths[widest] > narrowest else {
                return
            }
            widths[widest] -= 1
        }
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let text = DisplayWidth.clipped(cell, to: widths[column])
            line += text
            if column + 1 < cells.count {
                line += String(repeating: " ", count: widths[column] - DisplayWidth.of(text) + gap)
            }
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}
