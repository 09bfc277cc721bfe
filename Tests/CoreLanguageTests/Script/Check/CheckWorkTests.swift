import CoreLanguage
import Testing

@Suite("Checking ends soon, whatever the source")
struct CheckWorkTests {
    /// Milliseconds of compiling.
    private func time(_ source: String) -> Double {
        let text = SourceText(source)
        let clock = ContinuousClock()
        return clock.measure { _ = ScriptCompiler.compile(text) } / .milliseconds(1)
    }

    private static func repeated(_ count: Int, _ line: (Int) -> String) -> String {
        (0..<count).map(line).joined(separator: "\n")
    }

    private static let shapes: [(String, @Sendable (Int) -> String)] = [
        ("bindings", { n in repeated(n) { "let a\($0) = \($0 == 0 ? "1" : "a\($0 - 1) + 1")" } }),
        ("unknown names", { n in repeated(n) { "let _a\($0) = b\($0)" } }),
        ("one unknown name", { n in repeated(n) { "let _a\($0) = nothing" } }),
        ("a name bound again", { n in repeated(n) { _ in "let a = 1" } }),
        (
            "jumps forward",
            { n in
                repeated(n) { "check \"c\($0)\" true\n  on fail: goto \"e\($0)\"\nlet a\($0) = 1" } + "\n"
                    + repeated(n) { "wait \"e\($0)\" 1s" }
            }
        ),
        (
            "branches",
            { n in
                "decide with rules\n" + repeated(n) { "  when 1 < \($0) -> \"b\($0)\"" } + "\n  otherwise -> \"b0\"\n"
                    + repeated(n) { "\"b\($0)\":\n  let v = \($0)" }
            }
        ),
        (
            "decisions",
            { n in
                repeated(n) {
                    "decide with rules\n  when true -> \"a\"\n\"a\":\n  let v\($0) = 1"
                }
            }
        ),
        ("growing shapes", { n in "let a0 = {x: 1}\n" + repeated(n) { "let a\($0 + 1) = {x: a\($0), y: a\($0)}" } }),
        (
            "fields",
            { n in "input\n" + repeated(n) { "  f\($0) : text" } + "\nemit\n" + repeated(n) { "  f\($0) = f\($0)" } }
        ),
        (
            "members",
            { n in
                "enum E = " + (0..<n).map { "M\($0)" }.joined(separator: " | ") + "\n"
                    + repeated(n) { "let _a\($0): E = M\($0)" }
            }
        ),
        ("arguments", { n in "emit\n" + repeated(n) { "  a\($0) = \($0)" } }),
        ("interpolations", { n in "let a = 1\nlet _b = \"" + String(repeating: "{a}", count: n) + "\"" }),
    ]

    @Test("The time grows with the source, not with its square", arguments: shapes.map(\.0))
    func growth(_ name: String) throws {
        let make = try #require(Self.shapes.first { $0.0 == name }?.1)
        let small = (0..<2).map { _ in time(make(250)) }.min() ?? 0
        let large = (0..<2).map { _ in time(make(2_000)) }.min() ?? 0
        #expect(large < max(small, 20) * 32, "\(name): \(small) ms, then \(large) ms")
    }

    @Test(
        "Deep sources are refused, and need little of the stack",
        arguments: ["(", "[", "{a: ", "not ", "if ", "x(", "-", "\"a\" + "])
    func depth(_ part: String) {
        for count in [100, 250, 5_000] {
            let source = "let _a = " + String(repeating: part, count: count)
            _ = ScriptCompiler.compile(SourceText(source))
        }
        let blocks = (0..<400).map { String(repeating: " ", count: $0) + "repeat 2 times\n" }.joined()
        #expect(ScriptCompiler.compile(SourceText(blocks)).hasErrors)
    }

    @Test("What is as deep as can be read is checked, and refused when it can't be stored")
    func deepExpression() {
        let sum = { (count: Int) in "let _a = 1" + String(repeating: " + 1", count: count) }
        #expect(findings(sum(100)) == [])
        #expect(findings(sum(256)) == [])
        #expect(findings(sum(257)) == ["E104 1:10"])
        let parentheses = "let _a = " + String(repeating: "(", count: 200) + "1" + String(repeating: ")", count: 200)
        #expect(findings(parentheses) == [])
    }

    @Test("Broken sources never stop it", arguments: 0..<40)
    func broken(_ seed: Int) {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, count)
        }
        for _ in 0..<40 {
            var bytes = Array(ScriptSample.text.utf8)
            for _ in 0..<(1 + next(6)) {
                let start = next(bytes.count)
                switch next(3) {
                case 0: bytes.remove(at: start)
                case 1: bytes.removeSubrange(start..<min(bytes.count, start + 1 + next(40)))
                default: bytes.insert(contentsOf: Array(bytes[start...].prefix(next(60))), at: next(bytes.count))
                }
            }
            let compilation = ScriptCompiler.compile(SourceText(bytes: bytes))
            #expect(compilation.hasErrors == compilation.diagnostics.contains { $0.severity == .error })
            if let program = compilation.program {
                #expect(throws: Never.self) { try ProgramVerifier.verify(program) }
            }
        }
    }
}
