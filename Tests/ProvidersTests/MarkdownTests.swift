import CoreDomain
import Testing

@testable import Providers

@Suite("Text of Markdown")
struct MarkdownTests {
    @Test(
        "Marks go, text stays",
        arguments: [
            ("a *b* _c_ **d** __e__ ***f*** ~~g~~", "a b c d e f g"),
            ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
            ("*a _b* c_", "a _b c_"), ("**a*", "**a*"), ("a\\*b\\* \\\\ \\x", "a*b* \\ \\x"),
            ("`*a*` ``b ` c`` `open", "*a* b ` c `open"),
            ("[a](http://x/(y)) ![b](c.png \"t\") [d][e] [f][] [g]", "a b d f [g]"),
            ("[a *b*](c) [x [y](z) w]", "a b [x y w]"), ("- [ ] a\n- [x] b", "- [ ] a\n- [x] b"),
            ("<http://x> <a@b.c> a < b <b>c</b>", "http://x a@b.c a < b <b>c</b>"),
            ("a &amp; b &copy; &x;", "a & b © &x;"),
            ("a\n\n[ref]: http://x\n\nb", "a\n\n\nb"), ("note[^1]\n\n[^1]: text", "note[^1]\n\n[^1]: text"),
            ("[a\nb](c)", "a\nb"), ("*a\nb*", "a\nb"),
        ])
    func inline(_ markdown: String, _ expected: String) async throws {
        #expect(try await page(markdown, "text/markdown") == expected)
    }

    @Test(
        "Headings",
        arguments: [
            ("# A", [1: "A"]), ("###### A ##", [6: "A"]), ("## A # b #", [2: "A # b"]), ("#\tA", [1: "A"]),
            ("#A", [:]), ("####### A", [:]), ("    # A", [:]), ("   # A", [1: "A"]), ("#", [:]), ("# #", [:]),
            ("\\# A", [:]),
            ("A\n===", [1: "A"]), ("A *b*\nc\n---", [2: "A b c"]), ("\n---\nA", [:]), ("- a\n---", [:]),
            ("```\n# A\n```", [:]), ("~~~ x\n# A\n```\n# B\n~~~\n# C", [1: "C"]), ("````\n```\n# A\n````", [:]),
            ("```\n# never ended", [:]), ("``` a`b\n# A", [1: "A"]), ("  ```\n# A\n  ```\n## B", [2: "B"]),
            ("---\ntitle: x\n# y\n---\n# A", [1: "A"]), ("---\n# A", [1: "A"]), ("text\n# A\nmore", [1: "A"]),
        ] as [(String, [Int: String])])
    func headings(_ markdown: String, _ expected: [Int: String]) async throws {
        let text = try await extracted("x\n\n" + markdown, "text/markdown")
        // Metadata stand at the very beginning only.
        let first = markdown.hasPrefix("---\nt") ? try await extracted(markdown, "text/markdown") : text
        #expect(Dictionary(uniqueKeysWithValues: first.headings.map { ($0.level, $0.title) }) == expected)
    }

    @Test("Blocks keep their lines, code its marks")
    func blocks() async throws {
        let markdown = """
            ---
            title: gone
            ---
            Intro *x*

            ```swift
            let *a* = [b](c)
              # no
            ```

                indented *code*

            Title
            -----
            1. one
               - two
            """
        let expected = "Intro x\n\nlet *a* = [b](c)\n  # no\n\n    indented *code*\n\nTitle\n1. one\n   - two"
        #expect(try await page(markdown, "text/markdown") == expected)
    }

    @Test(
        "Any text ends soon",
        arguments: [
            "[", "](", "[](", "*", "a*b_", "**a _b ", "`", "<", "![", "[a](b", "`` ` ", "&", "[[a]", "](a", "~~a~~~",
        ])
    func isLinear(_ part: String) async throws {
        let markdown = "x" + String(repeating: part, count: 25_000)
        let clock = ContinuousClock()
        let time = try await clock.measure { _ = try await extracted(markdown, "text/markdown") }
        #expect(time < .seconds(40))
        let ticks = (1...400).map { String(repeating: "`", count: $0) + " " }.joined()
        #expect(try await clock.measure { _ = try await extracted(ticks, "text/markdown") } < .seconds(40))
    }
}
