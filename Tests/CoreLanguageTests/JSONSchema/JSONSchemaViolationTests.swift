import CoreLanguage
import Testing

@Suite("JSON Schema violations")
struct JSONSchemaViolationTests {
    struct Row: Sendable {
        let schema: String
        let value: String
        /// Of each violation `instance keyword-place message`.
        let expected: [String]

        init(_ schema: String, _ value: String, _ expected: String...) {
            self.schema = schema
            self.value = value
            self.expected = expected
        }
    }

    private static let tests = [
        Row(#"{"type":"string"}"#, "5", "# /type Expected string, found integer: 5."),
        Row(#"{"type":["integer","null"]}"#, "1.5", "# /type Expected null or integer, found number: 1.5."),
        Row(#"{"const":{"a":1}}"#, "{}", "# /const an object with 0 members must be an object with 1 member."),
        Row(
            #"{"enum":["red","green"]}"#, #""gren""#,
            #"# /enum "gren" is not one of the allowed values: "red", "green". Did you mean "green"?"#),
        Row(#"{"minimum":0.1}"#, "0.09", "# /minimum 0.09 is too small. Use 0.1 or more."),
        Row(#"{"exclusiveMaximum":3}"#, "3.0", "# /exclusiveMaximum 3.0 is too large. Use less than 3."),
        Row(#"{"multipleOf":0.01}"#, "0.015", "# /multipleOf 0.015 is not a multiple of 0.01. Use one that is."),
        Row(#"{"minLength":2}"#, #""😀""#, "# /minLength The string has 1 characters. Use 2 or more."),
        Row(#"{"pattern":"^a"}"#, #""b""#, #"# /pattern "b" does not match the pattern ^a."#),
        Row(#"{"uniqueItems":true}"#, "[1,{},1.0]", "# /uniqueItems Elements 0 and 2 are equal. Remove one of them."),
        Row(#"{"maxProperties":0}"#, #"{"a":1}"#, "# /maxProperties The object has 1 members. Use 0 or fewer."),
        Row(
            #"{"required":["name","age"]}"#, #"{"nmae":1}"#,
            "# /required The member \"name\" is missing. Add it. Is \"nmae\" meant to be it?",
            "# /required The member \"age\" is missing. Add it."),
        Row(
            #"{"dependentRequired":{"a":["b","c"]}}"#, #"{"a":1,"b":2}"#,
            "# /dependentRequired The member \"c\" is missing. Where there is \"a\" it must be too."),
    ]

    private static let applicators = [
        Row(
            #"{"properties":{"first_name":{}},"additionalProperties":false}"#, #"{"firstName":1}"#,
            "#/firstName /additionalProperties The member \"firstName\" is not known here. Remove it."
                + " Did you mean \"first_name\"?"),
        Row(
            #"{"properties":{"a":false}}"#, #"{"a":1}"#,
            "#/a /properties/a The member \"a\" must not be here. Remove it."
        ),
        Row(
            #"{"prefixItems":[true],"items":false}"#, "[1,2]",
            "#/1 /items There are too many elements. Remove this one."),
        Row("false", "1", "#  No value is allowed here. Remove it."),
        Row(
            #"{"propertyNames":{"maxLength":1}}"#, #"{"ab":1}"#,
            "#/ab /propertyNames/maxLength The name of this member does not fit."
                + " The string has 2 characters. Use 1 or fewer."),
        Row(#"{"not":{"type":"null"}}"#, "null", "# /not The value is one that is excluded here. Use another."),
        Row(
            #"{"oneOf":[true,{"type":"null"},{}]}"#, "1",
            "# /oneOf The value fits more than one of 3 alternatives. Make it fit exactly one."),
        Row(
            #"{"contains":{"type":"null"},"minContains":2,"maxContains":3}"#, "[null,1]",
            "# /contains 1 element of the required kind found. There must be 2 to 3."),
        Row(
            #"{"anyOf":[{"properties":{"kind":{"const":"a"}}},{"properties":{"kind":{"const":"b"},"n":{"minimum":1}}}]}"#,
            #"{"kind":"b","n":0}"#,
            "# /anyOf The value fits none of 2 alternatives. Make it fit one of them.",
            "#/n /anyOf/1/properties/n/minimum 0 is too small. Use 1 or more."),
        Row(
            #"{"if":{"required":["a"]},"then":{"required":["b"]},"else":{"required":["c"]}}"#, "{}",
            "# /else/required The member \"c\" is missing. Add it."),
        Row(
            ##"{"$ref":"#/$defs/x~1y","$defs":{"x/y":{"type":"null"}}}"##, "1",
            "# /$defs/x~1y/type Expected null, found integer: 1."),
        Row(
            ##"{"allOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/a"}],"$defs":{"a":{"allOf":[{"type":"null"}]}}}"##, "1",
            "# /$defs/a/allOf/0/type Expected null, found integer: 1."),
        Row(
            #"{"properties":{"a":true},"unevaluatedProperties":false}"#, #"{"a":1,"b":2,"c":3}"#,
            "#/b /unevaluatedProperties The member \"b\" is not known here. Remove it.",
            "#/c /unevaluatedProperties The member \"c\" is not known here. Remove it."),
        Row(
            #"{"items":{"type":"null"}}"#, "[1,null,2]", "#/0 /items/type Expected null, found integer: 1.",
            "#/2 /items/type Expected null, found integer: 2."),
    ]

    @Test("what is wrong is said, and where", arguments: tests + applicators)
    func table(_ row: Row) throws {
        let schema = try JSONSchema(compiling: JSONValue.parse(row.schema))
        let violations = try schema.validate(JSONValue.parse(row.value))
        #expect(violations.map { "#\($0.instance) \($0.schema) \($0.message)" } == row.expected)
        #expect(try !schema.isValid(JSONValue.parse(row.value)))
    }

    @Test("the keyword is the one that is not fulfilled, or that applies the schema false")
    func keyword() throws {
        let schema = try JSONSchema(compiling: ["properties": ["a": ["minimum": 1], "b": false]])
        #expect(schema.validate(["a": 0, "b": 0]).map(\.keyword) == ["minimum", "properties"])
        #expect(try JSONSchema(compiling: false).validate(1).map(\.keyword) == ["false"])
    }

    @Test("a fault in another document names it")
    func document() throws {
        let schema = try JSONSchema(
            compiling: ["$id": "https://a.example/x/y.json", "properties": ["b": ["$ref": "z.json"], "c": false]],
            resources: ["https://a.example/x/z.json": ["type": "null"]])
        let violations = schema.validate(["b": 1, "c": 1])
        #expect(violations.map(\.document) == ["https://a.example/x/z.json", "https://a.example/x/y.json"])
        #expect(violations.first?.description == "#/b: Expected null, found integer: 1.")
    }

    @Test("no more violations are reported than asked for, and at least one", arguments: [-1, 0, 1, 3, 100, 1000])
    func limit(_ most: Int) throws {
        let value = JSONValue.array(Array(repeating: 1, count: 200))
        for schema in [["items": false], ["anyOf": [["items": false], ["items": ["type": "null"]]]]] as [JSONValue] {
            let compiled = try JSONSchema(compiling: schema, options: JSONSchemaOptions(violationsMax: most))
            let count = compiled.validate(value).count
            #expect(count <= max(most, 1) && count >= min(max(most, 1), 100), "\(count)")
        }
    }

    @Test("long values are shortened")
    func shortened() throws {
        let schema = try JSONSchema(compiling: ["type": "null"])
        let message = schema.validate(.string(String(repeating: "é", count: 1000))).first?.message ?? ""
        #expect(message.unicodeScalars.count < 120 && message.contains("…"))
    }
}
