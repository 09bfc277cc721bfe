import CoreLanguage

extension DocumentIngredients {
    static var keywords: NativeIngredient {
        native(
            "keywords", "Keywords", "Finds the words and phrases that say what a document is about.", price: "0.001",
            input: DocumentSchemas.input([
                ("headings", DocumentSchemas.headings), ("language", DocumentSchemas.language),
                ("count", count("How many keywords at most.", default: 12, maximum: 50)),
            ]),
            output: DocumentSchemas.object([
                (
                    "keywords",
                    DocumentSchemas.list(
                        DocumentSchemas.object([
                            ("text", DocumentSchemas.text("As it stands in the document most often.")),
                            ("score", DocumentSchemas.number("1 for the first.")),
                            ("count", DocumentSchemas.integer("How often it occurs, in any form.", minimum: 1)),
                            (
                                "pages",
                                DocumentSchemas.pageNumbers("The pages it occurs on, ascending; the first hundred.")
                            ),
                        ]), countMax: 50)
                )
            ])
        ) { input, flag throws(CoreError) in
            let document = try DocumentInput(input, flag)
            let extractor = KeywordExtractor(count: number(input, "count", 12), language: try language(input, document))
            return [
                "keywords": .array(
                    try extractor.keywords(document.layout, flag: flag).map { keyword in
                        [
                            "text": .string(keyword.text), "score": .double(keyword.score),
                            "count": .integer(Int64(keyword.count)), "pages": integers(keyword.pages),
                        ]
                    })
            ]
        }
    }

    static var summarize: NativeIngredient {
        native(
            "summarize", "Summarize", "Chooses the sentences that say most, each with the pages it was found on.",
            price: "0.002",
            input: DocumentSchemas.input([
                ("headings", DocumentSchemas.headings), ("language", DocumentSchemas.language),
                ("sentences", count("How many sentences at most.", default: 7, maximum: 40)),
            ]),
            output: DocumentSchemas.object([
                (
                    "sentences",
                    DocumentSchemas.list(
                        DocumentSchemas.object([
                            ("text", DocumentSchemas.text("Word for word, line breaks mended.")),
                            ("pages", DocumentSchemas.pageNumbers("The pages it was found on again.")),
                            ("score", DocumentSchemas.number("How central it is.", maximum: 1)),
                        ]), countMax: 40)
                )
            ])
        ) { input, flag throws(CoreError) in
            let document = try DocumentInput(input, flag)
            let summarizer = Summarizer(count: number(input, "sentences", 7), language: try language(input, document))
            return [
                "sentences": .array(
                    try summarizer.summary(document.layout, flag: flag).map { sentence in
                        [
                            "text": .string(sentence.text), "pages": integers(sentence.pages),
                            "score": .double(sentence.score),
                        ]
                    })
            ]
        }
    }

    private static func count(_ description: String, default standard: Int64, maximum: Int64) -> JSONValue {
        [
            "type": "integer", "minimum": 1, "maximum": .integer(maximum), "default": .integer(standard),
            "description": .string(description),
        ]
    }

    static func number(_ input: JSONValue, _ name: String, _ standard: Int) -> Int {
        input[name]?.int64Value.map { Int(clamping: $0) } ?? standard
    }
}
