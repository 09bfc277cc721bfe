import CoreDomain
import Testing

@testable import Providers

@Suite("Plain text: characters and pages")
struct PlainTextTests {
    @Test(
        "Encodings",
        arguments: [
            (Array("Šuma čaša".utf8), nil, "Šuma čaša", "utf-8"),
            ([0xef, 0xbb, 0xbf, 0x61], nil, "a", "utf-8"),
            ([0xff, 0xfe, 0x61, 0x00, 0x61, 0x01, 0x3d, 0xd8, 0x00, 0xde], nil, "aš😀", "utf-16le"),
            ([0xfe, 0xff, 0x00, 0x61, 0x01, 0x61, 0xd8, 0x3d], nil, "aš\u{fffd}", "utf-16be"),
            ([0xff, 0xfe, 0x61, 0x00, 0x62], nil, "a", "utf-16le"),
            // Šuma, čaša, đak
            (
                [0x8a, 0x75, 0x6d, 0x61, 0x20, 0xe8, 0x61, 0x9a, 0x61, 0x20, 0xf0, 0x61, 0x6b], nil, "Šuma čaša đak",
                "windows-1250"
            ),
            // zażółć gęślą jaźń
            (
                [
                    0x7a, 0x61, 0xbf, 0xf3, 0xb3, 0xe6, 0x20, 0x67, 0xea, 0x9c, 0x6c, 0xb9, 0x20, 0x6a, 0x61, 0x9f,
                    0xf1,
                ], nil, "zażółć gęślą jaźń", "windows-1250"
            ),
            // à l'été, señor
            (
                [0xe0, 0x6c, 0x27, 0xe9, 0x74, 0xe9, 0x2c, 0x20, 0x73, 0x65, 0xf1, 0x6f, 0x72], nil, "àl'été, señor",
                "windows-1252"
            ),
            ([0x93, 0x61, 0x94, 0x20, 0x80, 0x35], nil, "“a” €5", "windows-1252"),
            ([0x61, 0xe8], "windows-1250", "ač", "windows-1250"), ([0x61, 0xe8], "iso-8859-1", "aè", "windows-1252"),
            ([0x61, 0xb9], "latin2", "aš", "iso-8859-2"), ([0x61, 0xe8], "utf-8", "aè", "windows-1252"),
            ([0x61, 0xe8], "klingon", "aè", "windows-1252"), (Array("č".utf8), "windows-1250", "č", "utf-8"),
            ([0x61, 0x81, 0x62], "windows-1250", "a\u{fffd}b", "windows-1250"),
        ] as [([UInt8], String?, String, String)])
    func charsets(_ bytes: [UInt8], _ declared: String?, _ expected: String, _ charset: String) async throws {
        let text = try await extracted(bytes, declared.map { "text/plain; charset=\"\($0)\"" } ?? "text/plain")
        #expect(text.pages == [expected])
        #expect(text.charset == charset)
    }

    @Test("Code pages have all their characters")
    func codePages() {
        for charset in [TextCharset.windows1250, .windows1252, .latin2] {
            let text = CodePage.of(charset).text(of: Array(0...255)[...])
            #expect(text.unicodeScalars.count == 256)
        }
        #expect(HTMLEntityNames.characters.count == 253)
    }

    @Test(
        "Line ends and control characters",
        arguments: [
            ("a\r\nb\rc\nd", "a\nb\nc\nd"), ("a\u{0}b", nil), ("a\u{1b}[0m\u{7}\u{7f}b", "a[0mb"),
            ("a\u{85}b\u{80}c\u{9f}d\u{a0}e", "a\nbcd\u{a0}e"), ("\u{b}a\tb", "a\tb"), ("e\u{301} ﬁ", "e\u{301} ﬁ"),
        ] as [(String, String?)])
    func cleaning(_ text: String, _ expected: String?) async throws {
        guard let expected else {
            await #expect(throws: CoreError.self) { try await extracted(text) }
            return
        }
        let found = try await extracted(text).pages
        #expect(found.map { Array($0.unicodeScalars) } == [Array(expected.unicodeScalars)])
    }

    @Test("Form feeds end pages")
    func formFeeds() async throws {
        #expect(try await extracted("a\n\u{c}\n\u{c}b\r\n\u{c}").pages == ["a", "", "b"])
        #expect(try await extracted("a\u{c}b").pages == ["a", "b"])
        let long = String(repeating: "word ", count: 5_000)
        #expect(try await extracted(long + "\u{c}").pages.count == 1)
    }

    @Test("Pages end where paragraphs do, and nothing is lost")
    func paragraphs() async throws {
        let paragraphs = (1...40).map { "Paragraph \($0) " + String(repeating: "šuma ", count: 20 + $0 * 5) }
        let pages = try await extracted(paragraphs.joined(separator: "\n\n")).pages
        #expect(pages.count > 3)
        for page in pages.dropLast() {
            #expect((PageCutter.least...PageCutter.most).contains(page.unicodeScalars.count + 10), "\(page.count)")
        }
        for page in pages { #expect(page.hasPrefix("Paragraph ")) }
        let words = pages.flatMap { $0.split { $0.isWhitespace } }
        #expect(words == paragraphs.flatMap { $0.split { $0.isWhitespace } })
    }

    @Test(
        "Pages without paragraphs end at lines, at words, or where they must",
        arguments: [("word word word word\n", 4_500), ("word ", 4_500), ("č", 4_500)])
    func other(_ part: String, _ most: Int) async throws {
        let text = String(repeating: part, count: 20_000 / part.count)
        let pages = try await extracted(text).pages
        for page in pages.dropLast() {
            #expect(page.unicodeScalars.count <= most)
            #expect(page.unicodeScalars.count >= most - part.count - 1)
            #expect(page.hasSuffix(part.trimmingSuffix()))
        }
        #expect(pages.joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
    }

    @Test("An offset is on the page that it is on")
    func offsets() {
        let cutter = PageCutter([UInt8](repeating: 0x61, count: 10_000))
        #expect(cutter.starts == [0, 4_500, 9_000])
        #expect([0, 4_499, 4_500, 9_000, 20_000].map { cutter.page(at: $0) } == [1, 1, 2, 3, 3])
        #expect(PageCutter([]).page(at: 0) == 1)
    }
}

extension String {
    fileprivate func trimmingSuffix() -> String {
        String(reversed().drop { $0.isWhitespace }.reversed())
    }
}
