import Testing

@testable import CoreDomain

@Suite struct WordUseTests {
    private static let queue = """
        The queue stores every job until a worker takes it. Unless a worker answers within thirty seconds, the job returns to the \
        queue. Wait for the lease to end before you start another worker. A worker must renew its lease while it runs a job. The \
        database stores the lease and the result of each job.
        """

    @Test func verbsAndFunctionWordsAreNoKeywords() throws {
        let found = Set(try Self.keywords(Self.queue, "en"))
        #expect(found.isSuperset(of: ["worker", "job", "lease", "queue"]))
        #expect(found.isDisjoint(with: ["stores", "unless", "wait", "runs", "renew", "takes", "answers"]))
    }

    @Test(arguments: [
        ("The engine grinds the corn.", "grinds"), ("You must grind corn.", "grind"),
        ("We want to grind corn.", "grind"),
        ("A mill which grinds corn.", "grinds"), ("Grind the corn.", "grind"), ("It never grinds corn.", "grinds"),
    ])
    func theCompanyOfAVerbTellsIt(text: String, verb: String) throws {
        let found = try Self.keywords(text + " The corn is here. Corn is corn.", "en")
        #expect(found.contains("corn"))
        #expect(!found.contains { $0.contains(verb) }, "\(found)")
    }

    @Test(arguments: [
        "The grind is the corn.", "They go to the grind of the corn.", "A grind of corn.",
        "To grind corn the grind is the grind.",
        "We saw Grind the village.", "Corn in grind the day.",
    ])
    func theCompanyOfANounTellsIt(text: String) throws {
        let found = try Self.keywords(text, "en").map { $0.lowercased() }
        #expect(found.contains { $0.contains("grind") }, "\(found)")
    }

    @Test func adjectivesAreOnlyThePartOfAKeyword() throws {
        let text = "An invalid token fails. The invalid token is spiteful. A spiteful invalid token is invalid."
        let found = try Self.keywords(text, "en")
        #expect(found.contains { $0.contains("token") })
        #expect(!found.contains { $0.hasSuffix("invalid") || $0.hasSuffix("spiteful") }, "\(found)")
    }

    @Test func germanNounsHaveCapitals() throws {
        let text = """
            Der Dienst prüft die Nachricht. Dann prüft der Dienst die künstliche Intelligenz. Eine künstliche Intelligenz prüft auch. \
            Ein Dienst sendet die Nachricht.
            """
        let found = try Self.keywords(text, "de")
        #expect(found.contains("künstliche Intelligenz") && found.contains("Nachricht"))
        #expect(!found.contains { $0.hasSuffix("prüft") || $0.hasSuffix("künstliche") }, "\(found)")
        let small = try Self.keywords(text.lowercased(), "de")
        #expect(small.contains { $0.contains("nachricht") }, "\(small)")
    }

    @Test func otherLanguagesAreLeftAsTheyAre() throws {
        let found = try Self.keywords("The engine grinds the corn.", nil)
        #expect(found.contains { $0.contains("grinds") }, "\(found)")
    }

    private static func keywords(_ text: String, _ language: String?) throws -> [String] {
        try KeywordExtractor(count: 30, language: language).keywords(
            TextSupport.layout([text]), flag: CancellationFlag()
        )
        .map(\.text)
    }
}
