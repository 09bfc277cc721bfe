/// Words that headings are made of, in the languages of Europe and Japanese.
enum HeadingWords {
    /// Whether a list of sources stands below this heading.
    static func isReferences(_ title: String) -> Bool {
        let key = HeadingSearch.key(title)
        return references.contains(key)
    }

    /// Whether a line of these words alone is a heading, also where the others are numbered.
    static func standsAlone(_ title: String) -> Bool {
        let key = HeadingSearch.key(title)
        return references.contains(key) || alone.contains(key)
    }

    private static let alone: Set<String> = [
        "abstract", "introduction", "conclusion", "conclusions", "summary", "preface", "foreword", "acknowledgements",
        "glossary", "uvod",
        "zaključak", "sažetak", "predgovor", "einleitung", "zusammenfassung", "vorwort", "fazit", "résumé", "préface",
        "introducción", "conclusión",
        "resumen", "introduzione", "conclusione", "sommario", "はじめに", "おわりに", "まとめ", "結論", "序論", "あとがき", "введение",
        "заключение", "вступ",
        "висновки",
    ]

    /// The rank of a word that stands before a number: 0 for parts, 1 for chapters, 2 for sections.
    static func rank(_ word: String) -> Int? { ranks[word] }

    private static let references: Set<String> = [
        "references", "bibliography", "furtherreading", "sources", "literature", "literatura", "izvori",
        "bibliografija", "popisliterature",
        "literatur", "literaturverzeichnis", "quellen", "bibliographie", "références", "bibliografía", "referencias",
        "bibliografia",
        "riferimenti", "参考文献", "引用文献", "文献", "литература", "источники", "література", "källor", "referenser",
        "kirjallisuus", "irodalom",
        "kaynakça", "βιβλιογραφία",
    ]

    private static let ranks: [String: Int] = {
        var ranks: [String: Int] = [:]
        for (rank, words) in [
            "part book teil partie parte deel część část dio dijel del osa rész partea kısım часть частина део μέρος",
            """
            chapter appendix annex kapitel anhang chapitre annexe capítulo anexo capitolo appendice capitulo hoofdstuk bijlage rozdział kapitola \
            příloha poglavlje dodatak prilog poglavje kapittel luku liite fejezet capitolul bölüm глава розділ поглавље κεφάλαιο
            """,
            "section abschnitt sección sezione seção sectie sekcja oddíl odjeljak odsjek раздел",
        ].enumerated() {
            for word in words.split(separator: " ") { ranks[String(word)] = rank }
        }
        return ranks
    }()
}
