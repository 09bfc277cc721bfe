/// Finds the headings of a document: those its format told, those of its table of contents, and lines that look like headings.
struct HeadingSearch {
    struct Found {
        let heading: DocumentHeading
        let line: Int?
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
        let entries = try contents(&ticker)
        let marked = try candidates(entries, &ticker)
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

    /// The titles of the table of contents with the level of each, by key.
    private func contents(_ ticker: inout Ticker) throws(CoreError) -> [String: Int] {
        var entries: [String: Int] = [:]
        var indents: [Int32] = []
        for index in roles.indices where roles[index] == .contents {
            try ticker.tick(Self.lengthMax)
            let line = source.lines[index]
            guard let entry = contentsEntry(line.range) else { continue }
            if !indents.contains(line.indent), indents.count < 6 { indents.append(line.indent) }
            let mark = HeadingMark.read(source.scalars, entry)
            let level: Int
            if case .numbered(let depth, _)? = mark?.mark {
                level = depth
            } else {
                level = 1 + (indents.sorted().firstIndex(of: line.indent) ?? 0)
            }
            entries[Self.key(source.text(entry))] = min(6, level)
            // Where the number stands on a line of its own, the title comes without it.
            if let title = mark?.title, title.count >= 6 { entries[Self.key(source.text(title))] = min(6, level) }
        }
        return entries
    }

    /// The title in a line of the table of contents: what stands before the dots, or a numbered title without dots.
    private func contentsEntry(_ range: Range<Int>) -> Range<Int>? {
        if let entry = LinePatterns.contentsEntry(source.scalars, range) {
            return entry.title.isEmpty ? nil : entry.title
        }
        guard range.count <= Self.lengthMax, HeadingMark.read(source.scalars, range) != nil else { return nil }
        return range
    }

    struct Candidate {
        let line: Int
        let title: String
        let mark: HeadingMark?
        let contentsLevel: Int?
    }

    private func candidates(_ entries: [String: Int], _ ticker: inout Ticker) throws(CoreError) -> [Found] {
        var found: [Candidate] = []
        for index in roles.indices where roles[index] == .body {
            let range = source.lines[index].range
            try ticker.tick(min(range.count, Self.lengthMax) + 1)
            guard range.count <= Self.lengthMax, range.count > 1 else { continue }
            if let candidate = candidate(index, entries) { found.append(candidate) }
        }
        return levelled(ContentsRule.applied(to: withoutRunningHeads(found), source))
    }

    /// Without the titles at the edge of a page that stand as a heading elsewhere: a running head that names its section.
    private func withoutRunningHeads(_ found: [Candidate]) -> [Candidate] {
        var inside = Set<String>()
        for candidate in found where !isAtEdge(candidate.line) { inside.insert(Self.bareKey(candidate.title)) }
        // Twice on one page, the first line of the page is the running head.
        var pages: [String: Int] = [:]
        for candidate in found {
            pages["\(source.lines[candidate.line].page) " + Self.bareKey(candidate.title), default: 0] += 1
        }
        return found.filter { candidate in
            let key = Self.bareKey(candidate.title)
            let page = source.lines[candidate.line].page
            if candidate.line == source.pageLines[Int(page)], pages["\(page) " + key] ?? 0 > 1 { return false }
            return !isAtEdge(candidate.line) || !inside.contains(key)
        }
    }

    /// The key of a title without the number before it, which running heads have or not.
    private static func bareKey(_ title: String) -> String {
        let key = key(title)
        let bare = key.drop { $0.isNumber }
        return bare.isEmpty ? key : String(bare)
    }

    private func isAtEdge(_ line: Int) -> Bool {
        let page = Int(source.lines[line].page)
        return line - source.pageLines[page] < 2 || source.pageLines[page + 1] - line <= 2
    }

    private func candidate(_ index: Int, _ entries: [String: Int]) -> Candidate? {
        let range = source.lines[index].range
        let read = HeadingMark.read(source.scalars, range)
        let title = read?.title ?? range
        let full: Range<Int>
        if case .markdown? = read?.mark { full = title } else { full = range }
        if !entries.isEmpty, isApartAbove(index) {
            let text = Self.clean(source.text(full))
            if let level = entries[Self.key(text)] {
                return Candidate(line: index, title: text, mark: read?.mark, contentsLevel: level)
            }
        }
        guard TitleShape.isTitle(source.scalars, title, isMarked: read != nil) else { return nil }
        switch read?.mark {
        case .markdown: break
        case .numbered(let depth, let last) where depth > 1:
            if last > 99 || !isApartAbove(index) && !isShort(range) { return nil }
        case .numbered, .roman: if !isApart(index) || TitleShape.endsSentence(source.scalars, title) { return nil }
        case .named: if !isApartAbove(index) { return nil }
        case nil: if !(isApart(index) || isFirst(index)) || !TitleShape.isPlain(source.scalars, range) { return nil }
        }
        return Candidate(
            line: index, title: Self.clean(source.text(full)), mark: read?.mark, contentsLevel: nil)
    }

    private func isShort(_ range: Range<Int>) -> Bool { range.count <= 50 }

    private func isApartAbove(_ index: Int) -> Bool {
        source.lines[index].followsBlank || (index > 0 && roles[index - 1] != .body)
    }

    /// Whether the title of the document may stand here, with a subtitle in the next line.
    private func isFirst(_ index: Int) -> Bool {
        guard index == 0, source.lines.count > 2, source.lines[2].page == 0, source.lines[2].followsBlank else {
            return false
        }
        let second = source.lines[1].range
        return second.count > 1 && second.count <= Self.lengthMax && TitleShape.isPlain(source.scalars, second)
    }

    /// Whether a line has blank lines or the edge of the page around it.
    private func isApart(_ index: Int) -> Bool {
        guard isApartAbove(index) else { return false }
        guard index + 1 < source.lines.count else { return false }
        return source.lines[index + 1].followsBlank
    }

    static func clean(_ text: String) -> String {
        let words = text.unicodeScalars.split { ScalarKind.of($0) == .space || ScalarKind.of($0) == .control }.map(
            String.init)
        var title = words.joined(separator: " ")
        while title.last == "#" || title.last == " " || title.last == "*" { title.removeLast() }
        return title
    }

    /// Gives each candidate its level. Where headings are marked, lines without a mark are none, but for the document's title.
    private func levelled(_ found: [Candidate]) -> [Found] {
        let hasParts = found.contains { $0.mark == .named(rank: 0) }
        let hasChapters = found.contains { $0.mark == .named(rank: 1) }
        let marks = found.count { $0.mark != nil || $0.contentsLevel != nil }
        let first = found.first?.line
        let opensWithTitle =
            found.first.map { $0.mark == nil && $0.contentsLevel == nil && source.lines[$0.line].page == 0 } ?? false
        let under = hasParts && hasChapters ? 2 : hasParts || hasChapters ? 1 : 0
        return found.compactMap { candidate in
            let level: Int
            switch (candidate.contentsLevel, candidate.mark) {
            case (_, .markdown(let depth)?): level = depth
            case (_, .named(let rank)?): level = rank == 0 ? 1 : rank == 1 ? (hasParts ? 2 : 1) : max(2, under + 1)
            case (_, .numbered(let depth, _)?): level = depth + under
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
                heading: DocumentHeading(level: min(6, level), title: candidate.title, page: page), line: candidate.line
            )
        }
    }

    /// Without what comes again and again, which divides the document and does not name its parts.
    private static func withoutRepeats(_ found: [Found]) -> [Found] {
        var counts: [String: Int] = [:]
        for one in found { counts[key(one.heading.title), default: 0] += 1 }
        return found.filter { (counts[key($0.heading.title)] ?? 0) <= repeatsMax }
    }
}

/// Whether a line has the shape of a title.
enum TitleShape {
    /// A title begins with a capital or in a script without capitals, has letters, and does not end as a sentence goes on.
    static func isTitle(_ scalars: [Unicode.Scalar], _ range: Range<Int>, isMarked: Bool) -> Bool {
        var letters = 0
        var words = 1
        for scalar in scalars[range] {
            let kind = ScalarKind.of(scalar)
            if kind == .letter || kind.isUnspaced { letters += 1 }
            if kind == .space { words += 1 }
        }
        guard letters >= 2 || (isMarked && letters >= 1), letters * 2 > range.count, words <= 14 else { return false }
        var first = scalars[range.lowerBound]
        if ScalarKind.of(first) == .opener || ScalarKind.of(first) == .quote, range.count > 1 {
            first = scalars[range.lowerBound + 1]
        }
        if first.isLower { return false }
        switch scalars[range.upperBound - 1] {
        case ",", ";", "、", "，", "。", "-", "：", ":": return false
        default: return true
        }
    }

    static func endsSentence(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        let kind = ScalarKind.of(scalars[range.upperBound - 1])
        return kind == .stop || kind == .terminator || kind == .wideTerminator
    }

    /// The narrower shape of a title that nothing marks as one.
    static func isPlain(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        let isWide = scalars[range].contains { ScalarKind.of($0).isUnspaced }
        guard range.count <= (isWide ? 30 : 70), !endsSentence(scalars, range) else { return false }
        let first = ScalarKind.of(scalars[range.lowerBound])
        return (first == .letter || first.isUnspaced) && scalars[range].split(separator: " ").count <= 10
    }
}
