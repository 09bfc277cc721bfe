import CoreLanguage
import CoreTesting
import Testing

/// Whatever a source holds, reading it ends, takes time in proportion to its length, and gives diagnostics that lie in it.
@Suite("Sources of all kinds")
struct ScriptRobustnessTests {
    @discardableResult
    private func read(_ bytes: [UInt8]) -> (tree: SyntaxTree, diagnostics: [Diagnostic]) {
        let source = SourceText(bytes: bytes)
        let (tree, diagnostics) = ScriptParser.parse(source)
        for diagnostic in diagnostics {
            let ranges =
                [diagnostic.range] + diagnostic.related.map(\.range) + (diagnostic.fix.map { [$0.range] } ?? [])
            #expect(ranges.allSatisfy { $0.start >= 0 && $0.end <= source.bytes.count }, "\(diagnostic.code)")
        }
        #expect(tree.hasErrors == diagnostics.contains { $0.severity == .error })
        #expect(diagnostics.map(\.range.start) == diagnostics.map(\.range.start).sorted())
        if let diagnostic = diagnostics.first {
            #expect(!DiagnosticReport(file: "f", source: source).text(of: diagnostic).isEmpty)
        }
        #expect((ScriptFormatter.format(tree, source) == nil) == tree.hasErrors)
        return (tree, diagnostics)
    }

    @Test("Every beginning of the sample")
    func prefixes() {
        let bytes = Array(ScriptSample.text.utf8)
        for count in 0...bytes.count {
            let (_, diagnostics) = read(Array(bytes[..<count]))
            #expect(diagnostics.count <= 2, "\(count): \(diagnostics.map(\.message))")
        }
    }

    @Test("Every byte of the sample changed, left out or doubled", arguments: [UInt64](0..<4))
    func mutations(_ block: UInt64) {
        var random = SeededRandom(seed: block)
        let bytes = Array(ScriptSample.text.utf8)
        let telling = Array("\"'(){}[]<>-=+*/.,:;?!|&#@\\ \t\r\n\0aZ_09".utf8) + [0x80, 0xC3, 0xE2, 0xFF]
        for offset in bytes.indices where offset % 4 == Int(block) {
            var changed = bytes
            changed[offset] = telling[Int(random.next() % UInt64(telling.count))]
            let (_, diagnostics) = read(changed)
            #expect(diagnostics.count <= 6, "\(offset) \(changed[offset]): \(diagnostics.map(\.message))")
            var shorter = bytes
            shorter.remove(at: offset)
            read(shorter)
            var longer = bytes
            longer.insert(telling[Int(random.next() % UInt64(telling.count))], at: offset)
            read(longer)
        }
    }

    @Test("Random scripts with several faults, and random bytes and words", arguments: [UInt64](0..<4))
    func noise(_ block: UInt64) {
        let words = [
            "let ", "a", " = ", "each ", "in ", "\n", "\n  ", "\n    ", "(", ")", "[", "]", "{", "}", "\"", "\"\"\"",
            "-> ", "on error: ", "decide with rules",
            "when ", "\"A\":", "1", "30s", "if ", "then ", "else ", "=>", "?.", "??", ",", ":", "input\n  ", "list<",
            ">", "-- c\n", "script \"x\"\n  ", "\\", "do ", "with ",
            "together", "lane ", "undo with ", "retry ", "fallback ", "+", "not ", "\t", "\r", "é", "enum A = ", "|",
            "-", ".", "check ", "on pass: ", "repeat ", "?[", "=", "*",
        ].map { Array($0.utf8) }
        for seed in block * 50..<block * 50 + 50 {
            var random = SeededRandom(seed: seed)
            var generator = ScriptGenerator(seed: seed)
            var script = Array(generator.script().utf8)
            for _ in 0..<5 where !script.isEmpty {
                let place = Int(random.next() % UInt64(script.count))
                script.replaceSubrange(
                    place..<min(place + Int(random.next() % 4), script.count),
                    with: words[Int(random.next() % UInt64(words.count))])
            }
            read(script)
            read((0..<300).flatMap { _ in words[Int(random.next() % UInt64(words.count))] })
            read((0..<300).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        }
    }

    private static let nestings: [(String, String, String)] = [
        ("(", "1", ")"), ("[", "", "]"), ("{a: ", "1", "}"), ("f(", "1", ")"), ("a[", "0", "]"), ("not ", "a", ""),
        ("- ", "a", ""), ("!", "a", ""),
        ("if a then b else ", "c", ""), ("x => ", "x", ""), ("() => ", "x", ""), ("(", "1", ""), ("[", "", ""),
        ("{a: ", "", ""), ("f(", "", ""),
        ("a + ", "a", ""), ("a - ", "a", ""), ("a ?? ", "a", ""), ("a == ", "a", ""), ("a.", "b", ""),
        ("a ?? -", "b", ""), ("", "a", ".b"), ("", "a", "[0]"), ("", "a", ".f()"),
        ("", "a", "?.b"), ("", "1", ")"), ("", "1", "]"), ("([", "1", ")]"), ("([{", "", ""), ("if ", "a", " then"),
        ("\"{a}\" + ", "a", ""),
    ]

    @Test("Nesting 10,000 deep", arguments: nestings)
    func nesting(_ opening: String, _ middle: String, _ closing: String) {
        let repeated = { (text: String) in String(repeating: text, count: 10_000) }
        let (tree, diagnostics) = read(
            Array("let a = \(repeated(opening))\(middle)\(repeated(closing))\nlet b = 2\n".utf8))
        #expect(!diagnostics.isEmpty)
        #expect(
            diagnostics.count <= 2 || !diagnostics.contains { $0.code.name == "E104" },
            "\(diagnostics.map(\.message).prefix(5))")
        #expect(tree.hasErrors)
        if !closing.isEmpty || !["(", "[", "f(", "{a: ", "([{"].contains(opening) { #expect(tree.steps.count == 2) }
    }

    @Test("Nesting up to the limit is no fault")
    func allowed() {
        let depth = 200
        for (opening, middle, closing) in [
            ("(", "1", ")"), ("[", "", "]"), ("not ", "a", ""), ("a + ", "a", ""), ("", "a", ".b"),
        ] {
            let text =
                "let a = \(String(repeating: opening, count: depth))\(middle)\(String(repeating: closing, count: depth))\n"
            #expect(read(Array(text.utf8)).diagnostics.isEmpty, "\(opening)")
        }
    }

    @Test("Blocks 400 deep, types and paths 10,000")
    func blocks() {
        for head in [
            "each a in b", "together", "decide with rules", "repeat 3 times", "do with t", "\"A\":", "input",
            "let a = 1", "on error:", "x",
        ] {
            var text = ""
            for level in 0..<400 { text += String(repeating: " ", count: level) + head + "\n" }
            let (_, diagnostics) = read(Array(text.utf8))
            #expect(!diagnostics.isEmpty, "\(head)")
        }
        let shapes =
            "input\n  a : " + String(repeating: "{ b : ", count: 10_000) + "text"
            + String(repeating: " }", count: 10_000) + "\n"
        #expect(read(Array(shapes.utf8)).diagnostics.map(\.code.name) == ["E104"])
        let lists =
            "input\n  a : " + String(repeating: "list<", count: 10_000) + "text" + String(repeating: ">", count: 10_000)
            + "\n"
        #expect(read(Array(lists.utf8)).diagnostics.map(\.code.name) == ["E104"])
        let path = "let a = \"{" + String(repeating: "a.", count: 10_000) + "b}\"\n"
        #expect(read(Array(path.utf8)).diagnostics.map(\.code.name) == ["W102"])
    }

    private static let kinds = [
        "(", ")", "[", "]", "{", "}", "\"", "\"\"\"", "'", "\\", "\n", "\r", "\r\n", "\t", " ", "a", "a ", "1", "1 ",
        "1_", "1.", ".", ",", ":", "?", "?.", "?[", "??", "=", "=>", "->",
        "--", "-", "- ", "+", "!", "|", "&&", ";", "#", "“", "é", "\u{FFFD}", "\0", "let ", "let\n", "emit\n", "a\n",
        "a = 1\n", " a\n", "-> a\n", "input\n", "input\n a : text\n",
        "script \"a\"\n b\n", "-- @x\n", "-- c\n  ", "\"{a}\"", "\"{a\" ", "{a ", "([{", ")]}", "(]", "f(\n", "x [\n",
        "\"A\":\n", "on error:\n", "1h", "\"\\u{", "a |", "enum A = a\n  | b\n", " \n  x\n",
    ]

    @Test("Much of one kind takes time in proportion", arguments: kinds)
    func much(_ kind: String) {
        expectProportion(to: 8) { String(repeating: kind, count: $0 / kind.utf8.count) }
    }

    @Test(
        "Much of one kind behind a brace in a text takes time in proportion",
        arguments: [" ", "1", "+", "+ ", "- ", "+ -", "-", "a", "a.", "a .", ".", "(", "( ", ":", "%", "$"])
    func muchInBraces(_ kind: String) {
        for start in ["{", "{1", "{(", "{a", "{ "] {
            expectProportion(to: 16) {
                "let a = \"" + start + String(repeating: kind, count: $0 / kind.utf8.count) + "\"\n"
            }
        }
    }

    /// Expects that so many times the source take no more than some times as long.
    private func expectProportion(to factor: Int, _ source: (Int) -> String) {
        let clock = ContinuousClock()
        func seconds(_ count: Int) -> Double {
            let bytes = Array(source(count).utf8)
            let duration = clock.measure { read(bytes) }
            return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        }
        let front = seconds(4_000)
        let whole = seconds(4_000 * factor)
        #expect(whole < max(front, 0.005) * Double(factor) * 6, "\(front) s, then \(whole) s")
    }

    @Test("Every line ending, tabs, and texts without an end")
    func layout() {
        for end in ["\n", "\r", "\r\n", "", "\n\r", "\u{0B}", "\u{2028}"] {
            for line in [
                "let a = \"x", "let a = \"\"\"x", "let a = 'x", "let a = \"x\\", "\tlet a = 1", " \tlet a = 1",
                "let\ta\t=\t1", "-- x", "input",
            ] {
                read(Array((line + end + line + end).utf8))
                read([0xEF, 0xBB, 0xBF] + Array((line + end).utf8))
            }
        }
        #expect(read([0xEF, 0xBB, 0xBF]).diagnostics.isEmpty)
        #expect(read([0xEF, 0xBB]).diagnostics.map(\.code.name).contains("E101"))
    }
}
