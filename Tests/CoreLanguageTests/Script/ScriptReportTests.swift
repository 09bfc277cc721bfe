import Testing

@testable import CoreLanguage

@Suite("Diagnostics as text")
struct ScriptReportTests {
    private func report(_ text: String, isColoured: Bool = false) -> String {
        let source = SourceText(text)
        return DiagnosticReport(file: "a.scriptum", source: source, isColoured: isColoured)
            .text(of: ScriptParser.parse(source).1)
    }

    @Test("A place, why, and what to do")
    func plain() {
        #expect(
            report("let a = 1\ndo \"x\" wth t\n") == """
                a.scriptum:2:8: error[E205]: `with` is missing before `wth`.
                  |
                2 | do "x" wth t
                  |        ^^^ did you mean `with`?
                  |
                  = hint: The form is `do "label" with tool`.


                """)
        #expect(
            report("let a = b < c < d\n") == """
                a.scriptum:1:15: error[E210]: `<` can't follow another comparison.
                  |
                1 | let a = b < c < d
                  |               ^ the second comparison
                  |
                1 | let a = b < c < d
                  |           - the first comparison
                  |
                  = why: A comparison gives true or false, and that would be compared next.
                  = hint: Write `a < b and b < c` to compare three values.


                """)
        #expect(report("let a = 1\n").isEmpty)
        #expect(report("each a in b\n\t let c = 1\n").hasPrefix("a.scriptum:2:1: warning[W101]: "))
    }

    @Test("Marks stand under their place behind tabs, wide and combining characters")
    func alignment() {
        let lines = report("emit\n\ta = \"漢字e\u{301}\t😀\" b\n").split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0].hasPrefix("a.scriptum:2:15: "))
        #expect(lines[2] == "2 |     a = \"漢字e\u{301}  😀\" b")
        #expect(lines[3] == "  |                     ^ not expected here")
    }

    @Test("Control characters and marks of direction are shown, not obeyed")
    func controls() {
        let text = report("let a = \"\u{1B}[31m\u{202E}\u{7F}\" b\n")
        #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" || $0 == "\u{7F}" })
        #expect(text.contains("\"\u{FFFD}[31m\u{FFFD}\u{FFFD}\" b"))
    }

    @Test("Of long lines the part around the place is shown", arguments: [(0, 500), (500, 0), (500, 500), (60, 0)])
    func longLines(_ before: Int, _ after: Int) {
        let names = { (count: Int) in Array(repeating: "a", count: count / 4).joined(separator: " + ") }
        let front = before > 0 ? names(before) + " + " : ""
        let lines = report("let a = \(front)§\(after > 0 ? names(after) : "")\n").split(separator: "\n")
        #expect(lines[2].unicodeScalars.count <= 4 + 102)
        #expect(lines[2].contains("…") == (before + after > 100))
        let marked = zip(lines[2].unicodeScalars, lines[3].unicodeScalars).filter { $0.1 == "^" }.map(\.0)
        #expect(marked.first == "§")
    }

    @Test("A place of several lines shows the first and the last")
    func severalLines() {
        let source = SourceText("one\n  two\nthree\n  four\n")
        let diagnostic = Diagnostic(
            DiagnosticCode("E999", "A test"), at: SourceRange(6, 22), "Too long.", label: "all of it")
        #expect(
            DiagnosticReport(file: "f", source: source).text(of: diagnostic) == """
                f:2:3: error[E999]: Too long.
                  |
                2 |   two
                  |   ^^^
                  :
                4 |   four
                  |   ^^^^ all of it

                """)
    }

    @Test("Places at the end, in empty lines and in an empty source are shown")
    func edges() {
        for (text, offset) in [("", 0), ("\n", 0), ("\n", 1), ("a", 1), ("a\r\nb", 2), ("a\n\n", 3)] {
            let source = SourceText(text)
            let diagnostic = Diagnostic(DiagnosticCode("W999", "A test"), at: SourceRange(offset, offset), "Here.")
            let (line, column) = source.position(of: offset)
            let shown = DiagnosticReport(file: "f", source: source).text(of: diagnostic)
            #expect(shown.hasPrefix("f:\(line):\(column): warning[W999]: Here.\n"))
            #expect(shown.contains("^"))
        }
    }

    @Test("Colours only when asked for")
    func colours() {
        #expect(!report("let a = \n").contains("\u{1B}"))
        #expect(report("let a = \n", isColoured: true).contains("\u{1B}[1;31merror[E202]\u{1B}[0m"))
    }
}
