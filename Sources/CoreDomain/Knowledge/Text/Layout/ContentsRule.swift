/// A table of contents that names most of what looks like a heading decides what is one.
enum ContentsRule {
    /// Headings that a table of contents must name before it is believed.
    private static let namedMin = 8

    /// What is left of `found`, in the order of the document: each named heading once, and numbered ones below the depth
    /// that the table has.
    static func applied(
        to found: [HeadingCandidate], _ source: SourceText
    ) -> [HeadingCandidate] {
        let named = found.filter { $0.contentsLevel != nil }
        guard named.count >= namedMin, named.count * 2 >= found.count else { return found }
        let depth = named.reduce(0) { max($0, numberedDepth($1)) }
        let kept = placesOfNamed(found, source)
        return found.enumerated().filter { index, candidate in
            if candidate.contentsLevel != nil { return kept.contains(index) }
            // `Chapter 3` on a line of its own is no running head when its title stands below.
            if case .named? = candidate.mark, candidate.lineCount > 1 { return true }
            return numberedDepth(candidate) > max(1, depth) || HeadingWords.standsAlone(candidate.title)
        }.map(\.element)
    }

    /// Of headings with one title, the last on the first page that has it: what comes before is a running head.
    private static func placesOfNamed(_ found: [HeadingCandidate], _ source: SourceText) -> Set<Int> {
        var places: [String: (page: Int32, index: Int)] = [:]
        for (index, candidate) in found.enumerated() where candidate.contentsLevel != nil {
            let page = Int32(source.lines[candidate.line].page)
            let key = candidate.isSection ? HeadingSearch.key(candidate.title) : candidate.bareKey
            if let first = places[key], first.page != page { continue }
            places[key] = (page, index)
        }
        return Set(places.values.map(\.index))
    }

    private static func numberedDepth(_ candidate: HeadingCandidate) -> Int {
        if case .numbered(let depth, _)? = candidate.mark { depth } else { 0 }
    }
}
