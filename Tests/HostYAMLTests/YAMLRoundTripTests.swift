import CoreLanguage
import CoreTesting
import HostYAML
import Testing

/// What was written is read as the same.
@Suite struct YAMLRoundTripTests {
    private func again(_ value: JSONValue) throws -> JSONValue {
        try YAMLReader.parse(Array(try #require(YAMLWriter.text(of: value)).utf8))
    }

    @Test func readable() throws {
        let value: JSONValue = [
            "format": 1, "steps": [["kind": "emit", "on": "no", "text": "a\nb"]], "none": [], "all": [:],
        ]
        #expect(
            YAMLWriter.text(of: value) == """
                format: 1
                steps:
                - kind: emit
                  "on": "no"
                  text: |-
                    a
                    b
                none: []
                all: {}

                """)
        #expect(try again(value) == value)
    }

    @Test(arguments: [
        "", " ", "~", "null", "true", "12", "0x1f", ".inf", "1e5", "- a", "a: b", "# a", "a #b", "'", "\"", "a\n", "\n",
        "\ta", "a ", "[", "{", "*a",
        "&a", "!a", "|", ">", "%a", "@a", "`a", "---", "...", "\u{0}", "\u{7f}", "\u{85}", "\u{2028}", "\u{FEFF}", "é",
        "🏛", "\r\n", "<<", "=",
        "a\n b\n  c", "?", "? a", ":", "-", "\u{FFFE}", "\u{10FFFF}",
    ])
    func texts(text: String) throws {
        #expect(try again(.string(text)) == .string(text))
        #expect(try again([.string(text)]) == [.string(text)])
        #expect(try again(.object([text: .string(text)])) == .object([text: .string(text)]))
    }

    @Test func randomValues() throws {
        var random = SeededRandom(seed: 4)
        for _ in 0..<2_000 {
            let value = Self.value(&random, depth: 5)
            #expect(try again(value) == value)
        }
    }

    private static func value(_ random: inout SeededRandom, depth: Int) -> JSONValue {
        switch random.next() % (depth > 0 ? 8 : 6) {
        case 0: .null
        case 1: .bool(random.chance(oneIn: 2))
        case 2: .integer(Int64(bitPattern: random.next()) >> Int64(random.next() % 63))
        case 3: .double(Double(Int64(bitPattern: random.next()) >> 20) / 1_024 + 0.5)
        case 4, 5: .string(text(&random))
        case 6: .array((0..<random.next() % 5).map { _ in value(&random, depth: depth - 1) })
        default:
            .object(JSONObject((0..<random.next() % 5).map { _ in (text(&random), value(&random, depth: depth - 1)) }))
        }
    }

    private static func text(_ random: inout SeededRandom) -> String {
        let limits: [UInt64] = [0x20, 0x80, 0x80, 0x80, 0x3000, 0x11_0000]
        var text = String.UnicodeScalarView()
        for _ in 0..<random.next() % 12 {
            let limit = limits[Int(random.next() % 6)]
            if let scalar = Unicode.Scalar(UInt32(random.next() % limit)) { text.append(scalar) }
        }
        return String(text)
    }
}
