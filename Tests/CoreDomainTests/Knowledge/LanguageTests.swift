import CoreDomain
import Testing

@Suite struct LanguageTests {
    private static let rows: [(String, String)] = [
        (
            "en",
            "The old bridge was built by masons who lived on the other side of the river, and it still carries the road to the market."
        ),
        (
            "hr",
            "Stari most sagradili su majstori koji su živjeli na drugoj strani rijeke, a preko njega i danas prelazi cesta koja vodi prema trgu. Gdje je prije bio mlin, sada je cijelo naselje."
        ),
        (
            "sr",
            "Stari most su sagradili majstori koji su živeli na drugoj strani reke, a preko njega i danas prelazi put. Gde je pre bio mlin, sada je celo naselje, i uvek ima sveta."
        ),
        (
            "sr",
            "Стари мост су саградили мајстори који су живели на другој страни реке, а преко њега и данас прелази пут према тргу."
        ),
        (
            "de",
            "Die alte Brücke wurde von Maurern gebaut, die auf der anderen Seite des Flusses wohnten, und sie trägt noch heute die Straße zum Markt."
        ),
        (
            "fr",
            "Le vieux pont a été construit par des maçons qui vivaient de l'autre côté de la rivière, et il porte encore la route du marché."
        ),
        (
            "es",
            "El viejo puente fue construido por albañiles que vivían al otro lado del río, y todavía lleva el camino hasta el mercado."
        ),
        (
            "it",
            "Il vecchio ponte fu costruito da muratori che vivevano dall'altra parte del fiume, e porta ancora la strada verso il mercato."
        ),
        (
            "pt",
            "A velha ponte foi construída por pedreiros que viviam do outro lado do rio, e ainda leva a estrada até ao mercado da cidade."
        ),
        (
            "nl",
            "De oude brug werd gebouwd door metselaars die aan de andere kant van de rivier woonden, en draagt nog altijd de weg naar de markt."
        ),
        (
            "pl",
            "Stary most zbudowali murarze, którzy mieszkali po drugiej stronie rzeki, i do dziś prowadzi przez niego droga na rynek."
        ),
        (
            "cs",
            "Starý most postavili zedníci, kteří bydleli na druhé straně řeky, a dodnes po něm vede silnice na tržiště ve městě."
        ),
        (
            "sl",
            "Stari most so zgradili zidarji, ki so živeli na drugi strani reke, in še vedno čezenj vodi cesta proti tržnici v mestu."
        ),
        (
            "sv",
            "Den gamla bron byggdes av murare som bodde på andra sidan floden, och den bär fortfarande vägen till torget i staden."
        ),
        (
            "da",
            "Den gamle bro blev bygget af murere, som boede på den anden side af floden, og den bærer stadig vejen til torvet i byen."
        ),
        (
            "fi",
            "Vanhan sillan rakensivat muurarit, jotka asuivat joen toisella puolella, ja sitä pitkin kulkee yhä tie kaupungin torille."
        ),
        (
            "hu",
            "A régi hidat olyan kőművesek építették, akik a folyó túlsó partján laktak, és még ma is ezen vezet az út a piacra."
        ),
        (
            "ro",
            "Podul vechi a fost construit de zidari care locuiau pe celălalt mal al râului și încă poartă drumul spre piața orașului."
        ),
        (
            "tr",
            "Eski köprü, nehrin öbür yakasında yaşayan duvarcılar tarafından yapıldı ve pazara giden yol bugün de onun üzerinden geçiyor."
        ),
        (
            "ru",
            "Старый мост построили каменщики, которые жили на другом берегу реки, и по нему до сих пор идёт дорога на рынок."
        ),
        (
            "uk",
            "Старий міст збудували муляри, які жили на іншому березі річки, і ним досі йде дорога на ринок у місті."
        ),
        ("el", "Η παλιά γέφυρα χτίστηκε από μάστορες που ζούσαν στην άλλη όχθη του ποταμού."),
        ("ja", "古い橋は川の向こう側に住んでいた石工たちが造ったものである。"), ("zh", "这座古老的桥是由住在河对岸的石匠建造的，至今仍然通往市场。"),
        ("ko", "오래된 다리는 강 건너편에 살던 석공들이 지었고 지금도 시장으로 가는 길이다."),
        ("ar", "بنى الجسر القديم بناؤون كانوا يعيشون على الضفة الأخرى من النهر."),
        ("he", "הגשר הישן נבנה על ידי בנאים שגרו בצד השני של הנהר."),
        ("hi", "पुराना पुल नदी के दूसरी ओर रहने वाले कारीगरों ने बनाया था और वह आज भी है।"),
        ("th", "สะพานเก่าสร้างโดยช่างหินที่อาศัยอยู่อีกฝั่งของแม่น้ำ"),
    ]

    @Test(arguments: rows) func theLanguageOfASentenceIsTold(code: String, text: String) throws {
        let guess = try Self.guess(text)
        #expect(guess.language == code, "\(guess)")
        #expect(guess.confidence > 0.1)
    }

    @Test(arguments: ["", "12345 67890", "\u{0}\u{0}\u{0}", "🙂🙂🙂", "qzx vbnw ktrp hhgt wwqs zzxv ttrk ppqz", "ab"])
    func whatNobodyCanTellIsUnknown(text: String) throws {
        let guess = try Self.guess(text)
        #expect(guess.language == nil, "\(guess)")
    }

    @Test func theScriptIsTheOneOfMostLetters() throws {
        #expect(try Self.guess("Это русский текст with three words").script == .cyrillic)
        #expect(try Self.guess("Stari most, gde je pre bio mlin, uvek ima sveta i vremena").script == .latin)
    }

    private static func guess(_ text: String) throws -> LanguageGuess {
        try LanguageGuess(SourceText(pages: [(1, text)], flag: CancellationFlag()), flag: CancellationFlag())
    }
}
