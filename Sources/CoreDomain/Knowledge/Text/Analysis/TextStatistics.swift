/// Counts of a document.
public struct TextStatistics: Hashable, Sendable {
    public private(set) var pages = 0
    /// Grapheme clusters that are not white space or control characters.
    public private(set) var characters = 0
    public private(set) var words = 0
    public private(set) var sentences = 0
    public private(set) var paragraphs = 0
    /// Words, compared in lower case. A run of a script without blanks is one.
    public private(set) var distinctWords = 0
    /// Words a sentence.
    public private(set) var meanSentenceWords = 0.0
    /// Distinct words for each that was looked up; 0 for an empty document.
    public private(set) var typeTokenRatio = 0.0
    /// At 238 words a minute (Brysbaert 2019), or 500 characters where the script has no blanks.
    public private(set) var readingMinutes = 0.0
    /// Whether words were counted by the length of runs, for a script without blanks.
    public private(set) var areWordsEstimated = false
    /// The words of each page.
    public private(set) var pageWords: [Int] = []

    private static let wordsMinute = 238.0
    private static let unspacedMinute = 500.0

    /// Counts what stands on the pages of `layout`.
    public init(_ layout: DocumentLayout, flag: CancellationFlag) throws(CoreError) {
        let flow = try layout.everything(flag)
        var ticker = Ticker(flag)
        pages = layout.source.pageCount
        pageWords = [Int](repeating: 0, count: pages)
        characters = try Self.clusters(flow, &ticker)
        var found: [Range<Int>] = []
        var words: [TextWord] = []
        for paragraph in flow.paragraphs {
            try WordBreaks.words(in: flow.scalars, paragraph.range, into: &words, &ticker)
            switch paragraph.role {
            case .body, .heading, .notice, .reference:
                paragraphs += paragraph.role == .heading ? 0 : 1
                try SentenceBreaks.sentences(in: flow.scalars, paragraph.range, into: &found, &ticker)
            case .furniture, .contents, .code: break
            }
        }
        sentences = found.count
        try count(words, flow, layout.source, &ticker)
    }

    private mutating func count(
        _ found: [TextWord], _ flow: FlowText, _ source: SourceText, _ ticker: inout Ticker
    ) throws(CoreError) {
        var vocabulary = Vocabulary()
        var unspaced = 0
        var estimated = 0
        for word in found {
            try ticker.tick(word.range.count)
            words += word.units
            if word.kind != .letters, word.kind != .number {
                unspaced += word.range.count
                estimated += word.units
            }
            _ = vocabulary.intern(flow.scalars, word.range)
            if !pageWords.isEmpty { pageWords[source.page(at: Int(flow.origins[word.range.lowerBound]))] += word.units }
        }
        distinctWords = vocabulary.count
        areWordsEstimated = unspaced > 0
        typeTokenRatio = found.isEmpty ? 0 : Self.rounded(Double(vocabulary.count) / Double(found.count), 10_000)
        meanSentenceWords = sentences == 0 ? 0 : Self.rounded(Double(words) / Double(sentences), 100)
        let minutes = Double(words - estimated) / Self.wordsMinute + Double(unspaced) / Self.unspacedMinute
        readingMinutes = Self.rounded(minutes, 10)
    }

    private static func rounded(_ value: Double, _ unit: Double) -> Double { (value * unit).rounded() / unit }

    /// Grapheme clusters outside white space. A text of ASCII has as many as scalars.
    private static func clusters(_ flow: FlowText, _ ticker: inout Ticker) throws(CoreError) -> Int {
        var count = 0
        for paragraph in flow.paragraphs {
            var start = paragraph.range.lowerBound
            while start < paragraph.range.upperBound {
                var end = start
                while end < paragraph.range.upperBound, flow.scalars[end] != " " { end += 1 }
                try ticker.tick(end - start + 1)
                let part = flow.scalars[start..<end]
                count += part.allSatisfy { $0.value < 0x300 } ? part.count : flow.text(start..<end).count
                start = end + 1
            }
        }
        return count
    }
}

/// Words by number: the same number for the same word in lower case, canonically equivalent spellings included.
struct Vocabulary {
    private var numbers: [String: Int32] = [:]
    /// The words by number.
    private(set) var words: [String] = []

    /// How long a word is kept; of longer ones the beginning.
    static let lengthMax = 200

    var count: Int { words.count }

    /// The number of the word in `range`.
    mutating func intern(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Int32 {
        var word = String.UnicodeScalarView()
        for scalar in scalars[range.prefix(Self.lengthMax)] { word.append(scalar.folded) }
        return intern(String(word))
    }

    /// The number of `word`.
    mutating func intern(_ word: String) -> Int32 {
        if let number = numbers[word] { return number }
        let number = Int32(words.count)
        numbers[word] = number
        words.append(word)
        return number
    }
}
