import CoreLanguage
import Testing

@Suite("Arguments that may be left out")
struct OptionalArgumentTests {
    /// The calls of the examples with `null` for the first argument that they leave out, where a signature takes it.
    static let calls: [(String, String)] = Builtins.chapters.flatMap(\.builtins).flatMap { builtin in
        builtin.examples.compactMap { source, result in
            guard source.hasPrefix(builtin.name + "("), source.hasSuffix(")"), builtin.parameters.last?.last == "?"
            else {
                return nil
            }
            return (source.dropLast() + ", null)", result)
        }
    }

    @Test("Null counts as not given, wherever the checker takes it", arguments: calls)
    func null(_ source: String, _ result: String) throws {
        guard let program = compiled("emit\n  v = \(source)\n") else { return }
        let outcome = Rehearsal(program).run(inputs: [:])
        #expect(try outcome.result?["v"] == JSONValue.parse(result), "\(source): \(outcome)")
    }

    @Test("The checker takes it for most of them")
    func taken() {
        let taken = Self.calls.filter { compiled("emit\n  v = \($0.0)\n") != nil }.map(\.0)
        for call in ["slice([1, 2, 3], -2, null)", "to_json({a: [1, \"x\"]}, null)", "pad_start(\"abc\", 2, null)"] {
            #expect(taken.contains(call))
        }
        #expect(taken.count > 15, "\(taken)")
    }

    @Test(
        "A default that may be null makes the value one that may be",
        arguments: [
            ("to_integer(\"x\", null)", ["E402 6:18"]), ("to_number(\"x\", null)", ["E402 6:18"]),
            ("to_integer(\"x\", m)", ["E402 6:18"]), ("to_integer(\"x\", 1)", []), ("to_integer(\"3\")", []),
            ("to_integer(y)", []), ("to_integer(1, y)", ["E402 6:18"]), ("to_integer(y, 2)", []), ("m ?? 1", []),
        ])
    func defaults(_ expression: String, _ expected: [String]) {
        let source =
            "input\n  m : integer?\n  y : any\noutput\n  v : number\nlet n: number = \(expression)\nemit\n  v = n\n"
        let found = findings(source).map { $0.hasPrefix("E402 6:") ? "E402 6:18" : $0 }
        #expect(found.filter { !$0.hasPrefix("W") } == expected)
    }

    @Test("and null is what the run gives", arguments: ["to_integer", "to_number", "to_boolean", "parse_json"])
    func given(_ name: String) throws {
        let program = try #require(compiled("emit\n  v = \(name)(\"oops\", null)\n"))
        #expect(Rehearsal(program).run(inputs: [:]).result == ["v": nil])
    }

    @Test("A power of integers may have a fraction")
    func power() throws {
        #expect(findings("let n: integer = pow(2, -1)\nemit { n }").first?.hasPrefix("E402") == true)
        let program = try #require(compiled("let n: number = pow(2, -1)\nemit { n }"))
        #expect(Rehearsal(program).run(inputs: [:]).result == ["n": 0.5])
    }
}
