import CoreLanguage
import Testing

@Suite("Schemas of recipes")
struct RecipeSchemaTests {
    private func program(_ frame: String, step: String = "") throws -> Program {
        try RecipeTestRegistry.program(
            #"{"schema_version":2,\#(frame)"steps":[{"id":"a","ingredient":"scrypted:text:nova-pro","version":"1.2.0","#
                + #""input":{"user_prompt":"x"}\#(step)}]}"#)
    }

    private func properties(_ schema: JSONValue) -> String {
        schema["properties"]?.serializedString(.canonical) ?? ""
    }

    @Test(
        "Each type of input has its schema",
        arguments: [
            (#"{"type":"string"}"#, #"{"type":"string"}"#), (#"{"type":"integer"}"#, #"{"type":"integer"}"#),
            (#"{"type":"number","minimum":0,"maximum":1}"#, #"{"maximum":1,"minimum":0,"type":"number"}"#),
            (#"{"type":"boolean","description":"d"}"#, #"{"description":"d","type":"boolean"}"#),
            (#"{"type":"array","schema":{"items":{"type":"string"}}}"#, #"{"items":{"type":"string"},"type":"array"}"#),
            (#"{"type":"object","schema":{"type":"object"}}"#, #"{"type":"object"}"#),
            (
                #"{"type":"string","enum":["a","b"],"default":"a"}"#,
                #"{"default":"a","enum":["a","b"],"type":"string"}"#
            ),
            (#"{"type":"image_url"}"#, #"{"format":"uri","type":"string"}"#),
            (#"{"type":"video_url"}"#, #"{"format":"uri","type":"string"}"#),
        ])
    func inputTypes(_ input: String, _ schema: String) throws {
        let program = try program(#""inputs":{"x":\#(input)},"#)
        #expect(properties(program.inputSchema) == #"{"x":\#(schema)}"#)
        #expect(program.inputSchema["additionalProperties"] == false)
    }

    @Test("An input must be given unless the plan says otherwise")
    func required() throws {
        let program = try program(
            #""inputs":{"a":{"type":"string"},"b":{"type":"string","required":false},"#
                + #""c":{"type":"string","default":"x"},"d":{"type":"string","required":true,"default":null}},"#)
        #expect(program.inputSchema["required"] == ["a", "d"])
        #expect(program.inputDefaults == ["c": "x"])
    }

    @Test("A document comes with its bytes or as a blob")
    func document() throws {
        let program = try program(#""inputs":{"x":{"type":"document"}},"#)
        let schema = try JSONSchema(compiling: program.inputSchema)
        let blob = "sha256:" + String(repeating: "0f", count: 32)
        #expect(schema.isValid(["x": ["blob": .string(blob)]]))
        #expect(schema.isValid(["x": ["name": "a", "media_type": "text/plain", "data": "YQ=="]]))
        #expect(!schema.isValid(["x": ["name": "a", "media_type": "text/plain"]]))
        #expect(schema.isValid(["x": ["blob": .string(blob), "name": "a", "media_type": "b/c", "size": 1]]))
        #expect(!schema.isValid(["x": ["blob": .string(blob), "data": "YQ=="]]))
        #expect(!schema.isValid(["x": ["blob": .string(blob), "size": -1]]))
        #expect(!schema.isValid(["x": ["blob": "sha256:0F"]]))
    }

    @Test("A ready schema is taken as it is, with its defaults")
    func readySchema() throws {
        let schema = #"{"type":"object","properties":{"a":{"type":"string","default":"x"},"b":{}}}"#
        let program = try program(#""input_schema":\#(schema),"#)
        #expect(program.inputSchema == (try JSONValue.parse(schema)))
        #expect(program.inputDefaults == ["a": "x"])
    }

    @Test("A ready schema says which inputs there are, unless it is open")
    func openSchema() throws {
        func outputs(_ schema: String) -> String {
            #""outputs":{"x":{"from":"inputs.other"}},"input_schema":{"type":"object"\#(schema)},"#
        }
        for open in ["", #","properties":{},"additionalProperties":true"#, #","properties":{},"patternProperties":{}"#]
        {
            #expect(throws: Never.self, "\(open)") { try program(outputs(open)) }
        }
        for closed in [#","properties":{}"#, #","additionalProperties":false"#] {
            #expect(throws: RecipePlan.Refusal.self, "\(closed)") { try program(outputs(closed)) }
        }
    }

    @Test(
        "The schema of the output follows from the plan",
        arguments: [
            (#"{"from":"steps.a.output.text"}"#, "", #"{"type":"string"}"#),
            (#"{"from":"inputs.n"}"#, "", #"{"type":"integer"}"#),
            (#"{"from":"steps.a.output.usage.deeper"}"#, "", "{}"),
            (#"{"from":"steps.a.status"}"#, "", #"{"type":"string"}"#),
            (#"{"from":"steps.a.output.text"}"#, #","when":"true""#, "{}"),
            (#"{"from":"steps.a.output.text"}"#, #","on_error":"skip""#, "{}"),
            (#"{"from":"steps.a.output.text"}"#, #","on_error":{"default":1}"#, "{}"),
            (#"{"from":"steps.a.output[0].text"}"#, #","for_each":[1]"#, #"{"type":"string"}"#),
            (#"{"template":"x"}"#, "", #"{"type":"string"}"#), (#"{"expr":"1 < 2"}"#, "", #"{"type":"boolean"}"#),
            (#"{"expr":"length('a')"}"#, "", #"{"minimum":0,"type":"integer"}"#),
            (#"{"expr":"inputs.n ?? 1"}"#, "", "{}"),
            ("7", "", #"{"const":7}"#), (#"[{"from":"inputs.n"}]"#, "", #"{"type":"array"}"#),
            (
                #"{"k":{"from":"inputs.n"}}"#, "",
                #"{"additionalProperties":false,"properties":{"k":{"type":"integer"}},"required":["k"],"type":"object"}"#
            ),
        ])
    func outputs(_ output: String, _ step: String, _ schema: String) throws {
        let frame = #""inputs":{"n":{"type":"integer"}},"outputs":{"x":\#(output)},"#
        let program = try program(frame, step: step)
        #expect(properties(program.outputSchema) == #"{"x":\#(schema)}"#)
        #expect(program.outputSchema["required"] == ["x"])
    }

    @Test("Without outputs the last step gives the result")
    func lastStep() throws {
        let program = try program("")
        #expect(program.result == .reference(try Reference(parsing: "steps.a.output")))
        #expect(program.outputSchema["required"] == ["text"])
        let repeated = try self.program("", step: #","for_each":[1]"#)
        #expect(repeated.outputSchema["items"]?["required"] == ["text"])
    }

    @Test("A schema that is given is the schema")
    func givenSchema() throws {
        #expect(try program(#""output_schema":{"title":"x"},"#).outputSchema == ["title": "x"])
    }
}
