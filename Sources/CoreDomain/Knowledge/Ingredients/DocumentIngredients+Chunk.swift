import CoreLanguage

extension DocumentIngredients {
    static var chunk: NativeIngredient {
        native(
            "chunk", "Chunk", "Cuts a document at the ends of sentences into chunks for retrieval.", price: "0.0005",
            input: DocumentSchemas.input([
                ("headings", DocumentSchemas.headings),
                (
                    "unit",
                    ["enum": ["words", "characters"], "default": "words", "description": "What the limits count."]
                ),
                (
                    "limit",
                    [
                        "type": "integer", "minimum": 10, "maximum": 100_000, "default": 300,
                        "description": "The most that a chunk has.",
                    ]
                ),
                (
                    "overlap",
                    [
                        "type": "integer", "minimum": 0, "maximum": 50_000, "default": 40,
                        "description": "The most that comes again in the next chunk; at most half the limit.",
                    ]
                ),
            ]),
            output: DocumentSchemas.object([
                ("count", DocumentSchemas.integer("How many chunks there are.")),
                ("chunks", ["type": "array", "items": chunkSchema]),
            ])
        ) { input, flag throws(CoreError) in
            let document = try DocumentInput(input, flag)
            let unit = input["unit"]?.stringValue.flatMap { Chunker.Unit(rawValue: $0) } ?? .words
            let chunker = Chunker(unit: unit, limit: number(input, "limit", 300), overlap: number(input, "overlap", 40))
            let chunks = try chunker.chunks(document.layout, flag: flag)
            return ["count": .integer(Int64(chunks.count)), "chunks": .array(chunks.map(json))]
        }
    }

    private static var chunkSchema: JSONValue {
        DocumentSchemas.object([
            ("ordinal", DocumentSchemas.integer("Counted from 1.", minimum: 1)),
            ("first_page", ["type": "integer", "description": "The number of the page it begins on."]),
            ("last_page", ["type": "integer", "description": "The number of the page it ends on."]),
            (
                "heading_path",
                ["type": "array", "items": ["type": "string"], "description": "The titles above it, highest first."]
            ),
            ("words", DocumentSchemas.integer("Its words.")),
            ("characters", DocumentSchemas.integer("Its Unicode scalars.")),
            ("text", DocumentSchemas.text("Exactly what stands in the document, page breaks as line feeds.")),
        ])
    }

    private static func json(_ chunk: TextChunk) -> JSONValue {
        [
            "ordinal": .integer(Int64(chunk.ordinal)), "first_page": .integer(Int64(chunk.firstPage)),
            "last_page": .integer(Int64(chunk.lastPage)), "heading_path": .array(chunk.headingPath.map { .string($0) }),
            "words": .integer(Int64(chunk.words)), "characters": .integer(Int64(chunk.characters)),
            "text": .string(chunk.text),
        ]
    }
}
