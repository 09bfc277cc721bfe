/// A sentence of a summary, with where it stands.
public struct SummarySentence: Hashable, Sendable {
    /// Word for word, white space and hyphens at the ends of lines mended.
    public let text: String
    /// The numbers of the pages it stands on: one, or more when it runs over a page break.
    public let pages: [Int]
    /// 0 to 1.
    public let score: Double
}

/// Chooses the sentences that say most of a text: LexRank (Erkan and Radev 2004) for what is central, maximal marginal relevance (Carbonell
/// and Goldstein 1998) against repetition.
public struct Summarizer: Sendable {
    private let count: Int
    private let language: String?

    /// How many sentences are ranked at most; of longer texts so many are taken, evenly.
    private static let candidatesMax = 2_000
    private static let relevance = 0.7
    private static let leadBonus = 0.2
    private static let sectionCost = 0.12
    /// What is left of the worth of a sentence that refers to one that is not in the summary.
    private static let detached = 0.7

    /// `count` sentences of a text in `language`, by its code in ISO 639-1.
    public init(count: Int, language: String?) {
        self.count = count
        self.language = language
    }

    private struct Candidate {
        let sentence: Int
        let weight: Double
        let section: Int
        let isLead: Bool
        /// Whether it begins with a reference to the sentence before.
        let refersBack: Bool
    }

    /// The sentences in the order of the document. Each was found again on the pages it cites.
    public func summary(_ layout: DocumentLayout, flag: CancellationFlag) throws(CoreError) -> [SummarySentence] {
        let flow = try layout.prose(flag)
        let words = try TermWords(flow, language: language, flag: flag)
        let terms = try SentenceTerms(words, flow, flag: flag)
        let candidates = try chosen(words, flow, layout, terms, flag)
        let rank = try SentenceRank(
            candidates.map { terms.sentences[$0.sentence] }, frequency: terms.frequency, total: words.sentences.count,
            flag: flag)
        let picks = try pick(candidates, rank, words, flow, layout.source, flag)
        return picks.sorted { $0.sentence < $1.sentence }.map(\.line)
    }

    /// The sentences that may stand in a summary; of many, the best of each stretch of the document.
    private func chosen(
        _ words: TermWords, _ flow: FlowText, _ layout: DocumentLayout, _ terms: SentenceTerms, _ flag: CancellationFlag
    ) throws(CoreError) -> [Candidate] {
        let sections = Sections(layout)
        let backReference = BackReference(language)
        var ticker = Ticker(flag)
        var all: [Candidate] = []
        for sentence in words.sentences.indices where !terms.sentences[sentence].isEmpty {
            let range = words.sentences[sentence]
            try ticker.tick(min(range.count, 4_000))
            guard range.count < 4_000 else { continue }
            let weight = SentenceShape.weight(
                flow, range,
                words: ScalarKind.of(flow.scalars[range.lowerBound]).isUnspaced
                    ? range.count * 2 / 5 : terms.words[sentence])
            guard weight > 0 else { continue }
            let isLead = sentence == 0 || words.paragraphs[sentence] != words.paragraphs[sentence - 1]
            all.append(
                Candidate(
                    sentence: sentence, weight: weight,
                    section: sections.section(at: Int(flow.origins[range.lowerBound])),
                    isLead: isLead, refersBack: sentence > 0 && backReference.opens(flow.scalars, range)))
        }
        guard all.count > Self.candidatesMax else { return all }
        return (0..<Self.candidatesMax).compactMap { stretch in
            let range = all.count * stretch / Self.candidatesMax..<all.count * (stretch + 1) / Self.candidatesMax
            return all[range].max {
                terms.centrality[$0.sentence] * $0.weight < terms.centrality[$1.sentence] * $1.weight
            }
        }
    }

    private func pick(
        _ candidates: [Candidate], _ rank: SentenceRank, _ words: TermWords, _ flow: FlowText, _ source: SourceText,
        _ flag: CancellationFlag
    ) throws(CoreError) -> [(sentence: Int, line: SummarySentence)] {
        var scores = candidates.indices.map { index in
            (rank.ranks[index] + (candidates[index].isLead ? Self.leadBonus : 0)) * candidates[index].weight
        }
        let base = scores
        if !scores.isEmpty, candidates[0].sentence < 3 { scores[0] += Self.leadBonus }
        var alike = [Double](repeating: 0, count: candidates.count)
        var inSection: [Int: Int] = [:]
        var open = Set(candidates.indices)
        var picked = Set<Int>()
        var picks: [(sentence: Int, line: SummarySentence)] = []
        while picks.count < count, !open.isEmpty {
            try flag.check()
            var best = -1
            var bestValue = -Double.infinity
            for index in candidates.indices where open.contains(index) {
                let crowding = Double(inSection[candidates[index].section] ?? 0) * Self.sectionCost
                let worth = scores[index] * Self.share(candidates[index], picked)
                let value = Self.relevance * (worth - crowding) - (1 - Self.relevance) * alike[index]
                if value > bestValue { (best, bestValue) = (index, value) }
            }
            guard best >= 0 else { break }
            open.remove(best)
            if alike[best] > 0.7 { continue }
            let range = words.sentences[candidates[best].sentence]
            guard let pages = Quotation.pages(of: range, flow, source) else { continue }
            let share = Self.share(candidates[best], picked)
            let score = (min(1, base[best] * share) * 1_000).rounded() / 1_000
            picked.insert(candidates[best].sentence)
            picks.append(
                (candidates[best].sentence, SummarySentence(text: flow.text(range), pages: pages, score: score)))
            inSection[candidates[best].section, default: 0] += 1
            for index in open { alike[index] = max(alike[index], rank.likeness(best, index)) }
        }
        return picks
    }

    /// How much of its worth a sentence keeps: less when it refers to the one before, and that is not in the summary.
    private static func share(_ candidate: Candidate, _ picked: Set<Int>) -> Double {
        candidate.refersBack && !picked.contains(candidate.sentence - 1) ? detached : 1
    }
}

/// The parts of a document among which a summary is spread: below its headings, or tenths where it has none.
struct Sections {
    private let starts: [Int]

    init(_ layout: DocumentLayout) {
        let placed = zip(layout.headings, layout.headingLines).compactMap { heading, line in
            line.map { (level: heading.level, start: Int(layout.source.lines[$0].start)) }
        }
        let levels = Set(placed.map(\.level)).sorted()
        let level = levels.first { level in placed.count { $0.level <= level } >= 3 }
        if let level {
            starts = placed.filter { $0.level <= level }.map(\.start).sorted()
        } else {
            starts = (1..<10).map { layout.source.scalars.count * $0 / 10 }
        }
    }

    /// The number of the section that `offset` of the source is in.
    func section(at offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// The terms of each sentence, by which sentences are compared. Runs of ideographs and Katakana are taken apart into pairs.
struct SentenceTerms {
    private(set) var sentences: [[Int32]] = []
    /// In how many sentences each term stands.
    private(set) var frequency: [Int32] = []
    /// How many words each sentence counts.
    private(set) var words: [Int] = []
    /// How much each sentence holds of what the document speaks of most.
    private(set) var centrality: [Double] = []

    init(_ items: TermWords, _ flow: FlowText, flag: CancellationFlag) throws(CoreError) {
        var ticker = Ticker(flag)
        var pairs: [UInt64: Int32] = [:]
        var count = Int32(items.termCount)
        for sentence in items.sentences.indices {
            var terms: [Int32] = []
            var units = 0
            for item in items.items[items.firstItems[sentence]..<items.firstItems[sentence + 1]] {
                try ticker.tick(item.range.count)
                let kind = ScalarKind.of(flow.scalars[item.range.lowerBound])
                units += kind == .han ? (item.range.count + 1) / 2 : kind.isUnspaced ? (item.range.count + 3) / 4 : 1
                guard item.isCandidate else { continue }
                if kind.isUnspaced, item.range.count > 2 {
                    for at in item.range.dropLast().prefix(60) {
                        let pair = UInt64(flow.scalars[at].value) << 32 | UInt64(flow.scalars[at + 1].value)
                        if pairs[pair] == nil {
                            pairs[pair] = count
                            count += 1
                        }
                        if let number = pairs[pair] { terms.append(number) }
                    }
                } else {
                    terms.append(item.term)
                }
            }
            sentences.append(terms)
            words.append(units)
        }
        try measure(terms: Int(count), &ticker)
    }

    private mutating func measure(terms: Int, _ ticker: inout Ticker) throws(CoreError) {
        frequency = [Int32](repeating: 0, count: terms)
        var seen = [Int32](repeating: -1, count: terms)
        for (index, sentence) in sentences.enumerated() {
            try ticker.tick(sentence.count)
            for term in sentence where seen[Int(term)] != Int32(index) {
                seen[Int(term)] = Int32(index)
                frequency[Int(term)] += 1
            }
        }
        let total = Double(sentences.count + 1)
        let weights = frequency.map { Double($0).squareRoot() * SentenceRank.log2(total / Double(max(1, $0))) }
        for sentence in sentences {
            try ticker.tick(sentence.count)
            let sum = sentence.reduce(0.0) { $0 + weights[Int($1)] }
            centrality.append(sentence.isEmpty ? 0 : sum / Double(sentence.count + 8))
        }
    }
}
