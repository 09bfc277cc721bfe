/// How well words fit each language of a script.
struct LanguageScores {
    private var scores: [(code: String, score: Double)] = []
    private let words: [String]
    private let script: TextScript

    /// Languages in Cyrillic letters; all others with a list are in Latin letters, Greek apart.
    private static let cyrillic: Set<String> = ["ru", "uk", "sr"]
    private static let codes = FunctionWords.languages.map(\.code)

    /// For each function word a bit for each language that has it.
    private static let functionWords: [String: UInt32] = {
        var bits: [String: UInt32] = [:]
        for (index, entry) in FunctionWords.languages.enumerated() {
            for word in FunctionWords.split(entry.words) { bits[String(word), default: 0] |= 1 << UInt32(index) }
        }
        return bits
    }()

    /// For each triple its weight in each language: 1 for the commonest, near 0 for the last of a profile.
    private static let triples: [[Unicode.Scalar]: [(language: Int, weight: Double)]] = {
        var table: [[Unicode.Scalar]: [(language: Int, weight: Double)]] = [:]
        for profile in TripleProfiles.languages {
            guard let language = codes.firstIndex(of: profile.code) else { continue }
            let scalars = Array(profile.triples.description.unicodeScalars)
            for (rank, start) in stride(from: 0, to: scalars.count - 2, by: 3).enumerated() {
                let weight = 1 - Double(rank) / 120
                table[Array(scalars[start..<start + 3]), default: []].append((language, weight))
            }
        }
        return table
    }()

    init(_ words: [String], script: TextScript) {
        self.words = words
        self.script = script
        var function = [Double](repeating: 0, count: Self.codes.count)
        var triple = function
        var tripleCount = 0.0
        for word in words {
            if let bits = Self.functionWords[word] {
                // A word of many languages says little of each.
                let weight = 1 / Double(bits.nonzeroBitCount).squareRoot()
                for index in function.indices where bits & (1 << UInt32(index)) != 0 { function[index] += weight }
            }
            let letters = ["_"] + Array(word.unicodeScalars) + ["_"]
            guard letters.count >= 3 else { continue }
            for start in 0...(letters.count - 3) {
                tripleCount += 1
                for entry in Self.triples[Array(letters[start..<start + 3])] ?? [] {
                    triple[entry.language] += entry.weight
                }
            }
        }
        let total = max(1, Double(words.count))
        for (index, code) in Self.codes.enumerated()
        where (script == .cyrillic) == Self.cyrillic.contains(code) && code != "el" {
            scores.append((code, function[index] / total + 1.2 * triple[index] / max(1, tripleCount)))
        }
        scores.sort { ($0.score, $1.code) > ($1.score, $0.code) }
    }

    /// The best language, when it stands out enough.
    func guess(share: Double) -> LanguageGuess {
        guard let best = scores.first, best.score > 0.2 else { return LanguageGuess(nil, 0, script, []) }
        var language = best.code
        var rivals = scores.dropFirst()
        if Self.southSlavic.contains(best.code), script == .latin {
            language = SouthSlavic(words).language ?? (best.code == "sr-Latn" ? "sr" : best.code)
            rivals.removeAll { Self.southSlavic.contains($0.code) }
        }
        let second = rivals.first?.score ?? 0
        let margin = min(1, (best.score - second) / best.score * 3)
        let evidence = 1 - 1 / (1 + Double(words.count) / 6)
        let level = min(1, best.score / 0.45)
        let confidence = margin * evidence * level * share
        guard confidence >= 0.08 else {
            return LanguageGuess(nil, confidence, script, scores.prefix(2).map { Self.plain($0.code) })
        }
        var alternatives = scores.prefix(3).map { Self.plain($0.code) }.filter { $0 != language }
        if alternatives.count > 2 { alternatives.removeLast() }
        return LanguageGuess(language, confidence, script, alternatives)
    }

    private static let southSlavic: Set<String> = ["hr", "sr-Latn"]

    private static func plain(_ code: String) -> String { code == "sr-Latn" ? "sr" : code }
}

/// Tells Croatian, Bosnian and Serbian in Latin letters apart, by the reflex of yat and by words that only one of them has.
struct SouthSlavic {
    let language: String?

    init(_ words: [String]) {
        var croatian = 0
        var bosnian = 0
        var ekavian = 0
        var ijekavian = 0
        for word in words {
            if Self.ekavian.contains(where: word.hasPrefix) { ekavian += 1 }
            if Self.ijekavian.contains(where: word.hasPrefix) { ijekavian += 1 }
            if Self.croatian.contains(where: word.hasPrefix) { croatian += 1 }
            if Self.bosnian.contains(where: word.hasPrefix) { bosnian += 1 }
        }
        if ekavian > ijekavian * 2 {
            language = "sr"
        } else if ijekavian > ekavian, bosnian > croatian {
            language = "bs"
        } else if ijekavian > ekavian || croatian > 0 {
            language = "hr"
        } else {
            language = nil
        }
    }

    private static let ekavian = split(
        """
        gde uvek pre posle svet vreme vremen deo dela mesto mesta mestu cel lep reka reke reci rečn dete dece mlek \
        beo bel vek veka veku ovde negde zahtev primer nedelj čovek devojk rešen rešav promen
        """)
    private static let ijekavian = split(
        """
        gdje uvijek prije poslije svijet vrijeme dio mjest cijel lijep rijek rječ riječ dijet djec mlijek bijel \
        vijek ovdje negdje zahtjev primjer nedjelj čovjek djevojk rješ promjen vrijed
        """)
    private static let croatian = split(
        """
        tko netko nitko također tijekom tisuć kolovoz siječanj siječnj veljač ožuj travanj travnj svibanj svibnj \
        lipanj lipnj srpanj srpnj rujan rujn listopad studen prosinac prosinc tjedan tjedn stoljeć povijes sveučiliš \
        računal zrak vlak glazb kazališ tvornic točn uporab otok sustav suradn unatoč razin
        """)
    private static let bosnian = split(
        """
        takođe sedmic histori hiljad lahk mehk kahv sahat općinsk šta avgust januar februar mart juni juli septemb \
        oktob novemb decemb stanovniš bosansk hemij univerzitet vazduh
        """)

    private static func split(_ list: StaticString) -> [String] {
        list.description.split(separator: " ").map(String.init)
    }
}
