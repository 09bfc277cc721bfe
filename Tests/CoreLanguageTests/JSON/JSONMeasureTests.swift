import CoreLanguage
import Testing

@Suite("The measure of values")
struct JSONMeasureTests {
    @Test(
        "Names, texts and numbers count, and one for each bracket, comma and colon",
        arguments: [
            ("1", 8, 0), ("null", 4, 0), (#""é""#, 4, 0), ("[]", 2, 1), ("{}", 2, 1), ("[1,[2],[[]]]", 29, 3),
            (#"{"a":1,"bc":{"d":[true]}}"#, 2 + 12 + 5 + 2 + 4 + 3 + 4, 3),
        ])
    func measures(_ text: String, _ bytes: Int, _ depth: Int) throws {
        let value = try JSONValue.parse(text)
        let measure = try #require(JSONMeasure(of: value, bytesMax: bytes))
        #expect(measure.bytes == bytes)
        #expect(measure.depth == depth)
        #expect(JSONMeasure(of: value, bytesMax: bytes - 1) == nil)
    }

    @Test("A long list is measured in its place, and given up where it is too much", .timeLimit(.minutes(5)))
    func long() throws {
        let list = JSONValue.array(Array(repeating: 1, count: 1_000_000))
        #expect(JSONMeasure(of: list, bytesMax: .max)?.bytes == 9_000_002)
        #expect(JSONMeasure(of: list, bytesMax: 1_000_001) == nil)
    }
}
