import CoreDomain
import Testing

@Suite struct OutlineTests {
    private static let filler = "The water runs over the stones and down to the sea, where nobody counts it any more."

    @Test func numbersGiveTheLevels() throws {
        let page =
            "1 Water\n\n\(Self.filler)\n\n1.1 Rain\n\n\(Self.filler)\n\n1.1.1 Hail\n\n\(Self.filler)\n\n2 Fire\n\n\(Self.filler)\n"
        #expect(try Self.outline([page]) == ["1 1 Water 1", "2 1.1 Rain 1", "3 1.1.1 Hail 1", "1 2 Fire 1"])
    }

    @Test func chaptersStandAboveNumbers() throws {
        let page =
            "Part I\n\n\(Self.filler)\n\nChapter 1: Water\n\n\(Self.filler)\n\n1.1 Rain\n\n\(Self.filler)\n\n第2章　火\n\n\(Self.filler)\n"
        #expect(try Self.outline([page]) == ["1 Part I 1", "2 Chapter 1: Water 1", "3 1.1 Rain 1", "2 第2章 火 1"])
    }

    @Test func linesSetApartAreHeadingsWhereNoneAreMarked() throws {
        let page =
            "The Sea\n\n\(Self.filler)\n\nIts shores\n\n\(Self.filler)\n\nThis is a sentence of its own.\n\n\(Self.filler)\n"
        #expect(try Self.outline([page]) == ["1 The Sea 1", "2 Its shores 1"])
    }

    @Test func runningHeadsAndPageNumbersAreNone() throws {
        let titles = ["Rain", "Hail", "Snow", "Ice", "Fog"]
        let pages = (1...5).map { "The Book of Water\n\n\($0) \(titles[$0 - 1])\n\n\(Self.filler)\n\n\($0)\n" }
        #expect(
            try Self.outline(pages) == ["1 The Book of Water 1"] + (1...5).map { "1 \($0) \(titles[$0 - 1]) \($0)" })
    }

    @Test func theTableOfContentsNamesHeadingsAndIsNoneItself() throws {
        let contents =
            "Contents\n\nRain and hail . . . . . . . . . 2\nSnow  . . . . . . . . . . . . . 3\nIce ........................ 3\nMist ........... 3\n"
        let pages = [contents, "Rain and hail\n\(Self.filler)\n", "\(Self.filler)\n\nSnow\n\n\(Self.filler)\n"]
        #expect(try Self.outline(pages) == ["1 Rain and hail 2", "1 Snow 3"])
    }

    @Test func aLongTableOfContentsDecides() throws {
        let titles = ["Rain", "Hail", "Snow", "Ice", "Fog", "Dew", "Rime", "Mist", "Sleet", "Steam"]
        let entries = titles.enumerated().map { "\($0 + 1) \($1) ........... \($0 + 2)" }.joined(separator: "\n")
        var pages = ["Contents\n\n\(entries)\n"]
        for (index, title) in titles.enumerated() {
            // A running head of the section that begins on this page, and a line that only looks like a heading.
            let stray = index == 4 ? "Command Of The Sea\n\n" : ""
            pages.append(
                "\(index + 1). \(title)\n\n\(Self.filler)\n\n\(index + 1) \(title)\n\n\(stray)\(Self.filler)\n")
        }
        #expect(try Self.outline(pages) == titles.enumerated().map { "1 \($0 + 1) \($1) \($0 + 2)" })
    }

    @Test func headingsThatAreToldWin() throws {
        let given = [DocumentHeading(level: 2, title: "Told", page: 1)]
        #expect(try TextSupport.layout(["1 Water\n\nTold\n\n\(Self.filler)"], given).headings == given)
    }

    @Test func markdownCodeIsNoHeading() throws {
        #expect(
            try Self.outline(["# One\n\n```\n# not a heading\n```\n\n## Two\n\n\(Self.filler)"]) == [
                "1 One 1", "2 Two 1",
            ])
    }

    @Test func itemsOfListsAreNone() throws {
        #expect(
            try Self.outline(["1. Take the bread.\n2. Cut it.\n3. Eat it.\n\n\(Self.filler)\n\n\(Self.filler)"]).isEmpty
        )
    }

    private static func outline(_ pages: [String]) throws -> [String] {
        try TextSupport.layout(pages).headings.map { "\($0.level) \($0.title) \($0.page)" }
    }
}
