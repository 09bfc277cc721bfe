import CoreLanguage
import CoreTesting
import Testing

@Suite("JSON canonical form")
struct JSONCanonicalTests {
    @Test(
        "Doubles are written as RFC 8785 appendix B lists them",
        arguments: [
            (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"), (0x7FEF_FFFF_FFFF_FFFF, "1.7976931348623157e+308"),
            (0xFFEF_FFFF_FFFF_FFFF, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
            (0xC340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44B5_2D02_C7E1_4AF5, "9.999999999999997e+22"), (0x44B5_2D02_C7E1_4AF6, "1e+23"),
            (0x44B5_2D02_C7E1_4AF7, "1.0000000000000001e+23"), (0x444B_1AE4_D6E2_EF4E, "999999999999999700000"),
            (0x444B_1AE4_D6E2_EF4F, "999999999999999900000"), (0x444B_1AE4_D6E2_EF50, "1e+21"),
            (0x3EB0_C6F7_A0B5_ED8C, "9.999999999999997e-7"), (0x3EB0_C6F7_A0B5_ED8D, "0.000001"),
            (0x41B3_DE43_5555_5553, "333333333.3333332"), (0x41B3_DE43_5555_5554, "333333333.33333325"),
            (0x41B3_DE43_5555_5555, "333333333.3333333"), (0x41B3_DE43_5555_5556, "333333333.3333334"),
            (0x41B3_DE43_5555_5557, "333333333.33333343"), (0xBECB_F647_612F_3696, "-0.0000033333333333333333"),
            (0x4314_3FF3_C1CB_0959, "1424953923781206.2"),
        ] as [(UInt64, String)])
    func appendixB(_ bits: UInt64, _ expected: String) {
        #expect(canonical(.double(Double(bitPattern: bits))) == expected)
    }

    @Test(
        "NaN and infinity of RFC 8785 appendix B are null here",
        arguments: [0x7FFF_FFFF_FFFF_FFFF, 0x7FF0_0000_0000_0000] as [UInt64])
    func notFinite(_ bits: UInt64) {
        #expect(canonical(.double(Double(bitPattern: bits))) == "null")
    }

    @Test("RFC 8785 section 3.2.2, with a number that a Double holds")
    func section322() throws {
        let text = #"""
            {
              "numbers": [333333333.3333333, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#
        let expected =
            #"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#
            + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#
        #expect(try canonical(.parse(text)) == expected)
    }

    @Test("RFC 8785 section 3.2.3: names sort by UTF-16 code units")
    func section323() throws {
        let text = #"""
            {
              "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """#
        let names = try JSONValue.parse(JSONValue.parse(text).canonicalBytes()).objectValue?.keys
        #expect(names == ["\r", "1", "\u{80}", "ö", "€", "😀", "\u{FB33}"])
    }

    @Test("the order of names is that of their UTF-16 code units")
    func order() throws {
        var random = JSONTestRandom(seed: Torture.seed(5))
        let object = JSONObject((0..<2000).map { _ in (random.string(), nil) })
        let names = try #require(try JSONValue.parse(JSONValue.object(object).canonicalBytes()).objectValue?.keys)
        #expect(names.count == object.count)
        for (left, right) in zip(names, names.dropFirst()) {
            #expect(left.utf16.lexicographicallyPrecedes(right.utf16))
        }
    }

    @Test(
        "numbers of equal value have equal bytes",
        arguments: [
            (["1", "1.0", "1e0", "10e-1", "0.1e1", "1.000000000000000000000000"], "1"),
            (["0", "-0", "0.0", "-0e5", "0e99999999999999999999"], "0"),
            (["100000000000000000000", "1e20", "1.0E+20"], "100000000000000000000"),
            (["1e21", "1000000000000000000000"], "1e+21"),
            (["1e-7", "0.0000001", "0.10e-6"], "1e-7"), (["1e-6", "0.000001"], "0.000001"),
            (["12.50", "125e-1"], "12.5"),
            (["9223372036854775807", "9223372036854775807.0"], "9223372036854775807"),
            (["18446744073709551615", "18446744073709551615.00", "1844674407370955161.5e1"], "18446744073709551615"),
            (["123456789012345678901234", "1.23456789012345678901234e23"], "1.23456789012345678901234e+23"),
            (["1e400", "10e399", "0.1E401", "1.0e0400"], "1e+400"), (["-1e-400", "-0.01e-398"], "-1e-400"),
            (["0.1234567890123456789", "1234567890123456789e-19"], "0.1234567890123456789"),
            (["1e99999999999999999999"], "1e99999999999999999999"),
            (["333333333.33333329"], "333333333.33333329"),
        ])
    func equalValues(_ texts: [String], _ expected: String) throws {
        for text in texts {
            #expect(try canonical(.parse(text)) == expected, "\(text)")
        }
    }

    @Test("members of inner objects are sorted too")
    func nested() throws {
        #expect(
            try canonical(.parse(#"[{"b":{"z":1,"y":[{"d":1,"c":2}]},"a":0}]"#))
                == #"[{"a":0,"b":{"y":[{"c":2,"d":1}],"z":1}}]"#)
    }

    @Test("equal values have equal bytes")
    func equality() throws {
        var random = JSONTestRandom(seed: Torture.seed(6))
        for _ in 0..<300 {
            let value = random.value(depth: 3)
            #expect(random.shuffled(value).canonicalBytes() == value.canonicalBytes())
        }
    }

    private func canonical(_ value: JSONValue) -> String {
        String(decoding: value.canonicalBytes(), as: UTF8.self)
    }
}

extension JSONTestRandom {
    /// The value with the members of its objects in another order.
    fileprivate mutating func shuffled(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements):
            return .array(elements.map { shuffled($0) })
        case .object(let object):
            let members = object.map { ($0.key, $0.value) }.shuffled(using: &self)
            return .object(JSONObject(members.map { ($0.0, shuffled($0.1)) }))
        default:
            return value
        }
    }
}
