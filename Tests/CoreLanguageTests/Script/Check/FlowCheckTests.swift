import CoreLanguage
import Testing

@Suite("Ways through scripts")
struct FlowCheckTests {
    @Test(
        "What is emitted",
        arguments: [
            ("output\n  n : number\nlet _x = 1", ["E504 3:1"]),
            ("output\n  n : number\nemit\n  m = 1", ["E602 3:1", "E603 4:3"]),
            ("output\n  n : number = 4\n  m : text?\n  k? : text\nemit", []),
            ("output\n  n : number\nemit\n  n = \"x\"", ["E604 4:7"]),
            ("output\n  n : number range(0, 1)\nemit\n  n = 2", ["E418 4:7"]),
            ("output\n  n : {a : list<text>}\nemit\n  n = {a: [\"x\", 1]}", ["E604 4:17"]),
            ("output\n  n : number\nemit\n  n = 1\n  n = 2", ["E705 5:3"]),
            ("yield\n  a = 1", ["E605 1:1"]),
            ("stream\n  a : text\nyield\n  a = 1\n  b = 2", ["E604 4:7", "E603 5:3"]),
            ("output\n  n : number\ncheck \"x\" true\n  on pass: fail \"no\"", []),
            ("output\n  n : number\nrepeat while true\n  emit\n    n = 1", []),
            ("version \"1.2\"", ["E601 1:9"]),
        ])
    func emits(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }

    @Test(
        "What runs at once can't emit",
        arguments: [
            ("together\n  lane \"a\":\n    emit", ["E503 3:5"]), ("each x in [1] parallel 2\n  emit", ["E503 2:3"]),
            ("pipe x from [1]\n  emit", ["E503 2:3"]), ("each x in [1]\n  emit", []), ("repeat 2 times\n  emit", []),
            ("each x in [1] parallel 2\n  repeat 2 times\n    emit", ["E503 3:5"]),
        ])
    func atOnce(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }

    @Test(
        "Jumps",
        arguments: [
            ("wait \"a\" 1s\ncheck \"c\" true\n  on fail: goto \"a\"", []),
            ("check \"c\" true\n  on fail: goto \"b\"\nwait 1s", ["E502 2:17"]),
            ("each x in [1]\n  check \"c\" x > 0\n    on fail: goto \"out\"\nwait \"out\" 1s", ["E502 3:19"]),
            ("wait \"a\" 1s\nwait \"a\" 1s\ncheck \"c\" true\n  on fail: goto \"a\"", ["E502 4:17"]),
            ("check \"c\" true\n  on fail: retry 2", ["E505 1:1"]),
            ("wait 1s\ncheck \"c\" true\n  on fail: retry 2", []),
            ("emit\nlet a = 1\nlet b = 2", ["W501 2:1"]),
            ("check \"c\" true\n  on pass: goto \"z\"\n  on fail: fail \"x\"\nwait 1s\nwait \"z\" 1s", ["W501 4:1"]),
        ])
    func jumps(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }

    static let decision = """
        enum L = A | B | C
        input
          l : L
          b : boolean
          n : number
          k : L?
        decide with rules

        """

    @Test(
        "Decisions",
        arguments: [
            ("  when l == A -> \"x\"\n\"x\":", ["E501 7:1"]),
            ("  when l == A or l == B -> \"x\"\n  when l == C -> \"x\"\n\"x\":", []),
            ("  when l == A or l == \"B\" -> \"x\"\n  when C == l -> \"x\"\n\"x\":", []),
            ("  when k == A or k == B or k == C -> \"x\"\n\"x\":", ["E501 7:1"]),
            ("  when b -> \"x\"\n  when not b -> \"x\"\n\"x\":", []),
            ("  when n < 2 -> \"x\"\n  when n >= 2 -> \"x\"\n\"x\":", []),
            ("  when n < 2 -> \"x\"\n  when n > 2 -> \"x\"\n\"x\":", ["E501 7:1"]),
            ("  when b == true -> \"x\"\n  when b == false -> \"x\"\n\"x\":", []), ("  when true -> \"x\"\n\"x\":", []),
            ("  otherwise -> \"y\"\n\"x\":", ["E506 8:16", "W502 9:1"]),
            ("  otherwise -> \"x\"\n\"x\":\n\"x\":", ["E506 10:1"]),
        ])
    func decisions(_ text: String, _ expected: [String]) {
        #expect(findings(Self.decision + text) == expected)
    }

    @Test("A decision that may find no branch names the members that are missing")
    func missingMembers() throws {
        let source = Self.decision + "  when l == A -> \"x\"\n\"x\":"
        #expect(try #require(diagnostics(source).first).label == "Nothing is said of \"B\", \"C\".")
    }

    @Test(
        "Loops and streams",
        arguments: [
            ("each x in 5\n  wait 1s", ["E402 1:11"]),
            ("input\n  l : list<text>?\neach x in l\n  wait 1s", ["E402 3:11"]),
            ("each x in [1] parallel 0\n  wait 1s", ["E418 1:24"]), ("repeat true times\n  wait 1s", ["E402 1:8"]),
            ("repeat until 1\n  wait 1s", ["E409 1:14"]), ("repeat until i > 3\n  let i = 4", []),
            ("do with llm\n  prompt = \"x\"\n  ->> s\npipe c from s\n  let _n = c.upper()", []),
            ("do with llm\n  prompt = \"x\"\n  ->> s\npipe c from s batch 2\n  let _n = c.upper()", ["E408 5:12"]),
            (
                "do with llm\n  prompt = \"x\"\n  ->> s\npipe c from s\n  wait 1s\npipe c from s\n  wait 1s",
                ["E507 6:13"]
            ),
            ("do with llm\n  prompt = \"x\"\n  ->> s\nlet _q = s", ["E306 4:10"]),
            (
                "do with llm\n  prompt = \"x\"\n  ->> s\neach x in [1] parallel 2\n  pipe c from s\n    wait 1s",
                ["E507 5:15"]
            ),
            ("each x in [1]\n  let y = x\n  ->> s\npipe c from s\n  let _z = c + 1", []),
            ("each x in [1]\n  emit\n  ->> s\npipe c from s\n  wait 1s", ["E503 2:3"]),
            ("import tools\n  file_read from native\ndo with file_read\n  path = \"x\"\n  ->> s", ["E507 5:3"]),
            ("each x in [1]\n  let y = x\n  -> all\nemit\n  v = all[0] + 1", []),
            ("each x in [1]\n  let y = \"a\"\n  -> all = y + \"b\"\nemit\n  v = all[0] + 1", ["E403 5:14"]),
            ("together -> t\n  lane \"a\":\n    let x = 1\nemit\n  v = t.a + t.b", ["E404 5:15"]),
        ])
    func loops(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }
}
