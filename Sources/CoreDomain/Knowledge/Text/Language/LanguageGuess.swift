/// Which language a text is in: by its script, and where several languages share one by function words and letter triples.
public struct LanguageGuess: Hashable, Sendable {
    /// ISO 639-1; nil when nothing can be said.
    public let language: String?
    /// 0 to 1.
    public let confidence: Double
    /// The script of most letters; nil when there are none.
    public let script: TextScript?
    /// The languages that come next, nearest first.
    public let alternatives: [String]

    private static let windows = 24
    private static let windowScalars = 6_000
    private static let lettersMin = 12

    /// A guess from samples that are spread evenly over `source`.
    public init(_ source: SourceText, flag: CancellationFlag) throws(CoreError) {
        var ticker = Ticker(flag)
        let samples = Self.samples(source.scalars.count)
        var counts: [TextScript: Int] = [:]
        for sample in samples {
            try ticker.tick(sample.count)
            for scalar in source.scalars[sample] {
                if let script = TextScript.of(scalar) { counts[script, default: 0] += 1 }
            }
        }
        let kana = counts[.japanese] ?? 0
        if kana > 0, kana * 20 >= counts[.han] ?? 0 {
            counts[.japanese] = kana + (counts.removeValue(forKey: .han) ?? 0)
        }
        let letters = counts.values.reduce(0, +)
        let best = TextScript.allCases.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) }
        guard let best, let count = counts[best] else {
            self.init(nil, 0, nil)
            return
        }
        let share = Double(count) / Double(letters)
        let certainty = share * (1 - 1 / (1 + Double(count) / 4))
        switch best {
        case .latin, .cyrillic:
            var words: [String] = []
            for sample in samples {
                try ticker.tick(sample.count)
                words += Self.words(source.scalars, sample, best)
            }
            guard count >= Self.lettersMin else {
                self.init(nil, 0, best)
                return
            }
            self = LanguageScores(words, script: best).guess(share: share)
        case .arabic, .devanagari:
            let language = Self.neighbour(best, source.scalars, samples)
            self.init(language, language == nil ? 0 : certainty, best)
        case .greek: self.init("el", certainty, best)
        case .hebrew: self.init("he", certainty, best)
        case .thai: self.init("th", certainty, best)
        case .han: self.init("zh", certainty, best)
        case .japanese: self.init("ja", certainty, best)
        case .hangul: self.init("ko", certainty, best)
        case .other: self.init(nil, 0, best)
        }
    }

    init(_ language: String?, _ confidence: Double, _ script: TextScript?, _ alternatives: [String] = []) {
        self.language = language
        self.confidence = (confidence * 1_000).rounded() / 1_000
        self.script = script
        self.alternatives = alternatives
    }

    private static func samples(_ count: Int) -> [Range<Int>] {
        guard count > windows * windowScalars else { return [0..<count] }
        return (0..<windows).map { window in
            let start = (count - windowScalars) / (windows - 1) * window
            return start..<start + windowScalars
        }
    }

    /// The words of one script in lower case, none longer than thirty letters.
    private static func words(_ scalars: [Unicode.Scalar], _ range: Range<Int>, _ script: TextScript) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for at in range {
            let scalar = scalars[at]
            if TextScript.of(scalar) == script || ScalarKind.of(scalar) == .mark {
                if word.count < 31 { word.append(scalar.folded) }
            } else if !word.isEmpty {
                if word.count <= 30 { words.append(String(word)) }
                word = .init()
            }
        }
        if !word.isEmpty, word.count <= 30 { words.append(String(word)) }
        return words
    }

    /// Arabic from Persian and Urdu by their letters, and Hindi by its commonest words; nil for another language of the script.
    private static func neighbour(_ script: TextScript, _ scalars: [Unicode.Scalar], _ samples: [Range<Int>]) -> String?
    {
        var urdu = 0
        var persian = 0
        var word = ""
        var hindi = 0
        for sample in samples {
            for scalar in scalars[sample] {
                switch scalar {
                case "ٹ", "ڈ", "ڑ", "ے", "ں": urdu += 1
                case "پ", "چ", "ژ", "گ", "ک", "ی": persian += 1
                case " ":
                    if ["है", "में", "के", "की", "का", "और", "से", "हैं", "को"].contains(word) { hindi += 1 }
                    word = ""
                default: if word.unicodeScalars.count < 8 { word.unicodeScalars.append(scalar) }
                }
            }
        }
        if script == .devanagari { return hindi > 0 ? "hi" : nil }
        if urdu > 0, urdu * 4 >= persian { return "ur" }
        return persian > 1 ? "fa" : "ar"
    }
}
