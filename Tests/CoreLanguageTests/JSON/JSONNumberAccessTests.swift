import CoreLanguage
import Testing

@Suite("JSON number access")
struct JSONNumberAccessTests {
    @Test(
        "int64Value takes whole numbers however written",
        arguments: [
            ("3", 3), ("3.0", 3), ("30e-1", 3), ("3e2", 300), ("-0", 0), ("0.5", nil), ("9223372036854775807", .max),
            ("-9223372036854775808", .min), ("9223372036854775808", nil), ("9223372036854775807.0", .max),
            ("-9223372036854775808.0", .min), ("9007199254740993.0", 9_007_199_254_740_993),
            ("1e18", 1_000_000_000_000_000_000),
            ("1e19", nil), ("1.152921504606847e18", 1_152_921_504_606_847_000), ("1e400", nil),
            ("1e99999999999999999999", nil),
            ("\"3\"", nil), ("null", nil),
        ] as [(String, Int64?)])
    func int64Value(_ text: String, _ expected: Int64?) throws {
        #expect(try JSONValue.parse(text).int64Value == expected)
    }

    @Test(
        "doubleValue rounds to the nearest finite Double",
        arguments: [
            ("3", 3), ("0.5", 0.5), ("18446744073709551615", 18_446_744_073_709_551_616), ("1e400", nil), ("1e-400", 0),
            ("true", nil),
            ("9223372036854775807", 9_223_372_036_854_775_808),
        ] as [(String, Double?)])
    func doubleValue(_ text: String, _ expected: Double?) throws {
        #expect(try JSONValue.parse(text).doubleValue == expected)
    }

    @Test(
        "numberText is exact",
        arguments: [
            ("3", "3"), ("3.0", "3.0"), ("0.1", "0.1"), ("1E400", "1E400"), ("-0", "-0.0"), ("\"3\"", nil),
            ("null", nil),
            ("0.1234567890123456789", "0.1234567890123456789"),
        ] as [(String, String?)])
    func numberText(_ text: String, _ expected: String?) throws {
        #expect(try JSONValue.parse(text).numberText == expected)
    }

    @Test(
        "NaN and the infinities are refused, and null where they got in",
        arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(_ value: Double) {
        #expect(JSONValue(finite: value) == nil)
        #expect(JSONValue.double(value).numberText == nil)
        #expect(JSONValue.double(value).doubleValue == nil)
        #expect(JSONValue.double(value).int64Value == nil)
        for style in JSONStyle.allCases {
            #expect(JSONValue.double(value).serializedString(style) == "null")
        }
    }

    @Test("a finite Double is taken")
    func finite() {
        #expect(JSONValue(finite: 1.5) == 1.5)
    }

    @Test(
        "a decimal that is no number is null", arguments: ["", "abc", "1,2", "1e", " 1", "NaN", "\"", "0x1", "+1", "-"])
    func invalidDecimal(_ text: String) {
        #expect(JSONValue.decimal(text).numberText == nil)
        #expect(JSONValue.decimal(text).doubleValue == nil)
        #expect(JSONValue.decimal(text).int64Value == nil)
        for style in JSONStyle.allCases {
            #expect(JSONValue.decimal(text).serializedString(style) == "null")
        }
    }
}
