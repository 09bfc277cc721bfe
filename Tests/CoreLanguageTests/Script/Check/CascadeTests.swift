import CoreLanguage
import Testing

/// One fault gives one diagnostic.
@Suite("Faults are told of once")
struct CascadeTests {
    static let sources: [(String, [String])] = [
        ("let steps = 1\nemit { a: steps }\n", ["E302 1:5"]),
        ("input\n  n : integer\nlet a = not n == 2\nemit { a }\n", ["E409 3:13"]),
        ("input\n  a : integer range(1)\n", ["E214 2:15"]),
        ("let a = 1\n  on error: ignore\nemit { a }\n", ["E212 2:3"]),
        ("import\n", ["E205 1:7"]), ("let a = #3\n", ["E113 1:9"]),
        ("input\n  a : list<\n    text\n", ["E208 2:12"]),
        ("output\n  state : text\nemit\n  stat = \"a\"\n", ["E603 4:3"]),
        ("ask \"x\"\n  promt = \"a\"\n", ["E702 2:3"]),
        ("import tools\n  grep from native\nagent with llm { task: \"x\", tools: [grpe] }\n", ["E707 3:37"]),
        ("yield { a: 1 } -> b\nemit { b }\nstream\n  a : integer\n", ["E212 1:16"]),
    ]

    @Test(arguments: sources)
    func once(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }

    @Test("A loop that has a round has a value")
    func rounds() {
        let body = "\n  let b = 1\n  -> last\n"
        #expect(findings("output\n  n : integer\nrepeat until true\(body)emit { n: last }\n") == [])
        #expect(findings("output\n  n : integer\nrepeat 2 times\(body)emit { n: last }\n") == [])
        #expect(findings("output\n  n : integer\nrepeat 0 times\(body)emit { n: last }\n") == ["E604 6:11"])
    }
}
