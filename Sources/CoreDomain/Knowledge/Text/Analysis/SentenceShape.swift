/// Whether a sentence can stand in a summary on its own.
enum SentenceShape {
    private static let wordsMin = 9
    private static let wordsMax = 60

    /// 0 for what cannot, 1 for what can well.
    static func weight(_ flow: FlowText, _ range: Range<Int>, words: Int, hasLead: Bool) -> Double {
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
        var weight = hasLead ? 0.6 : 1
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

    /// Whether a sentence begins with a word that points back to one before.
    static func pointsBack(_ flow: FlowText, _ range: Range<Int>) -> Bool {
        var first = String.UnicodeScalarView()
        for scalar in flow.scalars[range.prefix(14)] {
            guard ScalarKind.of(scalar).isWord else { break }
            first.append(scalar.folded)
        }
        let word = String(first)
        return leads.contains(word) || wideLeads.contains { word.hasPrefix($0) }
    }

    private static let leads = Set(
        """
        this that these those it its they their them he she his her such but however and so then thus therefore hence also moreover still yet both \
        neither here there instead otherwise nevertheless finally similarly likewise or nor for because \
        to ovo ta taj te ti on ona oni one no ali međutim zato stoga tako tada time njegov njegova njezin njihov njihova ipak također osim \
        pritom takav takva takvi takve njime njih tamo tu ondje isto drugi druga naime a i pa dakle upravo \
        dies diese dieser dieses das er sie es aber jedoch daher deshalb dadurch damit so dort hier auch denn dennoch \
        ce cet cette ces il elle ils elles mais cependant donc ainsi aussi cela toutefois \
        este esta estos estas esto él ella ellos pero además así también sin \
        questo questa questi queste esso essa ma però quindi così anche tuttavia \
        dit deze dat die hij zij maar echter dus ook daarom \
        это этот эта эти он она они но однако поэтому также
        """.split(separator: " ").map(String.init))
    private static let wideLeads = [
        "これ", "それ", "この", "その", "こう", "そう", "また", "しか", "そし", "ただ", "さら", "一方", "なお", "あれ", "ここ", "そこ", "だが", "でも",
        "ほか", "いずれ", "次に", "同じ", "しか",
    ]
}
