import Testing

@testable import CoreDomain

@Suite struct SentenceTests {
    /// One text a row, its sentences divided by `|`.
    private static let rows = [
        "It rains. It pours.|", "Dr. Smith came. He left.|Dr. Smith came.|He left.",
        "See e.g. the list. Then go.|See e.g. the list.|Then go.",
        "Pi is 3.14 or so. Yes.|Pi is 3.14 or so.|Yes.", "Wait… what? No!|Wait… what?|No!",
        "He said: \"Go.\" She went.|He said: \"Go.\"|She went.",
        "(It is so.) Then it ended.|(It is so.)|Then it ended.",
        "J. K. Rowling wrote it. Fine.|J. K. Rowling wrote it.|Fine.",
        "See Fig. 3 and no. 7 there. End.|See Fig. 3 and no. 7 there.|End.",
        "To je npr. jezero. Tu je voda.|To je npr. jezero.|Tu je voda.",
        "Rođen je 15. siječnja. Umro je 3. ožujka.|Rođen je 15. siječnja.|Umro je 3. ožujka.",
        "Es war am 3. Mai. Danach kam er.|Es war am 3. Mai.|Danach kam er.", "紙を漉く。水を使う！なぜ？|紙を漉く。|水を使う！|なぜ？",
        "「行く。」と言った。終わり。|「行く。」と言った。|終わり。", "（終わり。）次の文。|（終わり。）|次の文。", "Конец. Начало?|Конец.|Начало?",
        "यह है। वह था।|यह है।|वह था।", "هل جاء؟ نعم.|هل جاء؟|نعم.", "No end here|No end here",
        "Version 2.0. It works.|Version 2.0.|It works.",
    ]

    @Test(arguments: rows) func sentencesEndWhereAReaderSaysSo(row: String) throws {
        let parts = row.split(separator: "|").map(String.init)
        let expected = parts.count == 1 && row.hasSuffix("|") ? ["It rains.", "It pours."] : Array(parts.dropFirst())
        let flow = Array(parts[0].unicodeScalars)
        var ranges: [Range<Int>] = []
        var ticker = Ticker(CancellationFlag())
        try SentenceBreaks.sentences(in: flow, 0..<flow.count, into: &ranges, &ticker)
        #expect(ranges.map { String(String.UnicodeScalarView(flow[$0])) } == expected)
    }

    /// One text a row and its words.
    @Test(arguments: [
        ("It's 3.14, e.g. 1,000.", ["It's", "3.14", "e.g", "1,000"]), ("well-known facts", ["well-known", "facts"]),
        ("紙漉きのネリ", ["紙漉", "きの", "ネリ"]), ("関ヶ原", ["関ヶ原"]), ("cafe\u{301} noir", ["cafe\u{301}", "noir"]),
        ("a—b «c»", ["a", "b", "c"]),
        ("שלום עולם", ["שלום", "עולם"]), ("end. Next", ["end", "Next"]), ("🙂 ok", ["ok"]), ("", []),
    ]) func wordsFollowUAX29(text: String, expected: [String]) throws {
        let flow = Array(text.unicodeScalars)
        var words: [TextWord] = []
        var ticker = Ticker(CancellationFlag())
        try WordBreaks.words(in: flow, 0..<flow.count, into: &words, &ticker)
        #expect(words.map { String(String.UnicodeScalarView(flow[$0.range])) } == expected)
    }

    @Test func linesAreJoinedAndHyphensUndone() throws {
        let layout = try TextSupport.layout([
            "The light was dove-\ntailed and  \u{FB01}ne,\nwith well-\n", "known stones here.\n\nNew one.",
        ])
        let flow = try layout.prose(CancellationFlag())
        #expect(
            flow.paragraphs.map { flow.text($0.range) } == [
                "The light was dovetailed and fine, with wellknown stones here.", "New one.",
            ])
    }

    @Test func aHyphenBeforeACapitalStays() throws {
        let layout = try TextSupport.layout(["The line of North-\nSouth runs here."])
        let flow = try layout.prose(CancellationFlag())
        #expect(flow.paragraphs.map { flow.text($0.range) } == ["The line of North- South runs here."])
    }

    @Test func chunksKeepTheHyphensAtTheEndsOfLines() throws {
        let layout = try TextSupport.layout(["aaaaaaaaa-\nbbbbbbbbb"])
        let chunks = try Chunker(unit: .characters, limit: 10, overlap: 0).chunks(layout, flag: CancellationFlag())
        #expect(chunks.map(\.text) == ["aaaaaaaaa-", "bbbbbbbbb"])
    }

    @Test func japaneseLinesAreJoinedWithoutBlanks() throws {
        let layout = try TextSupport.layout(["紙の産地の多くが山あいの\n川に沿っている。\n　次の段落。"])
        let flow = try layout.prose(CancellationFlag())
        #expect(flow.paragraphs.map { flow.text($0.range) } == ["紙の産地の多くが山あいの川に沿っている。", "次の段落。"])
    }
}
