import CoreLanguage
import CoreTesting
import Foundation
import Testing

@Suite("JSON Schema fuzzing")
struct JSONSchemaFuzzTests {
    private static let keywords = [
        "type", "const", "enum", "multipleOf", "maximum", "minimum", "maxLength", "minLength", "pattern", "maxItems",
        "minItems", "uniqueItems", "maxProperties", "required", "dependentRequired", "allOf", "anyOf", "oneOf", "not",
        "if", "then", "else", "dependentSchemas", "prefixItems", "items", "contains", "maxContains", "minContains",
        "properties", "patternProperties", "additionalProperties", "propertyNames", "unevaluatedItems",
        "unevaluatedProperties", "$defs", "$ref", "$dynamicRef", "$id", "$anchor", "$dynamicAnchor", "format",
    ]

    /// A schema whose keywords mostly have values of the right form.
    private func schema(depth: Int, using random: inout JSONTestRandom) -> JSONValue {
        guard depth > 0, Int.random(in: 0..<12, using: &random) > 0 else {
            return [true, false, [:], ["type": "object"], ["minimum": 2]].randomElement(using: &random) ?? true
        }
        var object = JSONObject()
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let keyword = Self.keywords.randomElement(using: &random) ?? "type"
            object[keyword] = value(of: keyword, depth: depth, using: &random)
        }
        return .object(object)
    }

    private func value(of keyword: String, depth: Int, using random: inout JSONTestRandom) -> JSONValue {
        switch keyword {
        case "type": return ["object", "array", "string", "integer"].randomElement(using: &random) ?? "null"
        case "enum": return [1, "a", ["a": 1], []]
        case "pattern": return ["^a", "[ab]+$", "("].randomElement(using: &random) ?? "a"
        case "uniqueItems": return true
        case "required": return ["a"]
        case "dependentRequired": return ["a": ["b"]]
        case "allOf", "anyOf", "oneOf", "prefixItems":
            return .array((0..<2).map { _ in schema(depth: depth - 1, using: &random) })
        case "properties", "dependentSchemas", "$defs", "patternProperties":
            let first = schema(depth: depth - 1, using: &random)
            return ["a": first, "b": schema(depth: depth - 1, using: &random)]
        case "$ref", "$dynamicRef":
            return ["#", "#x", "#/$defs/a", "#/properties/a", "y"].randomElement(using: &random) ?? "#"
        case "$id": return ["y", "z"].randomElement(using: &random) ?? "y"
        case "$anchor", "$dynamicAnchor": return "x"
        case "format": return "date"
        case "const": return random.value(depth: 1)
        case "not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames",
            "unevaluatedItems", "unevaluatedProperties":
            return schema(depth: depth - 1, using: &random)
        default: return .integer(Int64.random(in: 0...3, using: &random))
        }
    }

    private func instance(depth: Int, using random: inout JSONTestRandom) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 4), using: &random) {
        case 0: return .integer(Int64.random(in: 0...4, using: &random))
        case 1: return .string(["a", "b", "ab", ""].randomElement(using: &random) ?? "")
        case 2: return [nil, true, 1.5].randomElement(using: &random) ?? nil
        case 3: return random.value(depth: 1)
        case 4: return .array((0..<3).map { _ in instance(depth: depth - 1, using: &random) })
        default:
            let first = instance(depth: depth - 1, using: &random)
            return ["a": first, "b": instance(depth: depth - 1, using: &random)]
        }
    }

    @Test("both ways of asking agree on random schemas", arguments: Torture.seeds(0..<4))
    func randomSchemas(seed: Int) {
        var random = JSONTestRandom(seed: UInt64(seed))
        var compiled = 0
        var valid = 0
        for _ in 0..<1500 {
            let options = JSONSchemaOptions(violationsMax: Int.random(in: 1...4, using: &random))
            let document = schema(depth: 4, using: &random)
            guard let schema = try? JSONSchema(compiling: document, options: options) else {
                continue
            }
            compiled += 1
            for _ in 0..<4 {
                let value = instance(depth: 3, using: &random)
                let violations = schema.validate(value)
                // To explain is to look at more alternatives, and one of them may lead back to itself.
                let isDecided = !violations.contains { $0.isUndecided }
                #expect(
                    !isDecided || schema.isValid(value) == violations.isEmpty,
                    "\(document) and \(value): \(violations)")
                #expect(violations.allSatisfy { $0.instance.resolve(in: value) != nil && !$0.message.isEmpty })
                valid += violations.isEmpty ? 1 : 0
            }
        }
        #expect(compiled > 300 && valid > 300 && valid < compiled * 4, "\(compiled) compiled, \(valid) valid")
    }

    @Test("what the compiler takes, the metaschema finds sound, in random schemas", arguments: Torture.seeds(0..<2))
    func metaschema(seed: Int) throws {
        var random = JSONTestRandom(seed: UInt64(100 + seed))
        let metaschema = try JSONSchema(compiling: ["$ref": "https://json-schema.org/draft/2020-12/schema"])
        for _ in 0..<1000 {
            let document = mutated(schema(depth: 3, using: &random), using: &random)
            if (try? JSONSchema(compiling: document)) != nil {
                let faults = metaschema.validate(document)
                #expect(faults.isEmpty, "\(document): \(faults)")
            }
        }
    }

    /// Puts something else in the place of one member somewhere.
    private func mutated(_ value: JSONValue, using random: inout JSONTestRandom) -> JSONValue {
        guard var object = value.objectValue, let key = object.keys.randomElement(using: &random),
            let member = object[key]
        else {
            return random.value(depth: 1)
        }
        object[key] = Bool.random(using: &random) ? mutated(member, using: &random) : random.value(depth: 1)
        return .object(object)
    }

    @Test(
        "schemas and values of the suite may be changed anyhow",
        .enabled(if: JSONSchemaSuiteFiles.folder != nil, "the folder of the suite is not there"))
    func mutations() throws {
        var random = JSONTestRandom(seed: Torture.seed(11))
        let remotes = try JSONSchemaSuiteFiles.remotes()
        var compiled = 0
        for file in try JSONSchemaSuiteFiles.tests(in: "draft2020-12") {
            for group in try JSONSchemaSuiteFiles.value(file).arrayValue ?? [] {
                for _ in 0..<3 {
                    let document = mutated(group["schema"] ?? nil, using: &random)
                    guard let schema = try? JSONSchema(compiling: document, resources: remotes) else {
                        continue
                    }
                    compiled += 1
                    for test in group["tests"]?.arrayValue ?? [] {
                        let value = mutated(test["data"] ?? nil, using: &random)
                        #expect(schema.isValid(value) == schema.validate(value).isEmpty)
                    }
                }
            }
        }
        #expect(compiled > 100, "\(compiled) compiled")
    }
}
