import CoreLanguage
import Foundation
import Testing

@Suite("JSON Schema limits")
struct JSONSchemaLimitTests {
    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let elapsed = try ContinuousClock().measure(body)
        return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
    }

    @Test("schemas that name each other twice take no exponential time", arguments: ["allOf", "anyOf", "oneOf"])
    func doubling(_ keyword: String) throws {
        var definitions = JSONObject()
        for level in 0..<60 {
            let next: JSONValue = ["$ref": .string("#/$defs/a\(level + 1)")]
            definitions["a\(level)"] = .object([
                keyword: [next, ["allOf": [next]]], "properties": ["x": ["allOf": [next, next]]],
                "unevaluatedProperties": true,
            ])
        }
        definitions["a60"] = ["type": ["object", "null"], "not": ["const": nil]]
        let schema = try JSONSchema(compiling: ["$ref": "#/$defs/a0", "$defs": .object(definitions)])
        let took = seconds {
            for value in [1, nil, [:], ["x": ["x": [:]]], ["x": ["x": 1]]] as [JSONValue] {
                #expect(schema.validate(value).isEmpty == schema.isValid(value))
            }
        }
        #expect(took < 30)
    }

    @Test("dynamic scopes take no exponential time")
    func scopes() throws {
        var definitions = JSONObject()
        for level in 0..<30 {
            for side in ["a", "b"] {
                let next: [JSONValue] = ["a", "b"].map { ["$ref": .string("x:\($0)\(level + 1)")] }
                definitions["\(side)\(level)"] = [
                    "$id": .string("x:\(side)\(level)"), "allOf": .array(next),
                    "$defs": ["d": ["$dynamicAnchor": .string("n\(level)"), "$comment": .string(side)]],
                ]
            }
        }
        definitions["end"] = ["$id": "x:a30"]
        definitions["end2"] = ["$id": "x:b30", "properties": ["y": ["$dynamicRef": "#n"]], "$dynamicAnchor": "n"]
        let schema = try JSONSchema(compiling: ["$ref": "x:a0", "$defs": .object(definitions)])
        let took = seconds { #expect(schema.validate(1).first?.message.contains("scopes") == true) }
        #expect(took < 30)
    }

    @Test("patterns that are much work together are refused, and one that is there often is not")
    func patterns() throws {
        let names = (0..<5000).map { ("[ab]*a[ab]{60}\($0)", JSONValue.bool(true)) }
        let error = try #require(throws: JSONSchemaError.self) {
            try JSONSchema(compiling: ["patternProperties": .object(JSONObject(names))])
        }
        #expect(error.message.contains("they may have 200000"))
        let same = (0..<5000).map { (String($0), ["pattern": "[ab]*a[ab]{12}"] as JSONValue) }
        _ = try JSONSchema(compiling: ["properties": .object(JSONObject(same))])
    }

    @Test("a number of steps is enough for every evaluation")
    func steps() throws {
        let schema = try JSONSchema(
            compiling: ["items": ["anyOf": [["type": "null"], ["type": "integer"]]]],
            options: JSONSchemaOptions(stepsMax: 10_000, stepsPerByte: 0))
        #expect(schema.isValid(.array(Array(repeating: 1, count: 100))))
        let long = JSONValue.array(Array(repeating: 1, count: 1000))
        #expect(!schema.isValid(long))
        let violations = schema.validate(long)
        #expect(violations.map(\.isUndecided) == [true])
        #expect(violations.first?.message.contains("too many steps") == true)
        #expect(violations.first?.instance.tokens.count == 1)
        #expect(schema.validate([true]).map(\.isUndecided).contains(true) == false)
    }

    @Test("large arrays are compared in little time")
    func unique() throws {
        let schema = try JSONSchema(compiling: ["uniqueItems": true])
        let objects = (0..<20_000).map { JSONValue.object(["a": .integer($0), "b": [.double(Double($0) + 0.5)]]) }
        let took = seconds {
            #expect(schema.isValid(.array(objects)))
            #expect(!schema.isValid(.array(objects + objects.suffix(1))))
        }
        #expect(took < 30)
    }

    @Test("five hundred levels of schema and value need no more than a stack of 512 KiB")
    func depth() {
        let outcome = Outcome()
        let thread = Thread { outcome.finish(isDeepSchemaSound()) }
        thread.stackSize = 512 * 1024
        thread.start()
        #expect(outcome.wait())
    }
}

/// Compiles a deep schema and applies it, and the metaschema to it.
private func isDeepSchemaSound() -> Bool {
    var nested: JSONValue = ["type": "null"]
    var alternatives: JSONValue = false
    var value: JSONValue = nil
    for _ in 0..<500 {
        nested = ["properties": ["a": nested]]
        alternatives = ["anyOf": [["type": "array"], ["not": ["not": alternatives]], ["type": ["object", "null"]]]]
        value = ["a": value]
    }
    let document: JSONValue = [
        "allOf": [nested, alternatives, ["$ref": "#/$defs/r"]],
        "$defs": ["r": ["properties": ["a": ["$ref": "#/$defs/r"]], "type": ["object", "null"]]],
    ]
    guard let schema = try? JSONSchema(compiling: document),
        let metaschema = try? JSONSchema(compiling: ["$ref": "https://json-schema.org/draft/2020-12/schema"])
    else {
        return false
    }
    let accepts = schema.isValid(value) && schema.validate(value).isEmpty && metaschema.isValid(document)
    return accepts && !schema.isValid(1) && !metaschema.isValid(["not": ["not": 1]])
}

/// What a thread found out; whoever waits gets it.
private final class Outcome: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    private var isSound = false

    /// Called once, by the thread.
    func finish(_ isSound: Bool) {
        self.isSound = isSound
        done.signal()
    }

    func wait() -> Bool {
        done.wait()
        return isSound
    }
}
