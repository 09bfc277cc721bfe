import CoreLanguage
import Testing

@Suite("Types in scripts")
struct TypeCheckTests {
    @Test(
        "Types as they are written",
        arguments: [
            ("x : string", []), ("x : int64", []), ("x : list<list<datetime?>>", []), ("x : list", []),
            ("x : {a : text, b? : bool}", []),
            ("x : strng", ["E401 2:7"]), ("x : list<uuidd>", ["E401 2:12"]), ("x : dict", ["E401 2:7"]),
            ("x : {a : text, a : text}", ["E305 2:18"]),
        ])
    func written(_ field: String, _ expected: [String]) {
        #expect(findings("input\n  " + field) == expected)
    }

    @Test(
        "A type of another language is named as it is called here",
        arguments: [
            ("dict", "object"), ("uuid", "text"), ("Text", "text"), ("array", "list"), ("intger", "integer"),
        ])
    func foreign(_ name: String, _ expected: String) throws {
        let found = try #require(diagnostics("input\n  x : \(name)").first)
        #expect(found.fix?.replacement == expected)
    }

    @Test(
        "Constraints and defaults",
        arguments: [
            ("a : text range(1, 5)", ["E410 2:12"]), ("a : number length(1, 2)", ["E410 2:14"]),
            ("a : text? length(1, 2)", []), ("a : text unique", ["E410 2:12"]), ("a : list<text> unique", []),
            ("a : integer range(5, 1)", ["E411 2:15"]), ("a : integer min(3) max(2)", ["E411 2:22"]),
            ("a : text length(5, 1)", ["E411 2:12"]), ("a : text length(-1, 1)", ["E411 2:12"]),
            ("a : text pattern(\"(\")", ["E411 2:20"]), ("a : integer min(0) = -1", ["E412 2:24"]),
            ("a : text = 5", ["E412 2:14"]), ("a : integer = 1.5", ["E412 2:17"]), ("a : number = 1", []),
            ("a : text pattern(\"^a\") = \"b\"", ["E412 2:28"]), ("a : list<text> min_items(1) = []", ["E412 2:33"]),
            ("a : date = \"2024-02-30\"", ["E413 2:14"]), ("a : date = \"2024-02-29\"", []),
            ("a : timestamp = \"2024-02-29T12:00:00+01:00\"", []), ("a : timestamp = \"noon\"", ["E413 2:19"]),
            ("a : binary = \"QUJD\"", []), ("a : binary = \"QUJ\"", ["E413 2:16"]),
            ("a : integer = count([1])", ["E416 2:17"]), ("a : text? = null", []), ("a : text = null", ["E412 2:14"]),
            ("a : {b : integer} = {b: 1}", []), ("a : {b : integer} = {c: 1}", ["E412 2:23"]),
        ])
    func fields(_ field: String, _ expected: [String]) {
        let found = findings("input\n  " + field).filter { !$0.hasPrefix("E2") }
        #expect(found == expected)
    }

    @Test(
        "Enumerations",
        arguments: [
            ("enum E = A | B | A", ["E417 1:18"]), ("enum F : integer = 1 | \"x\"", ["E417 1:24"]),
            ("enum G : date = A", ["E417 1:10"]), ("enum text = A", ["E302 1:6"]),
            ("enum H = 1 | 2.5", []), ("enum E = A | B\ninput\n  e : E = B", []),
            ("enum E = A | B\ninput\n  e : E = \"C\"", ["E412 3:11"]),
            ("enum E = A | B\nlet e: E = B\nemit\n  v = e == \"Q\"", ["W401 4:12"]),
            ("enum E = A | B\nlet e: E = E.B\nemit\n  v = e", []),
            ("enum E = A | B\nlet e: E = E.C\nemit\n  v = e", ["E404 2:14"]),
            ("enum E = A | B\nlet t = \"A\"\nlet e: E = t\nemit\n  v = e", ["E402 3:12"]),
        ])
    func enumerations(_ source: String, _ expected: [String]) {
        #expect(findings(source) == expected)
    }

    static let inputs = """
        input
          n : integer
          x : number
          t : text
          m : text?
          b : boolean
          d : date
          o : object
          y : any
          l : list<text>
          s : { a : text, b? : number, c : { d : text }? }
          p : { a : text }?
        emit

        """

    @Test(
        "Expressions",
        arguments: [
            ("1 + \"x\"", ["E403 14:9"]), ("n + x", []), ("t + t", []), ("l + l", []), ("l + t", ["E403 14:9"]),
            ("m + t", ["E403 14:9"]), ("(m ?? \"\") + t", []), ("-t", ["E403 14:8"]), ("n / 2 + n % 2", []),
            ("t * 2", ["E403 14:9"]), ("y + 1", []), ("not n", ["E409 14:11"]), ("b and n", ["E409 14:13"]),
            ("if t then 1 else 2", ["E409 14:10"]), ("if b then 1 else 2", []), ("1 < 2 < 3", ["E210 14:13"]),
            ("n < t", ["E403 14:9"]), ("d < d", []), ("d < \"2024-01-01\"", []), ("d < \"soon\"", ["E413 14:11"]),
            ("d < t", ["E403 14:9"]), ("t < t", []), ("y < 1", []), ("m < t", ["E403 14:9"]),
            ("n == t", ["W401 14:9"]), ("n == x", []), ("n == null", ["W401 14:9"]), ("m == null", []),
            ("m != t", []), ("y == 1", []), ("l == []", []), ("n ?? 1", ["W402 14:9"]), ("m ?? \"x\"", []),
            ("x => x", ["E415 14:7"]),
        ])
    func expressions(_ expression: String, _ expected: [String]) {
        #expect(findings(Self.inputs + "  v = " + expression) == expected)
    }

    @Test(
        "Members and elements",
        arguments: [
            ("s.a", []), ("s.z", ["E404 14:9"]), ("s.b + 1", ["E403 14:11"]), ("(s.b ?? 0) + 1", []),
            ("s.c.d", ["E405 14:11"]), ("s.c?.d", []), ("s.c.d ?? \"\"", []), ("p.a", ["E405 14:9"]), ("p?.a", []),
            ("o.x", ["E405 14:9"]), ("o?.x", []), ("o.x.y ?? 1", []), ("o?.x.y", ["E405 14:12"]),
            ("y.x", ["E405 14:9"]),
            ("t.length", ["E406 14:9"]), ("m.length", ["E406 14:9"]), ("l.name", ["E406 14:9"]),
            ("l[0] + \"\"", []), ("l[\"a\"]", ["E403 14:9"]), ("l?[0] + \"\"", ["E403 14:13"]), ("s[\"a\"] + \"\"", []),
            ("o[\"a\"]", ["E405 14:9"]), ("o?[\"a\"]", []), ("t[0]", ["E406 14:9"]), ("n.x.y.z", ["E406 14:9"]),
        ])
    func members(_ expression: String, _ expected: [String]) {
        #expect(findings(Self.inputs + "  v = " + expression) == expected)
    }

    @Test(
        "Calls",
        arguments: [
            ("foo(1)", ["E407 14:7"]), ("trimm(t)", ["E407 14:7"]), ("trim(1)", ["E408 14:7"]),
            ("trim()", ["E408 14:7"]),
            ("trim(m)", ["E408 14:7"]), ("t.trim().upper()", []), ("l.map(x => x.upper())", []),
            ("l.map(x => x + 1)", ["E403 14:20"]), ("l.filter(x => x)", ["E408 14:21"]),
            ("l.map((x, i, z) => 1)", ["E408 14:20"]), ("l.map(x => count(x)) + [1]", []),
            ("l.map(x => count(x))[0] + \"\"", ["E403 14:31"]), ("first(l) + \"\"", ["E403 14:16"]),
            ("first(l) ?? \"\"", []), ("abs(n) + 1", []), ("reduce(l, 0, (sum, w) => sum + count(w))", []),
            ("contains(l, 1)", ["E408 14:7"]), ("contains(l, t)", []), ("count(y)", []), ("map(y, z => z)", []),
            ("env(KEY) + \"\"", []), ("env(\"A B\")", ["E408 14:11"]), ("env(\"K\", 1)", ["E408 14:16"]),
            ("env()", ["E408 14:7"]),
        ])
    func calls(_ expression: String, _ expected: [String]) {
        #expect(findings(Self.inputs + "  v = " + expression) == expected)
    }

    @Test("What is declared in env has its type")
    func environment() {
        let head = "env\n  PORT : integer = 80\n  KEY : text? secret\nemit\n  v = "
        #expect(findings(head + "env(PORT) + 1") == [])
        #expect(findings(head + "env(\"KEY\") + \"\"") == ["E403 5:18"])
        #expect(findings(head + "env(POTR)") == ["W601 5:11"])
    }
}
