import CoreLanguage
import CoreTesting
import Testing

@Suite("JSON numbers")
struct JSONNumberTests {
    @Test(
        "go into the first case that holds them exactly",
        arguments: [
            ("0", .integer(0)), ("9", .integer(9)), ("-1", .integer(-1)), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)), ("1000000000000000000", .integer(1_000_000_000_000_000_000)),
            ("9223372036854775808", .decimal("9223372036854775808")),
            ("-9223372036854775809", .decimal("-9223372036854775809")),
            ("18446744073709551615", .decimal("18446744073709551615")),
            ("18446744073709551616", .decimal("18446744073709551616")),
            ("99999999999999999999", .decimal("99999999999999999999")), ("100000000000000000000", .double(1e20)),
            ("1.0", .double(1)), ("1e2", .double(100)), ("1E+2", .double(100)), ("100e-2", .double(1)),
            ("0.1", .double(0.1)),
            ("1.10", .double(1.1)), ("123456789012345.6", .double(123456789012345.6)),
            ("0.8091647945939407", .decimal("0.8091647945939407")), ("0.8091647945939408", .double(0.8091647945939408)),
            ("0.12345678901234566", .double(0.12345678901234566)),
            ("0.1234567890123456789", .decimal("0.1234567890123456789")),
            ("1.00000000000000000000000000000", .double(1)), ("0.00000000000000000000000000001", .double(1e-29)),
            ("1.000000000000000000000000000001", .decimal("1.000000000000000000000000000001")),
            ("9007199254740993.0", .decimal("9007199254740993.0")),
            ("9007199254740992.0", .double(9_007_199_254_740_992)),
            ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)),
            ("1.7976931348623158e308", .decimal("1.7976931348623158e308")),
            ("1e400", .decimal("1e400")), ("-1e400", .decimal("-1e400")), ("1e-400", .decimal("1e-400")),
            ("5e-324", .double(.leastNonzeroMagnitude)),
            ("4.9e-324", .decimal("4.9e-324")), ("2.2250738585072014e-308", .double(.leastNormalMagnitude)),
            ("1e22", .double(1e22)), ("1e23", .double(1e23)), ("123456789012345e22", .double(1.23456789012345e36)),
            ("0e99999999999999999999", .double(0)), ("0.0e-99999999999999999999", .double(0)),
            ("1e99999999999999999999", .decimal("1e99999999999999999999")),
            ("1e-99999999999999999999", .decimal("1e-99999999999999999999")),
            ("1e00000000000000000000000000001", .double(10)), ("1e+0", .double(1)),
            ("333333333.33333329", .decimal("333333333.33333329")),
        ] as [(String, JSONValue)])
    func cases(_ text: String, _ expected: JSONValue) throws {
        #expect(try JSONValue.parse(text) == expected)
        #expect(JSONValue(numberText: text) == expected)
        #expect(try JSONValue.parse("[\(text)]") == [expected])
        #expect(try JSONValue.parse(JSONValue.parse(text).serialized()) == expected)
    }

    @Test("minus zero keeps its sign", arguments: ["-0", "-0.0", "-0e5", "-0e99999999999999999999"])
    func minusZero(_ text: String) throws {
        let value = try #require(try JSONValue.parse(text).doubleValue)
        #expect(value == 0 && value.sign == .minus)
        #expect(try JSONValue.parse(text).serializedString() == "-0.0")
    }

    @Test(
        "are refused in any other form",
        arguments: [
            ("01", .invalidNumber), ("-01", .invalidNumber), ("00", .invalidNumber), ("-", .invalidNumber),
            ("--1", .invalidNumber),
            ("-a", .invalidNumber), ("1.", .invalidNumber), ("1.e1", .invalidNumber), ("1e", .invalidNumber),
            ("1e+", .invalidNumber),
            ("1E-x", .invalidNumber), ("1.5.5", .trailingContent), ("1e1.5", .trailingContent),
            ("1e5e5", .trailingContent),
            ("- 1", .invalidNumber), ("1a", .trailingContent), ("٣", .syntax),
        ] as [(String, JSONError.Kind)])
    func refused(_ text: String, kind: JSONError.Kind) {
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
        #expect(error?.kind == kind)
        #expect(JSONValue(numberText: text) == nil)
    }

    @Test("numberText takes nothing but the number", arguments: ["", " 1", "1 ", "\"1\"", "null", "[1]", "1,", "1\0"])
    func onlyNumbers(_ text: String) {
        #expect(JSONValue(numberText: text) == nil)
    }

    @Test("a mantissa and an exponent of many digits do no harm")
    func longTexts() throws {
        let nines = String(repeating: "9", count: 100_000)
        #expect(try JSONValue.parse(nines) == .decimal(nines))
        #expect(try JSONValue.parse("1e" + nines) == .decimal("1e" + nines))
        #expect(try JSONValue.parse("0.0" + nines + "e-" + nines) == .decimal("0.0" + nines + "e-" + nines))
        let zeros = String(repeating: "0", count: 100_000)
        #expect(try JSONValue.parse("1" + zeros + "e-100000") == .double(1))
        #expect(try JSONValue.parse("0." + zeros + "1e100001") == .double(1))
    }

    @Test("every Double comes back as it was")
    func doubles() throws {
        var random = JSONTestRandom(seed: Torture.seed(1))
        for _ in 0..<5000 {
            let value = random.double()
            let text = JSONValue.double(value).serializedString()
            guard case .double(let back) = try JSONValue.parse(text) else {
                Issue.record("\(text) is no Double")
                continue
            }
            #expect(back.bitPattern == value.bitPattern, "\(text)")
        }
    }

    @Test("the nearest Double agrees with the standard library")
    func nearest() throws {
        var random = JSONTestRandom(seed: Torture.seed(2))
        for _ in 0..<5000 {
            let text = random.numberText()
            let value = try JSONValue.parse(text)
            #expect(value.doubleValue == Double(text).flatMap { $0.isFinite ? $0 : nil }, "\(text)")
        }
    }
}
