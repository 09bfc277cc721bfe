import CoreLanguage

extension DocumentIngredients {
    static var language: NativeIngredient {
        native(
            "language", "Language", "Tells the language and the script of a document.", price: "0.0002",
            input: DocumentSchemas.input(),
            output: DocumentSchemas.object([
                (
                    "language",
                    ["type": ["string", "null"], "description": "As in ISO 639-1; null when it cannot be told."]
                ),
                ("confidence", DocumentSchemas.number("From 0 to 1.", maximum: 1)),
                (
                    "script",
                    ["type": ["string", "null"], "description": "As in ISO 15924; null when there are no letters."]
                ),
                ("alternatives", DocumentSchemas.list(["type": "string"], countMax: 2)),
            ])
        ) { input, flag throws(CoreError) in
            let guess = try LanguageGuess(DocumentInput.source(input, flag), flag: flag)
            return [
                "language": text(guess.language), "confidence": .double(guess.confidence),
                "script": text(guess.script?.rawValue), "alternatives": .array(guess.alternatives.map { .string($0) }),
            ]
        }
    }

    static var statistics: NativeIngredient {
        native(
            "statistics", "Statistics", "Counts the pages, words and sentences of a document.", price: "0.0002",
            input: DocumentSchemas.input([("headings", DocumentSchemas.headings)]),
            output: DocumentSchemas.object([
                ("pages", DocumentSchemas.integer("How many pages there are.")),
                ("characters", DocumentSchemas.integer("Grapheme clusters outside white space.")),
                ("words", DocumentSchemas.integer("Words after UAX #29.")),
                (
                    "words_estimated",
                    ["type": "boolean", "description": "Whether words were counted by length, without blanks."]
                ),
                ("sentences", DocumentSchemas.integer("Sentences, code and contents left out.")),
                ("paragraphs", DocumentSchemas.integer("Paragraphs, headings, code and contents left out.")),
                ("mean_sentence_words", DocumentSchemas.number("Words a sentence.")),
                ("reading_minutes", DocumentSchemas.number("At 238 words a minute, or 500 characters without blanks.")),
                ("distinct_words", DocumentSchemas.integer("Different words, upper and lower case alike.")),
                ("type_token_ratio", DocumentSchemas.number("Different words for each word.", maximum: 1)),
                ("page_words", DocumentSchemas.pageNumbers("The words of each page, in order.")),
            ])
        ) { input, flag throws(CoreError) in
            let document = try DocumentInput(input, flag)
            let counts = try TextStatistics(document.layout, flag: flag)
            return [
                "pages": .integer(Int64(counts.pages)), "characters": .integer(Int64(counts.characters)),
                "words": .integer(Int64(counts.words)), "words_estimated": .bool(counts.areWordsEstimated),
                "sentences": .integer(Int64(counts.sentences)), "paragraphs": .integer(Int64(counts.paragraphs)),
                "mean_sentence_words": .double(counts.meanSentenceWords),
                "reading_minutes": .double(counts.readingMinutes),
                "distinct_words": .integer(Int64(counts.distinctWords)),
                "type_token_ratio": .double(counts.typeTokenRatio), "page_words": integers(counts.pageWords),
            ]
        }
    }

    static var outline: NativeIngredient {
        native(
            "outline", "Outline", "Finds the headings of a document, with their levels and pages.", price: "0.0005",
            input: DocumentSchemas.input([("headings", DocumentSchemas.headings)]),
            output: DocumentSchemas.object([
                (
                    "headings",
                    DocumentSchemas.list(
                        DocumentSchemas.object([
                            ("level", DocumentSchemas.integer("1 for the highest.", minimum: 1, maximum: 6)),
                            ("title", DocumentSchemas.text("As it stands in the document.")),
                            ("page", ["type": "integer", "description": "The number of its page."]),
                        ]), countMax: Int64(HeadingSearch.countMax))
                )
            ])
        ) { input, flag throws(CoreError) in
            let document = try DocumentInput(input, flag)
            return [
                "headings": .array(
                    document.layout.headings.map { heading in
                        [
                            "level": .integer(Int64(heading.level)), "title": .string(heading.title),
                            "page": .integer(Int64(heading.page)),
                        ]
                    })
            ]
        }
    }
}
