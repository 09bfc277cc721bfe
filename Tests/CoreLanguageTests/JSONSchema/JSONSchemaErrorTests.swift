import CoreLanguage
import Testing

@Suite("JSON Schema errors")
struct JSONSchemaErrorTests {
    struct Row: Sendable {
        let schema: String
        let location: String
        let part: String

        init(_ schema: String, _ location: String, _ part: String) {
            self.schema = schema
            self.location = location
            self.part = part
        }
    }

    private static let forms = [
        Row("5", "", "object, true or false"), Row(#"{"items":[]}"#, "/items", "object, true or false"),
        Row(#"{"allOf":[]}"#, "/allOf", "array of schemas"), Row(#"{"anyOf":{}}"#, "/anyOf", "array of schemas"),
        Row(#"{"prefixItems":[1]}"#, "/prefixItems/0", "object, true or false"),
        Row(#"{"properties":[]}"#, "/properties", "object whose members"),
        Row(#"{"$defs":{"a":{"b":{},"properties":{"c":null}}}}"#, "/$defs/a/properties/c", "object, true or false"),
        Row(#"{"type":"strin"}"#, "/type", "name of a type"), Row(#"{"type":[]}"#, "/type", "empty"),
        Row(#"{"type":[1]}"#, "/type", "name of a type"), Row(#"{"enum":1}"#, "/enum", "array"),
        Row(#"{"minimum":"1"}"#, "/minimum", "number"), Row(#"{"multipleOf":0}"#, "/multipleOf", "greater than 0"),
        Row(#"{"multipleOf":-1}"#, "/multipleOf", "greater than 0"),
        Row(#"{"maxLength":-1}"#, "/maxLength", "whole number"), Row(#"{"minItems":1.5}"#, "/minItems", "whole number"),
        Row(#"{"contains":true,"minContains":"1"}"#, "/minContains", "whole number"),
        Row(#"{"pattern":1}"#, "/pattern", "string"), Row(#"{"pattern":"a("}"#, "/pattern", "not closed"),
        Row(#"{"patternProperties":{"(?=a)":{}}}"#, "/patternProperties/(?=a)", "Look-ahead"),
        Row(#"{"$defs":{"a":{"pattern":"\\1"}}}"#, "/$defs/a/pattern", "Back-references"),
        Row(#"{"required":"a"}"#, "/required", "array of member names"),
        Row(#"{"required":["a",1]}"#, "/required/1", "string"),
        Row(#"{"dependentRequired":[]}"#, "/dependentRequired", "object"),
        Row(#"{"dependentRequired":{"a":[1]}}"#, "/dependentRequired/a/0", "string"),
        Row(#"{"uniqueItems":1}"#, "/uniqueItems", "true or false"), Row(#"{"format":1}"#, "/format", "string"),
    ]

    private static let references = [
        Row(##"{"$ref":1}"##, "/$ref", "string"), Row(##"{"$ref":"#/a"}"##, "/$ref", "leads to nothing"),
        Row(##"{"$ref":"#a"}"##, "/$ref", "leads to nothing"), Row(##"{"$ref":"#/~2"}"##, "/$ref", "leads to nothing"),
        Row(##"{"$ref":"#%zz"}"##, "/$ref", "percent"), Row(##"{"$ref":"other.json"}"##, "/$ref", "no schema at"),
        Row(##"{"$ref":"#/const","const":1}"##, "/const", "object, true or false"),
        Row(##"{"$id":1}"##, "/$id", "string"), Row(##"{"$id":"#a"}"##, "/$id", "fragment"),
        Row(#"{"$anchor":"1"}"#, "/$anchor", "name"), Row(#"{"$dynamicAnchor":""}"#, "/$dynamicAnchor", "name"),
        Row(#"{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}"#, "/$defs/a/$anchor", "twice"),
        Row(#"{"$defs":{"a":{"$id":"x"},"b":{"$id":"x"}}}"#, "/$defs/a/$id", "another schema too"),
        Row(#"{"$schema":1}"#, "", "string"),
        Row(#"{"$schema":"https://meta.example/needy"}"#, "", "vocabulary \"https://meta.example/v\""),
    ]

    private static let loops = [
        Row(##"{"$ref":"#"}"##, "", "leads back to itself"),
        Row(##"{"allOf":[{"$ref":"#"}]}"##, "/allOf/0", "leads back to itself"),
        Row(##"{"not":{"anyOf":[{"type":"null"},{"$ref":"#"}]}}"##, "/not/anyOf/1", "leads back to itself"),
        Row(##"{"if":true,"then":{"$ref":"#"}}"##, "/then", "leads back to itself"),
        Row(##"{"dependentSchemas":{"a":{"$ref":"#"}}}"##, "/dependentSchemas/a", "leads back to itself"),
        Row(##"{"$dynamicRef":"#"}"##, "", "leads back to itself"),
        Row(
            ##"{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}"##, "/$defs/b",
            "leads back to itself"),
    ]

    @Test("what is wrong is said, and where", arguments: forms + references + loops)
    func table(_ row: Row) throws {
        let needy: JSONValue = ["$vocabulary": ["https://meta.example/v": true]]
        let error = try #require(throws: JSONSchemaError.self) {
            try JSONSchema(
                compiling: JSONValue.parse(row.schema), resources: ["https://meta.example/needy": needy])
        }
        #expect(error.message.contains(row.part), "\(error)")
        #expect(error.location.description == row.location || row.part == "leads back to itself", "\(error)")
        #expect(error.document.isEmpty && !error.hint.isEmpty)
    }

    @Test("a fault in another document names it, when it is needed")
    func otherDocument() throws {
        let resources: [String: JSONValue] = ["https://a.example/b": ["$defs": ["c": ["type": 1], "d": true]]]
        let error = try #require(throws: JSONSchemaError.self) {
            try JSONSchema(compiling: ["$ref": "https://a.example/b#/$defs/c"], resources: resources)
        }
        #expect(error.description.hasPrefix("https://a.example/b#/$defs/c/type: "))
        _ = try JSONSchema(compiling: ["$ref": "https://a.example/b#/$defs/d"], resources: resources)
        _ = try JSONSchema(compiling: true, resources: resources)
    }

    @Test("a loop that only shows with a value is a violation", .timeLimit(.minutes(5)))
    func dynamicLoop() throws {
        let schema = try JSONSchema(
            compiling: [
                "$id": "https://a.example/outer", "$dynamicAnchor": "node", "$ref": "inner",
                "$defs": [
                    "inner": [
                        "$id": "inner", "$dynamicRef": "#node",
                        "$defs": ["default": ["$dynamicAnchor": "node"]],
                    ]
                ],
            ])
        #expect(!schema.isValid(1))
        #expect(schema.validate(1).map(\.message).first?.contains("leads back to itself") == true)
    }
}
