/// A word of the flow.
struct TextWord {
    enum Kind: UInt8 {
        case letters, number, han, katakana, hiragana, southeast
    }

    let start: Int32
    let end: Int32
    let kind: Kind

    var range: Range<Int> { Int(start)..<Int(end) }

    /// How many words it counts for. Where a script has no blanks a run is counted by its length: two characters of Han, four of
    /// kana, five of the scripts of South-East Asia a word.
    var units: Int {
        let length = Int(end - start)
        switch kind {
        case .letters, .number: return 1
        case .han: return (length + 1) / 2
        case .katakana, .hiragana: return (length + 3) / 4
        case .southeast: return (length + 4) / 5
        }
    }
}

/// Finds words after UAX #29, section 4: letters and digits with their marks, and within them an apostrophe, a full stop or a comma
/// between digits. It differs in three things: a hyphen between letters joins them, runs of Han, Hiragana and Katakana are a word each, and so
/// are runs of scripts that need a dictionary.
enum WordBreaks {
    /// The words in `range`, in order.
    static func words(
        in scalars: [Unicode.Scalar], _ range: Range<Int>, into words: inout [TextWord], _ ticker: inout Ticker
    ) throws(CoreError) {
        var at = range.lowerBound
        while at < range.upperBound {
            let first = ScalarKind.of(scalars[at])
            guard first != .mark, let kind = wordKind(first) else {
                at += 1
                continue
            }
            let end = self.end(of: kind, in: scalars, from: at, to: range.upperBound)
            let isNumber = kind == .letters && scalars[at..<end].allSatisfy { ScalarKind.of($0) != .letter }
            words.append(TextWord(start: Int32(at), end: Int32(end), kind: isNumber ? .number : kind))
            try ticker.tick(end - at)
            at = end
        }
    }

    private static func wordKind(_ kind: ScalarKind) -> TextWord.Kind? {
        switch kind {
        case .letter, .digit, .mark: .letters
        case .han: .han
        case .katakana: .katakana
        case .hiragana: .hiragana
        case .southeast: .southeast
        default: nil
        }
    }

    private static func end(of kind: TextWord.Kind, in scalars: [Unicode.Scalar], from: Int, to end: Int) -> Int {
        var at = from + 1
        while at < end {
            let next = ScalarKind.of(scalars[at])
            if next == .mark || wordKind(next) == kind || (kind == .han && isSmallKe(scalars, at, end)) {
                at += 1
            } else if kind == .letters, joins(scalars, at, end) {
                at += 2
            } else {
                break
            }
        }
        return at
    }

    /// `ヶ` between ideographs is one of them, as in 関ヶ原.
    private static func isSmallKe(_ scalars: [Unicode.Scalar], _ at: Int, _ end: Int) -> Bool {
        (scalars[at].value == 0x30F6 || scalars[at].value == 0x30F5) && at + 1 < end
            && ScalarKind.of(scalars[at + 1]) == .han
    }

    /// Whether the mark at `at` stands inside a word.
    private static func joins(_ scalars: [Unicode.Scalar], _ at: Int, _ end: Int) -> Bool {
        guard at + 1 < end else { return false }
        let before = ScalarKind.of(scalars[at - 1])
        let after = ScalarKind.of(scalars[at + 1])
        guard after == .letter || after == .digit else { return false }
        switch ScalarKind.of(scalars[at]) {
        case .quote: return scalars[at] != "\"" && before != .digit && after == .letter
        case .stop: return (before == .digit) == (after == .digit)
        case .comma: return scalars[at] == "," && before == .digit && after == .digit
        case .hyphen: return before != .digit || after == .digit
        default: return false
        }
    }
}
