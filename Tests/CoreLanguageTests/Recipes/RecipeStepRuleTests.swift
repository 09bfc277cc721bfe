import CoreLanguage
import Testing

@Suite("Rules of the steps of recipe plans")
struct RecipeStepRuleTests {
    /// What a plan breaks: `pointer rule`, in order.
    private func broken(_ plan: String) throws -> [String] {
        try RecipeTestRegistry.violations(.parse(plan)).map { "\($0.pointer) \($0.rule)" }
    }

    @Test(
        "One field of a step, one violation",
        arguments: [
            (#""Ingredient":"x""#, "/Ingredient unknown_field", "Did you mean \"ingredient\"?"),
            (#""depends_on":"a""#, "/depends_on type", "An array of the ids"),
            (#""depends_on":["a",1]"#, "/depends_on/1 type", "not a number"),
            (#""depends_on":["b"]"#, "/depends_on/0 self_dependency", "cannot wait for itself"),
            (#""depends_on":["aa"]"#, "/depends_on/0 unknown_step", "Did you mean \"a\"?"),
            (#""version":"^1.0""#, "/version invalid_version", "exact"),
            (#""version":"9.0.0""#, "/version unknown_version", "has no version 9.0.0. There are 0.1.0."),
            (#""version":1"#, "/version type", "A string belongs here"),
            (
                #""ingredient":"scrypted:tool:amy""#, "/ingredient unknown_ingredient",
                "Did you mean \"scrypted:tool:any\"?"
            ),
            (#""ingredient":"scrypted:tool""#, "/ingredient invalid_ingredient", "three parts"),
            (#""ingredient":"Scrypted:tool:any""#, "/ingredient invalid_ingredient", "The namespace holds only"),
            (#""ingredient":null"#, "/ingredient missing", "names an ingredient"),
            (#""id":"b.c""#, "/id invalid_id", "1 to 64"), (#""id":"~1""#, "/id invalid_id", "1 to 64"),
            (#""id":"a","depends_on":[]"#, "/id duplicate_id", "An earlier step"),
            (#""id":null"#, "/id missing", "has an id"),
            (#""input":[]"#, "/input type", "is an object"),
            (#""input":{"template":"x"}"#, "/input type", "is an object"),
            (#""input":{"x":{"from":"inputs.txt"}}"#, "/input/x/from unknown_input", "Did you mean \"text\"?"),
            (#""input":{"x":{"from":"inputs[0]"}}"#, "/input/x/from unknown_input", "have names"),
            (#""input":{"x":{"from":"inputs.text.size"}}"#, "/input/x/from unknown_member", "is of type string"),
            (#""input":{"x":{"from":"inputs.text[0]"}}"#, "/input/x/from unknown_member", "no element 0"),
            (#""input":{"x":{"from":"steps.z.output"}}"#, "/input/x/from unknown_step", "no step \"z\""),
            (#""input":{"x":{"from":"steps"}}"#, "/input/x/from unknown_step", "no step"),
            (#""input":{"x":{"from":"steps.b.output"}}"#, "/input/x/from self_dependency", "its own output"),
            (#""input":{"x":{"from":"steps.a.text"}}"#, "/input/x/from unknown_output", "steps.a.output"),
            (#""input":{"x":{"from":"steps.a"}}"#, "/input/x/from unknown_output", "steps.a.output"),
            (#""input":{"x":{"from":"steps.a.status.x"}}"#, "/input/x/from unknown_output", "steps.a.output"),
            (#""input":{"x":{"from":"input.text"}}"#, "/input/x/from unknown_root", "Did you mean \"inputs\"?"),
            (#""input":{"x":{"from":"item.x"}}"#, "/input/x/from unknown_root", "only in the input and on_error"),
            (#""input":{"x":{"from":"a ?? b"}}"#, "/input/x/from invalid_expression", "At byte 2"),
            (#""input":{"x":[{"expr":"1 +"}]}"#, "/input/x/0/expr invalid_expression", "no arithmetic"),
            (#""input":{"x":{"template":"{{a"}}"#, "/input/x/template invalid_expression", "\"}}\" belongs here"),
            (#""input":{"x":{"template":1}}"#, "/input/x/template type", #"{"literal": {"template": …}}"#),
            (#""when":"""#, "/when invalid_expression", "A value or a path"),
            (#""when":true"#, "/when type", "A string"),
            (#""when":"item > 1","for_each":[1]"#, "/when unknown_root", "only in the input"),
            (#""for_each":[{"from":"item"}]"#, "/for_each/0/from unknown_root", "only in the input"),
            (#""for_each":"'abc'""#, "/for_each type", "A path to an array"),
            (#""for_each":{}"#, "/for_each type", "A path"),
            (#""for_each":[1,2],"max_items":1"#, "/for_each too_many", "max_items allows 1"),
            (#""for_each":[1,{"expr":"1"}],"max_items":1"#, "/for_each too_many", "2 items"),
            (#""for_each":[1],"max_items":1001"#, "/max_items out_of_range", "from 1 to 1000"),
            (#""for_each":[1],"max_items":0"#, "/max_items out_of_range", "from 1 to 1000"),
            (#""for_each":[1],"concurrency":65"#, "/concurrency out_of_range", "from 1 to 64"),
            (#""max_items":5"#, "/max_items conflict", "for_each"),
            (#""concurrency":5"#, "/concurrency conflict", "for_each"),
            (#""retry":3"#, "/retry type", "An object"),
            (#""retry":{"attempts":3}"#, "/retry/attempts unknown_field", "here."),
            (#""retry":{"max_attempts":0}"#, "/retry/max_attempts out_of_range", "from 1 to 10"),
            (#""retry":{"max_attempts":11}"#, "/retry/max_attempts out_of_range", "from 1 to 10"),
            (#""retry":{"max_attempts":1.5}"#, "/retry/max_attempts out_of_range", "whole"),
            (#""retry":{"backoff_seconds":-1}"#, "/retry/backoff_seconds out_of_range", "from 0 to 86400"),
            (#""retry":{"backoff_seconds":1e300}"#, "/retry/backoff_seconds out_of_range", "from 0 to 86400"),
            (#""retry":{"cap_seconds":5,"backoff_seconds":6}"#, "/retry/cap_seconds conflict", "not less"),
            (#""retry":{"factor":0.5}"#, "/retry/factor out_of_range", "from 1 to 10"),
            (#""retry":{"jitter":"some"}"#, "/retry/jitter invalid_value", "\"none\" or \"full\""),
            (#""timeout_seconds":0"#, "/timeout_seconds out_of_range", "from 0.001 to 86400"),
            (#""timeout_seconds":86401"#, "/timeout_seconds out_of_range", "86400"),
            (#""timeout_seconds":"1""#, "/timeout_seconds out_of_range", "A number"),
            (#""on_error":"retry""#, "/on_error invalid_value", "\"skip\""),
            (#""on_error":{"default":1,"x":2}"#, "/on_error invalid_value", "\"skip\""),
            (#""on_error":{"default":{"from":"nope"}}"#, "/on_error/default/from unknown_root", "\"nope\""),
        ])
    func steps(_ field: String, _ expected: String, _ message: String) throws {
        let found = try RecipeTestRegistry.violations(.parse(RecipeTestRegistry.plan(step: field)))
        #expect(found.map { "\($0.pointer) \($0.rule)" } == ["/steps/1" + expected], "\(field)")
        #expect(found.first?.message.contains(message) == true, "\(field): \(found.first?.message ?? "")")
    }

    @Test("The input of a step fits its ingredient")
    func ingredientInput() throws {
        func plan(_ input: String) -> String {
            #"{"schema_version":2,"steps":[{"id":"a","ingredient":"scrypted:text:nova-pro","version":"1.2.0","input":\#(input)}]}"#
        }
        let base = "/steps/0/input"
        #expect(try broken(plan(#"{"user_prompt":"x","max_tokens":1}"#)).isEmpty)
        #expect(try broken(plan(#"{"user_prompt":"x","max_token":1}"#)) == ["\(base)/max_token unknown_field"])
        #expect(try broken(plan(#"{"max_tokens":1}"#)) == ["\(base)/user_prompt missing"])
        #expect(try broken(plan(#"{"user_prompt":1}"#)) == ["\(base)/user_prompt invalid_value"])
        #expect(try broken(plan(#"{"user_prompt":{"literal":1}}"#)) == ["\(base)/user_prompt/literal invalid_value"])
        #expect(try broken(plan(#"{"literal":{"user_prompt":1}}"#)) == ["\(base)/literal/user_prompt invalid_value"])
        #expect(
            try broken(plan(#"{"user_prompt":{"template":"x"},"max_tokens":0}"#)) == [
                "\(base)/max_tokens invalid_value"
            ])
    }

    @Test("Paths into an output fit its schema")
    func outputPaths() throws {
        func plan(_ path: String, _ fields: String = "") -> String {
            #"{"schema_version":2,"outputs":{"x":{"from":"\#(path)"}},"steps":[{"id":"a","ingredient":"scrypted:text:nova-pro","#
                + #""version":"1.2.0","input":{"user_prompt":"x"}\#(fields)}]}"#
        }
        #expect(try broken(plan("steps.a.output.text")).isEmpty)
        #expect(try broken(plan("steps.a.output.usage.any")).isEmpty)
        #expect(try broken(plan("steps.a.output.txt")) == ["/outputs/x/from unknown_member"])
        #expect(try broken(plan("steps.a.output[0].text", #","for_each":[1]"#)).isEmpty)
        #expect(try broken(plan("steps.a.output.text", #","for_each":[1]"#)) == ["/outputs/x/from unknown_member"])
        #expect(try broken(plan("steps.a.output.other", #","on_error":{"default":{"other":1}}"#)).isEmpty)
    }
}
