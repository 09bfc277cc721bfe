import CoreLanguage
import CoreTesting
import Testing

@Suite("JSON fuzzing")
struct JSONFuzzTests {
    private static let seeds = [
        #"{"a":[1,-2.5e3,0.1,1e400,-0],"b":{"c":null,"d":[true,false]},"e":"x\u00e9\ud83d\ude00\n","é😀":[[],{}]}"#,
        #"[{"id":1,"name":"first","tags":["a","b"]},{"id":2,"name":"second","tags":[]},{"id":3,"tags":null}]"#,
        "[\n  18446744073709551615,\n  9223372036854775807,\n  0.1234567890123456789,\n  \"a run of plain text\"\n]\n",
    ]

    private static let fragments: [[UInt8]] =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "0", "-", ".", "e", "9999999999",
            "null", " ", "\n",
            "\"a\":", "[[[[", "é", "😀",
        ].map { Array($0.utf8) } + [[0], [0x1F], [0x80], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90], [0xFF]]

    @Test("a changed document is refused, or its value is written and read back", arguments: Torture.seeds(0..<3))
    func mutations(seed: Int) throws {
        var random = JSONTestRandom(seed: UInt64(seed))
        let original = Array(Self.seeds[seed % 3].utf8)
        _ = try JSONValue.parse(original)
        var accepted = 0
        for _ in 0..<4000 {
            let bytes = mutated(original, using: &random)
            do throws(JSONError) {
                try checkRoundTrip(JSONValue.parse(bytes))
                accepted += 1
            } catch {
                #expect(error.offset <= bytes.count && error.line >= 1 && error.column >= 1)
            }
        }
        #expect(accepted > 100 && accepted < 3900, "\(accepted) accepted")
    }

    private func checkRoundTrip(_ value: JSONValue) throws(JSONError) {
        let compact = try JSONValue.parse(value.serialized())
        #expect(compact == value)
        #expect(compact.hashValue == value.hashValue)
        let pretty = try JSONValue.parse(value.serialized(.pretty))
        #expect(pretty == value)
        let canonical = try JSONValue.parse(value.canonicalBytes())
        #expect(canonical.canonicalBytes() == value.canonicalBytes())
    }

    private func mutated(_ original: [UInt8], using random: inout JSONTestRandom) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, place + Int.random(in: 1...8, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.insert(contentsOf: Self.fragments.randomElement(using: &random) ?? [], at: place)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
            default: bytes.removeSubrange(place..<(bytes.count > 20 ? end : place))
            }
        }
        return bytes
    }
}
