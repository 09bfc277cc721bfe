/// The words of the flow as terms: which of them may say what the text is about.
struct TermWords {
    struct Item {
        let range: Range<Int>
        let term: Int32
        /// Counted over the flow.
        let sentence: Int32
        fileprivate(set) var isCandidate: Bool
        let isHeading: Bool
        let opensSentence: Bool
        /// Whether a keyword may end with it.
        fileprivate(set) var mayEnd: Bool
        /// What it tells of its neighbours, in English.
        let cues: WordCues
    }

    private(set) var items: [Item] = []
    private(set) var sentences: [Range<Int>] = []
    /// For each sentence the paragraph it is in.
    private(set) var paragraphs: [Int32] = []
    /// For each sentence the first of its items; one more for the end.
    private(set) var firstItems: [Int] = []
    private(set) var termCount = 0

    /// The terms of all paragraphs of `flow`.
    init(_ flow: FlowText, language: String?, flag: CancellationFlag) throws(CoreError) {
        var ticker = Ticker(flag)
        let filter = CandidateFilter(language)
        var vocabulary = Vocabulary()
        var raw: [(word: TextWord, surface: Int32, sentence: Int32, heading: Bool, first: Bool)] = []
        var words: [TextWord] = []
        for (number, paragraph) in flow.paragraphs.enumerated() {
            let first = sentences.count
            try SentenceBreaks.sentences(in: flow.scalars, paragraph.range, into: &sentences, &ticker)
            for sentence in first..<sentences.count {
                paragraphs.append(Int32(number))
                words.removeAll(keepingCapacity: true)
                try WordBreaks.words(in: flow.scalars, sentences[sentence], into: &words, &ticker)
                firstItems.append(raw.count)
                for word in filter.joined(words, flow.scalars) {
                    let surface = vocabulary.intern(flow.scalars, word.range)
                    raw.append(
                        (word, surface, Int32(sentence), paragraph.role == .heading, raw.count == firstItems[sentence]))
                }
            }
        }
        firstItems.append(raw.count)
        let folding = try TermFolding(vocabulary, language: language, &ticker)
        termCount = Int(folding.terms.max() ?? -1) + 1
        var may: [Bool?] = Array(repeating: nil, count: vocabulary.count)
        var cues: [WordCues?] = Array(repeating: nil, count: vocabulary.count)
        items.reserveCapacity(raw.count)
        for entry in raw {
            try ticker.tick()
            let surface = Int(entry.surface)
            let allowed = may[surface] ?? filter.allows(vocabulary.words[surface], entry.word.kind)
            may[surface] = allowed
            let cue = cues[surface] ?? (language == "en" ? WordCues.of(vocabulary.words[surface], entry.word.kind) : [])
            cues[surface] = cue
            items.append(
                Item(
                    range: entry.word.range, term: folding.terms[surface], sentence: entry.sentence,
                    isCandidate: allowed && filter.allowsHere(entry.word, flow.scalars), isHeading: entry.heading,
                    opensSentence: entry.first, mayEnd: filter.mayEnd(vocabulary.words[surface]), cues: cue))
        }
    }

    /// Leaves out of the candidates what its use in the text tells to be no noun.
    mutating func narrow(by use: WordUse) {
        for index in items.indices {
            let term = Int(items[index].term)
            if use.isVerb[term] { items[index].isCandidate = false }
            if use.isNoNoun[term] { items[index].mayEnd = false }
        }
    }
}

/// Decides which words may be terms.
struct CandidateFilter {
    private let stops: Set<String>
    private let language: String?

    init(_ language: String?) {
        self.language = language
        var stops = FunctionWords.set(of: language ?? "en").union(GenericWords.set(of: language ?? "en"))
        // Other languages quote English, and addresses are everywhere.
        stops.formUnion(["http", "https", "www", "com", "org", "html"])
        if ["ja", "zh", "ko", "ru", "uk", "el", "ar", "he", "hi", "th"].contains(language) {
            stops.formUnion(FunctionWords.set(of: "en"))
        }
        if language == "hr" || language == "bs" { stops.formUnion(FunctionWords.set(of: "sr-Latn")) }
        if language == "sr" { stops.formUnion(FunctionWords.set(of: "hr")) }
        self.stops = stops
    }

    /// Whether a word may be a term, wherever it stands.
    func allows(_ word: String, _ kind: TextWord.Kind) -> Bool {
        let count = word.unicodeScalars.count
        switch kind {
        case .number, .hiragana: return false
        case .southeast: return count >= 3
        case .katakana: return count >= 2
        case .han:
            if WideStops.words.contains(word) { return false }
            return !(word.unicodeScalars.prefix(3).allSatisfy { WideStops.numerals.contains($0) } && count <= 4)
        case .letters:
            if stops.contains(word) || Abbreviations.always.contains(word) { return false }
            if let first = word.unicodeScalars.first, (0xAC00...0xD7A3).contains(first.value) { return count >= 2 }
            if language == "en", word.hasSuffix("ly"), count > 4 { return false }
            return count >= 3 && count <= 60 && word.unicodeScalars.contains { ScalarKind.of($0) == .letter }
                && !word.unicodeScalars.allSatisfy { $0 == "_" }
        }
    }

    /// Whether a keyword may end with a word: not with an English participle or adjective.
    func mayEnd(_ word: String) -> Bool {
        guard language == "en" else { return true }
        if GenericWords.englishAdjectives.contains(word) { return false }
        guard word.utf8.count > 4 else { return true }
        if word.hasSuffix("ed") || word.hasSuffix("ing") { return false }
        if word.utf8.count > 8, word.hasSuffix("able"), word != "executable" { return false }
        return word.utf8.count < 6 || !["ous", "ful", "less", "ical"].contains(where: word.hasSuffix)
    }

    /// Whether it may be one in this place: no counter after a number, no stem of a verb.
    func allowsHere(_ word: TextWord, _ scalars: [Unicode.Scalar]) -> Bool {
        let start = Int(word.start)
        if word.kind == .letters { return start == 0 || !WideStops.pathMarks.contains(scalars[start - 1]) }
        guard word.kind == .han else { return true }
        if start > 0, ScalarKind.of(scalars[start - 1]) == .digit { return false }
        guard word.range.count == 1 else { return true }
        let end = Int(word.end)
        guard end < scalars.count, ScalarKind.of(scalars[end]) == .hiragana else {
            return end == scalars.count || ScalarKind.of(scalars[end]) != .han
        }
        return WideStops.particles.contains(scalars[end])
            && (end + 1 == scalars.count || ScalarKind.of(scalars[end + 1]) != .hiragana || scalars[end] == "の")
    }

    /// Joins what is one word though it changes script: an ideograph, one kana of inflection, an ideograph (`折り紙`); and cuts
    /// Chinese runs at function characters.
    func joined(_ words: [TextWord], _ scalars: [Unicode.Scalar]) -> [TextWord] {
        guard words.contains(where: { $0.kind == .han }) else { return words }
        if language == "zh" { return words.flatMap { cut($0, scalars) } }
        var joined: [TextWord] = []
        var at = 0
        while at < words.count {
            var end = at
            while words[at].kind == .han, end + 2 < words.count, words[end + 1].kind == .hiragana,
                words[end + 1].range.count == 1,
                words[end + 2].kind == .han, words[end].end == words[end + 1].start,
                words[end + 1].end == words[end + 2].start,
                WideStops.inflections.contains(scalars[Int(words[end + 1].start)])
            {
                end += 2
            }
            joined.append(TextWord(start: words[at].start, end: words[end].end, kind: words[at].kind))
            at = end + 1
        }
        return joined
    }

    private func cut(_ word: TextWord, _ scalars: [Unicode.Scalar]) -> [TextWord] {
        guard word.kind == .han else { return [word] }
        var parts: [TextWord] = []
        var start = word.start
        for at in word.start...word.end where at == word.end || WideStops.chinese.contains(scalars[Int(at)]) {
            if at > start { parts.append(TextWord(start: start, end: at, kind: .han)) }
            start = at + 1
        }
        return parts
    }
}

/// Words of Chinese characters that say nothing of a subject.
enum WideStops {
    static let words: Set<String> = Set(
        """
        場合 必要 以上 以下 以前 以後 以外 以来 時間 方法 現在 自分 一方 一部 一般 一般的 全体 部分 他 中 上 下 前 後 時 人 者 方 的 性 化 等 際 間 今 今日 最初 最後 \
        多数 非常 特 多 少 大 小 高 新 同 各 本 何 私 彼 彼女 可能 使用 意味 例 次 目 点 形 力 手 事 物 所 数 度 回 年 月 日 同時 同様 結果 当時 程度 存在 代表的 様々 \
        種類 理由 問題 状態 関係 対象 内容 左右 前後 大切 重要 不可欠 一つ 二つ 三つ 一人 二人 毎年 毎日 近年 最近 最大 最小 最高 独特 有名 比較 比較的 通常 特別 特徴 基本 中心 \
        先 元 気 口 心 頭 体 内 外 左 右 東 西 南 北 間接 直接 約 全国 各地 世界 国内 海外 日本 一年 一日 一度 一回 大量 少量 両方 双方 自然 完全 単純 簡単 \
        可以 没有 我们 他们 这个 一个 什么 因为 所以 如果 但是 已经 通过 进行 使用 以及 其中 之间
        """.split(separator: " ").map(String.init))
    /// What stands before a word that is part of a path, an address or a name of a program.
    static let pathMarks = Set("/\\@_<$#".unicodeScalars)
    static let numerals = Set("一二三四五六七八九十百千万億〇数第".unicodeScalars)
    static let particles = Set("はがをのにともでへや".unicodeScalars)
    static let inflections = Set("りきみちげめれけえし".unicodeScalars)
    static let chinese = Set("的了是在和不有也就都而及与着或被这那其之于以为上中下到从对由把向让并很更最又还将能会可要个们".unicodeScalars)
}
