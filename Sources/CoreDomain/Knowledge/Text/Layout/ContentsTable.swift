/// The titles of the table of contents, with the level of each.
struct ContentsTable {
    /// A title of fewer letters is believed without its number only where something else tells that a title stands there.
    private static let lettersMin = 6
    private static let indentsMax = 6
    private static let lengthMax = 300
    private static let descentsMax = 2
    /// On a page of contents few dots are enough.
    private static let dotsMin = 2

    /// With how many letters of a title it is told that no entry begins so.
    private static let beginning = 6

    private var levels: [String: Int] = [:]
    private var beginnings = Set<String>()
    private var shortLevels: [String: Int] = [:]

    /// Reads the lines of `roles` that are contents.
    init(_ source: SourceText, _ roles: [LineRole], _ ticker: inout Ticker) throws(CoreError) {
        var indents: [Int32] = []
        // The lines of an entry before the one with the dots.
        var open: [Range<Int>] = []
        let lines = roles.indices.filter { roles[$0] == .contents }
        let index = Self.indexPages(source, lines)
        for number in lines {
            let line = source.lines[number]
            try ticker.tick(min(line.range.count, Self.lengthMax))
            let dotted = LinePatterns.contentsEntry(source.scalars, line.range, dotsMin: Self.dotsMin)
            let entry = dotted?.title ?? line.range
            guard !entry.isEmpty, entry.count <= Self.lengthMax, !index.contains(Int(line.page)) else {
                open = []
                continue
            }
            let mark = HeadingMark.read(source.scalars, entry)
            if mark != nil || line.followsBlank { open = [] }
            guard dotted != nil || mark != nil || !open.isEmpty else { continue }
            open.append(entry)
            if !indents.contains(line.indent), indents.count < Self.indentsMax { indents.append(line.indent) }
            let indent = indents.sorted().firstIndex(of: line.indent) ?? 0
            if open.count > 1 { note(source, open, HeadingMark.read(source.scalars, open[0]), indent: indent) }
            if dotted != nil || mark != nil { note(source, [entry], mark, indent: indent) }
            if dotted != nil { open = [] }
        }
    }

    /// Whether there is no table of contents.
    var isEmpty: Bool { levels.isEmpty }

    /// The level of the heading with this key, nil when the contents do not name it. Short titles count where `isLabelled` says that
    /// a title stands there.
    func level(of key: String, isLabelled: Bool) -> Int? {
        levels[key] ?? (isLabelled ? shortLevels[key] : nil)
    }

    /// Whether an entry may begin with the line that has this key.
    func mayBegin(with key: String) -> Bool {
        beginnings.contains(String(key.prefix(Self.beginning))) || key.count < Self.beginning
    }

    private mutating func note(
        _ source: SourceText, _ parts: [Range<Int>], _ mark: (mark: HeadingMark, title: Range<Int>)?, indent: Int
    ) {
        var level = 1 + indent
        if case .numbered(let depth, _)? = mark?.mark { level = depth }
        level = min(6, level)
        let key = parts.map { HeadingSearch.key(source.text($0)) }.joined()
        levels[key] = level
        beginnings.insert(String(key.prefix(Self.beginning)))
        // Where the number stands on a line of its own, the title comes without it.
        guard let title = mark?.title else { return }
        let bare = ([title] + parts.dropFirst()).map { HeadingSearch.key(source.text($0)) }.joined()
        beginnings.insert(String(bare.prefix(Self.beginning)))
        if bare.unicodeScalars.count >= Self.lettersMin { levels[bare] = level } else { shortLevels[bare] = level }
    }

    /// The pages of an index: in the second half of the document, with page numbers that go up and down.
    private static func indexPages(_ source: SourceText, _ lines: [Int]) -> Set<Int> {
        var pages = Set<Int>()
        var run: [Int] = []
        var descents = 0
        var last = 0
        for line in lines {
            let page = Int(source.lines[line].page)
            guard page * 2 > source.pageCount else { continue }
            if let before = run.last, page > before + 1 {
                run = []
                descents = 0
                last = 0
            }
            if run.last != page { run.append(page) }
            if let entry = LinePatterns.contentsEntry(source.scalars, source.lines[line].range), let number = entry.page
            {
                if number < last { descents += 1 }
                last = number
            }
            if descents > descentsMax { pages.formUnion(run) }
        }
        return pages
    }
}
