import Testing

@testable import CoreLanguage

@Suite("Types of the language")
struct ScriptTypeTests {
    /// Reads a type as signatures write it.
    private func type(_ text: String) throws -> ScriptType {
        try #require(FunctionSignature("(" + text + ") -> null")?.parameters.first)
    }

    @Test(
        "What fits",
        arguments: [
            ("integer", "number", true), ("number", "integer", false), ("text", "text?", true),
            ("text?", "text", false),
            ("null", "text?", true), ("null", "text", false), ("date", "text", true), ("text", "date", false),
            ("date", "timestamp", false), ("list<integer>", "list<number>", true),
            ("list<text>", "list<number>", false),
            ("list<text?>", "list<text>", false), ("{a: text, b: number}", "{a: text}", true),
            ("{a: text}", "{a: text, b: number}", false), ("{a: text}", "{a: text, b?: number}", true),
            ("{a?: text}", "{a: text}", false), ("{a: text}", "object", true), ("object", "{a: text}", false),
            ("any", "text", true), ("text", "any", true), ("stream<text>", "any", false),
            ("stream<text>", "list<text>", false),
            ("(a) => b", "any", false), ("boolean", "integer", false),
        ])
    func fits(_ from: String, _ to: String, _ expected: Bool) throws {
        #expect(try type(from).fits(type(to)) == expected)
    }

    @Test(
        "What two types have in common",
        arguments: [
            ("integer", "number", "number"), ("text", "null", "text?"), ("text?", "text", "text?"),
            ("text", "integer", "any"),
            ("list<integer>", "list<number>", "list<number>"), ("date", "timestamp", "text"), ("any", "text", "any"),
            ("{a: text, b: integer}", "{b: number, c: date}", "{a?: text, b: number, c?: date}"),
            ("{a: text}", "object", "object"), ("{a?: text}", "{a: text}", "{a?: text}"),
        ])
    func joins(_ left: String, _ right: String, _ expected: String) throws {
        #expect(try type(left).joined(type(right)).description == expected)
        if !expected.contains(",") { #expect(try type(right).joined(type(left)).description == expected) }
    }

    @Test("Every signature of a builtin can be read, and says how many arguments it takes")
    func signatures() {
        for (name, builtin) in Builtins.table {
            let counts = builtin.signatures.compactMap { FunctionSignature($0)?.counts }
            #expect(counts.count == builtin.signatures.count, "\(name)")
            #expect(counts.map(\.lowerBound).min() == builtin.parameterCount.lowerBound, "\(name)")
            #expect(counts.map(\.upperBound).max() == builtin.parameterCount.upperBound, "\(name)")
        }
    }

    @Test(
        "What is no signature is none",
        arguments: [
            "", "()", "text -> text", "(text", "(text) -> ", "(txt) -> text", "(list<) -> text", "(a b) -> text",
            "(text) -> text x",
            "(" + String(repeating: "list<", count: 40) + "text" + String(repeating: ">", count: 40) + ") -> text",
        ])
    func malformed(_ text: String) {
        #expect(FunctionSignature(text) == nil)
    }

    @Test("Types that double grow no further", .timeLimit(.minutes(5)))
    func size() {
        var type = ScriptType.fields(["a": .text])
        for _ in 0..<200 { type = .shaped([.init("x", type), .init("y", type)]) }
        #expect(type.measure.size <= ScriptType.sizeMax)
        var list = ScriptType.text
        for _ in 0..<10_000 { list = .listing(list) }
        #expect(list.measure.depth <= ScriptType.depthMax)
    }

    @Test(
        "Forms of texts",
        arguments: [
            ("2024-02-29", true), ("2023-02-29", false), ("2024-13-01", false), ("2024-00-10", false),
            ("2024-1-1", false),
            ("1900-02-29", false), ("2000-02-29", true), ("2024-04-31", false), ("", false), ("2024-02-2é", false),
        ])
    func dates(_ text: String, _ expected: Bool) {
        #expect(TextForms.isDate(text) == expected)
    }

    @Test(
        "Points in time",
        arguments: [
            ("2024-02-29T12:00:00Z", true), ("2024-02-29t12:00:00.123z", true), ("2024-02-29T12:00:00+01:30", true),
            ("2024-02-29T24:00:00Z", false), ("2024-02-29T12:00:00", false), ("2024-02-29T12:00:00.Z", false),
            ("2024-02-29T12:00:00+0130", false), ("2024-02-29T12:00:00Zx", false), ("2024-02-29T12:60:00Z", false),
        ])
    func timestamps(_ text: String, _ expected: Bool) {
        #expect(TextForms.isTimestamp(text) == expected)
    }

    @Test(
        "Durations",
        arguments: [
            ("24h", 86_400_000), ("1h30m", 5_400_000), ("500ms", 500), ("2d", 172_800_000), ("1w", 604_800_000),
            ("0s", 0),
        ])
    func durations(_ text: String, _ expected: Int64) {
        #expect(TextForms.milliseconds(ofDuration: text) == expected)
    }

    @Test(
        "What is no duration",
        arguments: [
            "", "h", "24", "30m1h", "1h1h", "1x", "1 h", "-1h", "99999999999999999999h", "9223372036854775807w",
        ])
    func noDurations(_ text: String) {
        #expect(TextForms.milliseconds(ofDuration: text) == nil)
    }

    @Test(
        "A schema takes what the type does",
        arguments: [
            ("text", #"{"type":"string"}"#), ("text?", #"{"type":["string","null"]}"#),
            ("list<integer>", #"{"items":{"type":"integer"},"type":"array"}"#),
            (
                "{a: text, b?: date}",
                #"{"properties":{"a":{"type":"string"},"b":{"format":"date","type":["string","null"]}},"required":["a"],"type":"object"}"#
            ),
            ("any", "{}"), ("binary", #"{"contentEncoding":"base64","type":"string"}"#),
        ])
    func schemas(_ text: String, _ expected: String) throws {
        #expect(try type(text).schema().serializedString(.canonical) == expected)
    }
}
