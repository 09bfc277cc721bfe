/// What a line begins with that makes it a heading.
enum HeadingMark: Equatable {
    /// `## Title`
    case markdown(level: Int)
    /// `1.2 Title`; the count of its numbers.
    case numbered(depth: Int, last: Int)
    /// `Chapter 3`, `第1章`; 0 for parts, 1 for chapters, 2 for sections.
    case named(rank: Int)
    /// `IV. Title`
    case roman

    /// The mark of a line and where its title begins; of a name such as `Chapter 3` the title is the whole line.
    static func read(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> (mark: HeadingMark, title: Range<Int>)? {
        if DocumentLayout.isMarkdownHeading(scalars, range) {
            let level = scalars[range].prefix { $0 == "#" }.count
            return (.markdown(level: level), skipBlanks(scalars, range.lowerBound + level, range.upperBound))
        }
        if let rank = wideRank(scalars, range) ?? namedRank(scalars, range) { return (.named(rank: rank), range) }
        return numbers(scalars, range) ?? roman(scalars, range)
    }

    private static func skipBlanks(_ scalars: [Unicode.Scalar], _ from: Int, _ end: Int) -> Range<Int> {
        var at = from
        while at < end, ScalarKind.of(scalars[at]) == .space { at += 1 }
        return at..<end
    }

    /// `第` a number and one of `部章節`.
    private static func wideRank(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Int? {
        guard scalars[range.lowerBound] == "第" else { return nil }
        var at = range.lowerBound + 1
        while at < range.upperBound, at - range.lowerBound <= 5, isNumeral(scalars[at]) { at += 1 }
        guard at > range.lowerBound + 1, at < range.upperBound else { return nil }
        let isWord =
            at + 1 < range.upperBound && ["の", "で", "は", "に", "を", "が", "と", "も", "、"].contains(scalars[at + 1])
        switch scalars[at] {
        case "部", "編", "编": return isWord ? nil : 0
        case "章": return isWord ? nil : 1
        case "節", "节": return isWord ? nil : 2
        default: return nil
        }
    }

    private static func isNumeral(_ scalar: Unicode.Scalar) -> Bool {
        ScalarKind.of(scalar) == .digit || "一二三四五六七八九十百〇".unicodeScalars.contains(scalar)
    }

    private static func namedRank(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Int? {
        guard scalars[range.lowerBound].isUpper || scalars[range.lowerBound].isLower else { return nil }
        let parts = scalars[range.prefix(40)].split(separator: " ", maxSplits: 2)
        guard parts.count >= 2, parts[0].first?.isUpper == true || parts[1].first?.isUpper == true else { return nil }
        let words = parts.prefix(2).map { part in
            var word = ""
            for scalar in part where ScalarKind.of(scalar).isWord { word.unicodeScalars.append(scalar.folded) }
            return word
        }
        if let rank = HeadingWords.rank(words[0]), isOrdinal(parts[1]) { return rank }
        if let rank = HeadingWords.rank(words[1]), isOrdinal(parts[0]), parts[0].last == "." { return rank }
        return nil
    }

    /// Whether a line is but a number such as `3.4`, or a word such as `Chapter` with a number or without.
    static func isLabel(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        guard range.count <= 20 else { return false }
        let parts = scalars[range].split(separator: " ")
        guard let first = parts.first, parts.count <= 2 else { return false }
        if wideRank(scalars, range) != nil { return titleBehindName(scalars, range) == nil }
        if parts.count == 1, first.allSatisfy({ ScalarKind.of($0) == .digit || $0 == "." }) { return true }
        var word = ""
        for scalar in first { word.unicodeScalars.append(scalar.folded) }
        return HeadingWords.rank(word) != nil && (parts.count == 1 || isOrdinal(parts[1]))
    }

    /// How many parts the number has that is all of a line; nil where there is more, or the number has but one part.
    static func sectionDepth(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Int? {
        guard range.count <= 20 else { return nil }
        let parts = scalars[range].split(separator: ".")
        guard (2...6).contains(parts.count) else { return nil }
        let isNumber = parts.allSatisfy { part in part.count <= 3 && part.allSatisfy { ScalarKind.of($0) == .digit } }
        return isNumber && scalars[range.lowerBound] != "." ? parts.count : nil
    }

    /// What stands behind a name such as `Chapter 3`; nil when nothing does.
    static func titleBehindName(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Range<Int>? {
        var at = range.lowerBound
        if scalars[at] == "第" {
            while at < range.upperBound, !"部編编章節节".unicodeScalars.contains(scalars[at]) { at += 1 }
            at += 1
        } else {
            for _ in 0..<2 {
                while at < range.upperBound, ScalarKind.of(scalars[at]) != .space { at += 1 }
                while at < range.upperBound, ScalarKind.of(scalars[at]) == .space { at += 1 }
            }
        }
        return at < range.upperBound ? skipBlanks(scalars, at, range.upperBound) : nil
    }

    /// A number, a Roman number or one capital, with a mark after it or not.
    private static func isOrdinal(_ part: ArraySlice<Unicode.Scalar>) -> Bool {
        let body = part.filter { ScalarKind.of($0).isWord }
        guard !body.isEmpty, body.count <= 5 else { return false }
        return body.allSatisfy { ScalarKind.of($0) == .digit }
            || body.allSatisfy { "IVXLC".unicodeScalars.contains($0) }
            || (body.count == 1 && body[0].isUpper)
    }

    private static func numbers(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> (HeadingMark, Range<Int>)? {
        var at = range.lowerBound
        var depth = 0
        var last = 0
        if scalars[at].isUpper, at + 2 < range.upperBound, scalars[at + 1] == ".",
            ScalarKind.of(scalars[at + 2]) == .digit
        {
            depth = 1
            at += 2
        }
        while at < range.upperBound, depth < 6 {
            let begin = at
            last = 0
            while at < range.upperBound, at - begin < 3, let digit = scalars[at].properties.numericValue,
                ScalarKind.of(scalars[at]) == .digit
            {
                last = last * 10 + Int(digit)
                at += 1
            }
            guard at > begin else { break }
            depth += 1
            guard at < range.upperBound, scalars[at] == "." || scalars[at].value == 0xFF0E else { break }
            at += 1
        }
        guard depth > 0, at < range.upperBound else { return nil }
        if scalars[at] == ")" { return nil }
        let title = skipBlanks(scalars, at, range.upperBound)
        guard title.lowerBound > at, !title.isEmpty else { return nil }
        return (.numbered(depth: depth, last: last), title)
    }

    private static func roman(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> (HeadingMark, Range<Int>)? {
        var at = range.lowerBound
        while at < range.upperBound, at - range.lowerBound < 6, "IVXLC".unicodeScalars.contains(scalars[at]) { at += 1 }
        guard at > range.lowerBound, at < range.upperBound, scalars[at] == "." else { return nil }
        let title = skipBlanks(scalars, at + 1, range.upperBound)
        guard title.lowerBound > at + 1, !title.isEmpty else { return nil }
        return (.roman, title)
    }
}
