import CoreLanguage
import Testing

@Suite("Faults in scripts")
struct ScriptFaultTests {
    /// Where and what: `2:5 E202`.
    static func found(_ text: String) -> [String] {
        let source = SourceText(text)
        return ScriptParser.parse(source).1.map { diagnostic in
            let (line, column) = source.position(of: diagnostic.range.start)
            return "\(line):\(column) \(diagnostic.code)"
        }
    }

    @Test(
        "Of the text",
        arguments: [
            ("let a = 1\n    let b = 2\n  let c = 3\nlet d = 4\n", ["2:1 E209", "3:1 E103"]),
            ("let \(String(repeating: "a", count: 65)) = 1\n", ["1:5 E105"]),
            ("let a = 9223372036854775808\n", ["1:9 E106"]),
            ("let a = 1e999\n", ["1:9 E106"]), ("let a = 30x\n", ["1:9 E107"]), ("let a = 1s1h\n", ["1:9 E107"]),
            ("let a = 1.5s\n", ["1:9 E107"]), ("let a = 1s1s\n", ["1:9 E107"]),
            ("let a = 99999999999999999w\n", ["1:9 E107"]),
            ("let a = \"\\d \\u12 \\ud800 \\u{110000}\"\n", ["1:10 E108", "1:13 E108", "1:18 E108", "1:25 E108"]),
            ("let a = \"\\ud800\\u0041\"\n", ["1:10 E108"]), ("let a = \"abc\nlet b = 1\n", ["1:9 E109"]),
            ("let a = \"\"\"abc\nlet b = 1\n", ["1:9 E109"]),
            ("let a = \"\"\"\n  a\n b\n  \"\"\"\n", ["3:1 E110"]), ("let a = 007\n", ["1:9 E111"]),
            ("let a = 1__0\n", ["1:9 E111"]),
            ("let a = 1_\n", ["1:9 E111"]), ("let ä = 1\n", ["1:5 E112"]), ("let a = 1;\n", ["1:10 E112"]),
            ("let a = 'x'\n", ["1:9 E112"]), ("let a = “x y”\n", ["1:9 E112"]),
            ("let a = b && c || d\n", ["1:11 E113"]),
            ("let a = b === c\n", ["1:11 E113"]), ("let a := 1\n", ["1:7 E113"]), ("let a = 1 // x\n", ["1:11 E113"]),
            ("# x\nlet a = 1\n", ["1:1 E113"]), ("each a in b\n\t let c = 1\n", ["2:1 W101"]),
            ("let a = \"{1} {2,3} {1-2} {50%} {2026-01-01} {-} {+} {3: 4}\"\n", []),
            ("let a = \"{2*3} {1 - b}\"\n", ["1:10 W102", "1:16 W102"]),
            ("let a = \"{b + 1} {b: 1} { b } {true}\"\n", ["1:10 W102", "1:18 W102", "1:25 W102", "1:31 W102"]),
            ("do \"{a}\" with b\n", ["1:5 W103"]), ("-- @nobody x\n-- @tag y\n -- @other\n", ["1:5 W104"]),
        ] as [(String, [String])])
    func text(_ text: String, _ expected: [String]) {
        #expect(Self.found(text) == expected)
    }

    @Test(
        "Of the grammar",
        arguments: [
            ("inptu\n  a : text\nlet a = 1\n", ["1:1 E201"]), ("x = 3\n", ["1:1 E201"]),
            ("foreach a in b\n  let c = 1\n", ["1:1 E201"]),
            ("let a = \nlet b = 1 +\n", ["1:8 E202", "2:12 E202"]), ("let a = * 2\n", ["1:9 E202"]),
            ("let a = then\n", ["1:9 E202"]),
            ("let a = [1, , 2 +, 3]\n", ["1:13 E202", "1:18 E202"]),
            ("let a = f(1\nlet b = 2\nlet c = g(\n", ["1:10 E203", "3:10 E203"]),
            ("let a = f(1]\nlet b = 2\n", ["1:12 E203"]), ("let a = [f(1]\nlet b = 2\n", ["1:13 E203"]),
            ("let a = 1)\n", ["1:10 E203"]),
            ("let a = f(1\nlet b =\nlet c = [d)]\n", ["1:10 E203", "2:8 E202", "3:11 E203"]),
            ("let a = 1 2\n", ["1:11 E204"]), ("let a = b = c\n", ["1:11 E204"]), ("let a\n", ["1:6 E205"]),
            ("do \"x\" wth t\n", ["1:8 E205"]),
            ("each x at xs\n  let a = 1\n", ["1:8 E205"]), ("let a = if b then c\n", ["1:20 E205"]),
            ("repeat 3\n  let a = 1\n", ["1:9 E205"]),
            ("wait 5\n", ["1:6 E205"]), ("input\n  a text\n  b : text\n", ["2:5 E205"]), ("let = 1\n", ["1:5 E206"]),
            ("each in xs\n  let a = 1\n", ["1:6 E206"]), ("let a = b.\n", ["1:11 E206"]),
            ("let a = b.0\n", ["1:11 E206"]),
            ("script x\n", ["1:8 E207"]), ("ask\n", ["1:4 E207"]),
            ("input\n  a : \"text\"\n  b :\n", ["2:7 E208", "3:6 E208"]),
            ("each x in xs\nlet a = 1\n", ["1:1 E209"]), ("input\n", ["1:1 E209"]),
            ("let a = 1\n  let b = 2\n", ["2:1 E209"]),
            ("let a = b < c < d < e\n", ["1:15 E210"]), ("do \"x\" with t\n  -> a\n  -> b\n", ["3:3 E211"]),
            ("do \"x\" with t\n  on error: retry\n  on error: ignore\n", ["3:3 E211"]),
            ("on error: ignore\n", ["1:1 E212"]),
            ("do \"x\" with t\n  let a = 1\n  b = 2\n", ["2:3 E212"]), ("\"A\":\n  let a = 1\n", ["1:1 E212"]),
            ("-> a\n", ["1:1 E212"]),
            ("emit\n  -> a\n", ["2:3 E212"]), ("yield -> a\n", ["1:7 E212"]), ("when a -> \"b\"\n", ["1:1 E212"]),
            ("each x in xs\n  input\n    a : text\n  let b = 1\n", ["2:3 E213"]),
            ("input\n  a : text lenght(1, 2)\n  b : text\n", ["2:12 E214"]),
            ("input\n  a : number min(\"x\") max(1, 2) range(1)\n", ["2:18 E214", "2:23 E214", "2:33 E214"]),
            ("let a = f(1)(2)\nlet b = 1(2)\n", ["1:9 E215", "2:9 E215"]),
            ("decide with ruls\n  otherwise -> \"A\"\n\"A\":\n", ["1:13 E216"]),
            ("check a\n  on fail: stop\n  on pass:\n", ["2:12 E217", "3:11 E217"]),
            ("do \"x\" with t\n  on error: rety 3\n", ["2:13 E217"]),
            ("let a = [1 2, 3 4]\n", ["1:12 E218", "1:17 E218"]),
            ("do \"x\" with t\n  a \"b\"\n  c : 1\n", ["2:4 E205", "3:5 E205"]),
            ("enum A = B, C\nlet a = 1\n", ["1:11 E204"]),
            ("import tools\n  a form native\n  b from native\n", ["2:5 E205"]),
            ("if a then b\n  emit\n", ["1:1 E201"]), ("on thread error\n  input\n", ["2:3 E213"]),
        ] as [(String, [String])])
    func grammar(_ text: String, _ expected: [String]) {
        #expect(Self.found(text) == expected)
    }

    @Test(
        "Each says what to do",
        arguments: [
            "inptu\n  a : text\n", "do \"x\" wth t\n", "input\n  a : text lenght(1, 2)\n", "decide with ruls\n",
        ])
    func suggestions(_ text: String) throws {
        let diagnostic = try #require(ScriptParser.parse(SourceText(text)).1.first)
        #expect(diagnostic.label?.hasPrefix("did you mean `") == true)
        #expect(diagnostic.fix?.range == diagnostic.range)
    }

    @Test("What a fix proposes mends the fault")
    func fixes() throws {
        let faulty = [
            "let a = b === c\n", "let a = b && c\n", "let a = 'x'\n", "let a = \"x\n", "let a = f(1\n", "check a = b\n",
            "enum A = B, C\n",
            "do \"x\" wth t\n", "input\n  a : text lenght(1, 2)\n", "check a\n  on pass continue\n",
            "do \"x\" with t\n  a 1\n",
            "x = 3\n", "let a = 9223372036854775808\n", "let a = \"\\d\"\n", "script x\n", "let a == 1\n",
            "-- @tagg x\n", "let a = [1 2]\n",
            "do \"x\" with t\n  a : 1\n", "let a = 1)\n", "let a := 1\n", "# x\n", "input\n  a : \"text\"\n",
            "do \"{a}\" with b\n",
        ]
        for text in faulty {
            let fix = try #require(ScriptParser.parse(SourceText(text)).1.first?.fix, "\(text)")
            var bytes = Array(text.utf8)
            bytes.replaceSubrange(fix.range.start..<fix.range.end, with: fix.replacement.utf8)
            let mended = String(decoding: bytes, as: UTF8.self)
            #expect(Self.found(mended).isEmpty, "\(text) became \(mended)")
        }
    }

    @Test("What was read stays in the tree, and names of what was not are kept")
    func recovery() {
        let text =
            "do \"x\" wth tool\n  a = 1\n  b = )\n  -> c\neach in xs\n  let y = 1\n  -> ys\nforeach z in zs\nlet w = 1\n"
        let (tree, _) = ScriptParser.parse(SourceText(text))
        #expect(tree.hasErrors)
        #expect(tree.steps.count == 2)
        #expect(tree.steps.first?.arguments.map(\.name.text) == ["a", "b"])
        #expect(tree.steps.first?.binding?.name.text == "c")
        #expect(tree.namesInFaults.isSuperset(of: ["ys", "z", "wth"]))
        #expect(!tree.namesInFaults.contains("c"))
    }

    @Test("Bytes that are no UTF-8 are told of once, and read as U+FFFD")
    func invalidText() {
        let source = SourceText(bytes: Array("let a = \"x".utf8) + [0xFF, 0xC3] + Array("\"\n".utf8))
        let (tree, diagnostics) = ScriptParser.parse(source)
        #expect(diagnostics.map(\.code.name) == ["E101"])
        #expect(diagnostics.first?.range.start == 10)
        #expect(tree.steps.count == 1)
        #expect(source.text == "let a = \"x\u{FFFD}\u{FFFD}\"\n")
    }

    @Test("A script beyond 10 MiB is refused at once")
    func tooLong() {
        let over = SourceText(bytes: [UInt8](repeating: 0x22, count: SourceText.bytesMax + 1))
        #expect(ScriptParser.parse(over).1.map(\.code.name) == ["E102"])
        #expect(ScriptParser.parse(over).0.hasErrors)
    }
}
