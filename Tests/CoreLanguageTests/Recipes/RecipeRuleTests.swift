import CoreLanguage
import Testing

@Suite("Rules of recipe plans")
struct RecipeRuleTests {
    /// What a plan breaks: `pointer rule`, in order.
    private func broken(_ plan: String) throws -> [String] {
        try RecipeTestRegistry.violations(.parse(plan)).map { "\($0.pointer) \($0.rule)" }
    }

    @Test("A plan that breaks no rule compiles")
    func sound() throws {
        #expect(try broken(RecipeTestRegistry.plan(step: "")).isEmpty)
    }

    private static let step = #""steps":[{"id":"a","ingredient":"scrypted:tool:any"}]"#

    @Test(
        "The rest of a plan",
        arguments: [
            (#"[]"#, [" type"]), (#"{"schema_version":2}"#, ["/steps missing"]),
            (#"{\#(step)}"#, ["/schema_version missing"]),
            (#"{"schema_version":1,\#(step)}"#, ["/schema_version schema_version"]),
            (#"{"schema_version":"2",\#(step)}"#, ["/schema_version schema_version"]),
            (#"{"schema_version":2,"step":1,\#(step)}"#, ["/step unknown_field"]),
            (#"{"schema_version":2,"steps":[]}"#, ["/steps missing"]),
            (#"{"schema_version":2,"steps":{}}"#, ["/steps type"]),
            (#"{"schema_version":2,"steps":[1]}"#, ["/steps/0 type"]),
            (#"{"schema_version":2,"inputs":[],\#(step)}"#, ["/inputs type"]),
            (#"{"schema_version":2,"inputs":{"a":1},\#(step)}"#, ["/inputs/a type"]),
            (#"{"schema_version":2,"inputs":{"a b":{"type":"string"}},\#(step)}"#, ["/inputs/a b invalid_id"]),
            (#"{"schema_version":2,"inputs":{"a":{}},\#(step)}"#, ["/inputs/a/type missing"]),
            (#"{"schema_version":2,"inputs":{"a":{"type":"text"}},\#(step)}"#, ["/inputs/a/type invalid_value"]),
            (
                #"{"schema_version":2,"inputs":{"a":{"type":"string","Default":1}},\#(step)}"#,
                ["/inputs/a/Default unknown_field"]
            ),
            (
                #"{"schema_version":2,"inputs":{"a":{"type":"string","default":1}},\#(step)}"#,
                ["/inputs/a/default invalid_value"]
            ),
            (
                #"{"schema_version":2,"inputs":{"a":{"type":"string","enum":["x"],"default":"y"}},\#(step)}"#,
                ["/inputs/a/default invalid_value"]
            ),
            (
                #"{"schema_version":2,"inputs":{"a":{"type":"integer","maximum":3,"default":4}},\#(step)}"#,
                ["/inputs/a/default invalid_value"]
            ),
            (
                #"{"schema_version":2,"inputs":{"a":{"type":"document","default":{"blob":"x"}}},\#(step)}"#,
                ["/inputs/a/default invalid_value", "/inputs/a/default/blob invalid_value"]
            ),
            (
                #"{"schema_version":2,"inputs":{"a":{"type":"string","required":1}},\#(step)}"#,
                ["/inputs/a/required type"]
            ),
            (
                #"{"schema_version":2,"inputs":{"a":{"type":"string","schema":{"type":"object"}}},\#(step)}"#,
                ["/inputs/a/schema/type conflict"]
            ),
            (
                #"{"schema_version":2,"inputs":{"a":{"type":"string","schema":{"minLength":-1}}},\#(step)}"#,
                ["/inputs/a invalid_schema"]
            ),
            (
                #"{"schema_version":2,"inputs":{},"input_schema":{"type":"object"},\#(step)}"#,
                ["/input_schema conflict"]
            ),
            (#"{"schema_version":2,"input_schema":{},\#(step)}"#, ["/input_schema/type invalid_schema"]),
            (
                #"{"schema_version":2,"input_schema":{"type":"object","required":1},\#(step)}"#,
                ["/input_schema/required invalid_schema"]
            ),
            (
                #"{"schema_version":2,"input_schema":{"type":"object","properties":{"a":{"type":"string","default":1}}},\#(step)}"#,
                ["/input_schema/properties/a/default invalid_value"]
            ),
            (#"{"schema_version":2,"outputs":{},\#(step)}"#, ["/outputs missing"]),
            (#"{"schema_version":2,"outputs":[],\#(step)}"#, ["/outputs type"]),
            (#"{"schema_version":2,"outputs":{"a.b":1},\#(step)}"#, ["/outputs/a.b invalid_id"]),
            (
                #"{"schema_version":2,"outputs":{"x":{"from":"steps.b.output"}},\#(step)}"#,
                ["/outputs/x/from unknown_step"]
            ),
            (#"{"schema_version":2,"outputs":{"x":{"from":"item"}},\#(step)}"#, ["/outputs/x/from unknown_root"]),
            (#"{"schema_version":2,"output_schema":{"type":1},\#(step)}"#, ["/output_schema/type invalid_schema"]),
            (#"{"schema_version":2,"output_schema":true,\#(step)}"#, ["/output_schema type"]),
        ])
    func frame(_ plan: String, _ expected: [String]) throws {
        #expect(try broken(plan) == expected, "\(plan)")
    }

    @Test("Outputs must be said when several steps end the plan")
    func severalEnds() throws {
        let plan =
            #"{"schema_version":2,"steps":[{"id":"a","ingredient":"scrypted:tool:any"},{"id":"b","ingredient":"scrypted:tool:any"}]}"#
        #expect(try broken(plan) == ["/outputs missing"])
    }

    @Test("A cycle is shown")
    func cycles() throws {
        let plan =
            #"{"schema_version":2,"steps":[{"id":"x","ingredient":"scrypted:tool:any","depends_on":["a"]},"#
            + #"{"id":"a","ingredient":"scrypted:tool:any","input":{"v":{"from":"steps.b.output"}}},"#
            + #"{"id":"b","ingredient":"scrypted:tool:any","when":"exists(steps.c.output)"},"#
            + #"{"id":"c","ingredient":"scrypted:tool:any","depends_on":["a"]}]}"#
        let found = try RecipeTestRegistry.violations(.parse(plan))
        #expect(found.map { "\($0.pointer) \($0.rule)" } == ["/steps/1 cycle"])
        #expect(found.first?.message.contains("a → b → c → a") == true)
    }

    @Test("All violations are told, in the order of the plan, and the same each time")
    func all() throws {
        let plan =
            #"{"schema_version":3,"extra":1,"inputs":{"a":{"type":"x"}},"outputs":{"o":{"from":"no"}},"steps":["#
            + #"{"id":"a","ingredient":"x"},{"id":"b","ingredient":"scrypted:tool:any","depends_on":["q"],"when":"("}]}"#
        let expected = [
            "/extra unknown_field", "/schema_version schema_version", "/inputs/a/type invalid_value",
            "/steps/0/ingredient invalid_ingredient", "/steps/1/depends_on/0 unknown_step",
            "/steps/1/when invalid_expression", "/outputs/o/from unknown_root",
        ]
        #expect(try broken(plan) == expected)
        #expect(try broken(plan) == expected)
    }
}
