import CoreDomain
import CoreLanguage
import CoreTesting
import Testing

@Suite struct DigestRecipeTests {
    private static let prices = [
        "language": "0.0002", "statistics": "0.0002", "outline": "0.0005", "chunk": "0.0005", "keywords": "0.001",
        "summarize": "0.002",
    ]

    /// An ingredient that stands in for the extraction of text.
    private static func extract(_ pages: [String]) -> NativeIngredient {
        let id = "scriptorium:document:extract"
        let output: JSONValue = [
            "name": "lights.txt", "media_type": "text/plain", "pages": TextSupport.json(pages), "headings": [],
        ]
        return NativeIngredient(
            IngredientDefinition(
                id: id, version: "1.0.0", kind: .atomic, handler: id,
                inputSchema: ["type": "object", "required": ["document"], "properties": ["document": true]]),
            .function { _, _ in StepOutput(output) })
    }

    @Test func theRecipeRunsAndCostsWhatItsStepsCost() async throws {
        let natives = [Self.extract(try TextSupport.pages("lighthouses.en.txt"))] + DocumentIngredients.analysis
        let jobs = try await JobWorld(natives: natives)
        _ = try await jobs.world.perform(
            "recipes.publish", IngredientDefinition.schema.encode(DocumentRecipes.digest), jobs.world.call(.opener))
        try await jobs.world.engine.start()
        let id = try await jobs.run(
            "scriptorium:document:digest",
            [
                "document": ["name": "lights.txt", "media_type": "text/plain", "data": "eA=="], "keywords": 5,
                "sentences": 3,
            ])
        let job = try await jobs.finish(id)
        #expect(job["status"]?.stringValue == "completed", "\(job)")
        let output = try #require(job["output"] ?? job["result"])
        #expect(output["name"] == "lights.txt")
        #expect(output["pages"] == 5)
        #expect(output["language"]?["language"] == "en")
        #expect(output["keywords"]?.arrayValue?.count == 5)
        #expect(output["summary"]?.arrayValue?.count == 3)
        #expect((output["chunks"]?.int64Value ?? 0) > 3)
        #expect(output["outline"]?[0]?["title"] == "Lights on the Edge of the Sea")
        #expect(try await jobs.balance().available == "9.9956")
    }

    @Test func everyIngredientIsPureAndHasItsPrice() throws {
        let all = DocumentIngredients.analysis
        #expect(all.count == Self.prices.count)
        for native in all {
            let slug = native.definition.id.split(separator: ":").last.map(String.init) ?? ""
            #expect(native.definition.effect == .pure)
            #expect(native.definition.version == "1.0.0")
            #expect(native.definition.cost == .fixed(Money(amount: try Amount(Self.prices[slug] ?? "1"))), "\(slug)")
        }
    }

    @Test(arguments: ["language", "statistics", "outline", "chunk", "keywords", "summarize"])
    func anEmptyDocumentHasAnAnswer(slug: String) throws {
        for pages in [[], [""], ["\u{0}\n\u{0C}"], ["12", "34"]] as [[String]] {
            let answer = try IngredientCall.output(slug, ["pages": TextSupport.json(pages)])
            #expect(answer.objectValue?.isEmpty == false, "\(slug) of \(pages)")
        }
    }

    @Test func tooMuchTextIsRefused() throws {
        let page = String(repeating: "a", count: 17 * 1_024 * 1_024)
        #expect(throws: CoreError.self) {
            try IngredientCall.output("language", ["pages": TextSupport.json([page, page])])
        }
    }

    @Test func headingsOfAnyLevelAreTaken() throws {
        let input: JSONValue = [
            "pages": TextSupport.json(["Deep\n\nText of it."]), "headings": [["level": 9, "title": "Deep", "page": 1]],
        ]
        #expect(try IngredientCall.output("outline", input)["headings"]?[0]?["level"] == 6)
        let chunks = try IngredientCall.output("chunk", input)
        #expect(chunks["chunks"]?[0]?["heading_path"] == ["Deep"])
    }
}
