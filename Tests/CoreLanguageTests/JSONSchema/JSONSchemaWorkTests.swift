import CoreLanguage
import Testing

/// Work is counted, so these say the same on every machine.
@Suite("JSON Schema work")
struct JSONSchemaWorkTests {
    /// A schema and a value that are more work the larger the size.
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        /// How many times as much work twice the size is, at most.
        let growth: Double
        let make: @Sendable (Int) -> (schema: JSONValue, value: JSONValue)

        var testDescription: String { name }
    }

    private static func object(_ count: Int, _ member: (Int) -> (String, JSONValue)) -> JSONValue {
        .object(JSONObject((0..<count).map(member)))
    }

    private static func array(_ count: Int, _ element: (Int) -> JSONValue) -> JSONValue {
        .array((0..<count).map(element))
    }

    private static func number(_ number: Int) -> JSONValue {
        .integer(Int64(number))
    }

    static let rows = [
        Row(name: "alternatives whose members are united, by members", growth: 2.2) { size in
            let alternatives = array(50) { ["properties": .object(["p\($0)": true])] }
            return (
                ["anyOf": alternatives, "unevaluatedProperties": ["type": "integer"]],
                object(size * 10) { ("p\($0)", 1) }
            )
        },
        Row(name: "alternatives whose members are united, by alternatives", growth: 2.2) { size in
            let alternatives = array(size) { ["properties": .object(["p\($0)": true])] }
            return (["anyOf": alternatives, "unevaluatedProperties": true], object(2000) { ("p\($0)", 1) })
        },
        Row(name: "references that fan out", growth: 2.5) { size in
            var definitions = JSONObject()
            for level in 0..<size {
                let next: JSONValue = ["$ref": .string("#/$defs/a\(level + 1)")]
                definitions["a\(level)"] = ["allOf": [next, next], "anyOf": [next, next], "unevaluatedItems": true]
            }
            definitions["a\(size)"] = true
            return (["$ref": "#/$defs/a0", "$defs": .object(definitions)], [])
        },
        Row(name: "dynamic references", growth: 2.2) { size in
            var value: JSONValue = [:]
            for _ in 0..<size {
                value = ["l": value, "r": [:]]
            }
            let reference: JSONValue = ["$dynamicRef": "#n"]
            return (
                [
                    "$id": "x:t", "$dynamicAnchor": "n", "properties": ["l": reference, "r": reference],
                    "unevaluatedProperties": false,
                ], value
            )
        },
        Row(name: "unique large elements", growth: 2.2) { size in
            (["uniqueItems": true], array(size) { ["id": number($0), "x": array(20) { number($0) }] })
        },
        Row(name: "a choice of large objects", growth: 2.2) { size in
            let large = array(50) { number($0) }
            let choice = array(500) { ["b": large, "i": number($0)] }
            return (["items": ["enum": choice]], array(size) { ["b": large, "i": number(499 - $0 % 500)] })
        },
        Row(name: "a large constant", growth: 2.2) { size in
            let large = object(size) { ("k\($0)", [number($0)]) }
            return (["const": large], large)
        },
        Row(name: "patterns for names", growth: 4.4) { size in
            let patterns = object(size) { ("^k\($0)[a-z]*x$", ["type": "integer"]) }
            return (["patternProperties": patterns], object(size) { ("k\($0)abcdefx", 1) })
        },
        Row(name: "contains", growth: 2.2) { size in
            let tests = array(20) { ["contains": ["const": number(-1 - $0)], "minContains": 0, "maxContains": 5] }
            return (["allOf": tests], array(size) { number($0) })
        },
        Row(name: "a long number", growth: 2.2) { size in
            let tests = array(20) { ["multipleOf": .decimal("0.\(String(repeating: "1", count: 30))\($0 + 1)")] }
            return (["allOf": tests], .decimal(String(repeating: "7", count: size * 100)))
        },
        Row(name: "lengths of a long text", growth: 2.2) { size in
            let tests = array(20) { ["maxLength": number(size * 1000 - 1 - $0)] }
            return (["not": ["anyOf": tests]], .string(String(repeating: "a", count: size * 1000)))
        },
        Row(name: "names that are missing", growth: 2.2) { size in
            (["anyOf": [["required": array(size) { .string("m\($0)") }], true]], object(500) { ("n\($0)", 1) })
        },
        Row(name: "names that depend on others", growth: 2.2) { size in
            let names = array(size - 1) { .string("m\($0 + 1)") }
            return (["not": ["dependentRequired": ["a": names]]], object(size) { ($0 == 0 ? "a" : "m\($0)", 1) })
        },
        Row(name: "a format", growth: 2.2) { size in
            let schema: JSONValue = ["format": "uri-reference"]
            return (schema, .string("https://example.org/" + String(repeating: "a", count: size * 1000)))
        },
        Row(name: "a regular expression as a value", growth: 2.2) { size in
            (["format": "regex"], .string(String(repeating: "[a-z]", count: size)))
        },
        Row(name: "nested values", growth: 2.2) { size in
            var value: JSONValue = []
            for _ in 0..<size {
                value = [value]
            }
            let definition: JSONValue = ["items": ["$ref": "#/$defs/r"], "allOf": [["type": "array"], true]]
            return (["$ref": "#/$defs/r", "$defs": ["r": definition]], value)
        },
    ]

    @Test("work grows no faster than what is looked at, and is charged", arguments: rows)
    func growth(_ row: Row) throws {
        let small = try work(row.make(100))
        let large = try work(row.make(200))
        #expect(small > 0)
        #expect(Double(large) < Double(small) * row.growth + 500, "\(small) and \(large)")
        #expect(Double(large) > Double(small) * 1.5, "\(small) and \(large)")
    }

    private func work(_ pair: (schema: JSONValue, value: JSONValue)) throws -> Int {
        let options = JSONSchemaOptions(formats: .assertion)
        let schema = try JSONSchema(compiling: pair.schema, options: options)
        var budget = WorkBudget.unlimited
        let violations = schema.validate(pair.value, budget: &budget)
        #expect(!violations.contains { $0.isUndecided })
        #expect(violations.isEmpty == schema.isValid(pair.value))
        return budget.stepsUsed
    }

    @Test("without enough steps there is one violation, which is no mismatch", arguments: rows)
    func spent(_ row: Row) throws {
        let (document, value) = row.make(200)
        let options = JSONSchemaOptions(formats: .assertion, stepsMax: 100, stepsPerByte: 0)
        let schema = try JSONSchema(compiling: document, options: options)
        let violations = schema.validate(value)
        #expect(violations.map(\.isUndecided) == [true])
        #expect(violations.first?.message.contains("would take too long") == true)
        #expect(violations.first?.instance.resolve(in: value) != nil)
        var quiet = WorkBudget(stepsMax: 100)
        #expect(!schema.isValid(value, budget: &quiet) || !quiet.isSpent)
        var budget = WorkBudget(stepsMax: 100)
        #expect(schema.validate(value, budget: &budget) == violations)
        #expect(budget.isSpent)
    }

    @Test("a value that would do with the steps for its bytes is not refused", arguments: rows.map(\.name))
    func extended(_ name: String) throws {
        let row = try #require(Self.rows.first { $0.name == name })
        let pair = row.make(100)
        let options = JSONSchemaOptions(formats: .assertion, stepsMax: 20, stepsPerByte: 1_000_000)
        let schema = try JSONSchema(compiling: pair.schema, options: options)
        let expected = try JSONSchema(compiling: pair.schema, options: JSONSchemaOptions(formats: .assertion))
        #expect(schema.validate(pair.value) == expected.validate(pair.value))
        #expect(schema.isValid(pair.value) == expected.isValid(pair.value))
    }

    @Test("an ordinary document takes a small part of its steps")
    func ordinary() throws {
        let line: JSONValue = ["sku": "abc-1", "count": 3, "price": 1.5, "kind": "a"]
        let order: JSONValue = ["id": "0a1b2c3d-00ff", "status": "paid", "total": 12.25, "lines": [line, line]]
        let schema = try JSONSchema(compiling: [
            "items": [
                "required": ["id", "status"], "additionalProperties": false,
                "properties": [
                    "id": ["type": "string", "pattern": "^[a-f0-9]{8}-[a-f0-9]{4}$"],
                    "status": ["enum": ["open", "paid", "sent"]], "total": ["type": "number", "minimum": 0],
                    "lines": [
                        "items": [
                            "properties": ["sku": ["type": "string"], "count": ["minimum": 1], "price": true],
                            "oneOf": [["properties": ["kind": ["const": "a"]]], ["required": ["other"]]],
                            "unevaluatedProperties": false,
                        ]
                    ],
                ],
            ]
        ])
        let value = JSONValue.array(Array(repeating: order, count: 2000))
        let allowed = JSONSchemaOptions(stepsMax: 0).budget(for: value)
        var budget = allowed
        #expect(schema.validate(value, budget: &budget).isEmpty)
        #expect(budget.stepsUsed < allowed.stepsMax)
        #expect(budget.stepsUsed > 2000 * 50)
    }
}
