/// Tells running heads that name their section from the headings they repeat.
struct RunningHeads {
    /// How many lines at the top of a page may be a running head.
    private static let topMax = 4

    private let source: SourceText

    init(_ source: SourceText) { self.source = source }

    /// Without the titles at the edge of a page that stand as a heading elsewhere, and of two on one page the one at its top.
    func removed(from found: [HeadingCandidate]) -> [HeadingCandidate] {
        var inside = Set<String>()
        for candidate in found where !isAtEdge(candidate.line) {
            inside.insert(HeadingSearch.key(candidate.title))
            if !candidate.isSection { inside.insert(candidate.bareKey) }
        }
        return found.enumerated().filter { index, candidate in
            if isRepeatedBelow(candidate, found[(index + 1)...].prefix(3)) { return false }
            guard isAtEdge(candidate.line) else { return true }
            return !inside.contains(candidate.bareKey) && !inside.contains(HeadingSearch.key(candidate.title))
        }.map(\.element)
    }

    /// Whether the candidate stands at the top of a page, with the same title below.
    private func isRepeatedBelow(_ candidate: HeadingCandidate, _ next: ArraySlice<HeadingCandidate>) -> Bool {
        let page = source.lines[candidate.line].page
        guard candidate.line - source.pageLines[Int(page)] < Self.topMax else { return false }
        return next.contains { other in
            guard source.lines[other.line].page == page else { return false }
            if HeadingSearch.key(other.title) == HeadingSearch.key(candidate.title) { return true }
            return !(candidate.isSection && other.isSection) && other.bareKey == candidate.bareKey
        }
    }

    private func isAtEdge(_ line: Int) -> Bool {
        let page = Int(source.lines[line].page)
        return line - source.pageLines[page] < 2 || source.pageLines[page + 1] - line <= 2
    }
}
