import CoreLanguage

/// Recipes over documents that the program brings along.
public enum DocumentRecipes {
    /// `scriptorium:document:digest`: what a document is, says and is about.
    public static var digest: IngredientDefinition {
        IngredientDefinition(
            id: "scriptorium:document:digest", version: "1.0.0", kind: .composed, name: "Digest of a document",
            description: "Language, statistics, outline, keywords and a summary with verified page citations.",
            plan: plan, tags: ["document", "text"])
    }

    private static let plan: JSONValue = [
        "schema_version": 2,
        "inputs": [
            "document": ["type": "document", "description": "The document to digest."],
            "keywords": [
                "type": "integer", "default": 12, "minimum": 1, "maximum": 50,
                "description": "How many keywords at most.",
            ],
            "sentences": [
                "type": "integer", "default": 7, "minimum": 1, "maximum": 40,
                "description": "How many sentences the summary has at most.",
            ],
        ],
        "steps": .array([
            step("extract", ["document": ["from": "$.inputs.document"]]),
            step("language", pages),
            step("statistics", pagesAndHeadings),
            step("outline", pagesAndHeadings),
            step("chunk", pagesAndHeadings),
            step("keywords", told(["count": ["from": "$.inputs.keywords"]])),
            step("summarize", told(["sentences": ["from": "$.inputs.sentences"]])),
        ]),
        "outputs": [
            "name": ["from": "$.steps.extract.output.name"],
            "media_type": ["from": "$.steps.extract.output.media_type"],
            "pages": ["from": "$.steps.statistics.output.pages"],
            "language": ["from": "$.steps.language.output"],
            "statistics": ["from": "$.steps.statistics.output"],
            "outline": ["from": "$.steps.outline.output.headings"],
            "keywords": ["from": "$.steps.keywords.output.keywords"],
            "summary": ["from": "$.steps.summarize.output.sentences"],
            "chunks": ["from": "$.steps.chunk.output.count"],
        ],
    ]

    private static let pages: JSONObject = ["pages": ["from": "$.steps.extract.output.pages"]]
    private static let pagesAndHeadings: JSONObject = [
        "pages": ["from": "$.steps.extract.output.pages"], "headings": ["from": "$.steps.extract.output.headings"],
    ]

    /// The pages, the headings and the language, and `more`.
    private static func told(_ more: JSONObject) -> JSONObject {
        var input = pagesAndHeadings
        input["language"] = ["from": "$.steps.language.output.language"]
        for (name, value) in more { input[name] = value }
        return input
    }

    private static func step(_ slug: String, _ input: JSONObject) -> JSONValue {
        [
            "id": .string(slug), "ingredient": .string("scriptorium:document:\(slug)"), "version": "1.0.0",
            "input": .object(input),
        ]
    }
}
