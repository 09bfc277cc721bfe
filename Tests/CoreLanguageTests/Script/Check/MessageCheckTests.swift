import CoreLanguage
import Testing

/// Diagnostics that say what was meant.
@Suite("What diagnostics of the checker advise")
struct MessageCheckTests {
    private static let inputs = """
        input
          n : integer
          t : text
          d : date
          m : timestamp
          xs : list<integer>
          ps : list<{ n : integer, q : number, ok : boolean, tags : list<text> }>

        """

    private static func found(_ text: String) -> [String] {
        diagnostics(inputs + text + "\n").filter { $0.code.name != "W301" }.map {
            "\($0.code) \($0.message) \($0.hint ?? "")"
        }
    }

    private func expectOne(_ text: String, _ code: String, _ words: String) {
        let found = Self.found(text)
        #expect(found.count == 1, "\(text): \(found)")
        #expect(found.first?.hasPrefix(code) == true && found.first?.contains(words) == true, "\(text): \(found)")
    }

    @Test(
        "What has no order is told of before the run",
        arguments: [
            ("sort_by(ps, p => [p.n, -p.q])", "sort by the least important first"),
            ("sort_by(ps, p => p.ok, true)", "`if … then 0 else 1`"), ("min_by(ps, p => p)", "a member of it"),
            ("max_by(ps, p => p.tags)", "gives `list<text>`"), ("sort(ps)", "of which each element is"),
            ("sort(map(ps, p => p.ok))", "of which each element is"), ("max(ps)", "each element"),
            ("min(true, false)", "is given `boolean`"), ("min(xs, null)", "is given `list<integer>`"),
        ])
    func order(_ expression: String, _ words: String) {
        expectOne("emit\n  v = \(expression)", "E408", words)
    }

    @Test(
        "What has one is taken",
        arguments: [
            "sort_by(ps, p => p.q)", "min_by(ps, p => first(p.tags))", "sort_by(xs, x => m)", "sort([])",
            "max_by(parse_json(t), x => x?.a)", "sort(map(ps, p => p.tags[0]))", "min(n, 2.5)", "max(d, d)",
            "sort([null])",
        ])
    func ordered(_ expression: String) {
        #expect(Self.found("emit\n  v = \(expression)") == [])
    }

    @Test(
        "Moments are moved by functions",
        arguments: [
            ("m - 1h", "`add_duration(x, -1h)`"), ("m + 1h", "`add_duration(x, 1h)`"),
            ("m + n", "`add_duration(x, 1h)`"),
            ("1h + m", "`add_duration(x, 1h)`"), ("d + 1", "`add_days(x, 1)`"), ("d - n", "`add_days(x, -1)`"),
            ("n + d", "`add_days(x, 1)`"), ("d - 1h", "`add_duration(x, -1h)`"),
            ("m - m", "`date_diff(start, end, \"milliseconds\")`"), ("d - d", "`date_diff(start, end)`"),
        ])
    func moments(_ expression: String, _ words: String) {
        expectOne("emit\n  v = \(expression)", "E403", words)
    }

    @Test(
        "Who binds a name again is told what does it",
        arguments: [
            ("let total = 0\neach x in xs\n  let total = total + x\nemit { total }", "`sum(list)`"),
            ("let total = 0\npipe x from xs\n  let total = total + x\nemit { total }", "`-> results = …`"),
            ("let a = 0\nlet a = 1\nemit { a }", "Take another name."),
            (
                "let a = \"\"\nrepeat 2 times\n  ask \"Q\"\n    prompt = a\n    -> a\nemit { a }",
                "`let a = …`"
            ),
        ])
    func again(_ text: String, _ words: String) {
        expectOne(text, "E303", words)
    }

    @Test(
        "A wait takes what the run takes",
        arguments: [
            ("wait for t", []), ("wait for n", []), ("wait for 2s", []), ("each x in xs sleep t\n  wait for x", []),
            ("wait for d", ["E402"]), ("wait for true", ["E402"]), ("wait for 5", ["W403"]), ("wait for 999", ["W403"]),
            ("wait for 1000", []), ("wait for 0", []), ("wait for n + 5", []),
            ("repeat 2 times sleep 5\n  wait 1s", ["W403"]),
            ("wait event \"e\"\n  timeout = (7)", ["W403"]), ("ask \"Q\"\n  prompt = t\n  timeout = 7s", []),
            ("ask \"Q\"\n  prompt = t\n  timeout = t", ["E704"]), ("send \"e\"\n  timeout = 5", []),
        ])
    func durations(_ text: String, _ expected: [String]) {
        let found = diagnostics(Self.inputs + text + "\n").map(\.code.name)
        #expect(found == expected, "\(text)")
    }

    @Test("A text that is no duration yet is made one")
    func parsed() throws {
        expectOne("ask \"Q\"\n  prompt = t\n  timeout = t", "E704", "`parse_duration(x)`")
        let found = try #require(diagnostics("wait for 5\n").first)
        #expect(found.fix?.replacement == "5s" && found.hint?.contains("`5ms`") == true)
    }

    @Test(
        "Null that a clause gave is told with the clause",
        arguments: [
            ("let v = upper(s)", "E408"), ("let v = upper(s?.text)", "E408"), ("let v: text = s?.text", "E402"),
            ("let v = s?.text + \"x\"", "E403"), ("let v = s.text", "E405"), ("each x in s\n  wait 1s", "E402"),
        ])
    func clause(_ text: String, _ code: String) throws {
        for action in ["ignore", "use null"] {
            let source = "do with llm\n  prompt = \"p\"\n  on error: \(action)\n  -> s\n\(text)\n"
            let found = diagnostics(source).filter { $0.severity == .error }
            #expect(found.map(\.code.name) == [code], "\(found.map(\.message))")
            let labels = found.flatMap(\.related).filter { $0.message == "an error gives null here" }
            #expect(labels.map(\.range.start) == [29], "\(text)")
        }
        let handled = diagnostics("do with llm\n  prompt = \"p\"\n  on error: retry 2\n  -> s\nlet v: integer = s\n")
        #expect(handled.first { $0.severity == .error }?.related.count == 1)
    }
}
