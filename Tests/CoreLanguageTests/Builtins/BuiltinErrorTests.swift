import CoreLanguage
import Testing

@Suite("What builtins and operators refuse")
struct BuiltinErrorTests {
    @Test(
        "The kind says what to do, and the message names the argument",
        arguments: [
            ("upper(1)", "type", "upper() takes a text as its argument \"text\", and got an integer."),
            ("upper(null)", "type", "??"), ("upper()", "argument", "takes 1 argument, not 0"),
            (#"split("a")"#, "argument", "takes 2 arguments"), (#"split("a", "")"#, "argument", "characters()"),
            (#"pad_start("a", 2, "")"#, "argument", "fill"), ("map([1], 2)", "type", "a function"),
            ("upper(x => x)", "type", "no function"), ("map([1], (a, b, c) => a)", "argument", "given 2 values"),
            ("filter([1], x => x)", "type", "must give a boolean, and gave an integer"),
            ("sort([1, \"a\"])", "type", "element 1 of \"list\" is a text among numbers"),
            ("sort([\"a\", 1])", "type", "element 1 of \"list\" is an integer among texts"),
            ("sort_by([1], x => [x])", "type", "what the function gives for element 0 is a list."),
            ("sort([true])", "type", "element 0"),
            ("min(1, \"a\")", "type", "its argument \"other\" is a text among numbers"),
            ("sum([1, null])", "type", "element 1"), ("range(1, 2, 0)", "argument", "\"step\" must not be 0"),
            (#"to_number("1,5")"#, "argument", "default"), ("to_integer(1.5)", "argument", "a whole number"),
            ("to_integer(1e19)", "argument", "a whole number of 64 bits"), ("to_integer(true)", "type", "a boolean"),
            ("to_boolean(2)", "argument", "default"), ("to_boolean([])", "type", "a list"),
            (#"to_number("1e999")"#, "range", "1.8e308"), (#"parse_json("[{\"a\": 1e999}]")"#, "range", "1.8e308"),
            ("round(1.7e308, -308)", "range", "1.8e308"),
            (#"to_number("NaN")"#, "argument", ""), (#"to_number("0x10")"#, "argument", ""),
            (#"matches("a", "(")"#, "argument", "pattern"), (#"matches("a", "(?=a)")"#, "argument", "pattern"),
            (#"date("2026-02-29")"#, "argument", "2026-01-31"),
            (#"date_diff("2026-01-01", "2026-01-02", "eons")"#, "argument", "eons"),
            (#"add_days("9999-12-31", 1)"#, "argument", "9999"),
            (#"add_days("2026-01-01", 9223372036854775807)"#, "argument", ""),
            (#"format_date("2026-01-01", "%Q")"#, "argument", "%Q"), (#"parse_date("x", "%Y")"#, "argument", ""),
            (#"parse_json("{")"#, "argument", "line 1"), (#"base64_decode("a")"#, "argument", "base64"),
            (#"base64_decode("/w==")"#, "argument", "UTF-8"), (#"hex_decode("abc")"#, "argument", "even"),
            (#"url_decode("%4")"#, "argument", "%"), ("sqrt(-1)", "argument", ""), ("log(0)", "argument", ""),
            ("pow(2, 64)", "overflow", "64 bits"), ("pow(10.0, 400)", "range", ""), ("pow(0.5, -1e300)", "range", ""),
            ("pow(0, -1)", "division", ""),
            ("exp(1000)", "range", ""), ("div(1, 0)", "division", ""), ("floor(1e300)", "overflow", ""),
            ("9223372036854775807 + 1", "overflow", ""), ("-9223372036854775807 - 2", "overflow", ""),
            ("4611686018427387904 * 2", "overflow", ""), ("1 / 0", "division", ""), ("1 % 0", "division", ""),
            ("1.5 % 0", "division", ""), ("1e308 * 10", "range", ""), ("1 + \"a\"", "type", "to_text"),
            ("[1] + 1", "type", "two lists"), ("null + 1", "type", "??"), ("-\"a\"", "type", "sign"),
            ("1 < \"a\"", "type", "compares"), ("{a: 1}.b", "missing", "no member"),
            ("[1][1]", "missing", "has 1 element, so"), ("[1, 2][2]", "missing", "has 2 elements, so"),
            ("[1][0 - 1]", "missing", "last(list)"), ("[1][0.5]", "type", "whole"), (#""abc"[0]"#, "type", "slice()"),
            ("if 1 then 2 else 3", "type", "booleans"), ("jaccard(1, [])", "type", "a list"),
            ("cosine_similarity([1], [1, 2])", "argument", "as many"), ("clamp(1, 3, 2)", "argument", "least"),
            ("from_code_points([55296])", "argument", "scalar, and is 55296"),
            ("from_code_points([0 - 1])", "argument", "scalar"),
            (#"from_code_points(["a"])"#, "type", "element 0 is a text"),
            ("from_entries([{a: 1}])", "argument", "element 0"), ("from_entries([1])", "type", "element 0"),
            ("has([], \"a\")", "type", "has() takes an object as its argument \"object\", and got a list."),
            ("flat_map([1], x => x)", "type", "must give a list"), ("to_boolean(\"perhaps\")", "argument", ""),
            ("abs(-9223372036854775807 - 1)", "overflow", ""), ("sum([9223372036854775807, 1])", "overflow", ""),
            ("sum([-9223372036854775807, -2])", "overflow", ""), ("sum([1e308, 1e308])", "range", ""),
            ("product([9223372036854775807, 2])", "overflow", ""), ("product([1e308, 10])", "range", ""),
            ("product([4294967296, 2147483648])", "overflow", ""), ("variance([1e200, -1e200])", "range", ""),
            ("euclidean_distance([1e308], [-1e308])", "range", ""), ("dot([1e200], [1e200])", "range", ""),
            ("div(-9223372036854775807 - 1, -1)", "overflow", ""),
        ])
    func refusals(_ source: String, _ kind: String, _ part: String) throws {
        let result = try #require(outcome(source), "\(source) is an expression")
        guard case .failure(let error) = result else {
            Issue.record("\(source) gives \(result)")
            return
        }
        #expect(error.kind.rawValue == kind, "\(source): \(error.message)")
        #expect(part.isEmpty || error.message.contains(part), "\(source): \(error.message)")
    }

    @Test(
        "What would be too much ends with a limit, soon", .timeLimit(.minutes(15)),
        arguments: [
            #"repeat_text("a", 1000000000)"#, #"repeat_text("ab", 9223372036854775807)"#, "range(1000000000)",
            "range(-9223372036854775807, 9223372036854775807)", #"pad_start("", 2147483647)"#,
            "map(range(20000), x => map(range(100), y => x * y))",
            "reduce(range(20000), 0, (a, x) => a + sum(map(range(50), y => y * x)))",
            "reduce(range(60), [1], (a, x) => a + a)", #"reduce(range(60), "a", (a, x) => a + a)"#,
            "reduce(range(20000), [], (a, x) => [a])", "reduce(range(20000), {}, (a, x) => {a: a})",
            "reduce(range(20000), [], (a, x) => append([], a))",
            #"reduce(range(20000), {}, (a, x) => set({}, "a", a))"#,
            #"reduce(range(20000), [], (a, x) => zip([a], [a]))"#,
            #"reduce(range(60), {a: 1}, (a, x) => {a: a, b: a}).to_json()"#,
            #"replace(repeat_text("a", 100000), "a", repeat_text("b", 100000))"#,
            #"join(map(range(10000), x => repeat_text("a", 100)), repeat_text("b", 1000))"#,
            #"levenshtein(repeat_text("a", 10000), repeat_text("b", 10000))"#,
            #"find_all(repeat_text("a", 30000), "a|a.*b")"#, #"matches(repeat_text("a", 2000000), "(a*)*b{9}")"#,
            #"format_number(1e300, 400, repeat_text("x", 1000000))"#,
            "unique(map(range(500), x => range(500)))", "sort(map(range(40000), x => to_text(x)))",
            #"reduce(range(100), "[]", (a, x) => to_json([a, a]))"#,
        ])
    func limits(_ source: String) throws {
        guard case .failure(let error)? = outcome(source, stepsMax: 50_000, bytesMax: 4 << 20) else {
            Issue.record("\(source) has a value")
            return
        }
        #expect(error.kind == .limit, "\(source): \(error.message)")
    }
}
