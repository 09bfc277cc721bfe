import Testing

@testable import CoreDomain

@Suite struct BackReferenceTests {
    @Test(arguments: [
        ("en", "This is why the tower fell."), ("en", "It fell."), ("en", "However, it stood."),
        ("en", "These lamps burn oil."),
        ("en", "In this way the tower stood."), ("en", "For example, the tower fell."), ("en", "Most of them fell."),
        ("hr", "To je toranj."), ("hr", "Zbog toga je pao."), ("hr", "U tom tornju gori svjetlo."), ("sr", "Ali pada."),
        ("de", "Dieser Turm fiel."), ("de", "In diesem Turm brennt Licht."), ("fr", "Cette tour est tombée."),
        ("fr", "Il est tombé."), ("es", "Sin embargo, cayó."), ("it", "Per questo cadde."), ("nl", "Dit is een toren."),
        ("ru", "Это башня."), ("ja", "この塔は倒れた。"), ("zh", "这座塔倒了。"),
    ])
    func aSentenceThatRefersBackIsTold(language: String, text: String) {
        #expect(Self.opens(text, language))
    }

    @Test(arguments: [
        ("en", "A tower stood."), ("en", "To turn a lens takes a clockwork."), ("en", "On the rock stood a tower."),
        ("en", "This manual tells how a lamp is lit."), ("en", "In this document a lamp is a light."),
        ("en", "I saw it."),
        ("en", "Die casting is a process."), ("de", "Die Lampe brennt."), ("de", "Dieses Handbuch zeigt es."),
        ("it", "Il faro è alto."), ("hr", "Ovaj priručnik pokazuje kako."), ("hr", "Toranj je pao."),
        ("en", "Itemised lists help."), ("pl", "To jest wieża."), ("", ""), ("en", ""), ("ja", "塔はこの島に立つ。"),
    ])
    func anotherSentenceIsNot(language: String, text: String) {
        #expect(!Self.opens(text, language))
    }

    @Test func aTextInAnUnknownLanguageHasNone() {
        let scalars = Array("This is it.".unicodeScalars)
        #expect(!BackReference(nil).opens(scalars, 0..<scalars.count))
    }

    private static func opens(_ text: String, _ language: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        return BackReference(language).opens(scalars, 0..<scalars.count)
    }

    private static let lead = "The harbour of the island lies behind a long wall of stone and of old oak timber."
    private static let plain = "The keeper of the lamp cleans the glass of the lens with a soft cloth every morning."
    private static let back = "This keeper of the lamp cleans the glass of the lens with a soft cloth every morning."

    @Test func ofTwoAlikeTheOneThatStandsAloneIsTaken() throws {
        let page = "\(Self.lead)\n\n\(Self.back)\n\n\(Self.plain)\n"
        let summary = try Self.summary(page, "en")
        #expect(summary.map(\.text) == [Self.lead, Self.plain])
        #expect(try Self.summary(page, nil).map(\.text) == [Self.lead, Self.back])
    }

    @Test func behindTheSentenceItRefersToItCountsInFull() throws {
        let first = "The keeper of the island lives in a small house of stone behind the tower and the wall."
        let page = "\(first) \(Self.back)\n"
        let together = try Self.summary(page, "en")
        let apart = try Self.summary("\(Self.lead) It rains. \(Self.back)\n", "en")
        #expect(together.map(\.text) == [first, Self.back])
        #expect(apart.map(\.text) == [Self.lead, Self.back])
        #expect((together.last?.score ?? 0) > (apart.last?.score ?? 1))
    }

    private static func summary(_ page: String, _ language: String?) throws -> [SummarySentence] {
        try Summarizer(count: 2, language: language).summary(TextSupport.layout([page]), flag: CancellationFlag())
    }
}
