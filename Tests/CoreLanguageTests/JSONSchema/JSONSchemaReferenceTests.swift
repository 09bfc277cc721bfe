import CoreLanguage
import Testing

@Suite("JSON Schema references")
struct JSONSchemaReferenceTests {
    /// A base, a reference and what RFC 3986 section 5.4 says it leads to.
    private static let examples: [(reference: String, target: String)] = [
        ("g:h", "g:h"), ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"), ("//g", "http://g"), ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"),
        (";x", "http://a/b/c/;x"), ("g;x=1/./y", "http://a/b/c/g;x=1/y"), ("g;x=1/../y", "http://a/b/c/y"),
        (".", "http://a/b/c/"), ("./", "http://a/b/c/"), ("..", "http://a/b/"), ("../", "http://a/b/"),
        ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
        ("/./g", "http://a/g"), ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), ("..g", "http://a/b/c/..g"),
        ("./../g", "http://a/b/g"), ("./g/.", "http://a/b/c/g/"), ("g/../h", "http://a/b/c/h"),
        ("g?y/../x", "http://a/b/c/g?y/../x"), ("urn:x:y", "urn:x:y"), ("http://a", "http://a"),
    ]

    @Test("references lead where RFC 3986 says", arguments: examples)
    func resolution(_ example: (reference: String, target: String)) throws {
        for fragment in ["", "#", "#/$defs/n", "#n"] {
            let document: JSONValue = ["type": "null", "$defs": ["n": ["$anchor": "n", "type": "null"]]]
            let schema = try JSONSchema(
                compiling: ["$id": "http://a/b/c/d;p?q", "$ref": .string(example.reference + fragment)],
                resources: [example.target: document])
            #expect(schema.isValid(nil) && !schema.isValid(1))
        }
    }

    @Test("without an $id, documents are found by relative names")
    func relative() throws {
        let schema = try JSONSchema(
            compiling: ["$ref": "a/b.json"],
            resources: [
                "a/b.json": ["$ref": "c.json"], "a/c.json": ["$ref": "../d.json#/x"], "d.json": ["x": ["type": "null"]],
            ])
        #expect(schema.isValid(nil) && !schema.isValid(1))
    }

    @Test("a document may refer to a schema inside another by its $id alone")
    func embedded() throws {
        let schema = try JSONSchema(
            compiling: ["$ref": "http://x/inner"],
            resources: ["http://x/outer": ["$defs": ["i": ["$id": "inner", "type": "null"]]]])
        #expect(schema.isValid(nil) && !schema.isValid(1))
    }

    @Test("a dynamic anchor stays with the outermost, also where an inner document brings new ones along")
    func outermost() throws {
        let inner: JSONValue = [
            "$id": "x:inner", "properties": ["x": ["$dynamicRef": "#a"], "y": ["$dynamicRef": "#b"]],
            "$defs": ["a": ["$dynamicAnchor": "a", "type": "null"], "b": ["$dynamicAnchor": "b", "type": "null"]],
        ]
        let schema = try JSONSchema(
            compiling: [
                "$id": "x:outer", "$ref": "x:inner", "$defs": ["a": ["$dynamicAnchor": "a", "type": "string"]],
            ], resources: ["x:inner": inner])
        #expect(schema.isValid(["x": "", "y": nil]))
        #expect(!schema.isValid(["x": nil]) && !schema.isValid(["y": ""]))
    }

    @Test("names are compared byte by byte")
    func bytes() throws {
        let schema = try JSONSchema(
            compiling: [
                "properties": ["\u{E9}": ["$ref": "#/$defs/e%CC%81"], "e\u{301}": ["$ref": "#/$defs/%C3%A9"]],
                "$defs": ["\u{E9}": ["type": "null"], "e\u{301}": ["type": "string"]],
            ])
        #expect(schema.isValid(["\u{E9}": "a", "e\u{301}": nil]))
        #expect(!schema.isValid(["\u{E9}": nil]) && !schema.isValid(["e\u{301}": "a"]))
    }

    @Test(
        "the metaschemas are there, and find each other and a schema sound",
        arguments: [
            "schema", "meta/core", "meta/applicator", "meta/unevaluated", "meta/validation", "meta/meta-data",
            "meta/format-annotation", "meta/format-assertion", "meta/content",
        ])
    func metaschemas(_ name: String) throws {
        let uri = "https://json-schema.org/draft/2020-12/" + name
        let metaschema = try JSONSchema(compiling: ["$ref": .string(uri)])
        #expect(metaschema.isValid(["title": "a", "$id": "b", "items": true, "maxItems": 2]))
        #expect(!metaschema.isValid(1))
    }

    @Test("the metaschema refuses what is no schema, and says where")
    func metaschemaFaults() throws {
        let metaschema = try JSONSchema(compiling: ["$ref": "https://json-schema.org/draft/2020-12/schema"])
        let faults = metaschema.validate(["properties": ["a": ["type": "text"], "b": ["items": [1]]], "minimum": "1"])
        #expect(Set(faults.map(\.instance.description)) == ["/properties/a/type", "/properties/b/items", "/minimum"])
        let constraint = try JSONSchema(
            compiling: ["$ref": "https://json-schema.org/draft/2020-12/meta/validation#/$defs/nonNegativeInteger"])
        #expect(constraint.isValid(1) && !constraint.isValid(-1))
    }

    @Test("a metaschema with the vocabulary format-assertion makes formats check")
    func formatVocabulary() throws {
        let dialect: JSONValue = [
            "$vocabulary": [
                "https://json-schema.org/draft/2020-12/vocab/core": true,
                "https://json-schema.org/draft/2020-12/vocab/format-assertion": true,
            ]
        ]
        let schema = try JSONSchema(
            compiling: ["$schema": "http://x/meta", "format": "date", "type": "null"],
            resources: ["http://x/meta": dialect])
        #expect(schema.isValid("2024-02-29") && !schema.isValid("2023-02-29"))
        let plain = try JSONSchema(compiling: ["$schema": "http://x/unknown", "format": "date"])
        #expect(plain.isValid("2023-02-29"))
    }
}
