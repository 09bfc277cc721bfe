/// Proves that a quotation stands on the pages it is said to stand on.
struct Quotation {
    /// What is compared: letters and marks alone. White space, control characters and the hyphens that lines break at are no part of a
    /// quotation; ligatures are taken apart.
    static func skeleton(_ scalars: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
        var bones: [Unicode.Scalar] = []
        for scalar in scalars {
            switch ScalarKind.of(scalar) {
            case .space, .control, .hyphen: continue
            default: Ligature.parts(of: scalar) { bones.append($0) }
            }
        }
        return bones
    }

    /// Whether the skeleton of `quote` stands in that of `text`: Knuth, Morris and Pratt, in linear time.
    static func occurs(_ quote: some Sequence<Unicode.Scalar>, in text: some Sequence<Unicode.Scalar>) -> Bool {
        let wanted = skeleton(quote)
        guard !wanted.isEmpty else { return false }
        var borders = [0]
        var matched = 0
        for scalar in wanted.dropFirst() {
            while matched > 0, wanted[matched] != scalar { matched = borders[matched - 1] }
            if wanted[matched] == scalar { matched += 1 }
            borders.append(matched)
        }
        matched = 0
        for scalar in skeleton(text) {
            while matched > 0, wanted[matched] != scalar { matched = borders[matched - 1] }
            if wanted[matched] == scalar { matched += 1 }
            if matched == wanted.count { return true }
        }
        return false
    }

    /// The numbers of the pages that a sentence of the flow stands on, when each of its parts does stand on its page; nil otherwise.
    static func pages(of sentence: Range<Int>, _ flow: FlowText, _ source: SourceText) -> [Int]? {
        var pages: [Int] = []
        var start = sentence.lowerBound
        while start < sentence.upperBound {
            let page = source.page(at: Int(flow.origins[start]))
            var end = start
            while end < sentence.upperBound, Int(flow.origins[end]) < source.pageStarts[page + 1] { end += 1 }
            let text = source.scalars[source.pageStarts[page]..<source.pageStarts[page + 1]]
            guard end > start else { return nil }
            if flow.scalars[start..<end].contains(where: { $0 != " " }) {
                guard occurs(flow.scalars[start..<end], in: text) else { return nil }
                pages.append(source.pageNumbers[page])
            }
            start = end
        }
        return pages.isEmpty ? nil : pages
    }
}
