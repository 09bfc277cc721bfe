import Testing

@testable import CoreDomain

@Suite struct ContentTests {
    private let flag = CancellationFlag()

    @Test func statisticsCountWhatIsThere() throws {
        let layout = try TextSupport.layout(["One two three. Four five!\n\nSix é👩‍🚀 seven.", "", "紙を漉く。"])
        let counts = try TextStatistics(layout, flag: flag)
        #expect(counts.pages == 3)
        #expect(counts.sentences == 4)
        #expect(counts.paragraphs == 3)
        #expect(counts.pageWords == [8, 0, 4])
        #expect(counts.words == 12)
        #expect(counts.characters == 37)
        #expect(counts.areWordsEstimated)
        #expect(counts.meanSentenceWords == 3)
    }

    @Test func formsOfAWordAreOneKeyword() throws {
        let text =
            "Ledenjak raste. Ledenjaci rastu, a ledenjaku prijeti toplina. Na ledenjacima i pod ledenjakom nalazi se voda s ledenjaka."
        let keywords = try KeywordExtractor(count: 3, language: "hr").keywords(TextSupport.layout([text]), flag: flag)
        #expect(keywords.first?.text == "ledenjak")
        #expect(keywords.first?.count == 6)
    }

    @Test func keywordsHaveTheirPages() throws {
        let pages = ["The glacier moves. A glacier melts slowly.", "Nothing of it here.", "The glacier ends."]
        let keywords = try KeywordExtractor(count: 2, language: "en").keywords(TextSupport.layout(pages), flag: flag)
        #expect(keywords.first == Keyword(text: "glacier", score: 1, count: 3, pages: [1, 3]))
    }

    @Test func aSentenceOverAPageBreakCitesBothPages() throws {
        let pages = [
            "Running head of the book\n\nThe glacier carries stones and sand from the mountains down into the valley and it leaves them",
            "Running head of the book\n\nwhere the ice of the glacier melts into the river at the end of the valley.",
            "Running head of the book\n\nSnow.",
        ]
        let summary = try Summarizer(count: 2, language: "en").summary(TextSupport.layout(pages), flag: flag)
        #expect(summary.map(\.pages) == [[1, 2]])
        #expect(summary.first?.text.contains("leaves them where the ice") == true)
    }

    @Test func aQuotationThatIsNotThereIsFound() throws {
        let text = Array("The gla-\ncier melts  slowly.".unicodeScalars)
        #expect(Quotation.occurs("glacier melts slowly.".unicodeScalars, in: text))
        #expect(!Quotation.occurs("glacier melts quickly.".unicodeScalars, in: text))
        #expect(!Quotation.occurs("".unicodeScalars, in: text))
        #expect(Quotation.occurs("aab".unicodeScalars, in: "aaab".unicodeScalars))
    }

    @Test func boilerplateIsNotQuoted() throws {
        let good = "The glacier carries stones and sand from the high mountains down into the valley."
        let pages = [
            "\(good)\n\nCopyright 2001 by the printer of this book about the glacier and the stones in the valley.\n\n",
            "The glacier and the stones and the sand in the valley ........ 12\n\n",
            "References\n\nSmith wrote about the glacier and the stones and the sand in the valley.\n",
        ]
        let summary = try Summarizer(count: 5, language: "en").summary(TextSupport.layout(pages), flag: flag)
        #expect(summary.map(\.text) == [good])
    }

    @Test func proseAboutCopyrightIsProse() throws {
        let text = "The law of copyright protects whoever carries stones and sand from the high mountains to the town."
        let printed = "The book about the law of stones was printed in the old town below the high mountains at last."
        let summary = try Summarizer(count: 2, language: "en").summary(
            TextSupport.layout([
                "\(text)\n\n\(printed)\n\nCopyright by the man who carries stones and sand to the town.\n"
            ]),
            flag: flag)
        #expect(summary.map(\.text) == [text, printed])
    }

    @Test func aRaisedFlagEndsTheWork() throws {
        let text = String(repeating: "The glacier carries stones and sand. ", count: 2_000)
        let layout = try TextSupport.layout([text])
        let raised = CancellationFlag()
        raised.raise()
        #expect(throws: CoreError.self) {
            try KeywordExtractor(count: 3, language: "en").keywords(layout, flag: raised)
        }
        #expect(throws: CoreError.self) { try Summarizer(count: 3, language: "en").summary(layout, flag: raised) }
        #expect(throws: CoreError.self) {
            try Chunker(unit: .words, limit: 30, overlap: 5).chunks(layout, flag: raised)
        }
        #expect(throws: CoreError.self) { try TextStatistics(layout, flag: raised) }
        #expect(throws: CoreError.self) { try LanguageGuess(layout.source, flag: raised) }
        #expect(throws: CoreError.self) { try DocumentLayout(layout.source, flag: raised) }
    }
}
