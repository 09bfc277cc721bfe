import CoreLanguage
import Testing

@Suite("Evaluating expressions")
struct EvaluationTests {
    private static let scope = EvaluationScope([
        "inputs": ["text": "abc", "n": 3, "whole": 3.0, "nothing": nil, "flag": true, "list": [1, 2, 3], "é": 1],
        "steps": ["clean": ["output": ["text": "x", "parts": [["t": "first"]]]]],
    ])

    @Test(
        "Values",
        arguments: [
            ("inputs.text", "abc"), ("$.steps.clean.output.parts[0].t", "first"), ("inputs['text']", "abc"),
            ("inputs.é", 1), ("inputs.list[2]", 3), ("inputs.nothing", nil), ("[1, inputs.n]", [1, 3]),
            ("1 == 1.0", true), ("inputs.n == inputs.whole", true), ("[1] == [1.0]", true), ("1 == '1'", false),
            ("-0.0 == 0", true), ("1e2 == 100", true), ("'é' == 'e\\u0301'", false), ("[1, 2] == [1]", false),
            ("1 != 2", true), ("9007199254740993 > 9007199254740992.0", true), ("1e400 > 1e399", true),
            ("-2 < -1.5", true), ("-1 < 0.0", true), ("0 < -1", false), ("0.1 < 0.11", true), ("2 <= 2.0", true),
            ("2 >= 2.0", true), ("2 < 2.0", false), ("'a' < 'b'", true), ("'' < 'a'", true), ("'Z' < 'a'", true),
            ("'\\uffff' < '😀'", true), ("'b' >= 'b'", true), ("not inputs.flag", false), ("!!true", true),
            ("false and inputs.absent", false), ("true or inputs.absent", true), ("true && false || true", true),
            ("false and true or true", true), ("inputs.absent ?? 'd'", "d"), ("inputs.nothing ?? 2", 2),
            ("inputs.absent.deeper ?? inputs.n", 3), ("length(inputs.absent) ?? 0", 0), ("null ?? null", nil),
            ("inputs.text ?? 'd' == 'abc'", true), ("absent_root ?? 1", 1), ("inputs.text.x ?? 1", 1),
            ("inputs.list[9] ?? 'none'", "none"), ("exists(inputs.nothing)", true), ("exists(inputs.absent)", false),
            ("exists(inputs.list[2])", true), ("inputs.absent == null", true), ("null != inputs.absent", false),
            ("inputs.nothing == null", true), ("inputs.text != null", true), ("length('é😀')", 2),
            ("length(inputs.list)", 3), ("length(inputs)", 7), ("contains('abcd', 'bc')", true),
            ("contains('aab', 'ab')", true), ("contains('abc', '')", true), ("contains('abc', 'ac')", false),
            ("contains(inputs.list, 2.0)", true), ("contains(inputs.list, '2')", false),
            ("contains(inputs, 'n')", true), ("contains(['a', 'b'], inputs.text)", false),
        ] as [(String, JSONValue)])
    func values(_ text: String, _ expected: JSONValue) throws {
        #expect(try Expression(parsing: text).evaluate(in: Self.scope) == expected, "\(text)")
    }

    @Test(
        "Errors",
        arguments: [
            ("inputs.absent", "missing", "inputs has no member \"absent\"."),
            ("inputs.txt", "missing", "inputs has no member \"txt\". Did you mean \"text\"?"),
            ("inputs.list[3]", "missing", "inputs.list has 3 elements, so none at 3; the first is 0."),
            ("inputs.text.size", "missing", "inputs.text is a string, which has no member \"size\"."),
            ("inputs.n[0]", "missing", "inputs.n is a number, which has no elements."),
            ("item", "missing", "There is no \"item\" here."), ("inputs.a ?? inputs.b", "missing", "\"b\""),
            ("'a' < 1", "type", "\"<\" compares two numbers or two strings, not a string and a number."),
            ("1 >= null", "type", "\">=\" compares two numbers or two strings, not a number and null."),
            ("true and 1", "type", "\"and\" takes booleans, not a number."), ("'' or true", "type", "\"or\" takes"),
            ("not null", "type", "\"not\" takes booleans, not null."), ("length(1)", "type", "length() takes"),
            ("contains('a', 1)", "type", "contains() takes"), ("contains(1, 1)", "type", "contains() takes"),
            ("('a' < 1) ?? 2", "type", "\"<\""), ("(inputs.text < 1) == null", "type", "\"<\""),
            ("1e999999999999999999999 < 1", "limit", "exponent"),
        ])
    func errors(_ text: String, _ kind: String, _ message: String) throws {
        let expression = try Expression(parsing: text)
        let error = try #require(throws: EvaluationError.self) { try expression.evaluate(in: Self.scope) }
        #expect(error.kind.rawValue == kind, "\(text)")
        #expect(error.message.contains(message), "\(text): \(error.message)")
    }

    @Test("Conditions are booleans")
    func conditions() throws {
        #expect(try Expression(parsing: "inputs.n > 2").isTrue(in: Self.scope))
        let error = try #require(throws: EvaluationError.self) {
            try Expression(parsing: "inputs.text").isTrue(in: Self.scope)
        }
        #expect(error.message == "A condition takes booleans, not a string.")
    }

    @Test(
        "Templates",
        arguments: [
            ("Hi {{inputs.text}}!", "Hi abc!"), ("{{ inputs.nothing }}", ""), ("{{inputs.whole}}", "3"),
            ("{{inputs.flag}} {{1.50}} {{1e21}}", "true 1.5 1e+21"), ("{{inputs.list}}", "[1,2,3]"),
            ("{{steps.clean.output}}", #"{"parts":[{"t":"first"}],"text":"x"}"#), ("{{ '{{' }}x}}", "{{x}}"),
            ("{ {inputs.text}", "{ {inputs.text}"), ("", ""), ("{", "{"), ("é{{inputs.n}}é", "é3é"),
        ])
    func templates(_ text: String, _ expected: String) throws {
        #expect(try Expression(parsingTemplate: text).evaluate(in: Self.scope) == .string(expected), "\(text)")
    }

    @Test("Objects keep the order of their members, and the last of a name")
    func objects() throws {
        let expression = Expression.object([
            .init(key: "b", value: .literal(1)), .init(key: "a", value: .literal(2)),
            .init(key: "b", value: .literal(3)),
        ])
        #expect(try expression.evaluate(in: Self.scope).serializedString() == #"{"b":3,"a":2}"#)
    }

    @Test("Empty lists have a value")
    func emptyLists() throws {
        #expect(try Expression.and([]).evaluate(in: Self.scope) == true)
        #expect(try Expression.or([]).evaluate(in: Self.scope) == false)
        #expect(try Expression.coalesce([]).evaluate(in: Self.scope) == .null)
    }
}
