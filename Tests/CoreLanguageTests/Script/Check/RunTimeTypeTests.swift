import CoreLanguage
import Testing

@Suite("Types that only the run can tell")
struct RunTimeTypeTests {
    private static let front = "input\n  g : any\noutput\n  x : integer range(1, 3)\n"

    private func outcome(_ steps: String, _ given: JSONValue) throws -> RehearsalOutcome {
        let program = try #require(ScriptCompiler.compile(SourceText(Self.front + steps)).program)
        try ProgramVerifier.verify(program)
        return Rehearsal(program).run(inputs: ["g": given])
    }

    @Test(
        "A type that was written holds for what comes from outside",
        arguments: [
            ("let y: integer = g\nemit\n  x = y", "abc", false), ("emit\n  x = g", 7, false),
            ("let y: integer = g\nemit\n  x = y", 2, true), ("emit\n  x = g", 2, true),
            ("let y: {a: list<integer>} = g\nemit\n  x = y.a[0]", ["a": [1]], true),
            ("let y: {a: list<integer>} = g\nemit\n  x = y.a[0]", ["a": ["1"]], false),
            ("let y: {a: date} = {a: g}\nemit\n  x = count(y.a) - 9", "2026-11-22", true),
            ("let y: {a: date} = {a: g}\nemit\n  x = count(y.a) - 9", "2026-11-99", false),
            ("let y: integer? = if g == null then null else g\nemit\n  x = y ?? 1", .null, true),
        ] as [(String, JSONValue, Bool)])
    func kept(_ steps: String, _ given: JSONValue, _ fits: Bool) throws {
        let outcome = try outcome(steps, given)
        #expect((outcome.error == nil) == fits, "\(outcome)")
        if !fits { #expect(outcome.error?.code == "TYPE_MISMATCH") }
    }

    @Test("Where the checker is sure, nothing is checked again")
    func certain() throws {
        let source =
            "let a: integer = 1\nlet b: {c: text} = {c: \"d\", e: 5}\nlet f: list<number> = [a, 2]\nemit { a, b, f }"
        let program = try #require(ScriptCompiler.compile(SourceText(source)).program)
        #expect(!String(decoding: program.canonicalBytes(), as: UTF8.self).contains("conform"))
    }

    @Test("Warnings push no error out")
    func manyWarnings() {
        let lets = (0..<1_500).map { "let a\($0) = 1\n" }.joined()
        let found = diagnostics(lets + "let b = nope\n")
        #expect(found.count == 1_000 && found.last.map { "\($0.code)" } == "E301")
    }

    @Test("What a handled error leaves out is told as that")
    func handled() {
        let source = """
            decide with rules
              when 1 < 2 -> "a"
              otherwise -> "b"
            on error: ignore
            "a": let x = 1
            "b": let x = 2
            let _y = x
            """
        let inside = source.replacing("on error", with: "  on error")
        #expect(findings(inside).filter { !$0.hasPrefix("W4") } == ["E304 7:10"])
        #expect(diagnostics(inside).first { "\($0.code)" == "E304" }?.message.contains("on error") == true)
    }
}
