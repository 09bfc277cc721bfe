import CoreLanguage
import CoreTesting
import Testing

@Suite("JSON writing")
struct JSONWritingTests {
    @Test(
        "compact",
        arguments: [
            (nil, "null"), (true, "true"), (false, "false"), (0, "0"), (-7, "-7"),
            (.integer(.min), "-9223372036854775808"),
            (.integer(.max), "9223372036854775807"), (10, "10"), (100, "100"), (1.0, "1.0"), (-0.0, "-0.0"),
            (1e21, "1e+21"), (0.1, "0.1"),
            (.decimal("1E400"), "1E400"), ("", #""""#), ([], "[]"), ([:], "{}"), ([1, [], [:], [2]], "[1,[],{},[2]]"),
            (["b": 1, "a": [nil]], #"{"b":1,"a":[null]}"#), ([[[1], 2], 3], "[[[1],2],3]"),
            ("é😀\u{7F}/", "\"é😀\u{7F}/\""),
        ] as [(JSONValue, String)])
    func compact(_ value: JSONValue, _ expected: String) {
        #expect(value.serializedString() == expected)
        #expect(value.serialized() == Array(expected.utf8))
        #expect(value.description == expected)
    }

    @Test("pretty")
    func pretty() {
        let value: JSONValue = ["a": [1, [], ["b": nil]], "c": [:], "d": "x"]
        let expected = """
            {
              "a": [
                1,
                [],
                {
                  "b": null
                }
              ],
              "c": {},
              "d": "x"
            }
            """
        #expect(value.serializedString(.pretty) == expected)
        #expect(JSONValue.string("x").serializedString(.pretty) == "\"x\"")
        #expect(JSONValue.array([]).serializedString(.pretty) == "[]")
    }

    @Test("appends to what is there")
    func appending() {
        var bytes = Array("data: ".utf8)
        JSONValue.array([1]).append(to: &bytes)
        JSONValue.array([2.0]).append(to: &bytes, style: .canonical)
        #expect(String(decoding: bytes, as: UTF8.self) == "data: [1][2]")
    }

    @Test("escapes what must be, in every place of a word")
    func escapes() {
        let expected: [UInt8: String] = [
            0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r", 0x22: "\\\"", 0x5C: "\\\\",
            0x00: "\\u0000",
            0x0B: "\\u000b", 0x0F: "\\u000f", 0x10: "\\u0010", 0x1F: "\\u001f",
        ]
        for (byte, escape) in expected {
            for length in 0...17 {
                let plain = String(repeating: "x", count: length)
                let text = plain + String(Unicode.Scalar(byte)) + plain
                #expect(JSONValue.string(text).serializedString() == "\"\(plain)\(escape)\(plain)\"")
            }
        }
    }

    @Test("escapes nothing else")
    func plain() {
        for value in (UInt32(0x20)...0x2FF) where value != 0x22 && value != 0x5C {
            let text = String(Unicode.Scalar(value).map(Character.init) ?? "x") + "xxxxxxx"
            #expect(JSONValue.string(text).serializedString() == "\"\(text)\"")
        }
    }

    @Test("every style reads back as an equal value, the canonical one up to the spelling of numbers")
    func property() throws {
        var random = JSONTestRandom(seed: Torture.seed(4))
        for _ in 0..<1500 {
            let value = random.value(depth: 4)
            #expect(try JSONValue.parse(value.serialized()) == value)
            #expect(try JSONValue.parse(value.serialized(.pretty)) == value)
            let canonical = try JSONValue.parse(value.canonicalBytes())
            #expect(canonical.canonicalBytes() == value.canonicalBytes())
            #expect(canonical.isSameUpToNumbers(value), "\(value)")
        }
    }
}

extension JSONValue {
    /// Whether both differ at most in the case of their numbers.
    fileprivate func isSameUpToNumbers(_ other: JSONValue) -> Bool {
        switch (self, other) {
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isSameUpToNumbers($1) }
        case (.object(let left), .object(let right)):
            left.count == right.count && left.allSatisfy { right[$0.key]?.isSameUpToNumbers($0.value) == true }
        default:
            self == other || (numberText != nil && doubleValue == other.doubleValue && int64Value == other.int64Value)
        }
    }
}
