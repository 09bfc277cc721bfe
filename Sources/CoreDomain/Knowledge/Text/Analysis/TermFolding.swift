/// Makes one term of the forms of a word: by endings in the inflected languages, by plurals elsewhere, and only where that is safe.
struct TermFolding {
    /// For each word of the vocabulary its term: the number of another word or its own.
    let terms: [Int32]

    /// Folds `vocabulary` as `language` inflects; nil leaves every word as it is.
    init(_ vocabulary: Vocabulary, language: String?, _ ticker: inout Ticker) throws(CoreError) {
        var keys = Vocabulary()
        let known = Set(vocabulary.words)
        var terms: [Int32] = []
        terms.reserveCapacity(vocabulary.count)
        for word in vocabulary.words {
            try ticker.tick(8)
            terms.append(keys.intern(Self.key(word, language, known)))
        }
        self.terms = terms
    }

    private static func key(_ word: String, _ language: String?, _ known: Set<String>) -> String {
        guard let language, word.utf8.count < 60 else { return word }
        if let endings = Endings.inflected[language] { return stem(word, endings) }
        switch language {
        case "en": return plain(word, known, [("ies", "y"), ("es", ""), ("s", ""), ("'s", ""), ("’s", "")])
        case "es", "pt", "fr": return plain(word, known, [("es", ""), ("s", ""), ("x", "")])
        case "de", "nl", "sv", "da": return plain(word, known, Endings.germanic)
        case "it": return plain(word, known, [("i", "o"), ("e", "a"), ("i", "e")])
        case "ko": return korean(word)
        default: return word
        }
    }

    /// The word without its plural ending, when what is left is a word of the text too.
    private static func plain(_ word: String, _ known: Set<String>, _ endings: [(String, String)]) -> String {
        guard word.utf8.count > 3, !word.hasSuffix("ss") else { return word }
        for (ending, instead) in endings where word.hasSuffix(ending) {
            let base = String(word.dropLast(ending.count)) + instead
            if base.count >= 3, known.contains(base) { return base }
        }
        return word
    }

    /// The common beginning of the forms of a word: the longest ending is taken off, three letters at least stay.
    private static func stem(_ word: String, _ endings: [[Unicode.Scalar]]) -> String {
        let scalars = Array(word.unicodeScalars)
        guard scalars.count > 3, !word.contains(".") else { return word }
        for ending in endings
        where scalars.count - ending.count >= (ending.count > 2 ? 4 : 3)
            && scalars.suffix(ending.count).elementsEqual(ending)
        {
            var stem = Array(scalars.dropLast(ending.count))
            if ending.first == "i", let last = stem.last, let hard = Endings.hardened[last] {
                stem[stem.count - 1] = hard
            }
            return String(String.UnicodeScalarView(stem))
        }
        return word
    }

    private static func korean(_ word: String) -> String {
        for particle in Endings.korean where word.hasSuffix(particle) && word.count - particle.count >= 2 {
            return String(word.dropLast(particle.count))
        }
        return word
    }
}

/// Endings by language.
enum Endings {
    static let inflected: [String: [[Unicode.Scalar]]] = [
        "hr": serboCroatian, "bs": serboCroatian, "sr": serboCroatian + serbian, "sl": slovene, "cs": czech,
        "pl": polish, "ru": russian,
        "uk": ukrainian,
    ]
    static let germanic = [("ern", ""), ("en", ""), ("er", ""), ("es", ""), ("e", ""), ("n", ""), ("s", "")]
    static let korean = [
        "에서는", "으로는", "에게서", "에서", "으로", "에게", "까지", "부터", "이라", "라고", "은", "는", "이", "가", "을", "를", "의", "에", "로", "와",
        "과", "도", "만", "들",
    ]
    /// What the softened consonants of the plural were.
    static let hardened: [Unicode.Scalar: Unicode.Scalar] = ["c": "k", "z": "g", "s": "h"]

    private static let serboCroatian = list(
        "ovima evima ima ama oga ome ega emu ovi evi ova eva ove eve om em og oj im ih mi a e i o u")
    private static let serbian = list(
        "овима евима има ама ога оме ега ему ови еви ова ева ове еве ом ем ог ој им их а е и о у")
    private static let slovene = list("ovih ovim ega emu imi ami ah ih im em om oj ov a e i o u")
    private static let czech = list(
        "ového ovému ého ému ými ách ami emi ích ům ou ech ém ým ých ím ů a á e é ě i í o u y ý")
    private static let polish = list(
        "owych owego iego iemu ego emu ami ach ych ich ymi imi owi ów om ą ę ie em ej ym im a e i o u y")
    private static let russian = list(
        "ами ями ого его ому ему ыми ими ах ях ов ев ей ой ый ий ая яя ое ее ые ие ых их ым им ом ем ам ям ую юю а я о е ы и у ю ь"
    )
    private static let ukrainian = list(
        "ами ями ого його ому ими ах ях ів їв ей ою ий ій ая ої их им ом ем ам ям ими а я о е и і ї у ю ь")

    private static func list(_ endings: StaticString) -> [[Unicode.Scalar]] {
        endings.description.split(separator: " ").map { Array($0.unicodeScalars) }
            .enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
    }
}
