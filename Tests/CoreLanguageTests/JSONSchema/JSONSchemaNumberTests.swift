import CoreLanguage
import CoreTesting
import Testing

@Suite("JSON Schema numbers")
struct JSONSchemaNumberTests {
    /// A schema, values that fit and values that do not, all as text.
    private static let rows: [(schema: String, fits: [String], others: [String])] = [
        (
            #"{"type":"integer"}"#, ["1", "1.0", "10e-1", "1e400", "-0.0", "9e99999999999999999999"],
            ["1.5", "1e-1", "\"1\""]
        ),
        (#"{"type":"integer"}"#, ["1.5e1", "12345678901234567890.0"], ["1e-400", "12345678901234567890.5"]),
        (#"{"type":"number"}"#, ["1", "1.5", "1e400", "18446744073709551616"], ["null", "true"]),
        (
            #"{"multipleOf":0.1}"#, ["0.3", "1.1", "-0.7", "0", "1e300", "123456789012345678901234567890.1"],
            ["0.35", "1e-2"]
        ),
        (#"{"multipleOf":0.01}"#, ["19.99", "4.35", "1.1", "100"], ["19.999"]),
        (#"{"multipleOf":3}"#, ["9", "-9", "9.0", "111111111111111111111111111111", "3e400"], ["10", "1e400", "4.5"]),
        (#"{"multipleOf":2.5e-7}"#, ["0.0000005", "1"], ["0.0000001"]),
        (#"{"multipleOf":1e400}"#, ["1e400", "7e401", "0"], ["1e399", "1"]),
        (#"{"multipleOf":7e100}"#, ["14e100", "7e200"], ["7e99", "1e200"]),
        (
            #"{"multipleOf":1234567890123456789012345678901234567}"#,
            ["2469135780246913578024691357802469134", "1234567890123456789012345678901234567e500"],
            ["2469135780246913578024691357802469135", "1e600"]
        ),
        (#"{"multipleOf":123456789012345678901}"#, ["370370367037037036703"], ["370370367037037036704"]),
        (
            #"{"minimum":0.1}"#, ["0.1", "1e-1", "0.10000000000000000001", "1e999"],
            ["0.09999999999999999999", "-1e999"]
        ),
        (
            #"{"maximum":9007199254740993}"#, ["9007199254740993", "9007199254740992.9"],
            ["9007199254740993.1", "9007199254740994"]
        ),
        (#"{"exclusiveMinimum":1e400}"#, ["1.0000001e400", "1e401"], ["1e400", "10e399", "5"]),
        (#"{"exclusiveMaximum":-1}"#, ["-1.5", "-1e400"], ["-1", "-1.0", "0", "1e400"]),
        (#"{"const":1}"#, ["1", "1.0", "1e0", "0.1e1"], ["1.1", "true", "\"1\""]),
        (#"{"const":[0,{"a":1e400}]}"#, ["[0.0,{\"a\":10e399}]", "[-0,{\"a\":1e400}]"], ["[0,{\"a\":1e401}]", "[0]"]),
        (
            #"{"enum":[1.0,{"b":1,"a":2},"é"]}"#, ["1", "{\"a\":2.0,\"b\":1}", "\"é\""],
            ["2", "{\"a\":2}", "\"e\u{301}\""]
        ),
        (
            #"{"uniqueItems":true}"#, ["[1,true,\"1\"]", "[0,false,null]", "[[1],[[1]]]"],
            ["[1,1.0]", "[{\"a\":[1]},{\"a\":[1.0]}]"]
        ),
        (
            #"{"uniqueItems":true}"#, ["[1e400,1e401]", "[\"é\",\"e\u{301}\"]"],
            ["[1e400,10e399]", "[18446744073709551616,18446744073709551616.0]"]
        ),
        (#"{"maxLength":2}"#, ["\"😀😀\"", "\"e\u{301}\""], ["\"abc\"", "\"ee\u{301}\""]),
        (#"{"minLength":3.0}"#, ["\"abc\"", "\"😀😀😀\""], ["\"😀😀\"", "\"ab\""]),
        (#"{"const":1e99999999999999999999}"#, ["1e99999999999999999999"], ["2e99999999999999999999", "1"]),
        (#"{"minItems":1e400}"#, ["1"], ["[]", "[1,2]"]),
    ]

    @Test("numbers are exact, however they are written", arguments: 0..<rows.count)
    func table(_ number: Int) throws {
        let row = Self.rows[number]
        let schema = try JSONSchema(compiling: JSONValue.parse(row.schema))
        for text in row.fits {
            #expect(try schema.isValid(JSONValue.parse(text)), "\(row.schema) \(text)")
        }
        for text in row.others {
            #expect(try !schema.isValid(JSONValue.parse(text)), "\(row.schema) \(text)")
        }
    }

    @Test("products of random decimals are multiples, and their neighbours are not")
    func multiples() throws {
        var random = JSONTestRandom(seed: Torture.seed(7))
        for _ in 0..<300 {
            let divisor = UInt64.random(in: 2...999_999, using: &random)
            let factor = UInt64.random(in: 1...9_999_999, using: &random)
            let exponent = Int.random(in: -30...30, using: &random)
            let schema = try JSONSchema(compiling: JSONValue.parse("{\"multipleOf\":\(divisor)e\(exponent)}"))
            #expect(try schema.isValid(JSONValue.parse("-\(divisor * factor)e\(exponent)")))
            #expect(try !schema.isValid(JSONValue.parse("\(divisor * factor + 1)e\(exponent)")))
        }
    }

    @Test("values that are no JSON numbers are answered too")
    func notFinite() throws {
        for text in [#"{"minimum":0}"#, #"{"multipleOf":2}"#, #"{"type":"integer"}"#, #"{"enum":[1]}"#] {
            let schema = try JSONSchema(compiling: JSONValue.parse(text))
            #expect(!schema.isValid(.double(.nan)) && !schema.isValid(.double(.infinity)))
            #expect(!schema.isValid(.decimal("1e99999999999999999999999")) || text.contains("integer"))
            #expect(schema.validate(.decimal("no number")).count == 1)
        }
    }
}
