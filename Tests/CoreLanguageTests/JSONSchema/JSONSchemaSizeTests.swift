import CoreLanguage
import Testing

@Suite("JSON Schema sizes")
struct JSONSchemaSizeTests {
    private func refusal(_ schema: JSONValue, resources: [String: JSONValue] = [:]) throws -> JSONSchemaError {
        try #require(throws: JSONSchemaError.self) { try JSONSchema(compiling: schema, resources: resources) }
    }

    private func properties(_ count: Int, _ schema: JSONValue) -> JSONValue {
        ["properties": .object(JSONObject((0..<count).map { ("p\($0)", schema) }))]
    }

    @Test("more schemas than allowed are refused, in lists and in objects")
    func schemas() throws {
        func list(_ count: Int) -> JSONValue { ["allOf": .array(Array(repeating: true, count: count))] }
        let error = try refusal(list(100_001))
        #expect(error.message.contains("100,000 schemas"))
        #expect(error.location.tokens == ["allOf"])
        #expect(try refusal(["allOf": [list(50_000), list(50_000)]]).message.contains("100,000 schemas"))
        let names = JSONObject((0..<100_001).map { (String($0), true) })
        #expect(try refusal(["$defs": .object(names)]).location.tokens == ["$defs"])
        #expect(try JSONSchema(compiling: list(5000)).isValid([:]))
    }

    @Test("documents that are too long are refused, together with those they refer to")
    func bytes() throws {
        let long = JSONValue.string(String(repeating: "a", count: 5_000_000))
        #expect(try refusal(["const": [long, long]]).message.contains("8 MiB"))
        let other: [String: JSONValue] = ["x:other": ["const": long]]
        #expect(try refusal(["$ref": "x:other", "title": long], resources: other).message.contains("8 MiB"))
        #expect(try JSONSchema(compiling: ["title": long], resources: other).isValid(1))
    }

    @Test("URIs that are too long are refused")
    func uris() throws {
        let long = "x:" + String(repeating: "a", count: 2047)
        let error = try refusal(["$defs": ["a": ["$id": .string(long)]]])
        #expect(error.message.contains("2049 bytes"))
        #expect(error.location.tokens == ["$defs", "a", "$id"])
        #expect(try JSONSchema(compiling: ["$id": .string(String(long.dropLast()))]).isValid(1))
    }

    @Test("patterns that take too long to compile are refused, alone and together")
    func patterns() throws {
        let classes = (0..<200).map { "[\\p{L}\\u{\(String(0x2000 + $0, radix: 16))}]" }.joined()
        #expect(try refusal(["pattern": .string(classes)]).message.contains("too"))
        let many = (0..<2000).map { ("^[\\p{L}\\p{N}]*\($0)$", JSONValue.bool(true)) }
        let error = try refusal(["patternProperties": .object(JSONObject(many))])
        #expect(error.message.contains("too long to compile"))
        #expect(error.location.tokens.first == "patternProperties")
    }

    @Test("the size of a compiled schema is told, and grows with it")
    func byteCount() throws {
        let small = try JSONSchema(compiling: properties(100, ["type": "string", "minLength": 1])).byteCount
        let large = try JSONSchema(compiling: properties(1000, ["type": "string", "minLength": 1])).byteCount
        #expect((15_000..<60_000).contains(small))
        #expect((small * 9..<small * 11).contains(large))
        let pattern = try JSONSchema(compiling: ["pattern": "a[ab]{3000}c"]).byteCount
        #expect((80_000..<400_000).contains(pattern))
        let choice = try JSONSchema(compiling: ["enum": .array((0..<1000).map { .integer($0) })]).byteCount
        #expect((10_000..<60_000).contains(choice))
    }

    @Test("places with long names are not told without end, but the first always is")
    func longPlaces() throws {
        let inner = JSONValue.object(JSONObject((0..<50).map { ("x\($0)", 1) }))
        let value: JSONValue = .object([String(repeating: "n", count: 300_000): inner])
        let schema = try JSONSchema(compiling: ["additionalProperties": ["additionalProperties": false]])
        #expect(schema.validate(value).count == 3)
        let longer: JSONValue = .object([String(repeating: "n", count: 3_000_000): inner])
        #expect(schema.validate(longer).count == 1)
    }
}
