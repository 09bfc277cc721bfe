import CoreTesting
import Testing

@testable import CoreDomain

/// What holds of every text, made by chance or by cutting up real ones.
@Suite struct TextPropertyTests {
    private let flag = CancellationFlag()
    private static let files = ["lighthouses.en.txt", "plitvice.hr.md", "washi.ja.txt"]

    @Test(arguments: Torture.seeds(0..<60)) func everythingHoldsOfAnyText(seed: UInt64) throws {
        var chance = Chance(seed)
        let pages =
            try seed % 2 == 0
            ? (0..<Int.random(in: 0...5, using: &chance)).map { _ in chance.text(800) }
            : chance.mutated(TextSupport.pages(Self.files[Int(seed / 2) % 3]))
        let layout = try TextSupport.layout(pages)
        try checkChunks(layout, pages, &chance)
        try checkSummary(layout, pages)
        try checkKeywords(layout, pages)
        let counts = try TextStatistics(layout, flag: flag)
        #expect(counts.pageWords.reduce(0, +) == counts.words)
        #expect(counts.pages == pages.count)
        for heading in layout.headings {
            #expect((1...6).contains(heading.level) && (1...pages.count).contains(heading.page))
        }
        let guess = try LanguageGuess(layout.source, flag: flag)
        #expect((0...1).contains(guess.confidence))
    }

    /// Every scalar outside white space is in a chunk, chunks are slices of the text, in order, and keep the limit.
    private func checkChunks(_ layout: DocumentLayout, _ pages: [String], _ chance: inout Chance) throws {
        let unit: Chunker.Unit = Bool.random(using: &chance) ? .words : .characters
        let limit = Int.random(in: 10...200, using: &chance)
        let overlap = Int.random(in: 0...limit, using: &chance)
        let chunks = try Chunker(unit: unit, limit: limit, overlap: overlap).chunks(layout, flag: flag)
        let all = Array(pages.map { $0 + "\n" }.joined().unicodeScalars)
        var covered = [Bool](repeating: false, count: all.count)
        var from = 0
        for (index, chunk) in chunks.enumerated() {
            let text = Array(chunk.text.unicodeScalars)
            #expect(chunk.ordinal == index + 1)
            #expect(unit == .words ? chunk.words <= limit : text.count <= limit, "\(chunk)")
            #expect(chunk.firstPage <= chunk.lastPage)
            let range = chunk.start..<chunk.start + text.count
            #expect(chunk.start >= from)
            guard range.upperBound <= all.count, all[range].elementsEqual(text) else {
                Issue.record("Chunk \(chunk.ordinal) is not what stands in the document.")
                return
            }
            for at in range { covered[at] = true }
            from = chunk.start + 1
        }
        let left = all.indices.first { !covered[$0] && ![.space, .control].contains(ScalarKind.of(all[$0])) }
        #expect(left == nil, "U+\(String(all[left ?? 0].value, radix: 16)) at \(left ?? 0) is in no chunk")
    }

    private static func place(of part: [Unicode.Scalar], in all: [Unicode.Scalar], from: Int) -> Int? {
        guard part.count <= all.count, from <= all.count - part.count else { return nil }
        return (from...(all.count - part.count)).first {
            all[$0] == part.first && all[$0..<$0 + part.count].elementsEqual(part)
        }
    }

    /// Every quotation stands on its pages, compared here without white space and hyphens.
    private func checkSummary(_ layout: DocumentLayout, _ pages: [String]) throws {
        let summary = try Summarizer(count: 9, language: nil).summary(layout, flag: flag)
        #expect(summary.count <= 9)
        #expect(Set(summary.map(\.text)).count == summary.count)
        for sentence in summary {
            let text = sentence.pages.map { pages[$0 - 1] }.joined()
            let bones = Quotation.skeleton(sentence.text.unicodeScalars)
            #expect(!sentence.pages.isEmpty)
            if sentence.pages.count == 1 {
                #expect(Self.place(of: bones, in: Quotation.skeleton(text.unicodeScalars), from: 0) != nil)
            }
        }
    }

    private func checkKeywords(_ layout: DocumentLayout, _ pages: [String]) throws {
        let keywords = try KeywordExtractor(count: 9, language: "en").keywords(layout, flag: flag)
        #expect(keywords.count <= 9)
        #expect(zip(keywords, keywords.dropFirst()).allSatisfy { $0.score >= $1.score })
        for keyword in keywords {
            #expect(!keyword.text.isEmpty && !keyword.pages.isEmpty && keyword.count >= keyword.pages.count)
            #expect(keyword.pages == Array(Set(keyword.pages)).sorted())
        }
    }

    @Test func theSameTextGivesTheSameAnswer() throws {
        let layout = try TextSupport.layout(TextSupport.pages(Self.files[0]))
        let again = try TextSupport.layout(TextSupport.pages(Self.files[0]))
        #expect(
            try KeywordExtractor(count: 50, language: "en").keywords(layout, flag: flag)
                == KeywordExtractor(count: 50, language: "en").keywords(again, flag: flag))
        #expect(
            try Summarizer(count: 40, language: "en").summary(layout, flag: flag)
                == Summarizer(count: 40, language: "en").summary(again, flag: flag))
    }

    /// Texts that are hard by their size: each must be over soon, which a debug build shows with smaller ones.
    @Test(
        .timeLimit(.minutes(15)),
        arguments: [
            "word", "lines", "stops", "digits", "marks", "hyphens", "quotes", "ideographs", "hashes", "empty pages",
            "dots", "same",
        ])
    func noTextTakesLong(kind: String) throws {
        let size = 200_000
        let text =
            switch kind {
            case "word": String(repeating: "a", count: size)
            case "lines": String(repeating: "a\n", count: size / 2)
            case "stops": String(repeating: ". ", count: size / 2)
            case "digits": String(repeating: "1 ", count: size / 2)
            case "marks": "a" + String(repeating: "\u{301}", count: size)
            case "hyphens": String(repeating: "a-\n", count: size / 3)
            case "quotes": String(repeating: "\"a.\" ", count: size / 5)
            case "ideographs": String(repeating: "漢", count: size)
            case "hashes": String(repeating: "# a\n```\n", count: size / 8)
            case "dots": String(repeating: "a ..... 1\n", count: size / 10)
            case "same":
                String(
                    repeating: "The glacier carries many stones and much sand into the valley every day. ",
                    count: size / 74)
            default: ""
            }
        let layout = try TextSupport.layout(
            kind == "empty pages" ? [String](repeating: "", count: 5_000) : [text, "", text])
        _ = try TextStatistics(layout, flag: flag)
        _ = try LanguageGuess(layout.source, flag: flag)
        let chunks = try Chunker(unit: .words, limit: 50, overlap: 10).chunks(layout, flag: flag)
        #expect(chunks.allSatisfy { $0.text.unicodeScalars.count <= 50 * 40 })
        let keywords = try KeywordExtractor(count: 12, language: "en").keywords(layout, flag: flag)
        #expect(keywords.count <= 12)
        let summary = try Summarizer(count: 7, language: "en").summary(layout, flag: flag)
        #expect(summary.count == (kind == "same" ? 1 : 0))
    }
}
