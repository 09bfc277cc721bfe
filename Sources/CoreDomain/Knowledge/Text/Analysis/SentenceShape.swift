/// Whether a sentence can stand in a summary on its own.
enum SentenceShape {
    private static let wordsMin = 9
    private static let wordsMax = 60

    /// 0 for what cannot, 1 for what can well.
    static func weight(_ flow: FlowText, _ range: Range<Int>, words: Int) -> Double {
        guard words >= wordsMin, words <= wordsMax, let end = lastMark(flow.scalars, range) else { return 0 }
        let first = flow.scalars[range.lowerBound]
        let kind = ScalarKind.of(first)
        guard !first.isLower, kind != .symbol, kind != .comma, kind != .hyphen, kind != .closer else { return 0 }
        if ListMark.begins(flow.scalars, range) { return 0 }
        var letters = 0
        var digits = 0
        var marks = 0
        for scalar in flow.scalars[range] {
            switch ScalarKind.of(scalar) {
            case .letter, .mark, .han, .hiragana, .katakana, .southeast: letters += 1
            case .digit: digits += 1
            case .symbol: marks += 1
            default: break
            }
        }
        guard letters * 10 >= range.count * 6, digits * 6 <= letters, marks * 12 <= letters else { return 0 }
        if end == "?" || end == "？" { return 0.3 }
        var weight = 1.0
        if kind == .digit { weight *= 0.6 }
        if words < 12 { weight *= 0.7 } else if words < 16 { weight *= 0.9 }
        if words > 40 { weight *= 0.85 }
        return weight
    }

    /// The mark a sentence ends with, nil when none does.
    private static func lastMark(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Unicode.Scalar? {
        for at in range.reversed().prefix(4) {
            switch ScalarKind.of(scalars[at]) {
            case .closer, .quote: continue
            case .stop, .terminator, .wideTerminator: return scalars[at]
            default: return nil
            }
        }
        return nil
    }
}
