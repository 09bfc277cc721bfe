import CoreDomain
import CoreTesting
import Testing

@testable import Providers

@Suite("Any bytes")
struct ExtractionFuzzTests {
    private static let pieces = [
        "<p>", "</p>", "<h1>", "</h1>", "<title>", "<pre>", "<nav>", "</nav>", "<script>", "</script>", "<!--", "-->",
        "<table><td>",
        "<br/>", "<a href=\"", "'", ">", "<", "&amp;", "&#x", ";", "&#128;", "&", "# ", "\n", "\n\n", "```\n", "~~~",
        "[a](b)", "[", "](",
        "]", "*", "**", "_", "`", "\\", "---\n", "===\n", "    ", "\t", "\r", "\u{c}", "\u{0}", "\u{85}", "č", "😀",
        "e\u{301}", "word ", "text",
    ]
    private static let kinds = ["text/html", "text/markdown", "text/plain"]

    @Test("Pieces of markup and bytes in any order give clean text, always the same", arguments: Torture.seeds(0..<6))
    func anything(_ slice: UInt64) async throws {
        var random = SeededRandom(seed: 4_700 + slice)
        for round in 0..<400 {
            var bytes: [UInt8] = []
            for _ in 0..<Int(random.next() % 40) {
                if random.next() % 10 == 0 {
                    bytes.append(UInt8(truncatingIfNeeded: random.next()))
                } else {
                    bytes += Array(Self.pieces[Int(random.next() % UInt64(Self.pieces.count))].utf8)
                }
            }
            if random.next() % 20 == 0 { bytes = [0xff, 0xfe] + bytes }
            for kind in Self.kinds { try await check(bytes, kind, "slice \(slice), round \(round)") }
        }
    }

    private func check(_ bytes: [UInt8], _ kind: String, _ name: String) async throws {
        let reasons: [Reason] = [.documentHasNoText, .documentUnreadable]
        do throws(CoreError) {
            let text = try await extracted(bytes, kind)
            #expect(text.pages.allSatisfy(isClean), "\(name): \(bytes)")
            #expect(text.headings.allSatisfy { (1...text.pages.count).contains($0.page) }, "\(name): \(bytes)")
            #expect(text.headings.allSatisfy { isClean($0.title) && !$0.title.isEmpty }, "\(name): \(bytes)")
            #expect(try await extracted(bytes, kind) == text)
            let length = text.pages.reduce(0) { $0 + $1.utf8.count }
            #expect(length <= 6 * bytes.count + 100, "\(name): \(bytes)")
        } catch {
            #expect(reasons.contains(error.reason), "\(name): \(error)")
        }
    }
}
