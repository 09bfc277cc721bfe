/// A line, or several, that may be a heading.
struct HeadingCandidate {
    let line: Int
    let title: String
    let mark: HeadingMark?
    let contentsLevel: Int?
    /// How many lines it takes.
    var lineCount = 1

    /// Whether it begins with a number of several parts: that of a section, never of a page.
    var isSection: Bool {
        if case .numbered(let depth, _)? = mark { depth > 1 } else { false }
    }

    /// The key of the title without the number or the name before it, which running heads have or not.
    var bareKey: String {
        let scalars = Array(title.unicodeScalars)
        if case .named? = mark, let bare = HeadingMark.titleBehindName(scalars, scalars.indices) {
            return HeadingSearch.key(String(String.UnicodeScalarView(scalars[bare])))
        }
        let key = HeadingSearch.key(title)
        let bare = key.drop { $0.isNumber }
        return bare.isEmpty ? key : String(bare)
    }
}

/// Finds what may be headings: what the table of contents names, and what looks like one.
struct HeadingCandidates {
    static let lengthMax = 100
    private static let titleLinesMax = 8

    private let source: SourceText
    private let roles: [LineRole]
    private let contents: ContentsTable

    init(_ source: SourceText, _ roles: [LineRole], _ contents: ContentsTable) {
        self.source = source
        self.roles = roles
        self.contents = contents
    }

    /// All of them, in the order of the document.
    func all(_ ticker: inout Ticker) throws(CoreError) -> [HeadingCandidate] {
        var found: [HeadingCandidate] = []
        var next = 0
        for index in roles.indices where index >= next && roles[index] != .furniture && roles[index] != .contents {
            let range = source.lines[index].range
            try ticker.tick(min(range.count, Self.lengthMax) + 1)
            guard range.count <= Self.lengthMax, range.count > 1 else { continue }
            // A heading may follow another without a blank line.
            let isApart = isApartAbove(index) || (next == index && next > 0)
            let read = HeadingMark.read(source.scalars, range)
            guard
                let candidate = named(index, read, isApart: isApart)
                    ?? (roles[index] == .body ? unnamed(index, read, isApart: isApart) : nil)
            else { continue }
            found.append(withLabel(withTitleBelow(candidate)))
            next = index + max(1, (found.last?.line ?? 0) + (found.last?.lineCount ?? 1) - index)
        }
        return found
    }

    private typealias Mark = (mark: HeadingMark, title: Range<Int>)

    /// The heading that begins at `index` when the table of contents names it, in one line or as many as a title takes. A line that
    /// looks like code, or like a notice, must have its number too; and with its number a title need not stand apart.
    private func named(_ index: Int, _ read: Mark?, isApart: Bool) -> HeadingCandidate? {
        guard !contents.isEmpty else { return nil }
        var isNumbered = false
        var bareTitle: Range<Int>?
        switch read?.mark {
        case .numbered:
            isNumbered = true
            bareTitle = read?.title
        case .named: bareTitle = HeadingMark.titleBehindName(source.scalars, source.lines[index].range)
        default: break
        }
        guard isNumbered || (isApart && roles[index] == .body) else { return nil }
        var title = ""
        var key = ""
        var bare = ""
        for line in index..<min(index + Self.titleLinesMax, source.lines.count) {
            let part = source.lines[line]
            if line > index, !goesOn(index, line) { break }
            var range = part.range
            if line == index, case .markdown? = read?.mark { range = read?.title ?? range }
            let text = HeadingSearch.clean(source.text(range))
            title = Self.joined(title, text)
            key += HeadingSearch.key(text)
            bare += line == index ? bareTitle.map { HeadingSearch.key(source.text($0)) } ?? "" : HeadingSearch.key(text)
            if line == index, !contents.mayBegin(with: key), bare.isEmpty || !contents.mayBegin(with: bare) {
                return nil
            }
            let isWhole = contents.level(of: key, isLabelled: isLabelled(index))
            let level = isWhole ?? (bareTitle != nil && isApart ? contents.level(of: bare, isLabelled: true) : nil)
            if let level, isApart || isWhole != nil {
                return HeadingCandidate(
                    line: index, title: title, mark: read?.mark, contentsLevel: level, lineCount: line - index + 1)
            }
        }
        return nil
    }

    /// Whether a title that begins at `index` may go on at `line`.
    private func goesOn(_ index: Int, _ line: Int) -> Bool {
        let part = source.lines[line]
        return !part.followsBlank && part.page == source.lines[index].page && part.range.count <= Self.lengthMax
    }

    private static func joined(_ first: String, _ second: String) -> String {
        guard let end = first.unicodeScalars.last, let start = second.unicodeScalars.first else {
            return first + second
        }
        return ScalarKind.of(end).isUnspaced && ScalarKind.of(start).isUnspaced ? first + second : first + " " + second
    }

    /// The heading at `index` by its look alone.
    private func unnamed(_ index: Int, _ read: Mark?, isApart: Bool) -> HeadingCandidate? {
        let range = source.lines[index].range
        let title = read?.title ?? range
        let full: Range<Int>
        if case .markdown? = read?.mark { full = title } else { full = range }
        guard TitleShape.isTitle(source.scalars, title, isMarked: read != nil) else { return nil }
        switch read?.mark {
        case .markdown: break
        case .numbered(let depth, let last) where depth > 1:
            if last > 99 || !isApart && !isShort(range) { return nil }
        case .numbered, .roman:
            if !(isApart && isApartBelow(index)) || TitleShape.endsSentence(source.scalars, title) { return nil }
        case .named: if !isApart { return nil }
        case nil:
            let isAlone = isApartAbove(index) && isApartBelow(index) || isFirst(index)
            if !isAlone || !TitleShape.isPlain(source.scalars, range) { return nil }
        }
        return HeadingCandidate(
            line: index, title: HeadingSearch.clean(source.text(full)), mark: read?.mark, contentsLevel: nil)
    }

    /// `Chapter 1` with the title in the line below.
    private func withTitleBelow(_ candidate: HeadingCandidate) -> HeadingCandidate {
        let next = candidate.line + candidate.lineCount
        guard case .named? = candidate.mark, candidate.contentsLevel == nil, next < roles.count,
            HeadingMark.isLabel(source.scalars, source.lines[candidate.line].range), roles[next] == .body,
            source.lines[next].page == source.lines[candidate.line].page,
            source.lines[next].range.count <= Self.lengthMax
        else { return candidate }
        let read = HeadingMark.read(source.scalars, source.lines[next].range)
        guard read == nil else { return candidate }
        guard let title = named(next, nil, isApart: true) ?? unnamed(next, nil, isApart: true) ?? short(next) else {
            return candidate
        }
        return HeadingCandidate(
            line: candidate.line, title: Self.joined(candidate.title, title.title), mark: candidate.mark,
            contentsLevel: title.contentsLevel, lineCount: candidate.lineCount + title.lineCount)
    }

    /// The title at `index`, when the line below it is much longer: prose begins there.
    private func short(_ index: Int) -> HeadingCandidate? {
        let range = source.lines[index].range
        guard index + 1 < roles.count, source.lines[index + 1].page == source.lines[index].page,
            source.lines[index + 1].range.count * 2 > range.count * 3,
            TitleShape.isTitle(source.scalars, range, isMarked: false), TitleShape.isPlain(source.scalars, range)
        else { return nil }
        return HeadingCandidate(
            line: index, title: HeadingSearch.clean(source.text(range)), mark: nil, contentsLevel: nil)
    }

    /// A title with the number of its section in the line above.
    private func withLabel(_ candidate: HeadingCandidate) -> HeadingCandidate {
        guard candidate.mark == nil, candidate.line > source.pageLines[Int(source.lines[candidate.line].page)] else {
            return candidate
        }
        let above = candidate.line - 1
        guard roles[above] == .body, let depth = HeadingMark.sectionDepth(source.scalars, source.lines[above].range)
        else {
            return candidate
        }
        return HeadingCandidate(
            line: above, title: Self.joined(source.text(source.lines[above].range), candidate.title),
            mark: .numbered(depth: depth, last: 0), contentsLevel: candidate.contentsLevel,
            lineCount: candidate.lineCount + 1)
    }

    /// Whether a number, or a word such as `Chapter`, stands on a line of its own before this one.
    private func isLabelled(_ index: Int) -> Bool {
        let first = source.pageLines[Int(source.lines[index].page)]
        guard index > first else { return false }
        let above = source.lines[index - 1].range
        if HeadingMark.isLabel(source.scalars, above) { return true }
        guard index - 1 > first, !source.scalars[above].contains(" ") else { return false }
        return HeadingMark.isLabel(source.scalars, source.lines[index - 2].range)
    }

    private func isShort(_ range: Range<Int>) -> Bool { range.count <= 50 }

    private func isApartAbove(_ index: Int) -> Bool {
        source.lines[index].followsBlank || (index > 0 && roles[index - 1] != .body)
    }

    private func isApartBelow(_ index: Int) -> Bool {
        index + 1 < source.lines.count && source.lines[index + 1].followsBlank
    }

    /// Whether the title of the document may stand here, with a subtitle in the next line.
    private func isFirst(_ index: Int) -> Bool {
        guard index == 0, source.lines.count > 2, source.lines[2].page == 0, source.lines[2].followsBlank else {
            return false
        }
        let second = source.lines[1].range
        return second.count > 1 && second.count <= Self.lengthMax && TitleShape.isPlain(source.scalars, second)
    }
}
