/// A word or phrase that says what a text is about.
public struct Keyword: Hashable, Sendable {
    /// As it stands in the text most often.
    public let text: String
    /// 0 to 1, 1 for the first keyword.
    public let score: Double
    /// How often it stands in the text, in any of its forms.
    public let count: Int
    /// The numbers of the pages it stands on, ascending; the first hundred.
    public let pages: [Int]
}

/// Finds keywords: TextRank over words, then over the phrases they form.
public struct KeywordExtractor: Sendable {
    private let count: Int
    private let language: String?

    private static let phraseWordsMax = 4
    private static let termsMax = 20_000
    private static let pagesMax = 100
    private static let candidatesMax = 2_000
    /// How many more phrases are looked at, for those that have no form to show.
    private static let spare = 20

    /// Up to `count` keywords of a text in `language`, by its code in ISO 639-1.
    public init(count: Int, language: String?) {
        self.count = count
        self.language = language
    }

    /// The keywords of the prose and the headings, best first.
    public func keywords(_ layout: DocumentLayout, flag: CancellationFlag) throws(CoreError) -> [Keyword] {
        let flow = try FlowText(
            layout.source, roles: layout.roles, keeping: { $0 == .body || $0 == .heading }, flag: flag)
        var words = try TermWords(flow, language: language, flag: flag)
        words.narrow(by: try WordUse(words, flow, language: language, flag: flag))
        let ranks = try WordRank.ranks(words, flag: flag)
        let phrases = try PhraseTable(
            words, flow, ranks, termsMax: Self.termsMax, wordsMax: Self.phraseWordsMax, flag: flag)
        let form = PhraseForm(words, flow, language: language)
        let chosen = phrases.best(count + Self.spare, among: Self.candidatesMax)
        var most = 0.0
        var keywords: [Keyword] = []
        for phrase in chosen where keywords.count < count {
            try flag.check()
            let places = phrases.places(phrase)
            guard let text = form.text(places, length: phrase.length) else { continue }
            if most == 0 { most = phrase.score }
            var pages: [Int] = []
            for place in places {
                let page = layout.source.pageNumber(at: Int(flow.origins[words.items[place].range.lowerBound]))
                if pages.last != page, pages.count < Self.pagesMax { pages.append(page) }
            }
            keywords.append(
                Keyword(
                    text: text, score: (phrase.score / most * 1_000).rounded() / 1_000,
                    count: places.count, pages: pages))
        }
        return keywords
    }
}
