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
}
