import CoreLanguage
import Testing

@Suite("What builtins hold")
struct BuiltinMemoryTests {
    /// The bytes that evaluating charges, and the value.
    private func charged(_ name: String, _ arguments: [JSONValue]) throws -> (bytes: Int, value: JSONValue) {
        let budget = EvaluationBudget(bytesMax: .max, stepsMax: .max)
        let value = try #require(Builtins.table[name]).apply(arguments.map { .value($0) }, budget)
        return (budget.bytesMax - budget.bytesLeft, value)
    }

    /// What a value takes up: 16 bytes for each, and 32 more for the head of a list's or an object's storage.
    private func held(_ value: JSONValue) -> Int {
        switch value {
        case .array(let elements): elements.reduce(48) { $0 + held($1) }
        case .object(let object): object.values.reduce(48) { $0 + 16 + held($1) }
        default: 16
        }
    }

    @Test(
        "A list is charged for what it takes up",
        arguments: [
            "enumerate", "zip", "chunk", "reverse", "compact", "unique", "flatten", "take", "drop", "intersect",
        ])
    func lists(_ name: String) throws {
        let list = JSONValue.array((0..<1_000).map { .integer($0) })
        let arguments: [JSONValue] =
            switch name {
            case "zip", "intersect": [list, list]
            case "chunk", "drop": [list, 1]
            case "take": [list, 999]
            default: [list]
            }
        let (bytes, value) = try charged(name, arguments)
        #expect(bytes >= held(value) - 64, "\(bytes) for \(held(value))")
    }

    @Test(
        "What a function gives for a list is charged for what it takes up",
        arguments: [
            ("map(l, x => x)", 1_000), ("flat_map(l, x => [x])", 1_000), ("filter(l, x => true)", 1_000),
            ("sort_by(l, x => 0 - x)", 1_000), ("group_by(l, x => to_text(x))", 1_000), ("sort(l)", 1_000),
        ])
    func functions(_ source: String, _ elements: Int) throws {
        let expression = try #require(scriptExpression(source))
        let list = JSONValue.array((0..<Int64(elements)).map { .integer($0) })
        for (bytesMax, isEnough) in [(16 * elements - 1, false), (1_000 * elements, true)] {
            let value = try? expression.evaluate(in: EvaluationScope(["l": list], bytesMax: bytesMax))
            #expect((value != nil) == isEnough, "\(source) within \(bytesMax) bytes")
        }
    }

    @Test("Entries are charged for what they take up")
    func entries() throws {
        var object = JSONObject()
        for number in 0..<1_000 { object["k\(number)"] = 1 }
        let (bytes, value) = try charged("entries", [.object(object)])
        #expect(bytes >= held(value) - 64)
    }

    @Test(
        "What is too large is refused before it is made", .timeLimit(.minutes(5)),
        arguments: [
            ("replace", ["aaaa", "a", "bbbb"]), ("split", ["a,b,c,d", ","]), ("words", ["a b c d e f g h"]),
            ("repeat_text", ["abc", 1_000_000_000]), ("pad_end", ["", 1_000_000_000]), ("range", [1_000_000_000]),
            ("reverse", [[1, 2, 3, 4]]), ("values", [["a": 1, "b": 2]]), ("set", [["a": 1], "b", 2]),
        ] as [(String, [JSONValue])])
    func refusals(_ name: String, _ arguments: [JSONValue]) throws {
        let builtin = try #require(Builtins.table[name])
        let error = try #require(throws: EvaluationError.self) {
            try builtin.apply(arguments.map { .value($0) }, EvaluationBudget(bytesMax: 15))
        }
        #expect(error.kind == .limit)
    }

    @Test("Replacing, splitting and counting agree on where a part stands")
    func parts() throws {
        for (text, part) in [("aaaaa", "aa"), ("abab", "ab"), ("", "a"), ("xaxbx", "x"), ("é-é", "é")] {
            let arguments: [JSONValue] = [.string(text), .string(part)]
            let count = try charged("occurrences", arguments).value.int64Value
            let parts = try charged("split", arguments).value
            #expect(parts.arrayValue?.count == count.map { Int($0) + 1 }, "\(text), \(part)")
            #expect(
                try charged("join", [parts, "+"]).value == charged("replace", arguments + ["+"]).value,
                "\(text), \(part)")
        }
    }

    @Test(
        "A pattern that matches nothing parts the scalars",
        arguments: [
            ("abc", "", ["a", "b", "c"]), ("aé€", "", ["a", "é", "€"]), ("abc", "b*", ["a", "c"]), ("", "", [""]),
            ("ab", "x*", ["a", "b"]), (",a,", ",", ["", "a", ""]), ("a1b", "[0-9]*", ["a", "b"]),
        ])
    func emptyMatches(_ text: String, _ pattern: String, _ parts: [String]) throws {
        let value = try charged("split_pattern", [.string(text), .string(pattern)]).value
        #expect(value == .array(parts.map { .string($0) }))
    }
}
