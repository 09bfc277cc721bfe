import CoreLanguage
import Testing

@Suite("Tools in scripts")
struct ToolCheckTests {
    private static let head = "import tools\n  http_request from native\ndo with http_request\n"

    @Test(
        "Arguments",
        arguments: [
            ("  url = \"a\"", []), ("  method = \"GET\"", ["E703 3:9"]), ("  url = 1", ["E704 4:9"]),
            ("  uri = \"a\"", ["E702 4:3"]), ("  url = \"a\"\n  method = \"FETCH\"", ["E704 5:12"]),
            ("  url = \"a\"\n  timeout = \"1q\"", ["E704 5:13"]), ("  url = \"a\"\n  timeout = 30s", []),
            ("  url = \"a\"\n  timeout = \"1h30m\"", []), ("  url = \"a\"\n  url = \"b\"", ["E705 5:3"]),
            ("  url = null", ["E704 4:9"]), ("  url = \"a\"\n  method = null", []),
            ("  url = \"a\"\n  headers = 3", ["E704 5:13"]),
        ])
    func arguments(_ text: String, _ expected: [String]) {
        #expect(findings(Self.head + text) == expected)
    }

    @Test(
        "Which tools there are",
        arguments: [
            ("do with http_request\n  url = \"a\"", ["E707 1:9"]), ("do with ech\n  value = 1", ["E707 1:9"]),
            ("import tools\n  foo from cloud\ndo with foo\n  a = 1", ["W701 2:3"]),
            ("import tools\n  foo from clod", ["W302 2:3", "E706 2:12"]),
            ("import tools\n  foo from clod\ndo with foo", ["E706 2:12"]), ("do with llm\n  prompt = \"x\"", []),
            ("wait 1s\n  on error: fallback nope", ["E707 2:22"]),
        ])
    func tools(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }

    @Test("A tool that is not known is an error where a script is published")
    func strict() {
        let source = "import tools\n  foo from cloud\ndo with foo\n  a = 1"
        #expect(findings(source, isStrict: true) == ["E701 2:3"])
        let foo = ToolSignature(
            ToolName("foo", from: "cloud"), "", fields: [.init("b", .text, isRequired: true, "")], result: .text,
            effect: .pure)
        var tools = ToolSignatures.standard
        tools.add(foo)
        #expect(findings(source, tools: tools, isStrict: true) == ["E703 3:9", "E702 4:3"])
    }

    @Test("A tool that is not imported comes with the lines to add")
    func importFix() throws {
        let found = try #require(diagnostics("do with grep\n  pattern = \"x\"").first)
        #expect(found.fix == Diagnostic.Fix(SourceRange(0, 0), "import tools\n  grep from native\n"))
    }

    @Test(
        "Models, people, scripts",
        arguments: [
            ("do with llm\n  prompt = \"x\"\n  type = {a : text}\n  -> r\nemit\n  v = r.value.a + r.text", []),
            ("do with llm\n  prompt = \"x\"\n  type = {a : text}\n  -> r\nemit\n  v = r.value.b", ["E404 6:15"]),
            ("do with llm\n  prompt = \"x\"\n  -> r\nemit\n  v = r.value", ["E404 5:9"]),
            ("ask \"ok?\" -> r\n  prompt = \"x\"\n  type = number\nemit\n  v = r.value + 1", []),
            ("ask \"ok?\" -> r\n  prompt = \"x\"\n  options = [\"a\"]\nemit\n  v = r.value + 1", ["E403 5:15"]),
            ("ask \"ok?\" -> r\n  prompt = \"x\"\n  type = number\n  default = \"a\"", ["E704 4:13"]),
            ("ask \"ok?\"\n  options = [1]", ["E703 1:1"]),
            ("agent \"w\" with llm\n  task = \"x\"", ["E703 1:1"]),
            ("agent \"w\" with llm\n  task = \"x\"\n  tools = []", []),
            ("agent \"w\" with llm\n  task = \"x\"\n  tools = [grep]", ["E707 3:12"]),
            ("agent \"w\" with llm\n  task = \"x\"\n  tools = [3]", ["E416 3:12"]),
            ("plan \"p\" -> p\n  task = \"t\"\nrun p -> r\nemit\n  v = r", []), ("let p = 1\nrun p", ["E708 2:5"]),
            ("run \"other\" { a: gone }", ["E301 1:18"]),
            ("wait event \"e\" -> p\n  where = e => e?.id == 1\n  timeout = \"24h\"\nemit\n  v = p?.x", []),
            ("wait event \"e\"\n  where = 1", ["E704 2:11"]), ("wait event \"e\"\n  where = e => 1", ["E704 2:16"]),
            (
                "agent \"a\" with llm\n  task = \"t\"\n  tools = []\n  type = {n: integer}\n  -> r\nemit\n  n = r.value.n",
                ["E405 7:15"]
            ),
            (
                "agent \"a\" with llm\n  task = \"t\"\n  tools = []\n  type = {n: integer}\n  -> r\nemit\n  n = r.value?.n",
                []
            ),
            ("check \"c\" ask llm \"is it?\"\n  modle = \"x\"", ["E702 2:3"]),
            ("wait 1s\n  on error: retry 1000", ["E418 2:19"]),
        ])
    func steps(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }

    @Test(
        "What stands in for a step",
        arguments: [
            ("  on error: ignore\n  -> r\nemit\n  v = r.text", ["E405 6:9"]),
            ("  on error: ignore\n  -> r\nemit\n  v = r?.text", []),
            ("  on error: use {text: error.message}\n  -> r\nemit\n  v = r.text", []),
            ("  on error: use 5\n  -> r\nemit\n  v = r.text", ["E405 6:9"]),
            ("  on error: fail \"{error.code}\"\n  -> r\nemit\n  v = r.text", []),
        ])
    func errors(_ text: String, _ expected: [String]) {
        #expect(findings("do with llm\n  prompt = \"x\"\n" + text) == expected)
    }

    @Test(
        "What stands in for an iteration or a lane",
        arguments: [
            ("each x in [1]", "  on error: ignore", "map(l, x => x.text)", ["E405 8:21"]),
            ("each x in [1]", "  on error: ignore", "map(compact(l), x => x.text)", []),
            ("each x in [1] parallel 2", "  on error: pause", "map(l, x => x.text)", []),
            ("pipe x from [1]", "  on error: ignore", "map(l, x => x.text)", ["E405 8:21"]),
            ("together\n  lane a", "  on error: ignore", "l.a.text", ["E405 9:11"]),
            ("together\n  lane a", "  on error: ignore", "l.a?.text", []),
            ("together\n  lane a", "  on error: use 3", "l.a.text", ["E405 9:11"]),
            ("together\n  lane a", "  on error: pause", "l.a.text", []),
        ])
    func iterations(_ head: String, _ clause: String, _ value: String, _ expected: [String]) {
        let indent = head.contains("lane") ? "    " : "  "
        let steps = "\(indent)do with llm\n\(indent)  prompt = \"x\"\n\(indent)  -> _r"
        #expect(findings("\(head)\n\(steps)\n\(clause)\n  -> l\nemit\n  v = \(value)") == expected)
    }
}
