import Testing

@testable import CoreLanguage

/// What people write who come from other languages: one diagnostic each, which says what is meant.
@Suite("Habits of other languages")
struct ScriptHabitTests {
    private static let inputs = "input\n  name : text?\n  n : integer\n  xs : list<text>\n  due : date\n"

    private static func found(_ text: String) -> [String] {
        diagnostics(inputs + text + "\n").map { "\($0.code) \($0.message) \($0.hint ?? "")" }
    }

    @Test(
        "One diagnostic says what to write",
        arguments: [
            ("let a = \"{join(xs, \", \")}\"\nemit { a }", "E114", "`let value = …`"),
            ("let a = \"{join(xs, \"\\n\")}\"\nemit { a }", "E114", "`let value = …`"),
            ("emit\n  a = \"By {format_date(due, \"%d.%m.\")} at {n}\"", "E114", "`let value = …`"),
            ("emit\n  a = \"{xs[\"a\"]}\"", "E114", "`{value}`"),
            ("emit\n  a = \"${n}\"", "W105", "`\\u{24}{n}`"), ("emit\n  a = \"{{n}}\"", "W105", "`\\{{n}\\}`"),
            ("emit\n  a = \"\"\"{n + 1}\n", "E109", "Close it"),
            ("emit\n  a = name?.upper()", "E215", "`(name ?? …).upper()`"),
            ("emit\n  a = n // 2", "E113", "`div(a, b)`"), ("emit\n  a = n // half", "E113", "`div(a, b)`"),
            ("emit\n  a = n // the half of it", "E113", "begins with `--`"),
            ("let page = do with fetch_url\n  url = \"u\"\nemit { page }", "E212", "`do … -> page`"),
            ("let page = ask \"What?\"\nemit { page }", "E212", "`ask … -> page`"),
            (
                "decide with rules\n  when n > 3 -> \"A\"\n    wait 1s\n  otherwise -> \"B\"\n    wait 2s", "E212",
                "`\"A\":`"
            ),
            ("together\n  wait 1s\n  wait 2s", "E212", "`lane \"name\"`"),
            ("let a = n + 1\n  on error: use 3\nemit { a }", "E212", "`let` takes no clauses"),
            ("let a = if n > 3\n  then 1\n  else 2\nemit { a }", "E205", "`(if … then … else …)`"),
            ("let a = if n > 3 then 1\n  else 2\nemit { a }", "E205", "`(if … then … else …)`"),
            ("wait 1s\ncheck n > 3\n  on fail: retry 3 every 10s", "E204", "takes no pause"),
            ("emit\n  a = slice(a = \"abc\", 1)", "E204", "Arguments of functions have no names"),
            ("repeat\n  wait 1s", "E205", "`repeat 3 times`"),
            ("repeat 2 times\n  break", "E201", "`repeat until done`"),
            ("repeat 2 times\n  continue", "E201", "`decide`"), ("type T = { a : text }", "E201", "`{ name : type }`"),
            ("race\n  lane \"a\"\n    wait 1s", "E201", "`together`"),
            ("let a : text[] = []\nemit { a }", "E204", "`list<text>`"),
            ("let a : text | null = null\nemit { a }", "E204", "`text?`"),
            ("let a : text | integer = 1\nemit { a }", "E204", "no alternatives"),
            ("let a : list<\n  text\n> = []\nemit { a }", "E208", "on one line"),
            ("stream\n    a : text\n  b : text\n  plan : text\nwait 1s", "E103", "to go on with the block"),
            ("emit\n  a = None", "E301", "`null`"), ("emit\n  a = True", "E301", "`true`"),
            ("emit\n  a = undefined", "E301", "`null`"), ("emit\n  a = inputs.n", "E306", "`n`, not `inputs.n`"),
            ("env\n  SHOP_URL : text\nemit\n  a = \"{SHOP_URL}\"", "E306", "`let shop_url = env(SHOP_URL)`"),
            ("emit\n  a = json_parse(\"1\")", "E407", "`parse_json`"),
            ("emit\n  a = push(xs, \"a\")", "E407", "`list + [element]`"),
            ("emit\n  a = concat(xs, xs)", "E407", "joined with `+`"),
            ("emit\n  a = date_diff(due, \"2026-03-08\")", "E408", "`date(\"…\")`"),
            ("let a : [text] = []\nemit { a }", "E208", "`list<text>`"),
            ("let a = map(xs, x -> count(x))\nemit { a }", "E113", "`x => …`"),
            ("let a = xs.map((x, i) -> i)\nemit { a }", "E113", "`(x, y) => …`"),
            ("emit\n  a = \"{1 + 2}\"", "W102", "with `let` first"),
            ("emit\n  a = \"{(n + 1) * 2}\"", "W102", "with `let` first"),
            (
                "decide with rules\n  when n > 3 -> \"A\"\n  else -> \"B\"\n  \"A\": wait 1s", "E201",
                "`otherwise -> \"Branch\"`"
            ),
        ] as [(String, String, String)])
    func one(_ text: String, _ code: String, _ words: String) {
        let found = Self.found(text)
        #expect(found.count == 1, "\(text): \(found)")
        #expect(found.first?.hasPrefix(code) == true, "\(text): \(found)")
        #expect(found.first?.contains(words) == true, "\(text): \(found)")
    }

    @Test(
        "What is right stays right",
        arguments: [
            "let a = [\"{f(a\", \"b)}\"]\nemit { a }", "emit\n  a = \"\\u{24}{n} \\{{n}\\} {n}}\"",
            "emit\n  a = (if n > 3\n    then 1\n    else 2)",
            "emit\n  a = if n > 3 then 1 else 2\n  then = 3\n  else = 4",
        ])
    func right(_ text: String) {
        #expect(Self.found(text) == [])
    }

    @Test(
        "What a fix proposes mends the fault",
        arguments: [
            "emit\n  a = \"${n}\"", "emit\n  a = \"{{n}}\"", "let a : text[] = xs\nemit { a }",
            "let a : text? | null = name\nemit { a }", "let a = if n > 3\n  then 1\n  else 2\nemit { a }",
            "wait 1s\ncheck n > 3\n  on fail: retry 3 every 10s", "emit\n  a = upper(a = \"abc\")",
            "emit\n  a = inputs.n", "emit\n  a = None",
        ])
    func fixes(_ text: String) throws {
        let source = Self.inputs + text + "\n"
        let fix = try #require(diagnostics(source).first?.fix)
        var bytes = Array(source.utf8)
        bytes.replaceSubrange(fix.range.start..<fix.range.end, with: fix.replacement.utf8)
        #expect(diagnostics(String(decoding: bytes, as: UTF8.self)).map(\.message) == [], "\(fix)")
    }

    @Test("Controls of direction are named in texts and comments", arguments: 0..<9)
    func directions(_ number: Int) throws {
        let code = number < 5 ? 0x202A + number : 0x2066 + number - 5
        let scalar = try #require(Unicode.Scalar(UInt32(code)))
        let text = "-- a \(scalar)\nwait \"b \(scalar)\" 1s\nemit\n  a = \"\"\"\n  c \(scalar)\n  \"\"\"\n"
        let found = diagnostics(text)
        #expect(found.map(\.code.name) == ["W106", "W106", "W106"])
        let name = try #require(scalar.properties.name)
        #expect(found.allSatisfy { $0.message.contains(name) })
        var bytes = Array(text.utf8)
        for fix in found.compactMap(\.fix).reversed() {
            bytes.replaceSubrange(fix.range.start..<fix.range.end, with: fix.replacement.utf8)
        }
        let mended = String(decoding: bytes, as: UTF8.self)
        #expect(diagnostics(mended).isEmpty)
        #expect(mended.contains("\\u{\(String(code, radix: 16, uppercase: true))}"))
    }

    @Test("What there is too much of has a name and a place")
    func choices() {
        let branches = (0...1_000).map { "\"\($0)\":\n  wait 1s\n" }.joined()
        let cases = (1...1_000).map { "  when n == \($0) -> \"\($0)\"\n" }.joined()
        let text = "input\n  n : integer\ndecide with rules\n" + cases + "  otherwise -> \"0\"\n" + branches
        let found = diagnostics(text)
        #expect(found.map(\.message) == ["A `decide` has at most 1000 branches, and this one 1001."])
        #expect(found.map { SourceText(text).text(at: $0.range) } == ["\"1000\""])
    }
}
