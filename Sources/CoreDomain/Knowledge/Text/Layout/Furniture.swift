/// Finds running heads, running feet and page numbers: what stands at the edge of page after page.
struct Furniture {
    private static let zone = 3
    private static let lengthMax = 110
    private static let pagesMin = 3

    private let source: SourceText

    init(_ source: SourceText) { self.source = source }

    /// Marks the lines in `roles`.
    func mark(_ roles: inout [LineRole], _ ticker: inout Ticker) throws(CoreError) {
        let edges = edgeLines()
        var seen: [String: (pages: Int, last: Int32)] = [:]
        var offsets: [Int: Int] = [:]
        for index in edges {
            try ticker.tick(Self.lengthMax)
            let line = source.lines[index]
            let key = Self.key(source.scalars, line.range)
            let known = seen[key] ?? (0, -1)
            if known.last != line.page { seen[key] = (known.pages + 1, line.page) }
            for number in numbers(index) { offsets[number - Int(line.page), default: 0] += 1 }
        }
        let numbered = offset(of: offsets)
        for index in edges {
            try ticker.tick(Self.lengthMax)
            let line = source.lines[index]
            let isRepeated =
                (seen[Self.key(source.scalars, line.range)]?.pages ?? 0) >= (source.pageCount < 8 ? Self.pagesMin : 2)
            let isNumbered =
                isOutermost(index)
                && (numbered.map { wanted in numbers(index).contains { $0 - Int(line.page) == wanted } } ?? false)
            // The title on the first page is what the running heads repeat.
            if line.page == 0, isRepeated, index < source.pageLines[0] + 2, !numbersAlone(index) { continue }
            if isRepeated || isNumbered || PageNumber.isAlone(source.scalars, line.range) { roles[index] = .furniture }
        }
    }

    private func isOutermost(_ index: Int) -> Bool {
        let page = Int(source.lines[index].page)
        return index == source.pageLines[page] || index == source.pageLines[page + 1] - 1
    }

    private func numbersAlone(_ index: Int) -> Bool {
        !source.scalars[source.lines[index].range].contains {
            ScalarKind.of($0) == .letter || ScalarKind.of($0).isUnspaced
        }
    }

    /// The first and the last short lines of every page, in order.
    private func edgeLines() -> [Int] {
        var edges: [Int] = []
        guard source.pageCount > 1 else { return [] }
        for page in 0..<source.pageCount {
            let lines = source.pageLines[page]..<source.pageLines[page + 1]
            let top = lines.prefix(Self.zone)
            let bottom = lines.suffix(Self.zone).drop { $0 < top.upperBound }
            edges += (Array(top) + Array(bottom)).filter { source.lines[$0].range.count <= Self.lengthMax }
        }
        return edges
    }

    /// The line in lower case without white space, every number as one `#`, but for that of a section such as `3.4` and of a line
    /// such as `Chapter 3`: those come again only in a running head.
    static func key(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> String {
        var key = String.UnicodeScalarView()
        let number = scalars[range].prefix { $0 == "." || isDigit($0) }
        let isSection = number.first != "." && number.dropLast().contains(".")
        if isSection { key.append(contentsOf: number) }
        let isLabel = HeadingMark.isLabel(scalars, range) && ScalarKind.of(scalars[range.lowerBound]) != .digit
        for scalar in scalars[isSection ? number.endIndex..<range.upperBound : range] {
            switch ScalarKind.of(scalar) {
            case .space, .control: continue
            case .digit where !isLabel: if key.last != "#" { key.append("#") }
            default: key.append(scalar.folded)
            }
        }
        return String(key)
    }

    /// The whole numbers that begin and end a line, without repetition.
    private func numbers(_ index: Int) -> [Int] {
        let range = source.lines[index].range
        var found: [Int] = []
        // The numbers in a table of contents are those of other pages.
        if LinePatterns.isContents(source.scalars, range) { return found }
        if let first = Self.number(source.scalars[range].prefix(6).prefix { Self.isDigit($0) }) { found.append(first) }
        let last = source.scalars[range].suffix(6)
        let begin = last.lastIndex { !Self.isDigit($0) }.map { $0 + 1 } ?? last.startIndex
        if let last = Self.number(last[begin...]), found.first != last { found.append(last) }
        return found
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 48 && scalar.value <= 57 }

    private static func number(_ digits: ArraySlice<Unicode.Scalar>) -> Int? {
        digits.isEmpty ? nil : digits.reduce(0) { $0 * 10 + Int($1.value) - 48 }
    }

    /// What printed numbers are ahead of the count of pages, where one answer stands out.
    private func offset(of counts: [Int: Int]) -> Int? {
        let best = counts.max { ($0.value, -abs($0.key), -$0.key) < ($1.value, -abs($1.key), -$1.key) }
        guard let best, best.value >= max(Self.pagesMin, source.pageCount * 3 / 10) else { return nil }
        return best.key
    }
}

/// Lines that say which page this is, and nothing else.
enum PageNumber {
    /// `12`, `- 12 -`, `xii`, `Page 12 of 30`, `12/30`.
    static func isAlone(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        guard range.count <= 24 else { return false }
        var rest: [String] = [""]
        for scalar in scalars[range] {
            switch ScalarKind.of(scalar) {
            case .digit, .letter, .han: rest[rest.count - 1].unicodeScalars.append(scalar.folded)
            default: if rest.last != "" { rest.append("") }
            }
        }
        if rest.last == "" { rest.removeLast() }
        guard !rest.isEmpty, rest.count <= 4 else { return false }
        let isNumbers = rest.allSatisfy { words.contains($0) || ($0.count <= 5 && $0.allSatisfy(\.isNumber)) }
        return isNumbers && rest.contains { $0.first?.isNumber == true } || (rest.count == 1 && isRoman(rest[0]))
    }

    private static let words: Set<String> = [
        "page", "of", "seite", "von", "stranica", "str", "strana", "od", "pagina", "página", "de", "di", "p", "頁",
        "ページ", "sur", "sida",
    ]

    private static func isRoman(_ text: String) -> Bool {
        text.utf8.count <= 8 && !text.isEmpty && text.utf8.allSatisfy { "ivxlc".utf8.contains($0) }
    }
}
