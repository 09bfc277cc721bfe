import CoreLanguage
import Testing

@Suite("Names in scripts")
struct NameCheckTests {
    @Test(
        "Unknown and reserved names, names that stand for no value",
        arguments: [
            ("emit\n  v = amont", ["E301 2:7"]),
            ("emit\n  v = gone\n  w = gone\n  x = gone + 1", ["E301 2:7"]),
            ("emit\n  v = \"{gone}\"", ["E301 2:9"]),
            ("let true = 1", ["E302 1:5"]),
            ("input\n  item : text\n", ["E302 2:3"]),
            ("each steps in [1]\n  wait 1s", ["E302 1:6"]),
            ("emit\n  v = echo", ["E306 2:7"]),
            ("emit\n  v = inputs", ["E306 2:7"]),
            ("emit\n  v = thread", ["E306 2:7"]),
            ("enum L = A\nemit\n  v = L", ["E306 3:7"]),
            ("let z = error.code\nemit\n  v = z", ["E306 1:9"]),
        ])
    func unknown(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }

    @Test(
        "Names bound twice",
        arguments: [
            ("let a = 1\nlet a = 2\nemit\n  v = a", ["E303 2:5"]),
            ("input\n  a : number\nlet a = 2\nemit\n  v = a", ["W303 3:5"]),
            ("input\n  a : text\n  a : text", ["E305 3:3"]),
            ("input\n  a : text\ninput\n  b : text", ["E305 3:1"]),
            ("each x in [1]\n  let y = x\nlet y = 2\nemit\n  v = y", ["E303 3:5"]),
            ("each x in [1]\n  each x in [2]\n    wait 1s", ["E303 2:8"]),
            ("let x = 1\neach x in [2]\n  wait 1s\nemit\n  v = x", ["E303 2:6"]),
            ("each x in [1]\n  wait 1s\neach x in [2]\n  wait 1s", []),
            ("emit\n  v = {a: 1, a: 2}", ["E305 2:14"]),
            ("import tools\n  echo from native\n  grep from native as echo\ndo with echo\n  value = 1", ["E305 3:23"]),
            ("enum A = X\nenum A = Y", ["E305 2:6"]),
        ])
    func twice(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }

    private static let decided = "input\n  n : number\ndecide with rules\n  when n > 3 -> \"A\"\n  otherwise -> \"B\"\n"

    @Test(
        "A name is read where every way has bound it",
        arguments: [
            (decided + "\"A\":\n  let v = 1\n\"B\":\n  let v = 2\nemit\n  v = v", []),
            (decided + "\"A\":\n  let v = 1\n\"B\":\n  wait 1s\nemit\n  v = v", ["E304 11:7"]),
            (decided + "\"A\":\n  let v = 1\n\"B\":\n  emit\n    v = 0\nemit\n  v = v", []),
            (decided + "\"A\":\n  let v = 1\n  let v = 2\n\"B\":\n  let v = 3\nemit\n  v = v", ["E303 8:7"]),
            (decided + "\"A\":\n  let v = 1\n\"B\":\n  let v = 2\nlet v = 3\nemit\n  v = v", ["E303 10:5"]),
            (
                decided + "\"A\":\n  let _v = 1\n\"B\":\n" + decided.dropFirst(19) + "\"A\":\n  let _v = 1\n\"B\":",
                ["E303 13:7"]
            ),
            ("emit\n  v = later\nlet later = 1", ["E304 2:7", "W501 3:1"]),
            ("each x in [1]\n  let y = x\nemit\n  v = y", ["E304 4:7"]),
            (
                "check \"first\" true\n  on fail: goto \"last\"\nlet b = 2\nwait \"last\" 1s\nemit\n  v = b",
                ["E304 6:7"]
            ),
            ("let b = 2\ncheck \"first\" true\n  on fail: goto \"last\"\nwait 2s\nwait \"last\" 1s\nemit\n  v = b", []),
            ("together\n  lane \"a\":\n    let x = 1\n  lane \"b\":\n    let y = x\nemit\n  v = y", ["E304 5:13"]),
            ("together\n  lane \"a\":\n    let x = 1\n  lane \"b\":\n    let y = 2\nemit\n  v = y + x", []),
            ("repeat until done\n  let done = true\nemit\n  v = done", []),
            ("repeat 2 times\n  let done = true\nemit\n  v = done", ["E304 4:7"]),
            ("on thread error\n  emit\n    v = a\nlet a = 1\nemit\n  v = a", ["E304 3:9"]),
            ("on thread error\n  emit\n    v = error.message + thread.id\nwait 1s", []),
        ])
    func definite(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }

    @Test(
        "A new value in a repeat",
        arguments: [
            ("let i = 0\nrepeat 3 times\n  let i = i + 1\nemit\n  v = i", []),
            ("let i = 0\nrepeat 3 times\n  let i = \"x\"\nemit\n  v = i", ["E420 3:7"]),
            ("let i = 0\nrepeat 3 times\n  let i = 0.5\nemit\n  v = i", ["E420 3:7"]),
            ("let i: number = 0\nrepeat 3 times\n  let i = 0.5\nemit\n  v = i", []),
            ("let i = 0\neach x in [1]\n  let i = x\nemit\n  v = i", ["E303 3:7"]),
            ("let i = 0\nrepeat 3 times\n  each x in [1]\n    let i = x\nemit\n  v = i", ["E303 4:9"]),
            ("repeat 3 times as k\n  let i = k\n  let i = 2\nemit", ["E303 3:7"]),
        ])
    func rebinding(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }

    @Test(
        "What nothing reads",
        arguments: [
            ("let unused = 1\nlet _fine = 2", ["W301 1:5"]),
            ("import tools\n  grep from native", ["W302 2:3"]),
            ("do with llm\n  prompt = \"x\"\n  -> answer", []),
            ("do with llm\n  prompt = \"x\"\n  ->> chunks", ["W301 3:7"]),
            ("each x, i in [1]\n  wait 1s", ["W301 1:9"]),
            ("let seen = 1\nemit\n  v = \"{seen}\"", []),
        ])
    func unused(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }

    @Test("A suggestion comes with its fix and its place")
    func suggestion() throws {
        let found = try #require(diagnostics("input\n  amount : number\nemit\n  v = amont").first)
        #expect(found.message.contains("`amont`"))
        #expect(found.hint == "Did you mean `amount`?")
        #expect(found.fix == Diagnostic.Fix(found.range, "amount"))
        #expect(found.related.first?.message == "`amount` is here")
    }

    @Test("What could not be read gives no second diagnostic")
    func faults() {
        #expect(findings("output\n  n : number\nlet a = (\nemit\n  n = a").filter { $0.hasPrefix("E3") } == [])
    }
}
