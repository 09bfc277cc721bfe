/// The pages of a document as they were read, in one run of scalars, cut into lines. Nothing is changed here: every place of the
/// analysis is a place in this text.
public struct SourceText: Sendable {
    /// A line without the white space around it.
    struct Line {
        let start: Int32
        let end: Int32
        /// Counted from 0.
        let page: Int32
        /// Scalars of white space before it.
        let indent: Int32
        let followsBlank: Bool

        var range: Range<Int> { Int(start)..<Int(end) }
    }

    /// All pages, a line feed after each.
    let scalars: [Unicode.Scalar]
    /// Where each page begins; one more for the end.
    let pageStarts: [Int]
    /// The numbers the pages have in the document.
    let pageNumbers: [Int]
    /// The lines that have more than white space, in order.
    let lines: [Line]
    /// The first line of each page; one more for the end.
    let pageLines: [Int]

    /// How many scalars all pages have at most.
    public static let scalarsMax = 32 * 1_024 * 1_024

    /// The text of these pages. What is beyond ``scalarsMax`` is left out; callers refuse it before.
    public init(pages: [(number: Int, text: String)], flag: CancellationFlag) throws(CoreError) {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(pages.reduce(0) { min(Self.scalarsMax, $0 + $1.text.utf8.count + 1) })
        var starts: [Int] = []
        for page in pages {
            try flag.check()
            starts.append(scalars.count)
            scalars.append(contentsOf: page.text.unicodeScalars.prefix(Self.scalarsMax - scalars.count))
            scalars.append("\n")
        }
        starts.append(scalars.count)
        self.scalars = scalars
        pageStarts = starts
        pageNumbers = pages.map(\.number)
        (lines, pageLines) = try Self.lines(of: scalars, starts, flag)
    }

    /// How many pages there are.
    public var pageCount: Int { pageNumbers.count }

    /// The page, counted from 0, that `offset` is on.
    func page(at offset: Int) -> Int {
        var low = 0
        var high = pageNumbers.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if pageStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The number of the page that `offset` is on.
    func pageNumber(at offset: Int) -> Int { pageNumbers.isEmpty ? 0 : pageNumbers[page(at: offset)] }

    /// What stands in `range`.
    func text(_ range: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[range])
        return String(view)
    }

    private static func lines(
        of scalars: [Unicode.Scalar], _ starts: [Int], _ flag: CancellationFlag
    ) throws(CoreError) -> ([Line], [Int]) {
        var lines: [Line] = []
        var pageLines: [Int] = []
        var ticker = Ticker(flag)
        for page in 0..<max(0, starts.count - 1) {
            pageLines.append(lines.count)
            var begin = starts[page]
            var followsBlank = true
            while begin < starts[page + 1] {
                var end = begin
                while end < starts[page + 1], !scalars[end].isNewline { end += 1 }
                try ticker.tick(end - begin + 1)
                if let range = trimmed(scalars, begin..<end) {
                    lines.append(
                        Line(
                            start: Int32(range.lowerBound), end: Int32(range.upperBound), page: Int32(page),
                            indent: Int32(range.lowerBound - begin), followsBlank: followsBlank))
                    followsBlank = false
                } else if !isLineFeedOfPair(scalars, end, starts[page]) {
                    followsBlank = true
                }
                begin = end + 1
            }
        }
        pageLines.append(lines.count)
        return (lines, pageLines)
    }

    /// Whether the empty line that ends at `end` only comes from a carriage return before a line feed.
    private static func isLineFeedOfPair(_ scalars: [Unicode.Scalar], _ end: Int, _ start: Int) -> Bool {
        end > start && scalars[end] == "\n" && scalars[end - 1] == "\r"
    }

    private static func trimmed(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Range<Int>? {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, isBlank(scalars[low]) { low += 1 }
        while high > low, isBlank(scalars[high - 1]) { high -= 1 }
        return low < high ? low..<high : nil
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        let kind = ScalarKind.of(scalar)
        return kind == .space || kind == .control
    }
}

/// Looks at a cancellation flag once in ten thousand units of work.
struct Ticker {
    private let flag: CancellationFlag
    private var left = 10_000

    init(_ flag: CancellationFlag) { self.flag = flag }

    /// Counts `units` of work.
    mutating func tick(_ units: Int = 1) throws(CoreError) {
        left -= units
        guard left <= 0 else { return }
        left = 10_000
        try flag.check()
    }
}
