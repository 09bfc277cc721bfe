import CoreLanguage
import Testing

@Suite("Numbers near the limits")
struct NumberRangeTests {
    @Test(
        "A result that fits is given, though what is reckoned on the way would not fit",
        arguments: [
            ("correlation([1e200, 2e200, 3e200], [1, 2, 3])", "1.0"),
            ("correlation([1e-200, 2e-200, 3e-200], [3, 2, 1])", "-1.0"),
            ("correlation([1e308, -1e308], [1, 2])", "-1.0"), ("correlation([0.1, 0.1, 0.1], [1, 2, 3])", "null"),
            ("euclidean_distance([1e-200], [0])", "1e-200"), ("euclidean_distance([1e200], [-1e200])", "2e200"),
            ("euclidean_distance([3e-320, 0], [0, 4e-320])", "5e-320"), ("euclidean_distance([], [])", "0.0"),
            ("cosine_similarity([1e-200], [2e200])", "1.0"), ("cosine_similarity([1e300, 0], [0, 1e-300])", "0.0"),
            ("dot([1e200, 1e200], [1e200, -1e200])", "0.0"), ("stdev([1e200, 3e200])", "1.414213562373095e200"),
            ("stdev([2e-200, 2e-200])", "0.0"), ("stdev([1e-200, 3e-200])", "1.414213562373095e-200"),
            ("mean([1e308, 1e308])", "1e308"), ("mean([1.7e308, 1.7e308, 1.7e308])", "1.7e308"),
            ("median([5e-324, 5e-324])", "5e-324"), ("median([1e308, 1.2e308])", "1.1e308"),
            ("sum([1e308, 1e308, -1e308])", "1e308"), ("sum([9223372036854775807, 1, -1])", "9223372036854775807"),
            ("sum([-9223372036854775807, -1, -1, 1])", "-9223372036854775808"),
            ("sum([9223372036854775807, 1, -1.0])", "9.223372036854776e18"),
            ("product([9223372036854775807, 2, 0])", "0"), ("product([1e200, 1e200, 1e-200])", "1e200"),
            ("product([4611686018427387904, 2, -1])", "-9223372036854775808"), ("product([-2, 3, -4])", "24"),
            ("product([9223372036854775807, 2, 0.5])", "9.223372036854776e18"), ("product([-1.5, 2, 0])", "0.0"),
            ("product([-1.5, 2, -3])", "9.0"), ("product([])", "1"),
            (#"to_number("1e999", 0)"#, "0"), (#"parse_json("[1e999]", "huge")"#, #""huge""#),
            (#"to_number("1e308")"#, "1e308"), ("round(1.7e308, -300)", "1.7e308"),
            ("format_number(0.05, 2)", #""0.05""#), ("format_number(0.004, 2)", #""0.00""#),
            ("format_number(-0.05, 3)", #""-0.050""#), ("format_number(-0.004, 2)", #""0.00""#),
            ("pow(0.5, 1e300)", "0.0"), ("pow(2.0, -1e300)", "0.0"), ("pow(-1.0, 1e300)", "1.0"),
            ("pow(3, 0)", "1"), ("pow(0, 0)", "1"), ("pow(-9223372036854775807, 1)", "-9223372036854775807"),
            ("to_boolean(1.0)", "true"), ("to_boolean(0.0)", "false"), ("to_boolean(0.5, true)", "true"),
        ])
    func fits(_ source: String, _ result: String) throws {
        let value = try #require(outcome(source), "\(source) is an expression")
        guard case .success(let value) = value else {
            Issue.record("\(source) gives \(value)")
            return
        }
        let expected = try JSONValue.parse(result)
        if result.contains("e"), let number = value.doubleValue, let wanted = expected.doubleValue {
            #expect(abs(number / wanted - 1) < 1e-3 || number == wanted, "\(source) gives \(number)")
        } else {
            #expect(value == expected, "\(source) gives \(value)")
        }
    }

    @Test("Measures do not change with the unit", arguments: [-900, -500, -1, 1, 300, 500])
    func units(_ exponent: Int) throws {
        let numbers = [1.5, -2.25, 8.125, 0.1, 3.3]
        let scaled = numbers.map { Double(sign: .plus, exponent: exponent, significand: $0) }
        for name in ["mean", "median", "stdev"] {
            let (plain, large) = (try measure(name, numbers), try measure(name, scaled))
            #expect(large == Double(sign: .plus, exponent: exponent, significand: plain), "\(name)")
        }
        let other: JSONValue = [2, 3, 5, 7, 11]
        let correlation = try #require(Builtins.table["correlation"])
        func correlated(_ numbers: [Double]) throws -> JSONValue {
            try correlation.apply([.value(.array(numbers.map { .double($0) })), .value(other)], EvaluationBudget())
        }
        #expect(try correlated(numbers) == correlated(scaled))
    }

    private func measure(_ name: String, _ numbers: [Double]) throws -> Double {
        let list: JSONValue = .array(numbers.map { .double($0) })
        return try #require(Builtins.table[name]?.apply([.value(list)], EvaluationBudget()).doubleValue)
    }
}
