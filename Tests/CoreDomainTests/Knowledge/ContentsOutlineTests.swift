import Testing

@testable import CoreDomain

/// Headings where a table of contents, or a page of a book, tells them.
@Suite struct ContentsOutlineTests {
    private static let prose = prose(of: "nothing")
    private static let titles = ["Rain", "Hail", "Snow", "Ice", "Fog", "Dew", "Rime", "Mist"]

    /// Lines that come on no other page.
    private static func prose(of word: String) -> String {
        """
        The water of \(word) runs over the stones and down to the sea, where nobody counts
        what \(word) was and what it was not, nor asks what became of it on its way to the
        deep, for \(word) is but a word that the wind takes along, and the waves do not keep
        it either, so that of \(word) nothing is left by the time that the evening comes.
        """
    }

    /// A table of contents of chapters 1 to 8 and of `more`, and a page for each chapter; `pages` come after them.
    private static func book(_ more: [String] = [], _ pages: [String]) -> [String] {
        let entries = titles.enumerated().map { "\($0 + 1) \($1) ........... \($0 + 2)" } + more
        return ["Contents\n\n\(entries.joined(separator: "\n"))\n"]
            + titles.enumerated().map { "\(prose(of: "no \($1)"))\n\n\($0 + 1) \($1)\n\n\(prose(of: $1))\n" } + pages
    }

    /// The headings of the pages after the eight chapters.
    private static func outline(_ more: [String] = [], _ pages: [String]) throws -> [String] {
        let headings = try TextSupport.layout(book(more, pages)).headings
        #expect(headings.prefix(8).map(\.title) == titles.enumerated().map { "\($0 + 1) \($1)" })
        return headings.dropFirst(8).map { "\($0.level) \($0.title) \($0.page)" }
    }

    @Test func whatTheContentsNameIsAHeadingWhateverItLooksLike() throws {
        let entries = ["9.1 Copyright of 2001 ........ 9", "9.2 a/b/c/d {x} ........ 9"]
        let page = "\(Self.prose)\n\n9.1 Copyright of 2001\n\n\(Self.prose)\n9.2 a/b/c/d {x}\n\(Self.prose)\n"
        #expect(try Self.outline(entries, [page]) == ["2 9.1 Copyright of 2001 10", "2 9.2 a/b/c/d {x} 10"])
    }

    @Test func aTitleOfTwoLinesIsOneHeadingAndNoProse() throws {
        let entries = ["9.1 On the many kinds of water,", "and on what they carry ........ 9"]
        let page = "\(Self.prose)\n\n9.1 On the many kinds of\nwater, and on what they carry\n\(Self.prose)\n"
        #expect(try Self.outline(entries, [page]) == ["2 9.1 On the many kinds of water, and on what they carry 10"])
        let layout = try TextSupport.layout(Self.book(entries, [page]))
        let paragraphs = try layout.prose(CancellationFlag()).paragraphs
        #expect(paragraphs.count == 18 && paragraphs.allSatisfy { $0.range.count > 300 })
    }

    @Test func aShortTitleIsOneBelowItsLabelOnly() throws {
        let entries = ["9 Sea ........ 9"]
        let pages = [
            "CHAPTER\n\nNINE\n\nSEA\n\n\(Self.prose)\n",
            "\(Self.prose(of: "salt"))\n\nSea\n\n\(Self.prose(of: "foam"))\n",
        ]
        #expect(try Self.outline(entries, pages) == ["1 SEA 10"])
    }

    @Test func numbersMayStandApartFromTheTitles() throws {
        let entries = ["9.1", "9.2", "", "Springs ........ 9", "Rivers ........ 9", "9.3 Lakes ........ 9"]
        let page = "\(Self.prose)\n\n9.1 Springs\n\n\(Self.prose)\n\n9.2 Rivers\n9.3 Lakes\n\(Self.prose)\n"
        #expect(try Self.outline(entries, [page]) == ["2 9.1 Springs 10", "2 9.2 Rivers 10", "2 9.3 Lakes 10"])
    }

    @Test func anIndexIsNoTableOfContents() throws {
        let words = [
            "anchor ........ 7", "basin ........ 2", "cloud ........ 8", "delta ........ 3", "eddy ........ 9",
        ]
        let index = (words + words).joined(separator: "\n") + "\n"
        let page = "\(Self.prose)\n\ndelta\n\n\(Self.prose)\n"
        #expect(try Self.outline([], [page, index]).isEmpty)
        #expect(try Self.outline(["9 delta ........ 9"], [page, index]).isEmpty)
        #expect(
            try Self.outline(["9 Long delta ........ 9"], [page + "\nLong delta\n\n\(Self.prose)"]) == [
                "1 Long delta 10"
            ])
    }

    @Test func aChapterHasItsTitleInTheLineBelow() throws {
        let pages = ["Chapter 9\n\nThe sea\n\(Self.prose)\n", "Chapter 10\n\nThe wind\n\n\(Self.prose(of: "air"))\n"]
        #expect(try Self.outline([], pages) == ["1 Chapter 9 The sea 10", "1 Chapter 10 The wind 11"])
        let prose = "Chapter 1\n\nIt was a night of rain and wind\nand of a light upon the sea.\n"
        #expect(try TextSupport.layout([prose]).headings.map(\.title) == ["Chapter 1"])
    }

    @Test func aSectionHasItsNumberInTheLineAbove() throws {
        let page = "2.1\n\nPeople of the sea\n\n\(Self.prose)\n\n2.2\n\nTheir ships\n\n\(Self.prose)\n"
        let headings = try TextSupport.layout([page]).headings
        #expect(headings.map(\.title) == ["2.1 People of the sea", "2.2 Their ships"])
        #expect(headings.map(\.level) == [2, 2])
    }

    @Test func aRunningHeadOfASectionIsNoneAndAnotherSectionIsNoRunningHead() throws {
        let first = "Book of Water\n\n3.1 Waves\n\n\(Self.prose)\n\n3.2 Tides\n\n\(Self.prose)\n"
        let pages = [
            first, "Book of Water\n\n3.2 Tides\n\n\(Self.prose(of: "ebb"))\n",
            "Book of Water\n\n3.3 Tides\n\n\(Self.prose(of: "flood"))\n",
            "Book of Water\n\n3.4 Version 1.1\n\n\(Self.prose(of: "salt"))\n",
            "Book of Water\n\n3.5 Version 1.2\n\n\(Self.prose(of: "foam"))\n",
        ]
        let titles = try TextSupport.layout(pages).headings.map { "\($0.title) \($0.page)" }
        #expect(
            titles == [
                "Book of Water 1", "3.1 Waves 1", "3.2 Tides 1", "3.3 Tides 3", "3.4 Version 1.1 4",
                "3.5 Version 1.2 5",
            ])
    }

    @Test func aRunningHeadAboveItsHeadingIsLeftOut() throws {
        let page = "3. WIND AND RAIN\n\nWind and rain\n\n\(Self.prose)\n"
        #expect(try Self.outline(["9 Wind and rain ..... 9"], [page]) == ["1 Wind and rain 10"])
    }

    @Test func ofATitleTwiceOnAPageTheLastIsTheHeading() throws {
        let page = "\(Self.prose)\n\nThe Wind\n\n\(Self.prose(of: "air"))\n\n9 The wind\n\n\(Self.prose(of: "salt"))\n"
        #expect(try Self.outline(["9 The wind ..... 9"], [page]) == ["1 9 The wind 10"])
    }

    @Test func aTitleThatComesAgainAndAgainNamesNothing() throws {
        let parts = ["Rain", "Hail", "Snow", "Ice"].map {
            "\($0)\n\n\(Self.prose(of: $0))\n\nNote\n\n\(Self.prose(of: "x\($0)"))"
        }
        let titles = try TextSupport.layout([parts.joined(separator: "\n\n")]).headings.map(\.title)
        #expect(titles == ["Rain", "Hail", "Snow", "Ice"])
        let few = try TextSupport.layout([parts.prefix(3).joined(separator: "\n\n")]).headings.map(\.title)
        #expect(few == ["Rain", "Note", "Hail", "Note", "Snow", "Note"])
    }
}
