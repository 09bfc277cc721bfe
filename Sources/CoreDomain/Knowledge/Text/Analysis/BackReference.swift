/// Tells whether a sentence begins with a word that refers to a sentence before it.
///
/// Goes by lists of words for each language. Where there is none, no sentence is held to refer back.
struct BackReference {
    private static let wordsMax = 4
    private static let lettersMax = 14

    private let entry: BackReferenceWords.Lexicon?

    /// For sentences in `language`, by its code in ISO 639-1.
    init(_ language: String?) {
        entry = language.flatMap { BackReferenceWords.entries[$0] }
    }

    /// Whether the sentence in `range` does.
    func opens(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> Bool {
        guard let entry else { return false }
        if !entry.prefixes.isEmpty {
            let start = String(String.UnicodeScalarView(scalars[range.prefix(4)]))
            return entry.prefixes.contains(where: start.hasPrefix)
        }
        let words = Self.firstWords(scalars, range)
        guard let first = words.first else { return false }
        // `This manual` is what is being read, not what was said.
        if words.count > 1, entry.pointers.contains(first), entry.itself.contains(words[1]) { return false }
        if entry.leads.contains(first) || entry.pointers.contains(first) { return true }
        if (2...Self.wordsMax).contains(where: { entry.phrases.contains(words.prefix($0).joined(separator: " ")) }) {
            return true
        }
        guard words.count > 1, entry.prepositions.contains(first), entry.pointers.contains(words[1]) else {
            return false
        }
        return words.count < 3 || !entry.itself.contains(words[2])
    }

    /// The words that a sentence begins with, in lower case. A word of more than fourteen letters ends them: it is in no list.
    private static func firstWords(_ scalars: [Unicode.Scalar], _ range: Range<Int>) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        for at in range {
            if ScalarKind.of(scalars[at]).isWord {
                word.append(scalars[at].folded)
                if word.count > lettersMax { return words }
            } else if !word.isEmpty {
                words.append(String(word))
                word = .init()
                if words.count == wordsMax { return words }
            }
        }
        if !word.isEmpty { words.append(String(word)) }
        return words
    }
}

/// The words by which sentences refer back, by language.
enum BackReferenceWords {
    struct Lexicon {
        /// Words that refer back wherever a sentence begins with them.
        var leads: Set<String> = []
        /// Demonstratives: they refer back at the beginning and behind a preposition there.
        var pointers: Set<String> = []
        var prepositions: Set<String> = []
        /// What a text calls itself.
        var itself: Set<String> = []
        /// Two to four words.
        var phrases: Set<String> = []
        /// What sentences begin with in a script without blanks.
        var prefixes: [String] = []
    }

    static let entries: [String: Lexicon] = [
        "en": Lexicon(
            leads: words(
                """
                that those it its they their them he his him she her hers however thus therefore hence then so also moreover still yet \
                both neither here there instead otherwise nevertheless nonetheless finally similarly likewise meanwhile furthermore \
                consequently accordingly conversely but and or nor too again afterwards another others see
                """),
            pointers: words("this these such"),
            prepositions: words(
                "in at on for with by from of to under after before during through because since despite within without all both most some"
            ),
            itself: words(
                """
                document manual guide book paper article report specification standard handbook tutorial page text policy study thesis \
                website license licence agreement
                """),
            phrases: phrases(
                """
                for example, for instance, as a result, in addition, in contrast, by contrast, even so, in other words, on the other hand, \
                in particular, in turn, at that, for that, after that, before that, of them, of those, most of them, some of them, \
                all of them, one of them, each of them, none of them
                """)),
        "hr": southSlavic, "bs": southSlavic, "sr": southSlavic,
        "de": Lexicon(
            leads: words(
                """
                er sie es das ihr ihre ihren aber jedoch daher deshalb deswegen dadurch damit dabei dazu davon danach darauf daraus so dort \
                hier auch denn dennoch trotzdem außerdem zudem somit folglich beide beides zuletzt schließlich siehe vgl
                """),
            pointers: words("dies diese dieser dieses diesem diesen solche solcher solches"),
            prepositions: words("in an auf bei mit von aus nach vor für durch wegen trotz unter zu aufgrund"),
            itself: words("dokument handbuch buch artikel bericht text leitfaden seite anleitung dokuments handbuchs"),
            phrases: phrases("zum beispiel, im gegensatz dazu, auf der anderen seite")),
        "fr": Lexicon(
            leads: words(
                "il elle ils elles mais cependant donc ainsi aussi cela ceci celui celle ceux celles or toutefois pourtant néanmoins enfin puis voir"
            ),
            pointers: words("ce cet cette ces"),
            prepositions: words("dans à de par pour avec sur après avant pendant malgré sous"),
            itself: words("document manuel livre guide article rapport texte ouvrage"),
            phrases: phrases("par exemple, en outre, en revanche, de plus, par conséquent")),
        "es": Lexicon(
            leads: words(
                "él ella ellos ellas esto eso pero además así también sin luego entonces aunque finalmente véase"),
            pointers: words("este esta estos estas ese esa esos esas"),
            prepositions: words("en de a por para con tras sobre durante bajo"),
            itself: words("documento manual libro guía artículo informe texto"),
            phrases: phrases("por ejemplo, por lo tanto, sin embargo, por eso, en cambio, por otra parte")),
        "it": Lexicon(
            leads: words(
                "esso essa essi esse egli ella loro ciò ma però quindi così anche tuttavia inoltre infine dunque vedi"),
            pointers: words("questo questa questi queste quel quella quei quelle"),
            prepositions: words("in di a da per con su dopo durante"),
            itself: words("documento manuale libro guida articolo testo"),
            phrases: phrases("ad esempio, per esempio, d altra parte, al contrario")),
        "nl": Lexicon(
            leads: words("het hij zij ze maar echter dus ook daarom daarna daardoor hierdoor toch bovendien zie"),
            pointers: words("dit deze dat die"),
            prepositions: words("in op bij met van uit na voor door onder"),
            itself: words("document handboek boek artikel rapport handleiding"),
            phrases: phrases("ten slotte, aan de andere kant")),
        "ru": Lexicon(
            leads: words("он она оно они его её ее их но однако поэтому также затем итак см"),
            pointers: words("это этот эта эти этого этой этих этому этим такой такая такие"),
            prepositions: words("в на с по из для при после до за от об"),
            itself: words("документ руководство книга"),
            phrases: phrases("кроме того, например, таким образом")),
        "ja": Lexicon(prefixes: [
            "これ", "それ", "この", "その", "こう", "そう", "また", "しかし", "しかも", "そし", "ただ", "さら", "一方", "なお", "あれ", "ここ",
            "そこ", "だが", "でも", "ほか", "いずれ", "次に", "同じ", "たとえば", "例えば", "したがって",
        ]),
        "zh": Lexicon(prefixes: ["这", "那", "它", "他", "她", "此", "但", "因此", "所以", "然而", "而且", "其", "该", "例如"]),
    ]

    private static let southSlavic = Lexicon(
        leads: words(
            """
            to ta taj te ti on ona oni ono ali međutim zato stoga tako tada time njegov njegova njezin njezina njihov njihova ipak također \
            takođe osim pritom njime njih tamo tu ondje isto drugi druga naime a i pa dakle upravo zatim potom vidi
            """),
        pointers: words(
            "ovo ovaj ova ovi ove ovoga ovog ovome ovom ovim ovih toga tog tome tom tim tih takav takva takvo takvi takve takvih takvim"
        ),
        prepositions: words("u na o po za od iz s sa zbog nakon prije pri kod radi iza uz među prema"),
        itself: words("dokument priručnik članak knjiga rad vodič tekst dokumentu priručniku članku knjizi radu"),
        phrases: phrases("na primjer, na primer, s druge strane, osim toga, zbog toga, nakon toga"))

    private static func words(_ list: StaticString) -> Set<String> {
        Set(list.description.split(separator: " ").map(String.init))
    }

    /// Phrases with a comma between two.
    private static func phrases(_ list: StaticString) -> Set<String> {
        var phrases = Set<String>()
        for part in list.description.split(separator: ",") {
            phrases.insert(part.split(separator: " ").joined(separator: " "))
        }
        return phrases
    }
}
