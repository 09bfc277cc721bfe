/// Finds the headings of a document: those its format told, those of its table of contents, and lines that look like headings.
struct HeadingSearch {
    struct Found {
        let heading: DocumentHeading
        let line: Int?
        /// How many lines its title takes.
        var lineCount = 1
    }

    /// How many headings are found at most.
    static let countMax = 5_000
    private static let lengthMax = 100
    private static let repeatsMax = 3

    private let source: SourceText
    private let roles: [LineRole]

    init(_ source: SourceText, _ roles: [LineRole]) {
        self.source = source
        self.roles = roles
    }

    /// All headings, in the order of the document.
    func headings(_ given: [DocumentHeading], _ ticker: inout Ticker) throws(CoreError) -> [Found] {
        if !given.isEmpty { return try placed(given, &ticker) }
        let contents = try ContentsTable(source, roles, &ticker)
        let candidates = try HeadingCandidates(source, roles, contents).all(&ticker)
        let marked = levelled(ContentsRule.applied(to: RunningHeads(source).removed(from: candidates), source))
        return Array(Self.withoutRepeats(marked).prefix(Self.countMax))
    }

    /// A title in lower case without white space and marks, by which headings are compared.
    static func key(_ title: some StringProtocol) -> String {
        var key = ""
        for scalar in title.unicodeScalars where ScalarKind.of(scalar).isWord {
            key.unicodeScalars.append(scalar.folded)
        }
        return key
    }

    /// Headings that were told, each with the line it stands on.
    private func placed(_ given: [DocumentHeading], _ ticker: inout Ticker) throws(CoreError) -> [Found] {
        var pages: [Int: Int] = [:]
        for (index, number) in source.pageNumbers.enumerated() where pages[number] == nil { pages[number] = index }
        var next = 0
        var found: [Found] = []
        for heading in given.prefix(Self.countMax) {
            let wanted = Self.key(heading.title)
            var line: Int?
            if let page = pages[heading.page], !wanted.isEmpty {
                let lines = max(next, source.pageLines[page])..<max(next, source.pageLines[page + 1])
                for index in lines where line == nil {
                    try ticker.tick(Self.lengthMax)
                    if source.lines[index].range.count < 300, Self.key(lineText(index)) == wanted { line = index }
                }
            }
            if let line { next = line + 1 }
            found.append(Found(heading: heading, line: line))
        }
        return found
    }

    private func lineText(_ index: Int) -> String { source.text(source.lines[index].range) }

    static func clean(_ text: String) -> String {
        let words = text.unicodeScalars.split { ScalarKind.of($0) == .space || ScalarKind.of($0) == .control }.map(
            String.init)
        var title = words.joined(separator: " ")
        while title.last == "#" || title.last == " " || title.last == "*" { title.removeLast() }
        return title
    }

    /// Gives each candidate its level. Where headings are marked, lines without a mark are none, but for the document's title.
    private func levelled(_ found: [HeadingCandidate]) -> [Found] {
        let hasParts = found.contains { $0.mark == .named(rank: 0) }
        let hasChapters = found.contains { $0.mark == .named(rank: 1) }
        let marks = found.count { $0.mark != nil || $0.contentsLevel != nil }
        let first = found.first?.line
        let opensWithTitle =
            found.first.map { $0.mark == nil && $0.contentsLevel == nil && source.lines[$0.line].page == 0 } ?? false
        let under = hasParts && hasChapters ? 2 : hasParts || hasChapters ? 1 : 0
        // Below chapters, 1.1 is the first level when no number has one part.
        let shallowest =
            found.compactMap { candidate -> Int? in
                if case .numbered(let depth, _)? = candidate.mark { depth } else { nil }
            }.min() ?? 1
        let above = under == 0 ? 0 : under + 1 - shallowest
        return found.compactMap { candidate in
            let level: Int
            switch (candidate.contentsLevel, candidate.mark) {
            case (_, .markdown(let depth)?): level = depth
            case (_, .named(let rank)?): level = rank == 0 ? 1 : rank == 1 ? (hasParts ? 2 : 1) : max(2, under + 1)
            case (_, .numbered(let depth, _)?): level = max(1, depth + above)
            case (let told?, _): level = told
            case (_, .roman?): level = 1 + under
            case (nil, nil):
                if candidate.line == first, opensWithTitle {
                    level = 1
                } else if HeadingWords.standsAlone(candidate.title) {
                    level = 1 + under
                } else if marks >= 2 {
                    return nil
                } else {
                    level = opensWithTitle ? 2 : 1
                }
            }
            let page = source.pageNumbers[Int(source.lines[candidate.line].page)]
            return Found(
                heading: DocumentHeading(level: min(6, level), title: candidate.title, page: page),
                line: candidate.line, lineCount: candidate.lineCount)
        }
    }

    /// Without what comes again and again, which divides the document and does not name its parts.
    private static func withoutRepeats(_ found: [Found]) -> [Found] {
        var counts: [String: Int] = [:]
        for one in found { counts[key(one.heading.title), default: 0] += 1 }
        return found.filter { (counts[key($0.heading.title)] ?? 0) <= repeatsMax }
    }
}
