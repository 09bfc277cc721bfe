import Testing

@testable import CoreLanguage

@Suite struct SchemaSampleTests {
    @Test(arguments: [0, 31, 32, 40])
    func endsWhateverIsAskedFor(depth: Int) {
        var schema: JSONValue = [
            "type": "array", "minItems": 1_000_000_000_000, "items": ["type": "array", "minItems": 9],
        ]
        for _ in 0..<depth { schema = ["type": "object", "properties": ["a": schema]] }
        #expect(SchemaSample.value(of: schema).serialized().count < 10_000)
    }
}
