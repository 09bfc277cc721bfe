import CoreLanguage
import Testing

@Suite("JSON Schema equality and alternatives")
struct JSONSchemaEqualityTests {
    private static let small: JSONValue = ["a": 1]
    private static let large: JSONValue = ["a": 1, "b": 2]

    @Test("an object with a member more is another one, whichever comes first")
    func sizes() throws {
        for (constant, value) in [(Self.small, Self.large), (Self.large, Self.small)] {
            #expect(try !JSONSchema(compiling: ["const": constant]).isValid(value))
            #expect(try !JSONSchema(compiling: ["const": [constant]]).isValid([value]))
            #expect(try !JSONSchema(compiling: ["enum": [constant, 1]]).isValid(value))
            #expect(try JSONSchema(compiling: ["uniqueItems": true]).isValid([constant, value]))
            #expect(try JSONSchema(compiling: ["const": constant]).isValid(constant))
        }
    }

    @Test("faults of an alternative do not end a check when another may fit")
    func tentative() throws {
        let alternatives: JSONValue = [["required": ["x", "y", "z"]], ["type": "object"]]
        for keyword in ["anyOf", "oneOf"] {
            let document = JSONValue.object([keyword: alternatives])
            let schema = try JSONSchema(compiling: document, options: JSONSchemaOptions(violationsMax: 1))
            #expect(schema.validate(["a": 1]).isEmpty)
            #expect(schema.validate("a").isEmpty)
        }
    }

    @Test("the steps of compiling patterns are counted together")
    func compiling() throws {
        let heavy = String(repeating: "\\p{L}", count: 500)
        let patterns = (0..<40).map { JSONValue.object(["pattern": .string(heavy + String($0))]) }
        #expect(throws: JSONSchemaError.self) { try JSONSchema(compiling: ["allOf": .array(patterns)]) }
        _ = try JSONSchema(compiling: ["allOf": .array(Array(patterns.prefix(2)))])
    }

    @Test("the steps for a value are those of its bytes")
    func allowance() {
        let options = JSONSchemaOptions(stepsMax: 7, stepsPerByte: 4)
        #expect(options.budget(for: "abcd").stepsMax == 7 + 4 * 6)
        #expect(options.budget(for: [1, true]).stepsMax - options.budget(for: [1]).stepsMax == 4 * 2)
        #expect(JSONSchemaOptions(stepsMax: 7, stepsPerByte: .max).budget(for: "abcd").stepsMax == .max)
    }
}
