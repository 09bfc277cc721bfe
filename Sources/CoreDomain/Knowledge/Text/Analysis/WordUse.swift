/// What the company of a word tells of its use. No tagger is asked: only what stands beside it, and capitals.
///
/// English verbs stand behind `to`, `must` or `which`, and before an article; nouns behind an article and before `is`. German
/// nouns have a capital within sentences. Other languages are left as they are.
struct WordUse {
    /// For each term whether it is used as a verb or the like: it is no part of a keyword.
    private(set) var isVerb: [Bool]
    /// For each term whether it is no noun: no keyword ends with it.
    private(set) var isNoNoun: [Bool]

    /// The share of its places that must speak for a verb.
    private static let shareMin = 4

    init(_ words: TermWords, _ flow: FlowText, language: String?, flag: CancellationFlag) throws(CoreError) {
        isVerb = [Bool](repeating: false, count: words.termCount)
        isNoNoun = isVerb
        var ticker = Ticker(flag)
        switch language {
        case "en": try readEnglish(words, flow, &ticker)
        case "de": try readCapitals(words, flow, &ticker)
        default: break
        }
    }

    private mutating func readEnglish(
        _ words: TermWords, _ flow: FlowText, _ ticker: inout Ticker
    ) throws(CoreError) {
        var verb = [Int](repeating: 0, count: words.termCount)
        var noun = verb
        var count = verb
        for (index, item) in words.items.enumerated() where item.isCandidate {
            try ticker.tick()
            let term = Int(item.term)
            count[term] += 1
            if item.cues.contains(.nounEnding) { noun[term] += 1 }
            if !item.opensSentence, !item.isHeading, flow.scalars[item.range.lowerBound].isUpper { noun[term] += 2 }
            if index > 0, words.items[index - 1].sentence == item.sentence,
                Self.areAdjacent(words.items[index - 1], item)
            {
                let cues = words.items[index - 1].cues
                if cues.contains(.beforeNoun) { noun[term] += 1 }
                if cues.contains(.beforeVerb) || (cues.contains(.beforeBaseForm) && !item.cues.contains(.sEnding)) {
                    verb[term] += 1
                }
            }
            if index + 1 < words.items.count, words.items[index + 1].sentence == item.sentence,
                Self.areAdjacent(item, words.items[index + 1])
            {
                let cues = words.items[index + 1].cues
                if cues.contains(.afterNoun) { noun[term] += 1 }
                if cues.contains(.afterVerb) { verb[term] += 1 }
            }
        }
        for term in isVerb.indices {
            isVerb[term] = verb[term] > noun[term] && verb[term] * Self.shareMin >= count[term]
        }
    }

    /// Where nouns have capitals, a word that mostly has none within sentences is no noun. A text without capitals tells nothing.
    private mutating func readCapitals(
        _ words: TermWords, _ flow: FlowText, _ ticker: inout Ticker
    ) throws(CoreError) {
        var balance = [Int](repeating: 0, count: words.termCount)
        var capitals = 0
        for item in words.items where item.isCandidate && !item.opensSentence && !item.isHeading {
            try ticker.tick()
            let isUpper = flow.scalars[item.range.lowerBound].isUpper
            balance[Int(item.term)] += isUpper ? 1 : -1
            if isUpper { capitals += 1 }
        }
        guard capitals > 0 else { return }
        isNoNoun = balance.map { $0 < 0 }
    }

    private static func areAdjacent(_ first: TermWords.Item, _ second: TermWords.Item) -> Bool {
        second.range.lowerBound - first.range.upperBound == 1
    }
}

/// What a word tells of its neighbours in English, and its ending of itself.
struct WordCues: OptionSet {
    let rawValue: UInt8

    /// A noun may follow, as behind `the`, `of` or a number.
    static let beforeNoun = WordCues(rawValue: 1)
    /// A verb may follow, as behind `which`.
    static let beforeVerb = WordCues(rawValue: 2)
    /// A verb without an ending may follow, as behind `to`.
    static let beforeBaseForm = WordCues(rawValue: 4)
    /// A noun may stand before it, as before `is`.
    static let afterNoun = WordCues(rawValue: 8)
    /// A verb may stand before it, as before `the`.
    static let afterVerb = WordCues(rawValue: 16)
    /// It ends as only nouns do.
    static let nounEnding = WordCues(rawValue: 32)
    /// It ends with one `s`.
    static let sEnding = WordCues(rawValue: 64)

    /// The cues that `word` gives, in lower case.
    static func of(_ word: String, _ kind: TextWord.Kind) -> WordCues {
        if kind == .number { return .beforeNoun }
        guard kind == .letters else { return [] }
        var cues = known[word] ?? []
        if word.hasSuffix("s"), !word.hasSuffix("ss") { cues.insert(.sEnding) }
        if word.utf8.count > 6, nounEndings.contains(where: word.hasSuffix) { cues.insert(.nounEnding) }
        return cues
    }

    private static let nounEndings = [
        "tion", "tions", "sion", "ness", "ity", "ities", "ism", "ship", "ance", "ence", "ology",
    ]

    private static let known: [String: WordCues] = {
        var known: [String: WordCues] = [:]
        func add(_ cues: WordCues, _ list: StaticString) {
            for word in list.description.split(separator: " ") { known[String(word), default: []].formUnion(cues) }
        }
        add(
            [.beforeNoun, .afterVerb],
            "the a an this these those its their your our his her my every each any some no another")
        add(
            .beforeNoun,
            "of in on with by from into between without within per through during under over both all many few several")
        add(
            .beforeBaseForm,
            """
            to can cannot could may might must shall should will would not don't doesn't didn't can't won't please let let's do does did
            """)
        add(.beforeVerb, "which who it they we you i he she also never always then")
        add(.afterVerb, "it them us him me you itself themselves")
        add(.afterNoun, "of is are was were has have had must can may will should would could cannot does do")
        return known
    }()
}
