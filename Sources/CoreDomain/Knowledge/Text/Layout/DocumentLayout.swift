/// A heading of the document.
public struct DocumentHeading: Hashable, Sendable {
    /// 1 to 6, 1 for the highest.
    public let level: Int
    public let title: String
    /// The number of its page.
    public let page: Int

    /// A heading of these parts.
    public init(level: Int, title: String, page: Int) {
        self.level = level
        self.title = title
        self.page = page
    }
}

/// What each line of a document is for, and its headings.
public struct DocumentLayout: Sendable {
    public let source: SourceText
    /// The role of each line of the source.
    let roles: [LineRole]
    /// The headings, in order.
    public let headings: [DocumentHeading]
    /// For each heading the line it stands on; nil when it only stands in the table of contents or was only told.
    let headingLines: [Int?]

    /// Reads the layout of `source`; `given` are the headings that its format told.
    public init(_ source: SourceText, given: [DocumentHeading] = [], flag: CancellationFlag) throws(CoreError) {
        try flag.check()
        var ticker = Ticker(flag)
        var roles = [LineRole](repeating: .body, count: source.lines.count)
        try Furniture(source).mark(&roles, &ticker)
        let fenced = Self.fencedLines(source)
        for index in roles.indices where roles[index] == .body {
            let range = source.lines[index].range
            try ticker.tick(min(range.count, 2_000) + 1)
            if fenced[index] {
                roles[index] = .code
            } else if LinePatterns.isContents(source.scalars, range) {
                roles[index] = .contents
            } else if LinePatterns.isNotice(source.scalars, range) {
                roles[index] = .notice
            } else if LinePatterns.isReference(source.scalars, range) {
                roles[index] = .reference
            } else if !Self.isMarkdownHeading(source.scalars, range), LinePatterns.isCode(source.scalars, range) {
                roles[index] = .code
            }
        }
        Self.markContentsPages(&roles, source)
        let found = try HeadingSearch(source, roles).headings(given, &ticker)
        for one in found {
            guard let line = one.line else { continue }
            for part in line..<line + one.lineCount { roles[part] = .heading }
        }
        headings = found.map(\.heading)
        headingLines = found.map(\.line)
        Self.markReferences(&roles, source, found)
        self.source = source
        self.roles = roles
    }

    /// The flow of the prose alone.
    func prose(_ flag: CancellationFlag) throws(CoreError) -> FlowText {
        try FlowText(source, roles: roles, keeping: { $0 == .body }, flag: flag)
    }

    /// The flow of everything.
    func everything(mendsHyphens: Bool = true, _ flag: CancellationFlag) throws(CoreError) -> FlowText {
        try FlowText(source, roles: roles, keeping: { _ in true }, mendsHyphens: mendsHyphens, flag: flag)
    }

    /// Which lines stand between fences. A fence that nothing closes within five hundred lines is none.
    private static func fencedLines(_ source: SourceText) -> [Bool] {
        var isFenced = [Bool](repeating: false, count: source.lines.count)
        var open: Int?
        for index in source.lines.indices where isFence(source.scalars, source.lines[index].range) {
            if let begin = open, index - begin <= 500 {
                for line in begin...index { isFenced[line] = true }
                open = nil
            } else {
                open = index
            }
        }
        return isFenced
    }

    /// On a page where contents stand, what else stands there is contents too.
    private static func markContentsPages(_ roles: inout [LineRole], _ source: SourceText) {
        for page in 0..<source.pageCount {
            let lines = source.pageLines[page]..<source.pageLines[page + 1]
            let count = lines.count { roles[$0] == .contents }
            guard count >= 3, count * 4 >= lines.count else { continue }
            for line in lines where roles[line] == .body && source.lines[line].range.count <= 120 {
                roles[line] = .contents
            }
        }
    }

    private static func isFence(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        range.count >= 3
            && (scalars[range.prefix(3)].allSatisfy { $0 == "`" } || scalars[range.prefix(3)].allSatisfy { $0 == "~" })
    }

    static func isMarkdownHeading(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        let marks = scalars[range].prefix { $0 == "#" }.count
        return (1...6).contains(marks) && range.count > marks + 1 && scalars[range.lowerBound + marks] == " "
    }

    /// What stands below a heading such as "References" is no prose.
    private static func markReferences(
        _ roles: inout [LineRole], _ source: SourceText, _ found: [HeadingSearch.Found]
    ) {
        var level: Int?
        var next = 0
        // A list of sources that is longer than a fifth of the document is something else.
        var left = max(40, roles.count / 5)
        let placed = found.filter { $0.line != nil }
        for index in roles.indices {
            if next < placed.count, placed[next].line == index {
                let heading = placed[next].heading
                next += 1
                if let open = level, heading.level <= open { level = nil }
                if level == nil, HeadingWords.isReferences(heading.title) { level = heading.level }
            } else if level != nil, left > 0, roles[index] == .body {
                left -= 1
                roles[index] = .reference
            }
        }
    }
}
