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
